// What the viewer's logic needs of the world: network, workers, a compressed store, a voice. wasm/app implements it over
// the bridge; tests implement it natively.
//
// @owner  borrows for the time of the call
// @thread the viewer's
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "shared/base/bytes.hpp"
#include "shared/stream/scheduler.hpp"
#include "shared/wire/manifest.hpp"

namespace sansfilm::view {

struct DecodeJob {
  std::uint32_t job = 0;
  stream::FrameId frame;
  wire::PictureState result;                     // what will come out
  const wire::Codestream* codestream = nullptr;
  const wire::PixelFormat* format = nullptr;
  wire::ChunkRange chunks;
  std::optional<wire::TileRect> tiles;           // only these, with so many layers
  std::uint16_t layers = 0;
  std::uint64_t budget_bytes = 0;
};

class ViewerHost {
 public:
  virtual ~ViewerHost() = default;

  virtual void fetch_manifest(std::uint32_t request, std::string_view path) = 0;
  virtual void fetch_batch(std::uint32_t batch, std::string_view body, bool urgent) = 0;
  virtual void cancel_batch(std::uint32_t batch) = 0;

  // An object that is drawn over images (GET); answered by Viewer::object.
  virtual void fetch_object(std::uint32_t request, std::string_view path) = 0;

  // POST of JSON; answered by Viewer::object too.
  virtual void send_object(std::uint32_t request, std::string_view path, std::string_view json) = 0;

  virtual void keep_chunk(stream::FrameId frame, const wire::ChunkKey& key, base::Bytes payload) = 0;
  virtual void drop_chunks(stream::FrameId frame) = 0;

  virtual void decode(const DecodeJob& job) = 0;
  virtual void cancel_decode(std::uint32_t job) = 0;

  virtual void request_paint() = 0;
  virtual void wake_at(stream::Micros time) = 0;   // stream::kNever: not at all
  virtual void announce(std::string_view sentence, bool urgent) = 0;
  // The reader's arrangement for a kind of study, to be given back with Viewer::keep_layout when he comes again. Nothing of a patient.
  virtual void keep_layout(std::string_view kind, std::string_view text) = 0;
  virtual void leave(bool session_ended) = 0;
};

}  // namespace sansfilm::view
