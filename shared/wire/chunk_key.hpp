// The name of a chunk: the packets of one (instance, frame, recipe, tile, resolution, quality layer) over all
// components and precincts. A key names content, so what it names never changes and any cache may keep it.
//
// As text: "<content>/<frame>/<recipe>/<tile>.<resolution>.<layer>", decimal numbers without leading zeros, frame from 0;
// a range puts "a-b" (both included, a < b) for any of the last three. Its URL is kChunkPrefix + text.
//
// @units  frame, tile, resolution, layer count from 0; resolution 0 is the smallest
// @errors kInvalidArgument for text that is not exactly in that form
// @owner  values
// @thread pure
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <string>
#include <string_view>

#include "shared/base/bytes.hpp"
#include "shared/base/result.hpp"

namespace sansfilm::wire {

// The first 128 bits of the SHA-256 of the original file; 32 lower-case hexadecimal digits as text.
struct ContentId {
  static constexpr std::size_t kBytes = 16;
  std::array<std::uint8_t, kBytes> bytes{};
  bool operator==(const ContentId&) const = default;
  // Not defaulted: libc++ of Emscripten 3.1.6 has no operator<=> for std::array.
  std::strong_ordering operator<=>(const ContentId& other) const {
    return std::memcmp(bytes.data(), other.bytes.data(), kBytes) <=> 0;
  }
};

[[nodiscard]] std::string to_text(const ContentId& id);
[[nodiscard]] base::Result<ContentId> parse_content_id(std::string_view text);
// From the full digest: 32 bytes, or its 64 hexadecimal digits. An id of zeros if the length is another.
[[nodiscard]] ContentId content_id_of_digest(base::Bytes sha256);
[[nodiscard]] base::Result<ContentId> content_id_of_hex(std::string_view sha256_hex);

// How the streaming form was made, family and version: "L1" (layered), "R1" (raw stored values), "O1" (the codestream
// of the original as it arrived).
struct RecipeId {
  char family = 'L';
  std::uint8_t version = 1;
  auto operator<=>(const RecipeId&) const = default;
};

[[nodiscard]] std::string to_text(RecipeId id);
[[nodiscard]] base::Result<RecipeId> parse_recipe_id(std::string_view text);

struct ChunkKey {
  ContentId content;
  std::uint32_t frame = 0;
  RecipeId recipe;
  std::uint32_t tile = 0;
  std::uint8_t resolution = 0;
  std::uint16_t layer = 0;
  auto operator<=>(const ChunkKey&) const = default;
};

[[nodiscard]] std::string to_text(const ChunkKey& key);
[[nodiscard]] base::Result<ChunkKey> parse_chunk_key(std::string_view text);  // without kChunkPrefix

// Tiles of a codestream by column and row, both ends included.
struct TileRect {
  std::uint32_t left = 0, top = 0, right = 0, bottom = 0;
  [[nodiscard]] constexpr std::uint32_t count() const { return (right - left + 1) * (bottom - top + 1); }
  [[nodiscard]] constexpr bool holds(const TileRect& other) const {
    return left <= other.left && top <= other.top && right >= other.right && bottom >= other.bottom;
  }
  bool operator==(const TileRect&) const = default;
};

// Both ends included. Expanded layer by layer, in each the resolutions upwards, in each the tiles upwards.
struct ChunkRange {
  ContentId content;
  std::uint32_t frame = 0;
  RecipeId recipe;
  std::uint32_t first_tile = 0, last_tile = 0;
  std::uint8_t first_resolution = 0, last_resolution = 0;
  std::uint16_t first_layer = 0, last_layer = 0;
  auto operator<=>(const ChunkRange&) const = default;

  [[nodiscard]] std::uint64_t count() const;
  [[nodiscard]] ChunkKey at(std::uint64_t position) const;  // position < count()
};

[[nodiscard]] std::string to_text(const ChunkRange& range);
[[nodiscard]] base::Result<ChunkRange> parse_chunk_range(std::string_view text);

struct ChunkKeyHash {
  [[nodiscard]] std::size_t operator()(const ChunkKey& key) const;
};

}  // namespace sansfilm::wire
