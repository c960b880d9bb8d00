#include "backend/derive/chunk_source.hpp"

#include <algorithm>

#include "backend/derive/recipe.hpp"

namespace sansfilm::derive {

namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

constexpr std::uint64_t kLargestRead_bytes = std::uint64_t{4} << 20;

}  // namespace

wire::ChunkError chunk_error_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::kNotFound:
      return wire::ChunkError::kNotReady;  // no blob: it may be under way
    case ErrorCode::kInvalidArgument:
      return wire::ChunkError::kNotFound;
    case ErrorCode::kCodec:
      return wire::ChunkError::kBroken;
    default:
      return wire::ChunkError::kInternal;
  }
}

ChunkSource::ChunkSource(store::BlobStore& derived, std::size_t cache_bytes) : derived_(derived), cache_limit_(cache_bytes) {}

Result<ChunkSource::Directory> ChunkSource::load(const Name& name) {
  const std::string blob = derived_name(name.original);
  SF_TRY(const std::vector<std::uint8_t> head, derived_.get(blob, 0, kContainerHeaderBytes));
  SF_TRY(const ContainerHeader header, read_container_header(head));
  if (name.frame >= header.frames) return Error{ErrorCode::kInvalidArgument, "no such frame"};
  SF_TRY(const std::vector<std::uint8_t> row_bytes,
         derived_.get(blob, kContainerHeaderBytes + std::uint64_t{name.frame} * kFrameRowBytes, kFrameRowBytes));
  Directory directory;
  SF_TRY(directory.row, read_frame_row(row_bytes));
  if (!directory.row.made()) return Error{ErrorCode::kCodec, "the frame could not be decoded"};
  SF_TRY(const std::vector<std::uint8_t> rows,
         derived_.get(blob, directory.row.directory_offset, directory.row.chunks() * kDirectoryRowBytes));
  directory.digest = wire::xxh64(rows, 0);
  directory.chunks = read_directory(rows);
  std::uint64_t offset = directory.row.payload_offset();
  directory.offsets.reserve(directory.chunks.size());
  for (const DirectoryRow& chunk : directory.chunks) {
    directory.offsets.push_back(offset);
    offset += chunk.length;
  }
  return directory;
}

Result<std::shared_ptr<const ChunkSource::Directory>> ChunkSource::directory_of(const Name& name) {
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = places_.find(name); found != places_.end()) {
      recent_.splice(recent_.begin(), recent_, found->second);
      return found->second->second;
    }
  }
  SF_TRY(Directory loaded, load(name));
  auto directory = std::make_shared<const Directory>(std::move(loaded));
  const std::lock_guard lock(mutex_);
  if (!places_.contains(name)) {
    recent_.emplace_front(name, directory);
    places_[name] = recent_.begin();
    cache_bytes_ += directory->bytes();
    while (cache_bytes_ > cache_limit_ && recent_.size() > 1) {
      cache_bytes_ -= recent_.back().second->bytes();
      places_.erase(recent_.back().first);
      recent_.pop_back();
    }
  }
  return directory;
}

// Chunks first .. first + count - 1 of the range, whose payloads stand together in the blob.
base::Status ChunkSource::read_run(const std::string& blob, const wire::ChunkRange& range, std::uint64_t first, std::uint64_t count,
                                   const Directory& directory, const std::function<bool(const ServedChunk&)>& sink, bool& go_on) {
  const std::uint64_t begin = directory.row.place_of(range.at(first));
  const std::uint64_t offset = directory.offsets[begin];
  const std::uint64_t end = directory.offsets[begin + count - 1] + directory.chunks[begin + count - 1].length;
  SF_TRY(const std::vector<std::uint8_t> bytes, derived_.get(blob, offset, end - offset));
  for (std::uint64_t i = 0; i < count && go_on; ++i) {
    const DirectoryRow& chunk = directory.chunks[begin + i];
    const auto payload = base::Bytes(bytes).subspan(static_cast<std::size_t>(directory.offsets[begin + i] - offset), chunk.length);
    go_on = sink({range.at(first + i), wire::ChunkError::kNone, payload, chunk.digest});
  }
  return {};
}

void ChunkSource::read(const store::Digest& original, const wire::ChunkRange& range,
                       const std::function<bool(const ServedChunk&)>& sink) {
  bool go_on = true;
  const auto fail_from = [&](std::uint64_t first, std::uint64_t end, wire::ChunkError error) {
    for (std::uint64_t i = first; i < end && go_on; ++i) go_on = sink({range.at(i), error, {}, 0});
  };
  const std::uint64_t total = range.count();
  const auto directory = directory_of({original, range.frame});
  if (!directory.ok()) return fail_from(0, total, chunk_error_of(directory.error().code));
  const Directory& frame = **directory;
  const std::string blob = derived_name(original);
  for (std::uint64_t i = 0; i < total && go_on;) {
    const std::uint64_t place = frame.row.place_of(range.at(i));
    if (place == frame.row.chunks()) {
      fail_from(i, i + 1, wire::ChunkError::kNotFound);
      ++i;
      continue;
    }
    std::uint64_t count = 1;
    std::uint64_t bytes = frame.chunks[place].length;
    while (i + count < total && bytes < kLargestRead_bytes && frame.row.place_of(range.at(i + count)) == place + count) {
      if (place + count >= frame.row.chunks()) break;
      bytes += frame.chunks[place + count++].length;
    }
    if (const base::Status status = read_run(blob, range, i, count, frame, sink, go_on); !status.ok()) {
      fail_from(i, i + count, chunk_error_of(status.error().code));
    }
    i += count;
  }
}

Result<BlobPart> ChunkSource::locate(const store::Digest& original, std::uint32_t frame, const wire::RecipeId& recipe,
                                     const std::optional<wire::ChunkKey>& chunk) {
  SF_TRY(const std::shared_ptr<const Directory> directory, directory_of({original, frame}));
  const FrameRow& row = directory->row;
  if (row.recipe != recipe) return Error{ErrorCode::kInvalidArgument, "no such recipe"};
  if (!chunk) {
    const std::uint64_t end = directory->chunks.empty() ? row.payload_offset() : directory->offsets.back() + directory->chunks.back().length;
    return BlobPart{derived_name(original), row.directory_offset, end - row.directory_offset, directory->digest};
  }
  const std::uint64_t place = row.place_of(*chunk);
  if (place == row.chunks()) return Error{ErrorCode::kInvalidArgument, "no such chunk"};
  return BlobPart{derived_name(original), directory->offsets[place], directory->chunks[place].length, directory->chunks[place].digest};
}

Result<std::vector<std::uint8_t>> ChunkSource::read_part(const BlobPart& part, std::uint64_t first, std::uint64_t count) {
  if (first > part.length || count > part.length - first) return Error{ErrorCode::kOverBudget, "past the end of the part"};
  return derived_.get(part.blob, part.offset + first, count);
}

std::optional<std::vector<std::uint8_t>> ChunkSource::fragment(const store::Digest& original) {
  const std::string blob = derived_name(original);
  const auto head = derived_.get(blob, 0, kContainerHeaderBytes);
  if (!head.ok()) return std::nullopt;
  const auto header = read_container_header(*head);
  if (!header.ok()) return std::nullopt;
  auto bytes = derived_.get(blob, header->fragment_offset, header->fragment_length);
  if (!bytes.ok()) return std::nullopt;
  return std::move(bytes).value();
}

void ChunkSource::forget(const store::Digest& original) {
  const std::lock_guard lock(mutex_);
  for (auto entry = recent_.begin(); entry != recent_.end();) {
    if (entry->first.original != original) {
      ++entry;
      continue;
    }
    cache_bytes_ -= entry->second->bytes();
    places_.erase(entry->first);
    entry = recent_.erase(entry);
  }
}

std::size_t ChunkSource::cached_bytes() const {
  const std::lock_guard lock(mutex_);
  return cache_bytes_;
}

}  // namespace sansfilm::derive
