// The module's C exports. Bytes come in through a buffer that the page asks for, fills and then names in a call.
#ifdef __EMSCRIPTEN__
#include <emscripten.h>

#include <algorithm>
#include <utility>

#include "wasm/bridge/app_interface.hpp"

namespace {

using sansfilm::base::Bytes;
using sansfilm::bridge::app;

std::vector<std::uint8_t> inbox;
std::uint32_t read_width = 0;
std::uint32_t read_height = 0;

Bytes inbox_bytes(std::uint32_t length) { return {inbox.data(), std::min<std::size_t>(length, inbox.size())}; }

std::string_view inbox_text(std::uint32_t length) {
  const Bytes bytes = inbox_bytes(length);
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace

extern "C" {

// Room for `length` bytes; valid until the next call of this function or of one that takes the inbox over.
EMSCRIPTEN_KEEPALIVE std::uint8_t* app_inbox(std::uint32_t length) {
  inbox.resize(length);
  return inbox.data();
}

EMSCRIPTEN_KEEPALIVE void app_start(double decoded_budget, double compressed_budget, double texture_budget,
                                    std::uint32_t workers, std::int32_t english) {
  app().start({static_cast<std::uint64_t>(decoded_budget), static_cast<std::uint64_t>(compressed_budget),
               static_cast<std::uint64_t>(texture_budget), workers, english != 0});
}
EMSCRIPTEN_KEEPALIVE void app_font(std::uint32_t kind) { app().add_font(kind, std::move(inbox)); inbox = {}; }
EMSCRIPTEN_KEEPALIVE void app_set_language(std::int32_t english) { app().set_language(english != 0); }

EMSCRIPTEN_KEEPALIVE void app_open(std::uint32_t length) { app().open(inbox_text(length)); }
EMSCRIPTEN_KEEPALIVE void app_close() { app().close(); }

EMSCRIPTEN_KEEPALIVE void app_manifest_bytes(std::uint32_t request, std::uint32_t length) {
  app().manifest_bytes(request, inbox_bytes(length));
}
EMSCRIPTEN_KEEPALIVE void app_manifest_end(std::uint32_t request, std::int32_t status) {
  app().manifest_end(request, status);
}
EMSCRIPTEN_KEEPALIVE void app_batch_bytes(std::uint32_t batch, std::uint32_t length) {
  app().batch_bytes(batch, inbox_bytes(length));
}
EMSCRIPTEN_KEEPALIVE void app_page_was_late(double late_us) { app().page_was_late(late_us); }
EMSCRIPTEN_KEEPALIVE void app_batch_end(std::uint32_t batch, std::int32_t status, std::int32_t cancelled) {
  app().batch_end(batch, status, cancelled != 0);
}

// The inbox holds the samples followed by the reply; the samples are taken over.
EMSCRIPTEN_KEEPALIVE void app_decoded(std::uint32_t job, std::uint32_t samples_length, std::uint32_t reply_length) {
  if (inbox.size() < std::size_t{samples_length} + reply_length) return;
  const Bytes tail = inbox_bytes(samples_length + reply_length).subspan(samples_length);
  const std::vector<std::uint8_t> reply(tail.begin(), tail.end());
  inbox.resize(samples_length);
  std::vector<std::uint8_t> samples = std::move(inbox);
  inbox = {};
  app().decoded(job, reply, std::move(samples));
}
// The inbox holds the object, which is taken over.
EMSCRIPTEN_KEEPALIVE void app_object(std::uint32_t request, std::int32_t status, std::uint32_t length) {
  inbox.resize(std::min<std::size_t>(length, inbox.size()));
  std::vector<std::uint8_t> bytes = std::move(inbox);
  inbox = {};
  app().object(request, status, std::move(bytes));
}
EMSCRIPTEN_KEEPALIVE void app_worker_died(std::uint32_t job) { app().worker_died(job); }

EMSCRIPTEN_KEEPALIVE void app_resize(double width, double height, double ratio) { app().resize(width, height, ratio); }
EMSCRIPTEN_KEEPALIVE void app_pointer(std::int32_t phase, std::int32_t kind, std::int32_t id, double x, double y,
                                      std::int32_t button, std::int32_t modifiers) {
  app().pointer({static_cast<std::uint8_t>(phase), static_cast<std::uint8_t>(kind), id, x, y,
                 static_cast<std::uint8_t>(button), static_cast<std::uint8_t>(modifiers)});
}
EMSCRIPTEN_KEEPALIVE void app_wheel(double x, double y, double dx, double dy, std::int32_t modifiers) {
  app().wheel(x, y, dx, dy, static_cast<std::uint8_t>(modifiers));
}
EMSCRIPTEN_KEEPALIVE std::int32_t app_key(std::uint32_t length, std::int32_t down, std::int32_t modifiers) {
  return app().key(inbox_text(length), down != 0, static_cast<std::uint8_t>(modifiers)) ? 1 : 0;
}
EMSCRIPTEN_KEEPALIVE void app_text(std::uint32_t length) { app().text(inbox_text(length)); }
EMSCRIPTEN_KEEPALIVE void app_blur() { app().blur(); }
EMSCRIPTEN_KEEPALIVE void app_set_hidden(std::int32_t hidden) { app().set_hidden(hidden != 0); }
EMSCRIPTEN_KEEPALIVE void app_set_online(std::int32_t online) { app().set_online(online != 0); }
EMSCRIPTEN_KEEPALIVE void app_context_lost() { app().context_lost(); }
EMSCRIPTEN_KEEPALIVE void app_context_restored() { app().context_restored(); }

EMSCRIPTEN_KEEPALIVE void app_paint() { app().paint(); }
EMSCRIPTEN_KEEPALIVE void app_tick() { app().tick(); }

EMSCRIPTEN_KEEPALIVE const char* app_state() { return app().state_json().c_str(); }
EMSCRIPTEN_KEEPALIVE std::int32_t app_act(std::uint32_t length, double a, double b) {
  return app().act(inbox_text(length), a, b) ? 1 : 0;
}
EMSCRIPTEN_KEEPALIVE const char* app_share(std::uint32_t what) {
  return app().share(static_cast<sansfilm::bridge::Shared>(std::min(what, std::uint32_t{3}))).c_str();
}
EMSCRIPTEN_KEEPALIVE std::int32_t app_take_shared(std::uint32_t from, std::uint32_t what, std::uint32_t length) {
  return what <= 3 && app().take_shared(from, static_cast<sansfilm::bridge::Shared>(what), inbox_text(length)) ? 1 : 0;
}
EMSCRIPTEN_KEEPALIVE const std::uint8_t* app_read_pixels() {
  return app().read_pixels(read_width, read_height).data();
}
EMSCRIPTEN_KEEPALIVE std::uint32_t app_read_width() { return read_width; }
EMSCRIPTEN_KEEPALIVE std::uint32_t app_read_height() { return read_height; }

}  // extern "C"
#endif  // __EMSCRIPTEN__
