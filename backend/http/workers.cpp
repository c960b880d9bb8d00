#include "backend/http/workers.hpp"

#include <algorithm>
#include <chrono>

namespace sansfilm::http {

namespace {

constexpr auto kKeepIdle = std::chrono::seconds(10);   // a thread above the base ends after this time without work

thread_local Workers* own_pool = nullptr;

}  // namespace

Workers::Workers(std::size_t base, std::size_t most, Serve serve) : base_(base), most_(std::max(base, most)), serve_(std::move(serve)) {}

void Workers::post(std::unique_ptr<Connection> connection) {
  const std::lock_guard lock(mutex_);
  queue_.push_back(std::move(connection));
  help();
  work_.notify_one();
}

void Workers::help() {
  const std::size_t working = running_ - std::min(running_, idle_ + waiting_ + stalled_);
  if (stopping_ || queue_.empty() || idle_ >= queue_.size() || working + idle_ >= base_ || running_ >= most_) return;
  threads_.emplace_back([this] { work(); });
  ++running_;
}

void Workers::relieve() {
  std::unique_lock lock(mutex_);
  if (!queue_.empty() && idle_ == 0 && taken_ == taken_before_) {
    stalled_ = running_ - waiting_;   // none of them has come back: they don't count until one does
    for (std::size_t i = 0; i < base_; ++i) help();
  }
  taken_before_ = taken_;
  join_ended(lock);
}

void Workers::join_ended(std::unique_lock<std::mutex>& lock) {
  std::vector<std::thread> ended;
  for (const std::thread::id id : ended_) {
    const auto found = std::find_if(threads_.begin(), threads_.end(), [&](const std::thread& one) { return one.get_id() == id; });
    ended.push_back(std::move(*found));
    threads_.erase(found);
  }
  ended_.clear();
  lock.unlock();
  for (std::thread& one : ended) one.join();
  lock.lock();
}

void Workers::work() {
  own_pool = this;
  std::unique_lock lock(mutex_);
  while (true) {
    if (queue_.empty()) {
      if (stopping_) break;
      ++idle_;
      const bool woken = work_.wait_for(lock, kKeepIdle, [&] { return stopping_ || !queue_.empty(); });
      --idle_;
      if (!woken && running_ > base_) break;
      continue;
    }
    std::unique_ptr<Connection> connection = std::move(queue_.front());
    queue_.pop_front();
    ++taken_;
    stalled_ = 0;
    lock.unlock();
    serve_(std::move(connection));
    lock.lock();
  }
  --running_;
  ended_.push_back(std::this_thread::get_id());
}

void Workers::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  work_.notify_all();
  // No thread starts any more.
  for (std::thread& one : threads_) {
    if (one.joinable()) one.join();
  }
  threads_.clear();
  ended_.clear();
}

std::size_t Workers::threads() const {
  const std::lock_guard lock(mutex_);
  return running_;
}

Workers::Waiting::Waiting() {
  if (own_pool == nullptr) return;
  const std::lock_guard lock(own_pool->mutex_);
  ++own_pool->waiting_;
  own_pool->help();
}

Workers::Waiting::~Waiting() {
  if (own_pool == nullptr) return;
  const std::lock_guard lock(own_pool->mutex_);
  --own_pool->waiting_;
}

}  // namespace sansfilm::http
