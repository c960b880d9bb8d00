#include "backend/derive/container.hpp"

#include <algorithm>

#include "shared/wire/framing.hpp"

namespace sansfilm::derive {

namespace {

using base::Error;
using base::ErrorCode;

constexpr std::uint32_t kContainerVersion = 1;
constexpr std::uint64_t kMostChunks = std::uint64_t{1} << 24;

}  // namespace

std::uint64_t FrameRow::place_of(const wire::ChunkKey& key) const {
  if (key.recipe != recipe || key.tile >= tiles || key.resolution >= resolutions || key.layer >= layers) return chunks();
  return (std::uint64_t{key.layer} * resolutions + key.resolution) * tiles + key.tile;
}

base::Result<ContainerHeader> read_container_header(base::Bytes bytes) {
  if (bytes.size() < kContainerHeaderBytes) return Error{ErrorCode::kTruncated, "shorter than a container of streams"};
  if (base::load_le<std::uint32_t>(bytes.data()) != kContainerMagic || base::load_le<std::uint32_t>(bytes.data() + 4) != kContainerVersion) {
    return Error{ErrorCode::kMalformed, "no container of streams of this version"};
  }
  return ContainerHeader{base::load_le<std::uint32_t>(bytes.data() + 8), base::load_le<std::uint64_t>(bytes.data() + 16),
                         base::load_le<std::uint64_t>(bytes.data() + 24)};
}

base::Result<FrameRow> read_frame_row(base::Bytes bytes) {
  if (bytes.size() < kFrameRowBytes) return Error{ErrorCode::kTruncated, "shorter than a row of the frame table"};
  FrameRow row;
  row.directory_offset = base::load_le<std::uint64_t>(bytes.data());
  row.tiles = base::load_le<std::uint32_t>(bytes.data() + 8);
  row.layers = base::load_le<std::uint16_t>(bytes.data() + 12);
  row.resolutions = bytes[14];
  row.recipe = {static_cast<char>(bytes[15]), bytes[16]};
  if (row.chunks() > kMostChunks) return Error{ErrorCode::kMalformed, "more chunks in a frame than there can be"};
  return row;
}

std::vector<DirectoryRow> read_directory(base::Bytes bytes) {
  std::vector<DirectoryRow> rows(bytes.size() / kDirectoryRowBytes);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::uint8_t* at = bytes.data() + i * kDirectoryRowBytes;
    rows[i] = {base::load_le<std::uint32_t>(at), base::load_le<std::uint64_t>(at + 4)};
  }
  return rows;
}

ContainerWriter::ContainerWriter(const wire::ContentId& content, std::uint32_t frames) : content_(content) {
  bytes_.resize(kContainerHeaderBytes + std::size_t{frames} * kFrameRowBytes);
  base::store_le(bytes_.data(), kContainerMagic);
  base::store_le(bytes_.data() + 4, kContainerVersion);
  base::store_le(bytes_.data() + 8, frames);
}

base::Status ContainerWriter::add_frame(std::uint32_t frame, FrameRow row, std::vector<j2k::Chunk> chunks) {
  if (chunks.size() != row.chunks()) return Error{ErrorCode::kInconsistent, "a chunk of a frame is missing"};
  std::sort(chunks.begin(), chunks.end(), [](const j2k::Chunk& a, const j2k::Chunk& b) {
    return std::tie(a.id.layer, a.id.resolution, a.id.tile) < std::tie(b.id.layer, b.id.resolution, b.id.tile);
  });
  row.directory_offset = bytes_.size();
  std::uint8_t* at = bytes_.data() + kContainerHeaderBytes + std::size_t{frame} * kFrameRowBytes;
  base::store_le(at, row.directory_offset);
  base::store_le(at + 8, row.tiles);
  base::store_le(at + 12, row.layers);
  at[14] = row.resolutions;
  at[15] = static_cast<std::uint8_t>(row.recipe.family);
  at[16] = row.recipe.version;

  bytes_.resize(row.payload_offset());
  for (std::size_t i = 0; i < chunks.size(); ++i) {
    const j2k::Chunk& chunk = chunks[i];
    const wire::ChunkKey key{content_, frame, row.recipe, chunk.id.tile, chunk.id.resolution, chunk.id.layer};
    if (row.place_of(key) != i) return Error{ErrorCode::kInconsistent, "a chunk that its frame does not have"};
    std::uint8_t* entry = bytes_.data() + row.directory_offset + i * kDirectoryRowBytes;
    base::store_le(entry, static_cast<std::uint32_t>(chunk.payload.size()));
    base::store_le(entry + 4, wire::chunk_digest(key, chunk.payload));
    bytes_.insert(bytes_.end(), chunk.payload.begin(), chunk.payload.end());
  }
  return {};
}

std::vector<std::uint8_t> ContainerWriter::finish(std::string_view fragment) {
  base::store_le(bytes_.data() + 16, std::uint64_t{bytes_.size()});
  base::store_le(bytes_.data() + 24, std::uint64_t{fragment.size()});
  bytes_.insert(bytes_.end(), fragment.begin(), fragment.end());
  return std::move(bytes_);
}

}  // namespace sansfilm::derive
