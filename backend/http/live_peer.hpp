// The one behind a connection that has become a WebSocket. He is asked and told by the connection's thread; he wakes it when he has
// something to send.
//
// @units  microseconds of the steady clock
// @owner  owned by the connection from the 101 on
// @thread everything but `wake` is called by one thread at a time
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace sansfilm::http {

// Why a WebSocket ends, as the page reads it. RFC 6455 7.4: 1000 to 1015 are the protocol's, from 4000 on ours.
enum class LiveEnd : std::uint16_t {
  kAway = 1001,           // the server stops, or the peer said nothing for too long: come again
  kProtocol = 1002,
  kTooLarge = 1009,
  kSessionEnded = 4001,
  kRightEnded = 4003,
  kTooMuch = 4008,
};

class LivePeer {
 public:
  virtual ~LivePeer() = default;
  virtual void opened(std::function<void()> wake) = 0;
  [[nodiscard]] virtual std::optional<LiveEnd> receive(std::string_view message, std::int64_t now_us) = 0;   // nothing: go on
  [[nodiscard]] virtual std::optional<std::string> next(std::int64_t now_us) = 0;   // what is to be sent, one at a time
  [[nodiscard]] virtual std::optional<LiveEnd> check(std::int64_t now_us) = 0;      // a few times a second: may he stay?
  virtual void closed(std::optional<LiveEnd> end) = 0;                              // nothing: the peer left, or was cut off
};

}  // namespace sansfilm::http
