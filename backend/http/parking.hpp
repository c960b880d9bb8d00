// Where connections wait without a thread: between requests, while a request comes in, while an answer is taken. One
// thread watches all of them (epoll) and their deadlines.
//
// @errors none; what can't be watched is closed
// @owner  owns what is parked
// @thread park(), make_room() and count() from any thread
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <vector>

#include "backend/http/connection.hpp"

namespace sansfilm::http {

class Parking {
 public:
  using Ready = std::function<void(std::unique_ptr<Connection>)>;
  // `tick` is called about ten times a second.
  Parking(Ready ready, std::function<void()> tick);
  Parking(const Parking&) = delete;
  Parking& operator=(const Parking&) = delete;
  ~Parking();

  // Until the socket can be read (or written), or the connection's deadline has passed: then it is closed.
  void park(std::unique_ptr<Connection> connection, bool to_write);
  // Hands a parked connection over as if its socket were ready. One that is not parked, or another on the same socket, is harmless.
  void wake(int socket);
  // Closes the parked connection that loses least; false if none could be closed.
  bool make_room();
  // Stops watching; those whose answer is not all sent are handed over, the others closed.
  [[nodiscard]] std::vector<std::unique_ptr<Connection>> stop();

 private:
  void watch();
  void close_late();
  [[nodiscard]] std::unique_ptr<Connection> take(int socket);

  const Ready ready_;
  const std::function<void()> tick_;
  int epoll_ = -1;
  std::atomic<bool> stopping_{false};
  std::mutex mutex_;
  std::unordered_map<int, std::unique_ptr<Connection>> parked_;   // by socket
  std::thread thread_;
};

}  // namespace sansfilm::http
