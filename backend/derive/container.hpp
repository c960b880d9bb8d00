// The blob that holds the streaming forms of all frames of one original, so that a range of chunks is one read.
//
// Layout, little endian:
//   0   magic u32 "SFD1" | version u32 | frames u32 | 0 u32 | fragment offset u64 | fragment length u64
//   32  a row of 24 bytes for each frame: directory offset u64 | tiles u32 | layers u16 | resolutions u8 | family u8 |
//       recipe version u8, 7 zeros. Family 0: this frame could not be made.
//   then for each frame its directory (12 bytes a chunk: length u32, digest u64) and the payloads in the same order:
//   layer by layer, in each the resolutions upwards, in each the tiles upwards (as wire::ChunkRange expands)
//   last the manifest fragment of the instance (fragment.hpp)
//
// @units  bytes
// @errors kMalformed, kTruncated for a blob that is not one; kNotFound for a frame or chunk that it does not have
// @owner  values
// @thread pure
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "shared/base/bytes.hpp"
#include "shared/base/result.hpp"
#include "shared/j2k/chunk.hpp"
#include "shared/wire/chunk_key.hpp"

namespace sansfilm::derive {

inline constexpr std::uint32_t kContainerMagic = 0x31444653U;  // "SFD1"
inline constexpr std::size_t kContainerHeaderBytes = 32;
inline constexpr std::size_t kFrameRowBytes = 24;
inline constexpr std::size_t kDirectoryRowBytes = 12;

struct ContainerHeader {
  std::uint32_t frames = 0;
  std::uint64_t fragment_offset = 0, fragment_length = 0;
};

struct FrameRow {
  std::uint64_t directory_offset = 0;
  std::uint32_t tiles = 1;
  std::uint16_t layers = 1;
  std::uint8_t resolutions = 1;
  wire::RecipeId recipe{'\0', 0};

  [[nodiscard]] bool made() const { return recipe.family != '\0'; }
  [[nodiscard]] std::uint64_t chunks() const { return std::uint64_t{tiles} * layers * resolutions; }
  [[nodiscard]] std::uint64_t payload_offset() const { return directory_offset + chunks() * kDirectoryRowBytes; }
  // The place of a chunk in the directory; chunks() if it is not there.
  [[nodiscard]] std::uint64_t place_of(const wire::ChunkKey& key) const;
};

struct DirectoryRow {
  std::uint32_t length = 0;
  std::uint64_t digest = 0;
};

[[nodiscard]] base::Result<ContainerHeader> read_container_header(base::Bytes bytes);
[[nodiscard]] base::Result<FrameRow> read_frame_row(base::Bytes bytes);
[[nodiscard]] std::vector<DirectoryRow> read_directory(base::Bytes bytes);

class ContainerWriter {
 public:
  ContainerWriter(const wire::ContentId& content, std::uint32_t frames);

  // Frames in ascending order, each once. `chunks`: all of them, in any order.
  [[nodiscard]] base::Status add_frame(std::uint32_t frame, FrameRow row, std::vector<j2k::Chunk> chunks);
  [[nodiscard]] std::vector<std::uint8_t> finish(std::string_view fragment);
  [[nodiscard]] std::uint64_t size() const { return bytes_.size(); }

 private:
  wire::ContentId content_;
  std::vector<std::uint8_t> bytes_;
};

}  // namespace sansfilm::derive
