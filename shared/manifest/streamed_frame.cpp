#include "shared/manifest/streamed_frame.hpp"

#include <algorithm>

namespace sansfilm::manifest {

using base::Budget;
using base::Result;

namespace {

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

}  // namespace

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

Result<StreamedFrame> with_last(StreamedFrame preview, StreamedFrame last) {
  wire::Codestream& stream = preview.stream;
  const wire::Codestream& whole = last.stream;
  if (stream.tiles_across != whole.tiles_across || stream.tiles_down != whole.tiles_down || stream.tile_width != whole.tile_width ||
      stream.tile_height != whole.tile_height || stream.decompositions != whole.decompositions ||
      stream.components != whole.components || whole.layers != 1) {
    return base::Error{base::ErrorCode::kInconsistent, "preview and picture are not divided alike"};
  }
  for (j2k::Chunk& chunk : last.chunks) {
    chunk.id.layer = stream.layers;
    preview.chunks.push_back(std::move(chunk));
  }
  ++stream.layers;
  stream.reversible = whole.reversible;
  stream.high_throughput = whole.high_throughput;
  stream.last_header = whole.header;
  preview.format = last.format;
  return preview;
}

std::optional<StreamedFrame> original_stream(dicom::PixelCoding coding, base::Bytes codestream, const wire::PixelFormat& declared,
                                             Budget& budget) {
  if (coding != dicom::PixelCoding::kJpeg2000 && coding != dicom::PixelCoding::kHtj2k) return std::nullopt;
  const auto index = j2k::build_index(codestream, budget);
  if (!index.ok() || !index->complete) return std::nullopt;
  const j2k::Geometry& geometry = index->geometry;
  if (geometry.columns != declared.columns || geometry.rows != declared.rows || geometry.components != declared.samples ||
      geometry.bits != declared.bits_stored || geometry.is_signed != declared.is_signed || geometry.bits > 16) {
    return std::nullopt;
  }
  wire::PixelFormat as_decoded = declared;
  // The inverse component transform belongs to the decoder. Colour without one keeps the name the dataset gives it.
  if (as_decoded.photometric == "YBR_RCT" || as_decoded.photometric == "YBR_ICT") as_decoded.photometric = "RGB";
  as_decoded.source_lossy = as_decoded.source_lossy || !geometry.reversible;
  auto streamed = cut(codestream, *index, kOriginal, as_decoded, budget);
  if (!streamed.ok()) return std::nullopt;
  return std::move(streamed).value();
}

StreamedFrame raw_stream(base::Frame frame, const wire::PixelFormat& format) {
  StreamedFrame streamed;
  streamed.stream.recipe = kRaw;
  streamed.stream.coding = wire::StreamCoding::kRaw;
  streamed.stream.tile_width = frame.columns;
  streamed.stream.tile_height = frame.rows;
  streamed.stream.decompositions = 0;
  streamed.stream.components = frame.samples_per_pixel;
  streamed.format = format;
  streamed.format.bytes_per_sample = frame.bytes_per_sample;
  streamed.chunks.push_back({{0, 0, 0}, std::move(frame.samples)});
  return streamed;
}

wire::PixelFormat format_as_decoded(const base::Frame& decoded, const wire::PixelFormat& declared) {
  wire::PixelFormat format = declared;
  format.rows = decoded.rows;
  format.columns = decoded.columns;
  format.samples = decoded.samples_per_pixel;
  format.bits_stored = decoded.bits_stored;
  format.is_signed = decoded.is_signed;
  format.sample_format = static_cast<wire::SampleFormat>(decoded.kind);
  format.photometric = photometric_of(decoded, declared.photometric);
  format.source_lossy = format.source_lossy || !decoded.reversible;
  return format;
}

std::vector<std::uint32_t> layer_bytes_of(const StreamedFrame& streamed) {
  std::vector<std::uint64_t> sums(streamed.stream.layers);
  for (const j2k::Chunk& chunk : streamed.chunks) sums[chunk.id.layer] += chunk.payload.size();
  std::vector<std::uint32_t> bytes;
  for (const std::uint64_t sum : sums) bytes.push_back(static_cast<std::uint32_t>(std::min<std::uint64_t>(sum, 0xFFFFFFFFU)));
  return bytes;
}

}  // namespace sansfilm::manifest
