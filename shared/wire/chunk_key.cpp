#include "shared/wire/chunk_key.hpp"

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>

namespace sansfilm::wire {

namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

constexpr char kHexDigits[] = "0123456789abcdef";

Error not_a_key(const char* detail) { return Error{ErrorCode::kInvalidArgument, detail}; }

std::optional<std::uint8_t> hex_digit(char c) {
  if (c >= '0' && c <= '9') return static_cast<std::uint8_t>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<std::uint8_t>(c - 'a' + 10);
  return std::nullopt;
}

// A decimal number without sign or leading zeros, taken off the front of the text. One number has one spelling, so one
// chunk has one URL.
template <class T>
std::optional<T> take_number(std::string_view& text) {
  T value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const auto length = static_cast<std::size_t>(end - text.data());
  if (error != std::errc{} || (length > 1 && text.front() == '0')) return std::nullopt;
  text.remove_prefix(length);
  return value;
}

bool take(std::string_view& text, char expected) {
  if (text.empty() || text.front() != expected) return false;
  text.remove_prefix(1);
  return true;
}

// "a" or "a-b" with a < b.
template <class T>
bool take_range(std::string_view& text, T& first, T& last) {
  const auto low = take_number<T>(text);
  if (!low) return false;
  first = last = *low;
  if (!take(text, '-')) return true;
  const auto high = take_number<T>(text);
  if (!high || *high <= *low) return false;
  last = *high;
  return true;
}

void append_range(std::string& out, std::uint32_t first, std::uint32_t last) {
  out += std::to_string(first);
  if (last > first) out += "-" + std::to_string(last);
}

Result<ContentId> parse_hex(std::string_view text) {
  ContentId id;
  for (std::size_t i = 0; i < ContentId::kBytes; ++i) {
    const auto high = hex_digit(text[2 * i]);
    const auto low = hex_digit(text[2 * i + 1]);
    if (!high || !low) return not_a_key("a content id is written in lower-case hexadecimal digits");
    id.bytes[i] = static_cast<std::uint8_t>(*high << 4 | *low);
  }
  return id;
}

}  // namespace

std::string to_text(const ContentId& id) {
  std::string text;
  text.reserve(2 * ContentId::kBytes);
  for (const std::uint8_t byte : id.bytes) {
    text += kHexDigits[byte >> 4];
    text += kHexDigits[byte & 15];
  }
  return text;
}

Result<ContentId> parse_content_id(std::string_view text) {
  if (text.size() != 2 * ContentId::kBytes) return not_a_key("a content id has 32 digits");
  return parse_hex(text);
}

ContentId content_id_of_digest(base::Bytes sha256) {
  ContentId id;
  if (sha256.size() == 32) std::copy_n(sha256.begin(), ContentId::kBytes, id.bytes.begin());
  return id;
}

Result<ContentId> content_id_of_hex(std::string_view sha256_hex) {
  if (sha256_hex.size() != 64) return not_a_key("a SHA-256 has 64 digits");
  return parse_hex(sha256_hex);
}

std::string to_text(RecipeId id) { return id.family + std::to_string(id.version); }

Result<RecipeId> parse_recipe_id(std::string_view text) {
  if (text.empty() || text.front() < 'A' || text.front() > 'Z') return not_a_key("a recipe is a capital and a number");
  RecipeId id{text.front(), 0};
  text.remove_prefix(1);
  const auto version = take_number<std::uint8_t>(text);
  if (!version || *version == 0 || !text.empty()) return not_a_key("a recipe is a capital and a number");
  id.version = *version;
  return id;
}

std::string to_text(const ChunkRange& range) {
  std::string text = to_text(range.content) + "/" + std::to_string(range.frame) + "/" + to_text(range.recipe) + "/";
  append_range(text, range.first_tile, range.last_tile);
  text += '.';
  append_range(text, range.first_resolution, range.last_resolution);
  text += '.';
  append_range(text, range.first_layer, range.last_layer);
  return text;
}

Result<ChunkRange> parse_chunk_range(std::string_view text) {
  const Error wrong = not_a_key("a chunk is written <content>/<frame>/<recipe>/<tile>.<resolution>.<layer>");
  ChunkRange range;
  const std::size_t content_end = std::min(text.find('/'), text.size());
  SF_TRY(range.content, parse_content_id(text.substr(0, content_end)));
  text.remove_prefix(content_end);
  if (!take(text, '/')) return wrong;
  const auto frame = take_number<std::uint32_t>(text);
  if (!frame || !take(text, '/')) return wrong;
  range.frame = *frame;
  const std::size_t recipe_end = std::min(text.find('/'), text.size());
  SF_TRY(range.recipe, parse_recipe_id(text.substr(0, recipe_end)));
  text.remove_prefix(recipe_end);
  if (!take(text, '/') || !take_range(text, range.first_tile, range.last_tile) || !take(text, '.') ||
      !take_range(text, range.first_resolution, range.last_resolution) || !take(text, '.') ||
      !take_range(text, range.first_layer, range.last_layer) || !text.empty()) {
    return wrong;
  }
  return range;
}

std::string to_text(const ChunkKey& key) {
  return to_text(ChunkRange{key.content, key.frame, key.recipe, key.tile, key.tile, key.resolution, key.resolution,
                            key.layer, key.layer});
}

Result<ChunkKey> parse_chunk_key(std::string_view text) {
  SF_TRY(const ChunkRange range, parse_chunk_range(text));
  if (range.count() != 1) return not_a_key("one chunk is asked for, not a range");
  return range.at(0);
}

std::uint64_t ChunkRange::count() const {
  // Ends are included, so the last of tiles may make 2^32 of them: the product still fits 56 bits.
  return (std::uint64_t{last_tile} - first_tile + 1) * (last_resolution - first_resolution + 1U) *
         (last_layer - first_layer + 1U);
}

ChunkKey ChunkRange::at(std::uint64_t position) const {
  const std::uint64_t tiles = std::uint64_t{last_tile} - first_tile + 1;
  const std::uint64_t resolutions = last_resolution - first_resolution + 1U;
  return {content,
          frame,
          recipe,
          static_cast<std::uint32_t>(first_tile + position % tiles),
          static_cast<std::uint8_t>(first_resolution + position / tiles % resolutions),
          static_cast<std::uint16_t>(first_layer + position / tiles / resolutions)};
}

std::size_t ChunkKeyHash::operator()(const ChunkKey& key) const {
  // The content id is the head of a digest: already well mixed.
  std::uint64_t hash = base::load_le<std::uint64_t>(key.content.bytes.data());
  for (const std::uint64_t part : {std::uint64_t{key.frame}, std::uint64_t{key.tile},
                                   std::uint64_t{key.layer} << 16 | std::uint64_t{key.resolution} << 8 | key.recipe.version}) {
    hash = (hash ^ part) * 0x9E3779B97F4A7C15ULL;
    hash ^= hash >> 29;
  }
  return static_cast<std::size_t>(hash);
}

}  // namespace sansfilm::wire
