#include "backend/http/web_socket.hpp"

#include <wslay/wslay.h>

#include <algorithm>
#include <cstring>
#include <utility>

namespace sansfilm::http {

struct WebSocket::Hidden {
  OnText on_text;
  wslay_event_context_ptr context = nullptr;
  std::string_view in;      // of the feed under way
  std::string out;
  bool closing = false;

  static Hidden& of(void* user) { return *static_cast<Hidden*>(user); }

  static ssize_t give(wslay_event_context_ptr context, std::uint8_t* to, std::size_t size, int, void* user) {
    Hidden& self = of(user);
    if (self.in.empty()) {
      wslay_event_set_error(context, WSLAY_ERR_WOULDBLOCK);
      return -1;
    }
    const std::size_t count = std::min(size, self.in.size());
    std::memcpy(to, self.in.data(), count);
    self.in.remove_prefix(count);
    return static_cast<ssize_t>(count);
  }

  static ssize_t take(wslay_event_context_ptr, const std::uint8_t* from, std::size_t size, int, void* user) {
    of(user).out.append(reinterpret_cast<const char*>(from), size);
    return static_cast<ssize_t>(size);
  }

  static void message(wslay_event_context_ptr, const wslay_event_on_msg_recv_arg* arg, void* user) {
    Hidden& self = of(user);
    if (arg->opcode == WSLAY_TEXT_FRAME && !self.closing) self.on_text({reinterpret_cast<const char*>(arg->msg), arg->msg_length});
  }
};

WebSocket::WebSocket(OnText on_text) : hidden_(std::make_unique<Hidden>()) {
  hidden_->on_text = std::move(on_text);
  const wslay_event_callbacks callbacks{.recv_callback = Hidden::give, .send_callback = Hidden::take, .genmask_callback = nullptr,
                                        .on_frame_recv_start_callback = nullptr, .on_frame_recv_chunk_callback = nullptr,
                                        .on_frame_recv_end_callback = nullptr, .on_msg_recv_callback = Hidden::message};
  if (wslay_event_context_server_init(&hidden_->context, &callbacks, hidden_.get()) != 0) {
    hidden_->context = nullptr;
    return;
  }
  wslay_event_config_set_max_recv_msg_length(hidden_->context, kLargest_bytes);
}

WebSocket::~WebSocket() {
  if (hidden_->context != nullptr) wslay_event_context_free(hidden_->context);
}

WebSocket::State WebSocket::feed(std::string_view bytes) {
  if (hidden_->context == nullptr) return State::kFailed;
  hidden_->in = bytes;
  const bool broken = wslay_event_recv(hidden_->context) != 0;
  hidden_->in = {};
  if (!broken && wslay_event_get_close_received(hidden_->context) != 0) return State::kClosed;
  if (!broken && wslay_event_get_read_enabled(hidden_->context) != 0) return State::kOpen;
  // For most faults the library has queued the reason already; then this adds nothing.
  close(WSLAY_CODE_PROTOCOL_ERROR);
  return State::kFailed;
}

void WebSocket::send(std::string_view text) {
  if (hidden_->context == nullptr || hidden_->closing) return;
  const wslay_event_msg message{.opcode = WSLAY_TEXT_FRAME, .msg = reinterpret_cast<const std::uint8_t*>(text.data()), .msg_length = text.size()};
  (void)wslay_event_queue_msg(hidden_->context, &message);
}

void WebSocket::close(std::uint16_t code) {
  if (hidden_->context == nullptr || std::exchange(hidden_->closing, true)) return;
  (void)wslay_event_queue_close(hidden_->context, code, nullptr, 0);
}

std::string WebSocket::take_output() {
  if (hidden_->context != nullptr && wslay_event_want_write(hidden_->context) != 0) (void)wslay_event_send(hidden_->context);
  return std::exchange(hidden_->out, {});
}

}  // namespace sansfilm::http
