#include "backend/http/parking.hpp"

#include <sys/epoll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>

namespace sansfilm::http {

namespace {

constexpr int kTick_ms = 100;

std::int64_t now_us() {
  using namespace std::chrono;
  return duration_cast<microseconds>(steady_clock::now().time_since_epoch()).count();
}

}  // namespace

Parking::Parking(Ready ready, std::function<void()> tick)
    : ready_(std::move(ready)), tick_(std::move(tick)), epoll_(::epoll_create1(EPOLL_CLOEXEC)), thread_([this] { watch(); }) {}

Parking::~Parking() {
  (void)stop();
  if (epoll_ >= 0) ::close(epoll_);
}

void Parking::park(std::unique_ptr<Connection> connection, bool to_write) {
  const int socket = connection->socket();
  epoll_event event{};
  event.events = (to_write ? EPOLLOUT : EPOLLIN | EPOLLRDHUP) | EPOLLONESHOT;
  event.data.fd = socket;
  const int operation = connection->is_registered ? EPOLL_CTL_MOD : EPOLL_CTL_ADD;
  connection->is_registered = true;
  std::unique_ptr<Connection> dropped;   // closed after the lock
  const std::lock_guard lock(mutex_);
  auto& place = parked_[socket];
  place = std::move(connection);
  if (stopping_ || ::epoll_ctl(epoll_, operation, socket, &event) != 0) {
    dropped = std::move(place);
    parked_.erase(socket);
  }
}

std::unique_ptr<Connection> Parking::take(int socket) {
  const std::lock_guard lock(mutex_);
  const auto found = parked_.find(socket);
  if (found == parked_.end()) return nullptr;
  std::unique_ptr<Connection> connection = std::move(found->second);
  parked_.erase(found);
  return connection;
}

void Parking::wake(int socket) {
  if (auto connection = take(socket)) ready_(std::move(connection));
}

bool Parking::make_room() {
  std::unique_ptr<Connection> least;
  const std::lock_guard lock(mutex_);
  auto chosen = parked_.end();
  for (auto one = parked_.begin(); one != parked_.end(); ++one) {
    if (one->second->worth() > 1) continue;
    const auto rank = [](const auto& entry) { return std::pair(entry->second->worth(), entry->second->deadline_us()); };
    if (chosen == parked_.end() || rank(one) < rank(chosen)) chosen = one;
  }
  if (chosen == parked_.end()) return false;
  least = std::move(chosen->second);
  parked_.erase(chosen);
  return true;
}

void Parking::watch() {
  std::array<epoll_event, 256> events{};
  std::int64_t ticked = now_us();
  while (!stopping_) {
    const int count = ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), kTick_ms);
    for (int i = 0; i < count; ++i) {
      // An event of a connection that is being served, or that is gone, finds nothing.
      if (auto connection = take(events[static_cast<std::size_t>(i)].data.fd)) ready_(std::move(connection));
    }
    if (now_us() - ticked < kTick_ms * 1000) continue;
    ticked = now_us();
    close_late();
    tick_();
  }
}

void Parking::close_late() {
  const std::int64_t now = now_us();
  std::vector<std::unique_ptr<Connection>> late, due;
  {
    const std::lock_guard lock(mutex_);
    for (auto one = parked_.begin(); one != parked_.end();) {
      const bool is_late = one->second->deadline_us() <= now;
      if (!is_late && one->second->wake_us() > now) {
        ++one;
        continue;
      }
      (is_late ? late : due).push_back(std::move(one->second));
      one = parked_.erase(one);
    }
  }
  for (auto& connection : due) ready_(std::move(connection));
  for (auto& connection : late) connection->end_socket(LiveEnd::kAway);
}

std::vector<std::unique_ptr<Connection>> Parking::stop() {
  stopping_ = true;
  if (thread_.joinable()) thread_.join();
  std::vector<std::unique_ptr<Connection>> sending, others;
  {
    const std::lock_guard lock(mutex_);
    for (auto& [socket, connection] : parked_) (connection->is_sending() ? sending : others).push_back(std::move(connection));
    parked_.clear();
  }
  // Without the lock: the end of one WebSocket wakes those behind others.
  for (auto& connection : others) connection->end_socket(LiveEnd::kAway);
  return sending;
}

}  // namespace sansfilm::http
