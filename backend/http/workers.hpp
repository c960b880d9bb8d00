// The threads that serve requests. What waits for its peer (a body that comes slowly, an answer that is taken slowly)
// says so with Waiting and no longer counts: another thread takes the next connection. What stands still for any other
// reason (the disk, a picture that is being made) is noticed by relieve().
//
// @errors none
// @owner  a posted connection belongs to the pool until it is served
// @thread any number of threads
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "backend/http/connection.hpp"

namespace sansfilm::http {

class Workers {
 public:
  using Serve = std::function<void(std::unique_ptr<Connection>)>;
  // `base` threads work at a time, `most` exist at most.
  Workers(std::size_t base, std::size_t most, Serve serve);
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;
  ~Workers() { stop(); }

  void post(std::unique_ptr<Connection> connection);
  void relieve();   // called about ten times a second: if nothing moved since the last time, more threads come
  void stop();      // what was posted is served, then the threads end
  [[nodiscard]] std::size_t threads() const;

  // While it lives, the worker that made it waits for its peer. Outside a worker it does nothing.
  class Waiting {
   public:
    Waiting();
    Waiting(const Waiting&) = delete;
    Waiting& operator=(const Waiting&) = delete;
    ~Waiting();
  };

 private:
  void work();
  void help();   // starts a thread if one is needed and allowed; under mutex_
  void join_ended(std::unique_lock<std::mutex>& lock);

  const std::size_t base_, most_;
  const Serve serve_;
  mutable std::mutex mutex_;
  std::condition_variable work_;
  std::deque<std::unique_ptr<Connection>> queue_;
  std::size_t running_ = 0, idle_ = 0, waiting_ = 0, stalled_ = 0;   // threads: all, without work, in Waiting, given up on
  std::uint64_t taken_ = 0, taken_before_ = 0;                       // connections, for relieve()
  bool stopping_ = false;
  std::vector<std::thread> threads_;
  std::vector<std::thread::id> ended_;
};

}  // namespace sansfilm::http
