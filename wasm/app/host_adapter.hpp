// view::ViewerHost over the bridge's imports.
// @owner  borrows for the time of each call
// @thread the page's
#pragma once

#include "shared/view/viewer_host.hpp"

namespace sansfilm::app {

class HostAdapter final : public view::ViewerHost {
 public:
  void fetch_manifest(std::uint32_t request, std::string_view path) override;
  void fetch_batch(std::uint32_t batch, std::string_view body, bool urgent) override;
  void cancel_batch(std::uint32_t batch) override;
  void fetch_object(std::uint32_t request, std::string_view path) override;
  void send_object(std::uint32_t request, std::string_view path, std::string_view json) override;
  void keep_chunk(stream::FrameId frame, const wire::ChunkKey& key, base::Bytes payload) override;
  void drop_chunks(stream::FrameId frame) override;
  void decode(const view::DecodeJob& job) override;
  void cancel_decode(std::uint32_t job) override;
  void request_paint() override;
  void wake_at(stream::Micros time) override;
  void announce(std::string_view sentence, bool urgent) override;
  void keep_layout(std::string_view kind, std::string_view text) override;
  void leave(bool session_ended) override;
};

}  // namespace sansfilm::app
