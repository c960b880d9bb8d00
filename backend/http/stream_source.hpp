// Where manifests and chunks come from. The program puts the derive room behind it, the tests a small fake.
//
// @errors chunk(): kNotFound (no such frame, recipe, tile, resolution, layer), kTimeout (being made: ask later), kCodec
//         and other faults of the original, kIo; manifest(): those of the catalog
// @owner  results own their memory
// @thread any number of threads
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "backend/catalog/records.hpp"
#include "shared/base/result.hpp"
#include "shared/wire/chunk_key.hpp"

namespace sansfilm::http {

class StreamSource {
 public:
  struct Chunk {
    std::vector<std::uint8_t> payload;
    std::uint64_t digest = 0;   // wire::chunk_digest
  };

  virtual ~StreamSource() = default;
  // The manifest's text for a study that the viewer may see; kNotFound if he may not.
  [[nodiscard]] virtual base::Result<std::string> manifest(const catalog::Viewer& viewer, const std::string& study_uid) = 0;
  // A chunk of a content that was found for the viewer.
  [[nodiscard]] virtual base::Result<Chunk> chunk(const catalog::ContentPlace& place, const wire::ChunkKey& key) = 0;
};

}  // namespace sansfilm::http
