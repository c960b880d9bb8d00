// One connection of a client: what came and is not served yet, what is to be sent and is not taken yet, and a time for
// everything. Between requests it needs no thread: advance() does what can be done at once and says what it waits for.
// A request is handed out when its head is here, with its body if that is small, so that a slow peer holds no thread.
// During a request read() and write() wait, within their times; answers up to kMostPending are sent after it.
//
// @units  seconds, bytes
// @errors read() and write() return -1 (time is up, or the peer broke off), read() 0 (the peer has ended)
// @owner  owns its Channel
// @thread one thread at a time
#pragma once

#include <sys/types.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "backend/http/channel.hpp"
#include "backend/http/live_peer.hpp"
#include "backend/http/web_socket.hpp"

namespace sansfilm::http {

struct Times {
  int idle_seconds = 15;      // between requests
  int head_seconds = 10;      // handshake; all of a request's line and headers
  int io_seconds = 20;        // any one wait for the peer during a request or its answer
  int silence_seconds = 20;   // of the peer of a WebSocket
};

class Connection {
 public:
  enum class Next : std::uint8_t {
    kRequest,   // one can be served
    kRead, kWrite,   // park it until the socket is ready
    kClose,
  };

  Connection(SSL_CTX* context, int socket, const Times& times, bool from_proxy);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection();

  [[nodiscard]] Next advance();

  // Of a request under way.
  void begin_request();
  void begin_body() { in_head_ = false; }
  void refuse_body() { refused_ = true; }   // nothing more is read; the connection ends after the answer
  ssize_t read(char* to, std::size_t size);
  ssize_t write(const char* from, std::size_t size);
  [[nodiscard]] bool is_alive() const { return !broken_; }
  void end_request(bool close);             // advance() goes on: the rest of the answer, then the next request or the end
  void flush_waiting();                     // sends what is pending before the program ends

  // Once the answer under way (a 101) is sent, the connection is a WebSocket with this one behind it: advance() carries messages.
  void become_socket(std::shared_ptr<LivePeer> peer);
  [[nodiscard]] const std::shared_ptr<LivePeer>& peer() const { return peer_; }
  [[nodiscard]] std::int64_t wake_us() const { return wake_us_; }   // advance() wants to be called by then
  void end_socket(LiveEnd end);             // a last word, if it can be said at once

  [[nodiscard]] int socket() const { return channel_.socket(); }
  [[nodiscard]] bool from_proxy() const { return from_proxy_; }
  [[nodiscard]] std::uint64_t requests() const { return requests_; }
  [[nodiscard]] std::int64_t deadline_us() const { return deadline_us_; }   // of what advance() waits for
  [[nodiscard]] bool is_sending() const { return phase_ == Phase::kAnswer; }
  // How little is lost when it is closed to make room: 0 between requests, 1 before a request is whole, 2 an answer is under way.
  [[nodiscard]] int worth() const { return phase_ == Phase::kAnswer || peer_ ? 2 : (phase_ == Phase::kHandshake || !in_.empty() ? 1 : 0); }

  void count_in(std::atomic<std::size_t>& count) { count_ = &count; }   // already counted; counted out at the end

  std::shared_ptr<std::atomic<bool>> news;  // of a WebSocket: the one behind has something to send since this was last taken back
  bool is_registered = false;               // Parking's: the socket is known to epoll

 private:
  using Step = Channel::Step;
  enum class Phase : std::uint8_t { kHandshake, kHead, kRequest, kAnswer, kSocket };
  [[nodiscard]] Next read_head();
  [[nodiscard]] Next send_answer();
  [[nodiscard]] Next carry_messages();
  [[nodiscard]] bool read_messages(std::int64_t now);
  [[nodiscard]] Step write_messages(std::int64_t now);
  [[nodiscard]] Channel::Step fill(std::size_t size);
  [[nodiscard]] Channel::Step flush();
  [[nodiscard]] bool wait(Channel::Step step);
  [[nodiscard]] bool keeps_pace() const;
  [[nodiscard]] std::size_t pending() const { return out_.size() - out_begin_; }
  void set_pending_count();
  void linger();

  std::atomic<std::size_t>* count_ = nullptr;
  Channel channel_;
  const Times times_;
  const bool from_proxy_;
  Phase phase_ = Phase::kHandshake;
  std::int64_t deadline_us_ = 0, answer_since_us_ = 0, waited_us_ = 0;
  std::uint64_t moved_ = 0;                 // bytes read or sent since the request began
  std::uint64_t requests_ = 0;
  std::size_t counted_ = 0;                 // of the pending bytes of all connections
  bool in_head_ = true, refused_ = false, broken_ = false, ended_ = false, close_ = false, has_body_time_ = false;
  std::string in_, out_;
  std::size_t in_begin_ = 0, out_begin_ = 0;
  std::shared_ptr<LivePeer> peer_;
  std::unique_ptr<WebSocket> web_socket_;
  std::optional<LiveEnd> end_;              // why we end it
  std::int64_t wake_us_ = INT64_MAX;
};

}  // namespace sansfilm::http
