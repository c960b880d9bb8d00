#include "backend/app/derived_streams.hpp"

#include "backend/derive/study_manifest.hpp"

namespace sansfilm::app {

base::Result<std::string> DerivedStreams::manifest(const catalog::Viewer& viewer, const std::string& study_uid, const wire::SendAhead& ahead) {
  SF_TRY(const auto series, catalog_.list_series(viewer, study_uid));
  // Somebody looks at this study now: what is not made yet comes before everything else.
  std::vector<store::Digest> waiting;
  for (const catalog::Series& one : series) {
    for (const catalog::Instance& instance : one.instances) {
      if (instance.derive_state == catalog::DeriveState::kQueued) waiting.push_back(instance.sha256);
    }
  }
  if (!waiting.empty()) deriver_.prioritise(waiting);
  const auto read = [this](const store::Digest& original, const wire::ChunkRange& range, const std::function<bool(const derive::ServedChunk&)>& sink) {
    chunks_.read(original, range, sink);
  };
  return derive::study_manifest(series, [&](const catalog::Instance& instance) { return chunks_.fragment(instance.sha256); }, {ahead, read});
}

void DerivedStreams::read(const store::Digest& original, const wire::ChunkRange& range, std::int64_t wait_milliseconds,
                          const std::function<bool(const http::SentChunk&)>& sink) {
  bool not_ready = false;
  const auto pass = [&](const derive::ServedChunk& chunk) {
    return sink({.error = chunk.error, .payload = chunk.payload, .digest = chunk.digest});
  };
  chunks_.read(original, range, [&](const derive::ServedChunk& chunk) {
    // All chunks of an original are made together: if the first is not there, none is.
    not_ready = chunk.error == wire::ChunkError::kNotReady && wait_milliseconds > 0;
    return !not_ready && pass(chunk);
  });
  if (!not_ready) return;
  deriver_.prioritise(std::span(&original, 1));
  (void)deriver_.wait_for(original, wait_milliseconds);
  chunks_.read(original, range, pass);
}

http::StreamPart DerivedStreams::locate(const store::Digest& original, std::uint32_t frame, const wire::RecipeId& recipe,
                                        const std::optional<wire::ChunkKey>& chunk, std::int64_t wait_milliseconds) {
  auto part = chunks_.locate(original, frame, recipe, chunk);
  if (!part.ok() && derive::chunk_error_of(part.error().code) == wire::ChunkError::kNotReady && wait_milliseconds > 0) {
    deriver_.prioritise(std::span(&original, 1));
    (void)deriver_.wait_for(original, wait_milliseconds);
    part = chunks_.locate(original, frame, recipe, chunk);
  }
  if (!part.ok()) return {.error = derive::chunk_error_of(part.error().code)};
  return {.blob = part->blob, .offset = part->offset, .length = part->length, .digest = part->digest};
}

base::Result<std::vector<std::uint8_t>> DerivedStreams::read_part(const http::StreamPart& part, std::uint64_t first, std::uint64_t count) {
  return chunks_.read_part({part.blob, part.offset, part.length, part.digest}, first, count);
}

}  // namespace sansfilm::app
