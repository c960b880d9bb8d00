#include "backend/http/connection.hpp"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <chrono>
#include <cstring>
#include <string_view>

#include "backend/http/workers.hpp"

namespace sansfilm::http {

using Step = Channel::Step;

namespace {

constexpr std::size_t kRead_bytes = 16384;                          // a TLS record
constexpr std::size_t kLargestHead_bytes = std::size_t{128} << 10;  // beyond it the library says what is too long
constexpr std::size_t kSmallBody_bytes = std::size_t{64} << 10;
constexpr std::size_t kSend_bytes = std::size_t{64} << 10;          // less is collected until the end of the answer
constexpr std::size_t kMostPending_bytes = std::size_t{1} << 20;    // of one connection without a thread
constexpr std::size_t kAllPending_bytes = std::size_t{64} << 20;    // of all
constexpr std::int64_t kLeastBytesPerSecond = 4096;
constexpr std::int64_t kSecond_us = 1000000;
constexpr int kLinger_ms = 1000;
constexpr std::int64_t kSocketCheck_us = 500'000;   // how soon a right that was taken away ends a WebSocket
constexpr int kProxyIdle_seconds = 90;   // nginx keeps its connections for 60: it must be the one that closes

std::atomic<std::size_t> all_pending{0};

std::int64_t now_us() {
  using namespace std::chrono;
  return duration_cast<microseconds>(steady_clock::now().time_since_epoch()).count();
}

bool starts_with_name(std::string_view line, std::string_view lower_name) {
  return line.size() >= lower_name.size() && std::equal(lower_name.begin(), lower_name.end(), line.begin(), [](char a, char b) {
           return a == std::tolower(static_cast<unsigned char>(b));
         });
}

// How many bytes a request needs before it is served: its head, and its body if that is short and announced. Only a
// hint for when to begin; what the request means is read by the library. 0: the head is not whole.
std::size_t bytes_needed(std::string_view in) {
  const std::size_t end = in.find("\r\n\r\n");
  if (end == std::string_view::npos) return in.size() >= kLargestHead_bytes ? in.size() : 0;
  const std::size_t head = end + 4;
  std::size_t body = 0;
  for (std::size_t at = in.find('\n'); at < end; at = in.find('\n', at + 1)) {
    std::string_view line = in.substr(at + 1, end - at - 1);
    if (starts_with_name(line, "expect:")) return head;   // the peer waits for a word from us first
    if (!starts_with_name(line, "content-length:")) continue;
    line.remove_prefix(15);
    while (line.starts_with(' ')) line.remove_prefix(1);
    std::from_chars(line.data(), line.data() + line.size(), body);
  }
  return body <= kSmallBody_bytes ? head + body : head;
}

}  // namespace

Connection::Connection(SSL_CTX* context, int socket, const Times& times, bool from_proxy)
    : channel_(context, socket),
      times_{from_proxy ? std::max(times.idle_seconds, kProxyIdle_seconds) : times.idle_seconds, times.head_seconds, times.io_seconds,
             times.silence_seconds},
      from_proxy_(from_proxy) {
  deadline_us_ = now_us() + times_.head_seconds * kSecond_us;
}

Connection::~Connection() {
  if (peer_) peer_->closed(end_);
  out_.clear();
  out_begin_ = 0;
  set_pending_count();
  if (!broken_) channel_.say_goodbye();
  if (count_ != nullptr) --*count_;
}

Connection::Next Connection::advance() {
  if (phase_ == Phase::kHandshake) {
    switch (channel_.shake_hands()) {
      case Step::kDone: break;
      case Step::kWantRead: return Next::kRead;
      case Step::kWantWrite: return Next::kWrite;
      default: broken_ = true; return Next::kClose;
    }
    phase_ = Phase::kHead;
  }
  if (phase_ == Phase::kSocket) return carry_messages();
  if (phase_ == Phase::kAnswer) {
    if (const Next next = send_answer(); next != Next::kRequest) return next;
    if (peer_) {
      phase_ = Phase::kSocket;
      deadline_us_ = now_us() + times_.silence_seconds * kSecond_us;
      return carry_messages();
    }
    if (close_) {
      if (refused_) linger();
      return Next::kClose;
    }
    phase_ = Phase::kHead;
    deadline_us_ = now_us() + (in_.empty() ? times_.idle_seconds : times_.head_seconds) * kSecond_us;
    has_body_time_ = false;
  }
  return read_head();
}

Connection::Next Connection::read_head() {
  const bool was_empty = in_.empty();
  while (true) {
    if (!in_.empty()) {
      const std::size_t needed = bytes_needed(in_);
      if (needed != 0 && in_.size() >= needed) return Next::kRequest;
      if (needed != 0 && !has_body_time_) {
        has_body_time_ = true;
        deadline_us_ = now_us() + times_.io_seconds * kSecond_us;
      }
    }
    const Step step = fill(kRead_bytes);
    if (step == Step::kDone) continue;
    if (step != Step::kWantRead && step != Step::kWantWrite) return Next::kClose;
    if (was_empty && !in_.empty() && !has_body_time_) deadline_us_ = now_us() + times_.head_seconds * kSecond_us;
    if (in_.empty()) std::string().swap(in_);
    return step == Step::kWantRead ? Next::kRead : Next::kWrite;
  }
}

Connection::Next Connection::send_answer() {
  const std::uint64_t before = moved_;
  const Step step = flush();
  if (step == Step::kDone) {
    std::string().swap(out_);
    return Next::kRequest;
  }
  const std::int64_t now = now_us();
  const std::int64_t passed = now - answer_since_us_;
  const bool too_slow = passed > times_.io_seconds * kSecond_us && static_cast<std::int64_t>(moved_) < passed / kSecond_us * kLeastBytesPerSecond;
  if (broken_ || too_slow) return Next::kClose;
  if (moved_ != before || deadline_us_ == 0) deadline_us_ = now + times_.io_seconds * kSecond_us;
  return step == Step::kWantRead ? Next::kRead : Next::kWrite;
}

void Connection::begin_request() {
  phase_ = Phase::kRequest;
  in_head_ = true;
  waited_us_ = 0;
  moved_ = 0;
  deadline_us_ = answer_since_us_ = 0;
  ++requests_;
}

ssize_t Connection::read(char* to, std::size_t size) {
  if (refused_ || broken_) return -1;
  while (in_begin_ == in_.size()) {
    if (in_head_) return -1;   // a head is served when it is whole: what is missing now never comes
    if (ended_) return 0;
    if (pending() > 0 && flush() != Step::kDone && broken_) return -1;
    in_.clear();
    in_begin_ = 0;
    const Step step = fill(kRead_bytes);
    if (step != Step::kDone && !ended_ && !wait(step)) return -1;
  }
  const std::size_t count = std::min(size, in_.size() - in_begin_);
  std::memcpy(to, in_.data() + in_begin_, count);
  in_begin_ += count;
  return static_cast<ssize_t>(count);
}

ssize_t Connection::write(const char* from, std::size_t size) {
  if (broken_) return -1;
  if (answer_since_us_ == 0) answer_since_us_ = now_us();
  out_.append(from, size);
  if (pending() < kSend_bytes) return static_cast<ssize_t>(size);
  while (true) {
    const Step step = flush();
    if (step == Step::kDone) return static_cast<ssize_t>(size);
    set_pending_count();
    if (!broken_ && pending() <= kMostPending_bytes && all_pending.load() <= kAllPending_bytes) return static_cast<ssize_t>(size);
    if (broken_ || !wait(step)) return -1;
  }
}

void Connection::end_request(bool close) {
  in_.erase(0, in_begin_);
  in_begin_ = 0;
  close_ = (close && !peer_) || refused_ || broken_ || ended_;
  phase_ = Phase::kAnswer;
  deadline_us_ = 0;
  if (answer_since_us_ == 0) answer_since_us_ = now_us();
}

void Connection::become_socket(std::shared_ptr<LivePeer> peer) {
  peer_ = std::move(peer);
  web_socket_ = std::make_unique<WebSocket>([this](std::string_view text) {
    if (!end_) end_ = peer_->receive(text, now_us());
  });
}

Connection::Next Connection::carry_messages() {
  const std::int64_t now = now_us();
  wake_us_ = now + kSocketCheck_us;
  const bool open = read_messages(now);
  if (open && !end_) end_ = peer_->check(now);
  if (end_) web_socket_->close(static_cast<std::uint16_t>(*end_));
  const Step step = write_messages(now);
  if (!open || end_ || broken_) return Next::kClose;
  return step == Step::kWantWrite ? Next::kWrite : Next::kRead;
}

// False: the peer has ended it, or broke the rules.
bool Connection::read_messages(std::int64_t now) {
  while (true) {
    if (!in_.empty()) {
      deadline_us_ = now + times_.silence_seconds * kSecond_us;
      const WebSocket::State state = web_socket_->feed(in_);
      in_.clear();
      if (state == WebSocket::State::kFailed && !end_) end_ = LiveEnd::kProtocol;
      if (state != WebSocket::State::kOpen) return false;
    }
    if (const Step step = fill(kRead_bytes); step != Step::kDone) return step == Step::kWantRead || step == Step::kWantWrite;
  }
}

// What the peer has not taken yet is not added to: the one behind then keeps the latest only.
Step Connection::write_messages(std::int64_t now) {
  while (true) {
    out_ += web_socket_->take_output();
    const Step step = flush();
    if (step != Step::kDone) return step;
    auto text = end_ ? std::nullopt : peer_->next(now);
    if (!text) return Step::kDone;
    web_socket_->send(*text);
  }
}

void Connection::end_socket(LiveEnd end) {
  if (!web_socket_ || end_) return;
  end_ = end;
  web_socket_->close(static_cast<std::uint16_t>(end));
  out_ += web_socket_->take_output();
  (void)flush();
}

void Connection::flush_waiting() {
  waited_us_ = 0;
  for (Step step = flush(); step != Step::kDone && !broken_; step = flush()) {
    if (!wait(step)) return;
  }
}

Step Connection::fill(std::size_t size) {
  const std::size_t before = in_.size();
  in_.resize(before + size);
  std::size_t got = 0;
  const Step step = channel_.read(in_.data() + before, size, got);
  in_.resize(before + got);
  moved_ += got;
  if (step == Step::kEnded) ended_ = true;
  if (step == Step::kBroken) broken_ = true;
  return step;
}

Step Connection::flush() {
  Step step = Step::kDone;
  while (step == Step::kDone && pending() > 0) {
    std::size_t sent = 0;
    step = channel_.write(out_.data() + out_begin_, pending(), sent);
    out_begin_ += sent;
    moved_ += sent;
  }
  if (step == Step::kDone || out_begin_ > kMostPending_bytes) {
    out_.erase(0, out_begin_);
    out_begin_ = 0;
  }
  if (step == Step::kEnded || step == Step::kBroken) broken_ = true;
  set_pending_count();
  return step;
}

void Connection::set_pending_count() {
  const std::size_t count = pending();
  if (count != counted_) all_pending += count - counted_;   // wraps where it shrinks
  counted_ = count;
}

bool Connection::keeps_pace() const {
  return waited_us_ <= times_.io_seconds * kSecond_us || static_cast<std::int64_t>(moved_) >= waited_us_ / kSecond_us * kLeastBytesPerSecond;
}

bool Connection::wait(Step step) {
  if (step != Step::kWantRead && step != Step::kWantWrite) {
    broken_ = true;
    return false;
  }
  const Workers::Waiting waiting;
  const std::int64_t begin = now_us();
  pollfd one{.fd = channel_.socket(), .events = static_cast<short>(step == Step::kWantWrite ? POLLOUT : POLLIN), .revents = 0};
  int ready = 0;
  do {
    ready = ::poll(&one, 1, times_.io_seconds * 1000);
  } while (ready < 0 && errno == EINTR);
  waited_us_ += now_us() - begin;
  if (ready <= 0 || !keeps_pace()) broken_ = true;
  return !broken_;
}

// Unread bytes would make the kernel reset the connection before the peer has read the answer.
void Connection::linger() {
  channel_.say_goodbye();
  const Workers::Waiting waiting;
  char away[4096];
  const std::int64_t until = now_us() + std::int64_t{kLinger_ms} * 1000;
  while (now_us() < until) {
    pollfd one{.fd = channel_.socket(), .events = POLLIN, .revents = 0};
    if (::poll(&one, 1, 100) > 0 && ::recv(channel_.socket(), away, sizeof away, MSG_DONTWAIT) <= 0) break;
  }
}

}  // namespace sansfilm::http
