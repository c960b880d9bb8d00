// The C exports of the module that reads local files.
#ifdef __EMSCRIPTEN__
#include <emscripten.h>

#include <algorithm>
#include <vector>

#include "wasm/bridge/local_interface.hpp"

extern "C" std::uint32_t local_read(std::uint32_t file, double offset, std::uint32_t length, std::uint8_t* to);  // local_library.js

namespace {

using sansfilm::base::Bytes;

std::vector<std::uint8_t> inbox;
Bytes outbox;

sansfilm::bridge::Local& module() { return sansfilm::bridge::local(local_read); }

std::string_view inbox_text(std::uint32_t length) {
  return {reinterpret_cast<const char*>(inbox.data()), std::min<std::size_t>(length, inbox.size())};
}

std::uint32_t give(const std::string& text) {
  outbox = {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
  return static_cast<std::uint32_t>(text.size());
}

}  // namespace

extern "C" {

EMSCRIPTEN_KEEPALIVE std::uint8_t* local_inbox(std::uint32_t length) {
  inbox.resize(length);
  return inbox.data();
}
// Where the answer of local_finish, local_manifest and local_object, which return its length, is.
EMSCRIPTEN_KEEPALIVE const std::uint8_t* local_outbox() { return outbox.data(); }

EMSCRIPTEN_KEEPALIVE std::int32_t local_add(std::uint32_t file, double size_bytes, std::uint32_t path_length) {
  return module().add(file, static_cast<std::uint64_t>(size_bytes), inbox_text(path_length));
}
EMSCRIPTEN_KEEPALIVE std::uint32_t local_finish() { return give(module().finish()); }
EMSCRIPTEN_KEEPALIVE std::uint32_t local_manifest(std::uint32_t uid_length) { return give(module().manifest(inbox_text(uid_length))); }
EMSCRIPTEN_KEEPALIVE std::uint32_t local_object(std::uint32_t part, std::uint32_t uid_length) {
  outbox = module().object(part, inbox_text(uid_length));
  return static_cast<std::uint32_t>(outbox.size());
}

EMSCRIPTEN_KEEPALIVE std::int32_t local_begin_batch(std::uint32_t batch, std::uint32_t length) {
  return module().begin_batch(batch, inbox_text(length));
}
EMSCRIPTEN_KEEPALIVE void local_answer(std::uint32_t batch, std::uint32_t index) { module().answer(batch, index); }
EMSCRIPTEN_KEEPALIVE const std::uint8_t* local_header() { return module().header().data(); }
EMSCRIPTEN_KEEPALIVE std::uint32_t local_header_length() { return static_cast<std::uint32_t>(module().header().size()); }
EMSCRIPTEN_KEEPALIVE const std::uint8_t* local_payload() { return module().payload().data(); }
EMSCRIPTEN_KEEPALIVE std::uint32_t local_payload_length() { return static_cast<std::uint32_t>(module().payload().size()); }
EMSCRIPTEN_KEEPALIVE void local_end_batch(std::uint32_t batch) { module().end_batch(batch); }

}  // extern "C"
#endif  // __EMSCRIPTEN__
