// The worker module's C exports.
#ifdef __EMSCRIPTEN__
#include <emscripten.h>

#include <vector>

#include "wasm/bridge/worker_interface.hpp"

extern "C" double worker_now_us();  // worker_library.js

namespace {

using sansfilm::bridge::worker;

std::vector<std::uint8_t> inbox;

}  // namespace

extern "C" {

EMSCRIPTEN_KEEPALIVE std::uint8_t* worker_inbox(std::uint32_t length) {
  inbox.resize(length);
  return inbox.data();
}
EMSCRIPTEN_KEEPALIVE void worker_warm_up(double most_us) { worker().warm_up(most_us, worker_now_us); }
EMSCRIPTEN_KEEPALIVE void worker_begin() { worker().begin(inbox); }
EMSCRIPTEN_KEEPALIVE std::uint8_t* worker_chunk(std::uint32_t tile, std::uint32_t resolution, std::uint32_t layer,
                                                std::uint32_t length) {
  return worker().add_chunk(tile, resolution, layer, length);
}
EMSCRIPTEN_KEEPALIVE std::int32_t worker_decode() { return worker().decode(worker_now_us) ? 1 : 0; }
EMSCRIPTEN_KEEPALIVE const std::uint8_t* worker_reply() { return worker().reply().data(); }
EMSCRIPTEN_KEEPALIVE std::uint32_t worker_reply_length() { return static_cast<std::uint32_t>(worker().reply().size()); }
EMSCRIPTEN_KEEPALIVE const std::uint8_t* worker_samples() { return worker().samples().data(); }
EMSCRIPTEN_KEEPALIVE std::uint32_t worker_samples_length() {
  return static_cast<std::uint32_t>(worker().samples().size());
}

}  // extern "C"
#endif  // __EMSCRIPTEN__
