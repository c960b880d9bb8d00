#include "backend/derive/derive_instance.hpp"

#include <algorithm>
#include <optional>

#include "backend/derive/container.hpp"
#include "backend/derive/fragment.hpp"
#include "backend/derive/recipe.hpp"
#include "shared/codec/decode.hpp"
#include "shared/codec/jpeg2000.hpp"
#include "shared/dicom/frames.hpp"
#include "shared/dicom/reader.hpp"
#include "shared/j2k/chunk.hpp"
#include "shared/j2k/index.hpp"

namespace sansfilm::derive {

namespace {

using base::Budget;
using base::Error;
using base::ErrorCode;
using base::Result;

// One frame as it will be streamed.
struct StreamedFrame {
  wire::Codestream stream;
  wire::PixelFormat format;
  std::vector<j2k::Chunk> chunks;
};

std::uint8_t bytes_for(unsigned bits) { return static_cast<std::uint8_t>(bits <= 8 ? 1 : bits <= 16 ? 2 : 4); }

// The name of the colour model that the worker's samples are in, given what the dataset says.
std::string photometric_of(const base::Frame& frame, const std::string& declared) {
  switch (frame.colour) {
    case base::ColourModel::kMonochrome:
      return declared == "MONOCHROME1" ? declared : "MONOCHROME2";
    case base::ColourModel::kPalette:
      return "PALETTE COLOR";
    case base::ColourModel::kRgb:
      return "RGB";
    case base::ColourModel::kYbrFull:
      return "YBR_FULL";
    case base::ColourModel::kYbrPartial:
      return "YBR_PARTIAL_420";
  }
  return declared;
}

wire::Codestream stream_of(const j2k::Index& index, wire::RecipeId recipe) {
  const j2k::Geometry& geometry = index.geometry;
  wire::Codestream stream;
  stream.recipe = recipe;
  stream.tiles_across = geometry.tile_columns;
  stream.tiles_down = geometry.tile_rows;
  stream.tile_width = std::min(geometry.tile_width, geometry.columns);
  stream.tile_height = std::min(geometry.tile_height, geometry.rows);
  stream.decompositions = geometry.decompositions;
  stream.layers = geometry.layers;
  stream.components = geometry.components;
  stream.reversible = geometry.reversible;
  stream.high_throughput = geometry.high_throughput;
  stream.header = index.main_header;
  return stream;
}

// Chunks of every tile, layer and resolution: those without packets (a tile too small for a resolution) are empty.
std::vector<j2k::Chunk> with_empty_chunks(std::vector<j2k::Chunk> chunks, const wire::Codestream& stream) {
  std::vector<j2k::Chunk> all(std::size_t{stream.tiles()} * stream.layers * stream.resolutions());
  std::size_t i = 0;
  for (std::uint16_t layer = 0; layer < stream.layers; ++layer) {
    for (unsigned resolution = 0; resolution < stream.resolutions(); ++resolution) {
      for (std::uint32_t tile = 0; tile < stream.tiles(); ++tile) {
        all[i].id = {tile, static_cast<std::uint8_t>(resolution), layer};
        all[i++].payload = {0};  // a count of no packets
      }
    }
  }
  for (j2k::Chunk& chunk : chunks) {
    if (chunk.id.resolution >= stream.resolutions()) continue;
    const std::size_t place =
        (std::size_t{chunk.id.layer} * stream.resolutions() + chunk.id.resolution) * stream.tiles() + chunk.id.tile;
    all[place].payload = std::move(chunk.payload);
  }
  return all;
}

Result<StreamedFrame> cut(base::Bytes codestream, const j2k::Index& index, wire::RecipeId recipe, const wire::PixelFormat& format,
                          Budget& budget) {
  StreamedFrame streamed{stream_of(index, recipe), format, {}};
  SF_TRY(std::vector<j2k::Chunk> chunks, j2k::cut_into_chunks(codestream, index, budget));
  streamed.chunks = with_empty_chunks(std::move(chunks), streamed.stream);
  streamed.format.bits_stored = index.geometry.bits;
  streamed.format.is_signed = index.geometry.is_signed;
  streamed.format.bytes_per_sample = bytes_for(index.geometry.bits);
  return streamed;
}

// O1: the codestream of the original, when its packets can be found and it says what the dataset says.
std::optional<StreamedFrame> serve_original(const dicom::File& file, const dicom::FrameTable& table, std::uint32_t frame,
                                            const wire::PixelFormat& format, Budget& budget) {
  const dicom::PixelCoding coding = file.transfer_syntax->coding;
  if (coding != dicom::PixelCoding::kJpeg2000 && coding != dicom::PixelCoding::kHtj2k) return std::nullopt;
  const auto located = dicom::locate_frame(file, table, frame, budget);
  if (!located.ok() || !located->complete) return std::nullopt;
  const auto index = j2k::build_index(located->bytes, budget);
  if (!index.ok() || !index->complete) return std::nullopt;
  const j2k::Geometry& geometry = index->geometry;
  if (geometry.columns != format.columns || geometry.rows != format.rows || geometry.components != format.samples ||
      geometry.bits != format.bits_stored || geometry.is_signed != format.is_signed || geometry.bits > 16) {
    return std::nullopt;
  }
  wire::PixelFormat as_decoded = format;
  // The inverse component transform belongs to the decoder. Colour without one keeps the name the dataset gives it.
  if (as_decoded.photometric == "YBR_RCT" || as_decoded.photometric == "YBR_ICT") as_decoded.photometric = "RGB";
  as_decoded.source_lossy = as_decoded.source_lossy || !geometry.reversible;
  auto streamed = cut(located->bytes, *index, kOriginal, as_decoded, budget);
  if (!streamed.ok()) return std::nullopt;
  return std::move(streamed).value();
}

// R1: the samples as they are.
StreamedFrame raw_frame(const base::Frame& frame, wire::PixelFormat format) {
  format.bytes_per_sample = frame.bytes_per_sample;
  StreamedFrame streamed;
  streamed.stream.recipe = kRaw;
  streamed.stream.coding = wire::StreamCoding::kRaw;
  streamed.stream.tile_width = frame.columns;
  streamed.stream.tile_height = frame.rows;
  streamed.stream.decompositions = 0;
  streamed.stream.components = frame.samples_per_pixel;
  streamed.format = std::move(format);
  streamed.chunks.push_back({{0, 0, 0}, frame.samples});
  return streamed;
}

// L1, or R1 for what JPEG 2000 cannot hold.
Result<StreamedFrame> encode(const base::Frame& frame, const wire::PixelFormat& format, Budget& budget) {
  if (frame.kind != base::SampleKind::kInteger) return raw_frame(frame, format);
  const auto codestream = codec::encode_jpeg2000(frame, layered_options(frame), budget);
  if (!codestream.ok() && codestream.error().code == ErrorCode::kUnsupported) return raw_frame(frame, format);
  if (!codestream.ok()) return codestream.error();
  SF_TRY(const j2k::Index index, j2k::build_index(*codestream, budget));
  return cut(*codestream, index, kLayered, format, budget);
}

Result<StreamedFrame> stream_frame(const dicom::File& file, const dicom::FrameTable& table, std::uint32_t frame,
                                   const wire::PixelFormat& declared, Budget& budget) {
  if (auto original = serve_original(file, table, frame, declared, budget)) return std::move(*original);
  SF_TRY(const base::Frame decoded, codec::decode_frame(file, frame, budget));
  wire::PixelFormat format = declared;
  format.rows = decoded.rows;
  format.columns = decoded.columns;
  format.samples = decoded.samples_per_pixel;
  format.bits_stored = decoded.bits_stored;
  format.is_signed = decoded.is_signed;
  format.sample_format = static_cast<wire::SampleFormat>(decoded.kind);
  format.photometric = photometric_of(decoded, declared.photometric);
  format.source_lossy = format.source_lossy || !decoded.reversible;
  if (!decoded.complete) return Error{ErrorCode::kTruncated, "the pixel data of the frame end early"};
  return encode(decoded, format, budget);
}

std::vector<std::uint32_t> layer_bytes_of(const StreamedFrame& streamed) {
  std::vector<std::uint64_t> sums(streamed.stream.layers);
  for (const j2k::Chunk& chunk : streamed.chunks) sums[chunk.id.layer] += chunk.payload.size();
  std::vector<std::uint32_t> bytes;
  for (const std::uint64_t sum : sums) bytes.push_back(static_cast<std::uint32_t>(std::min<std::uint64_t>(sum, 0xFFFFFFFFU)));
  return bytes;
}

template <class T>
std::uint32_t row_of(std::vector<T>& table, T row) {
  const auto found = std::find(table.begin(), table.end(), row);
  if (found != table.end()) return static_cast<std::uint32_t>(found - table.begin());
  table.push_back(std::move(row));
  return static_cast<std::uint32_t>(table.size() - 1);
}

}  // namespace

Result<Derived> derive_instance(base::Bytes original, const store::Digest& digest, const base::Limits& limits,
                                base::Budget::Clock clock) {
  Budget reading(limits, clock);
  SF_TRY(const dicom::File file, dicom::read_file(original, {}, reading));
  wire::Manifest manifest = describe_instance(file, digest);
  wire::Series& series = manifest.series[0];
  if (series.frames.empty()) return Error{ErrorCode::kMissing, "there is no picture to stream"};
  SF_TRY(const dicom::FrameTable table, dicom::find_frames(file));

  // The formats of the dataset are replaced by those of the streams, frame by frame.
  const std::vector<wire::PixelFormat> declared = std::exchange(series.pixel_formats, {});
  Derived derived;
  derived.frames = static_cast<std::uint32_t>(series.frames.size());
  ContainerWriter writer(content_of(digest), derived.frames);
  for (wire::Frame& frame : series.frames) {
    const wire::PixelFormat& format = declared[frame.pixels];
    Budget budget(limits, clock);  // each frame has its own
    Result<StreamedFrame> streamed = stream_frame(file, table, frame.frame, format, budget);
    if (!streamed.ok()) {
      if (derived.failed_frames++ == 0) derived.first_failure = streamed.error();
      frame.pixels = row_of(series.pixel_formats, format);
      continue;
    }
    frame.layer_bytes = layer_bytes_of(*streamed);
    FrameRow row{0, streamed->stream.tiles(), streamed->stream.layers, streamed->stream.resolutions(), streamed->stream.recipe};
    frame.pixels = row_of(series.pixel_formats, streamed->format);
    frame.codestream = row_of(series.codestreams, streamed->stream);
    SF_CHECK(writer.add_frame(frame.frame, row, std::move(streamed->chunks)));
    if (writer.size() > limits.bytes * 4) return Error{ErrorCode::kOverBudget, "the streams of one instance are too large"};
  }
  if (derived.failed_frames == derived.frames) return derived.first_failure;
  derived.fragment = write_fragment(manifest);
  derived.container = writer.finish(derived.fragment);
  return derived;
}

}  // namespace sansfilm::derive
