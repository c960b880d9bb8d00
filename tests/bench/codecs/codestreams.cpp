// Writes the codestreams that `scripts/bench codecs` puts through every decoder, and times the native one.
//
//   codestreams FOLDER   NAME.j2c (whole), NAME.order and NAME.chunks (as the viewer's worker gets them), index.json
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "backend/derive/htj2k_encode.hpp"
#include "backend/derive/recipe.hpp"
#include "shared/codec/jpeg2000.hpp"
#include "shared/j2k/chunk.hpp"
#include "shared/j2k/index.hpp"
#include "tests/bench/recipes/pictures.hpp"
#include "wasm/bridge/decode_message.hpp"
#include "wasm/worker/decode_job.hpp"

using namespace sansfilm;

namespace {

using Codestream = std::vector<std::uint8_t>;

constexpr int kRounds = 9;
constexpr double kLong_ms = 500;   // one that takes so long is decoded five times only

template <class T>
T must(base::Result<T> result, const char* what) {
  if (result.ok()) return std::move(result).value();
  std::fprintf(stderr, "codestreams: %s: %s\n", what, base::describe(result.error()).c_str());
  std::exit(1);
}

void write(const std::string& path, base::Bytes bytes) {
  std::ofstream out(path, std::ios::binary);
  out.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  if (!out.flush()) std::exit((std::fprintf(stderr, "codestreams: cannot write %s\n", path.c_str()), 1));
}

double wall_ms() { return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

bridge::DecodeOrder order_for(const base::Frame& frame, const j2k::Index& index) {
  bridge::DecodeOrder order;
  order.layers = index.geometry.layers;
  order.budget_bytes = std::uint64_t{1} << 30;
  order.columns = frame.columns;
  order.rows = frame.rows;
  order.samples = frame.samples_per_pixel;
  order.bits_stored = frame.bits_stored;
  order.bytes_per_sample = frame.bytes_per_sample;
  order.is_signed = frame.is_signed;
  order.header.assign(index.main_header.begin(), index.main_header.end());
  return order;
}

// The worker's own work, from chunks to samples.
double native_ms(const bridge::DecodeOrder& order, const std::vector<j2k::Chunk>& chunks, const base::Frame& original) {
  std::vector<worker::ChunkBytes> parts;
  for (const j2k::Chunk& chunk : chunks) parts.push_back({chunk.id, chunk.payload});
  std::vector<double> times;
  for (int i = 0; i < kRounds; ++i) {
    base::Budget budget({.bytes = order.budget_bytes});
    const double start = wall_ms();
    const base::Frame decoded = must(worker::decode_job(order, parts, budget), "decoding");
    times.push_back(wall_ms() - start);
    if (decoded.samples != original.samples) std::exit((std::fprintf(stderr, "codestreams: the picture does not come back\n"), 1));
    if (i == 4 && times.back() > kLong_ms) break;
  }
  std::sort(times.begin(), times.end());
  return times[times.size() / 2];
}

// One line of index.json.
std::string write_codestream(const std::string& folder, const std::string& name, const char* kind, const char* form, const base::Frame& frame,
                             const Codestream& codestream) {
  base::Budget budget;
  const j2k::Index index = must(j2k::build_index(codestream, budget), "the index");
  const std::vector<j2k::Chunk> chunks = must(j2k::cut_into_chunks(codestream, index, budget), "the chunks");
  const bridge::DecodeOrder order = order_for(frame, index);
  Codestream all;
  std::string places;
  for (const j2k::Chunk& chunk : chunks) {
    places += (places.empty() ? "[" : ",[") + std::to_string(chunk.id.tile) + "," + std::to_string(chunk.id.resolution) + "," + std::to_string(chunk.id.layer) + "," +
              std::to_string(chunk.payload.size()) + "]";
    all.insert(all.end(), chunk.payload.begin(), chunk.payload.end());
  }
  write(folder + "/" + name + ".j2c", codestream);
  write(folder + "/" + name + ".chunks", all);
  write(folder + "/" + name + ".order", bridge::to_bytes(order));
  const std::uint64_t samples = std::uint64_t{frame.columns} * frame.rows * frame.samples_per_pixel;
  return R"({"name":")" + name + R"(","kind":")" + kind + R"(","form":")" + form + R"(","samples":)" + std::to_string(samples) + R"(,"bytes_per_sample":)" +
         std::to_string(frame.bytes_per_sample) + R"(,"native_ms":)" + std::to_string(native_ms(order, chunks, frame)) + R"(,"chunks":[)" + places + "]}";
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) return std::fprintf(stderr, "codestreams FOLDER\n"), 2;
  const std::string folder = arguments[1];
  std::string index;
  int number = 0;
  for (const bench::Picture& picture : bench::pictures()) {
    base::Budget budget;
    const codec::Jpeg2000EncodeOptions options = derive::layered_options(picture.frame);
    const Codestream part1 = must(codec::encode_jpeg2000(picture.frame, options, budget), "JPEG 2000 encoding");
    const Codestream ht = must(derive::encode_htj2k(picture.frame, {options.tile_size_px, options.resolutions, options.colour_transform, 0.0F}, budget), "HTJ2K encoding");
    const std::string name = std::to_string(number++);
    for (const auto& [form, codestream] : {std::pair<const char*, const Codestream&>{"part1", part1}, {"ht", ht}}) {
      index += (index.empty() ? "[\n" : ",\n") + write_codestream(folder, name + "-" + form, picture.kind.c_str(), form, picture.frame, codestream);
    }
  }
  index += "\n]\n";
  write(folder + "/index.json", {reinterpret_cast<const std::uint8_t*>(index.data()), index.size()});
  return 0;
}
