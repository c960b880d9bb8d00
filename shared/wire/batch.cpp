#include "shared/wire/batch.hpp"

#include <optional>

#include "shared/wire/protocol.hpp"

namespace sansfilm::wire {

namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

constexpr std::string_view kFirstLine = "sansfilm-batch 1";

Error at_line(Error error, std::size_t line) {
  error.subject = "line " + std::to_string(line);
  return error;
}

// The next line without its end; nullopt if there is no line end any more.
std::optional<std::string_view> take_line(std::string_view& body) {
  const std::size_t end = body.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view line = body.substr(0, end);
  body.remove_prefix(end + 1);
  return line;
}

// Whether `key` is the chunk that comes right after the range when its last tile, resolution or layer grows by one.
bool grow(ChunkRange& range, const ChunkKey& key) {
  if (key.content != range.content || key.frame != range.frame || key.recipe != range.recipe) return false;
  const bool one_resolution = range.first_resolution == range.last_resolution;
  const bool one_layer = range.first_layer == range.last_layer;
  const bool one_tile = range.first_tile == range.last_tile;
  if (one_resolution && one_layer && key.resolution == range.last_resolution && key.layer == range.last_layer &&
      key.tile == range.last_tile + std::uint64_t{1}) {
    range.last_tile = key.tile;
    return true;
  }
  // With one tile a step of the outer loops is one chunk.
  if (one_tile && one_layer && key.tile == range.last_tile && key.layer == range.last_layer &&
      key.resolution == range.last_resolution + 1) {
    range.last_resolution = key.resolution;
    return true;
  }
  if (one_tile && one_resolution && key.tile == range.last_tile && key.resolution == range.last_resolution &&
      key.layer == range.last_layer + 1) {
    range.last_layer = key.layer;
    return true;
  }
  return false;
}

}  // namespace

std::string write_batch_request(std::span<const ChunkRange> ranges) {
  std::string body(kFirstLine);
  body += '\n';
  for (const ChunkRange& range : ranges) body += to_text(range) + "\n";
  return body;
}

Result<std::vector<ChunkRange>> read_batch_request(std::string_view body) {
  if (body.size() > kMaxBatchRequestBytes) return Error{ErrorCode::kOverBudget, "the request is longer than a batch may be"};
  const auto first = take_line(body);
  if (!first || *first != kFirstLine) {
    return at_line({ErrorCode::kInvalidArgument, "the first line must be \"sansfilm-batch 1\""}, 1);
  }
  std::vector<ChunkRange> ranges;
  std::uint64_t chunks = 0;
  for (std::size_t line = 2; !body.empty(); ++line) {
    const auto text = take_line(body);
    if (!text) return at_line({ErrorCode::kInvalidArgument, "the last line has no end"}, line);
    Result<ChunkRange> range = parse_chunk_range(*text);
    if (!range.ok()) return at_line(range.error(), line);
    chunks += range->count();
    if (chunks > kMaxBatchChunks) return at_line({ErrorCode::kOverBudget, "more chunks than a batch may have"}, line);
    ranges.push_back(std::move(range).value());
  }
  return ranges;
}

std::vector<ChunkKey> expand(std::span<const ChunkRange> ranges) {
  std::vector<ChunkKey> keys;
  for (const ChunkRange& range : ranges) {
    for (std::uint64_t i = 0; i < range.count() && keys.size() < kMaxBatchChunks; ++i) keys.push_back(range.at(i));
  }
  return keys;
}

std::vector<ChunkRange> merge_keys(std::span<const ChunkKey> keys) {
  std::vector<ChunkRange> ranges;
  for (const ChunkKey& key : keys) {
    if (!ranges.empty() && grow(ranges.back(), key)) continue;
    ranges.push_back({key.content, key.frame, key.recipe, key.tile, key.tile, key.resolution, key.resolution, key.layer, key.layer});
  }
  return ranges;
}

}  // namespace sansfilm::wire
