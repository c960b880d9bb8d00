// The frames of a WebSocket, on bytes that others carry: what came is fed in and gives messages, what is to be sent gives bytes. The
// library (wslay) keeps the protocol's rules: masks, fragments, control frames, UTF-8, the closing handshake.
//
// @source RFC 6455
// @units  bytes
// @errors State::kFailed: the peer broke the rules, or a message is larger than kLargest_bytes; what goes out then is mostly the close frame
// @owner  owns the library's context and its buffers
// @thread one thread at a time
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace sansfilm::http {

class WebSocket {
 public:
  static constexpr std::size_t kLargest_bytes = std::size_t{64} << 10;   // of one message that comes in

  enum class State : std::uint8_t { kOpen, kClosed, kFailed };
  using OnText = std::function<void(std::string_view)>;

  explicit WebSocket(OnText on_text);
  WebSocket(const WebSocket&) = delete;
  WebSocket& operator=(const WebSocket&) = delete;
  ~WebSocket();

  [[nodiscard]] State feed(std::string_view bytes);   // calls on_text for each whole message
  void send(std::string_view text);
  void close(std::uint16_t code);                     // nothing is sent or told after it
  [[nodiscard]] std::string take_output();            // what is to be carried to the peer now

 private:
  struct Hidden;
  std::unique_ptr<Hidden> hidden_;
};

}  // namespace sansfilm::http
