// Chunks by name out of the derived blobs: the directory of a frame is kept in memory (least recently used goes first),
// chunks that stand together are one read. Who may see an original is decided before this is asked.
//
// @units  bytes
// @errors a chunk that cannot be had is told by its ChunkError: kNotReady (no blob yet), kNotFound, kBroken, kInternal
// @owner  borrows the store
// @thread any number of threads
#pragma once

#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "backend/derive/container.hpp"
#include "backend/store/blob_store.hpp"
#include "backend/store/digest.hpp"
#include "shared/wire/framing.hpp"

namespace sansfilm::derive {

struct ServedChunk {
  wire::ChunkKey key;
  wire::ChunkError error = wire::ChunkError::kNone;
  base::Bytes payload;          // valid during the call of the sink
  std::uint64_t digest = 0;     // for wire::chunk_frame_header, or as ETag
};

// What a reader is told of an error of locate() and read_part().
[[nodiscard]] wire::ChunkError chunk_error_of(base::ErrorCode code);

// Bytes of a derived blob that answer one request, so that somebody else can send them.
struct BlobPart {
  std::string blob;               // its name in the store
  std::uint64_t offset = 0, length = 0;
  std::uint64_t digest = 0;       // of a chunk; of a frame the XXH64 of its directory, which holds those of its chunks
};

class ChunkSource {
 public:
  explicit ChunkSource(store::BlobStore& derived, std::size_t cache_bytes = std::size_t{32} << 20);

  // Calls the sink for each chunk of the range, in its order, until it returns false. `original`: the digest whose
  // first half the range names.
  void read(const store::Digest& original, const wire::ChunkRange& range, const std::function<bool(const ServedChunk&)>& sink);

  // Where a chunk is; without `chunk` the whole frame: its directory (container.hpp), then its payloads.
  [[nodiscard]] base::Result<BlobPart> locate(const store::Digest& original, std::uint32_t frame, const wire::RecipeId& recipe,
                                              const std::optional<wire::ChunkKey>& chunk);
  // Bytes of a part, from its beginning on.
  [[nodiscard]] base::Result<std::vector<std::uint8_t>> read_part(const BlobPart& part, std::uint64_t first, std::uint64_t count);

  // The manifest fragment in the blob of an original; nullopt if it is not made yet.
  [[nodiscard]] std::optional<std::vector<std::uint8_t>> fragment(const store::Digest& original);

  // Forgets what is remembered of an original (it was deleted or made again).
  void forget(const store::Digest& original);

  [[nodiscard]] std::size_t cached_bytes() const;

 private:
  struct Directory {
    FrameRow row;
    std::uint64_t digest = 0;             // of the directory's bytes
    std::vector<DirectoryRow> chunks;
    std::vector<std::uint64_t> offsets;   // of each payload
    [[nodiscard]] std::size_t bytes() const { return sizeof(*this) + chunks.size() * (sizeof(DirectoryRow) + 8); }
  };
  struct Name {
    store::Digest original;
    std::uint32_t frame = 0;
    bool operator==(const Name&) const = default;
  };
  struct NameHash {
    std::size_t operator()(const Name& name) const {
      return static_cast<std::size_t>(base::load_le<std::uint64_t>(name.original.bytes.data()) ^ (name.frame * 0x9E3779B97F4A7C15ULL));
    }
  };
  using Entry = std::pair<Name, std::shared_ptr<const Directory>>;

  [[nodiscard]] base::Result<std::shared_ptr<const Directory>> directory_of(const Name& name);
  [[nodiscard]] base::Result<Directory> load(const Name& name);
  [[nodiscard]] base::Status read_run(const std::string& blob, const wire::ChunkRange& range, std::uint64_t first, std::uint64_t count,
                                      const Directory& directory, const std::function<bool(const ServedChunk&)>& sink, bool& go_on);

  store::BlobStore& derived_;
  const std::size_t cache_limit_;
  mutable std::mutex mutex_;
  std::list<Entry> recent_;    // most recently used first
  std::unordered_map<Name, std::list<Entry>::iterator, NameHash> places_;
  std::size_t cache_bytes_ = 0;
};

}  // namespace sansfilm::derive
