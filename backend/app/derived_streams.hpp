// The streams that the routes serve, out of the derive room.
// @owner  borrows everything
// @thread any number of threads
#pragma once

#include "backend/catalog/catalog.hpp"
#include "backend/derive/chunk_source.hpp"
#include "backend/derive/deriver.hpp"
#include "backend/http/stream_source.hpp"

namespace sansfilm::app {

class DerivedStreams final : public http::StreamSource {
 public:
  DerivedStreams(catalog::Catalog& catalog, derive::Deriver& deriver, derive::ChunkSource& chunks)
      : catalog_(catalog), deriver_(deriver), chunks_(chunks) {}

  base::Result<std::string> manifest(const catalog::Viewer& viewer, const std::string& study_uid, const wire::SendAhead& ahead) override;
  void read(const store::Digest& original, const wire::ChunkRange& range, std::int64_t wait_milliseconds,
            const std::function<bool(const http::SentChunk&)>& sink) override;
  http::StreamPart locate(const store::Digest& original, std::uint32_t frame, const wire::RecipeId& recipe,
                          const std::optional<wire::ChunkKey>& chunk, std::int64_t wait_milliseconds) override;
  base::Result<std::vector<std::uint8_t>> read_part(const http::StreamPart& part, std::uint64_t first, std::uint64_t count) override;

 private:
  catalog::Catalog& catalog_;
  derive::Deriver& deriver_;
  derive::ChunkSource& chunks_;
};

}  // namespace sansfilm::app
