// Where manifests and chunks come from. The program puts the derive room behind it, the tests a small fake.
//
// @errors manifest(): those of the catalog; read(): each chunk tells its own (wire::ChunkError)
// @owner  payloads are lent for the time of the sink's call
// @thread any number of threads
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "backend/catalog/records.hpp"
#include "shared/base/bytes.hpp"
#include "shared/base/result.hpp"
#include "shared/wire/chunk_key.hpp"
#include "shared/wire/first_picture.hpp"
#include "shared/wire/framing.hpp"

namespace sansfilm::http {

struct SentChunk {
  wire::ChunkError error = wire::ChunkError::kNone;
  base::Bytes payload;
  std::uint64_t digest = 0;   // wire::chunk_digest
};

// A chunk or a whole frame, as bytes of a blob.
struct StreamPart {
  wire::ChunkError error = wire::ChunkError::kNone;
  std::string blob;           // name in the store of derived blobs
  std::uint64_t offset = 0, length = 0;
  std::uint64_t digest = 0;   // names this content: the ETag
};

class StreamSource {
 public:
  virtual ~StreamSource() = default;

  // The manifest's text for a study that the viewer may see, with the first picture as far as it is wanted; kNotFound if he
  // may not.
  [[nodiscard]] virtual base::Result<std::string> manifest(const catalog::Viewer& viewer, const std::string& study_uid, const wire::SendAhead& ahead) = 0;

  // The chunks of a range, in its order, each once, until the sink returns false. What is not made yet is waited for up
  // to `wait_milliseconds`.
  virtual void read(const store::Digest& original, const wire::ChunkRange& range, std::int64_t wait_milliseconds,
                    const std::function<bool(const SentChunk&)>& sink) = 0;

  // Where a chunk is, without `chunk` all of the frame (directory and payloads); waits as read() does.
  [[nodiscard]] virtual StreamPart locate(const store::Digest& original, std::uint32_t frame, const wire::RecipeId& recipe,
                                          const std::optional<wire::ChunkKey>& chunk, std::int64_t wait_milliseconds) = 0;
  // `count` bytes of a part from its byte `first` on.
  [[nodiscard]] virtual base::Result<std::vector<std::uint8_t>> read_part(const StreamPart& part, std::uint64_t first, std::uint64_t count) = 0;
};

}  // namespace sansfilm::http
