// Writes codestreams that j2k::assemble makes from subsets of packets, and what each must decode to: for tests/peers/subsets.py,
// which gives them to decoders that know nothing of us.
//   subset_writer FOLDER     NAME.j2k, NAME.pgm or .ppm, and list.txt: "NAME reduce components" a line
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "backend/derive/htj2k_encode.hpp"
#include "shared/codec/jpeg2000.hpp"
#include "shared/j2k/assemble.hpp"
#include "shared/j2k/index.hpp"

using namespace sansfilm;

namespace {

using Codestream = std::vector<std::uint8_t>;

template <class T>
T must(base::Result<T> result) {
  if (result.ok()) return std::move(result).value();
  std::fprintf(stderr, "subset_writer: %s\n", base::describe(result.error()).c_str());
  std::exit(1);
}

// Edges, gradients and grain, so that every resolution and layer has something to say.
base::Frame picture(std::uint32_t columns, std::uint32_t rows, std::uint16_t samples, std::uint16_t bits) {
  base::Frame frame;
  frame.columns = columns;
  frame.rows = rows;
  frame.samples_per_pixel = samples;
  frame.bits_stored = bits;
  frame.bytes_per_sample = bits > 8 ? 2 : 1;
  frame.colour = samples == 3 ? base::ColourModel::kRgb : base::ColourModel::kMonochrome;
  frame.samples.resize(std::size_t{columns} * rows * samples * frame.bytes_per_sample);
  std::uint32_t grain = 12345;
  std::size_t at = 0;
  for (std::uint32_t y = 0; y < rows; ++y) {
    for (std::uint32_t x = 0; x < columns; ++x) {
      for (std::uint32_t c = 0; c < samples; ++c) {
        grain = grain * 1664525U + 1013904223U;
        const std::uint32_t disc = (x - columns / 2) * (x - columns / 2) + (y - rows / 2) * (y - rows / 2) < rows * rows / 9 ? 90 : 10;
        const std::uint32_t value = ((disc + (x + y * (c + 1)) % 60 + (grain >> 29)) << (bits - 8)) + (bits > 8 ? (grain >> 20) % 16 : 0);
        if (frame.bytes_per_sample == 1) frame.samples[at] = static_cast<std::uint8_t>(value);
        else base::store_le(&frame.samples[at], static_cast<std::uint16_t>(value));
        at += frame.bytes_per_sample;
      }
    }
  }
  return frame;
}

// Netpbm, the highest byte first.
void write_netpbm(const std::string& path, const base::Frame& frame) {
  std::ofstream out(path, std::ios::binary);
  out << (frame.samples_per_pixel == 3 ? "P6" : "P5") << "\n" << frame.columns << " " << frame.rows << "\n" << (1U << frame.bits_stored) - 1 << "\n";
  for (std::size_t i = 0; i < frame.samples.size(); i += frame.bytes_per_sample) {
    for (std::size_t byte = frame.bytes_per_sample; byte-- > 0;) out.put(static_cast<char>(frame.samples[i + byte]));
  }
}

struct Writer {
  std::string folder;
  std::ofstream list;

  void subsets(const std::string& name, const Codestream& whole) {
    base::Budget budget;
    const j2k::Index index = must(j2k::build_index(whole, budget));
    for (std::uint16_t layers = 1; layers <= index.geometry.layers; ++layers) {
      for (unsigned reduce = 0; reduce <= index.geometry.decompositions; ++reduce) one(name, whole, index, layers, reduce);
    }
  }

  void one(const std::string& name, const Codestream& whole, const j2k::Index& index, std::uint16_t layers, unsigned reduce) {
    base::Budget budget;
    std::vector<j2k::PacketBytes> packets;
    for (const j2k::Packet& packet : index.packets) {
      if (packet.id.layer >= layers || packet.id.resolution + reduce > index.geometry.decompositions) continue;
      packets.push_back({packet.id, base::Bytes(whole).subspan(packet.offset, packet.length)});
    }
    const Codestream subset = must(j2k::assemble(index.main_header, packets, budget));
    const std::string file = name + "_l" + std::to_string(layers) + "_r" + std::to_string(reduce);
    std::ofstream(folder + "/" + file + ".j2k", std::ios::binary).write(reinterpret_cast<const char*>(subset.data()), static_cast<std::streamsize>(subset.size()));
    // The reference: the whole codestream, told to leave out what the subset lacks.
    const base::Frame frame = must(codec::decode_jpeg2000(whole, {.reduce = reduce, .layers = layers}, budget));
    write_netpbm(folder + "/" + file + (frame.samples_per_pixel == 3 ? ".ppm" : ".pgm"), frame);
    list << file << " " << reduce << " " << frame.samples_per_pixel << "\n";
  }
};

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) return 2;
  Writer writer{arguments[1], std::ofstream(std::string(arguments[1]) + "/list.txt")};
  base::Budget budget;
  const auto part1 = [&](const base::Frame& frame, std::uint32_t tile, bool colour) {
    return must(codec::encode_jpeg2000(frame, {.bits_per_sample_layers = {0.25, 1.0, 0.0}, .tile_size_px = tile, .resolutions = 4, .colour_transform = colour}, budget));
  };
  writer.subsets("grey12", part1(picture(203, 151, 1, 12), 0, false));
  writer.subsets("grey8_tiles", part1(picture(203, 151, 1, 8), 64, false));
  writer.subsets("colour", part1(picture(120, 90, 3, 8), 0, true));
  writer.subsets("ht12", must(derive::encode_htj2k(picture(203, 151, 1, 12), {.resolutions = 4}, budget)));
  writer.subsets("ht8_tiles", must(derive::encode_htj2k(picture(203, 151, 1, 8), {.tile_size_px = 64, .resolutions = 4}, budget)));
  return 0;
}
