// Where manifests and chunks come from. The program puts the derive room behind it, the tests a small fake.
//
// @errors manifest(): those of the catalog; read(): each chunk tells its own (wire::ChunkError)
// @owner  payloads are lent for the time of the sink's call
// @thread any number of threads
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "backend/catalog/records.hpp"
#include "shared/base/bytes.hpp"
#include "shared/base/result.hpp"
#include "shared/wire/chunk_key.hpp"
#include "shared/wire/framing.hpp"

namespace sansfilm::http {

struct SentChunk {
  wire::ChunkError error = wire::ChunkError::kNone;
  base::Bytes payload;
  std::uint64_t digest = 0;   // wire::chunk_digest
};

class StreamSource {
 public:
  virtual ~StreamSource() = default;

  // The manifest's text for a study that the viewer may see; kNotFound if he may not.
  [[nodiscard]] virtual base::Result<std::string> manifest(const catalog::Viewer& viewer, const std::string& study_uid) = 0;

  // The chunks of a range, in its order, each once, until the sink returns false. What is not made yet is waited for up
  // to `wait_milliseconds`.
  virtual void read(const store::Digest& original, const wire::ChunkRange& range, std::int64_t wait_milliseconds,
                    const std::function<bool(const SentChunk&)>& sink) = 0;
};

}  // namespace sansfilm::http
