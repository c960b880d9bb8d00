#include "backend/derive/deriver.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>

#include "backend/derive/chunk_source.hpp"
#include "backend/derive/derive_instance.hpp"
#include "backend/derive/recipe.hpp"

namespace sansfilm::derive {

namespace {

using base::ErrorCode;
using std::chrono::milliseconds;

constexpr milliseconds kLookAgain{5'000};  // for jobs whose lease ran out, or that are tried again

std::int64_t monotonic_us() {
  return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

// This thread gives way to those that answer readers. Not every system lets a thread do so; then it does not.
void stand_back() {
  constexpr int kGiveWay = 10;
  const auto self = static_cast<id_t>(::gettid());
  (void)::setpriority(PRIO_PROCESS, self, ::getpriority(PRIO_PROCESS, self) + kGiveWay);
}

// Whether another try may help: the storage failed, not the data.
bool may_pass(ErrorCode code) { return code == ErrorCode::kIo || code == ErrorCode::kFull || code == ErrorCode::kTimeout; }

}  // namespace

Deriver::Deriver(store::BlobStore& originals, store::BlobStore& derived, catalog::Catalog& catalog, DeriverOptions options)
    : originals_(originals), derived_(derived), catalog_(catalog), options_(std::move(options)) {
  const std::uint32_t count = options_.workers > 0 ? options_.workers : std::max(1U, std::thread::hardware_concurrency());
  for (std::uint32_t i = 0; i < count; ++i) workers_.emplace_back([this] { work(); });
  urgent_worker_ = std::thread([this] { work_urgently(); });
}

Deriver::~Deriver() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  work_.notify_all();
  finished_.notify_all();
  for (std::thread& worker : workers_) worker.join();
  urgent_worker_.join();
}

void Deriver::wake() {
  {
    const std::lock_guard lock(mutex_);
    ++wakes_;
    idle_ = 0;  // whoever is idle must look again before that may be said of him
  }
  work_.notify_all();
}

void Deriver::prioritise(std::span<const store::Digest> originals) {
  {
    const std::lock_guard lock(mutex_);
    urgent_.assign(originals.begin(), originals.end());  // who looks now comes before who looked before
  }
  wake();
}

bool Deriver::take_urgent(store::Digest& original) {
  const std::lock_guard lock(mutex_);
  while (!urgent_.empty()) {
    original = urgent_.front();
    urgent_.pop_front();
    if (running_.contains(original) || failed_.contains(original)) continue;
    running_.insert(original);
    return true;
  }
  return false;
}

void Deriver::work_urgently() {
  while (true) {
    store::Digest urgent;
    if (take_urgent(urgent)) {
      const auto made = make(urgent);
      done(urgent, made.ok() ? nullptr : &made.error());
      continue;
    }
    std::unique_lock lock(mutex_);
    work_.wait(lock, [this] { return stopping_ || !urgent_.empty(); });
    if (stopping_) return;
  }
}

void Deriver::work() {
  stand_back();
  while (true) {
    std::uint64_t wakes = 0;
    {
      const std::lock_guard lock(mutex_);
      if (stopping_) return;
      wakes = wakes_;
    }
    store::Digest urgent;
    if (take_urgent(urgent)) {
      const auto made = make(urgent);
      done(urgent, made.ok() ? nullptr : &made.error());
      continue;
    }
    const auto jobs = catalog_.claim_jobs(catalog::JobKind::kDerive, 1, options_.lease_seconds);
    if (jobs.ok() && !jobs->empty()) {
      run_job(jobs->front());
      continue;
    }
    std::unique_lock lock(mutex_);
    if (stopping_) return;
    if (wakes_ != wakes) continue;
    ++idle_;
    finished_.notify_all();
    work_.wait_for(lock, kLookAgain, [&] { return stopping_ || wakes_ != wakes; });
    if (wakes_ == wakes) --idle_;
  }
}

void Deriver::run_job(const catalog::Job& job) {
  {
    // Somebody waits for it, and another worker is making it already.
    std::unique_lock lock(mutex_);
    finished_.wait(lock, [&] { return stopping_ || !running_.contains(job.sha256); });
    if (stopping_) return;
    running_.insert(job.sha256);
  }
  const auto fragment = make(job.sha256);
  base::Status status;
  if (fragment.ok()) {
    status = catalog_.finish_job(job.row, *fragment);
  } else {
    const std::int64_t retry = may_pass(fragment.error().code) ? options_.retry_seconds : -1;
    status = catalog_.fail_job(job.row, base::describe(fragment.error()), retry);
  }
  // A job whose end could not be written comes back when its lease runs out.
  if (!status.ok() && options_.on_failure) options_.on_failure(job.sha256, status.error());
  done(job.sha256, fragment.ok() ? nullptr : &fragment.error());
}

base::Result<std::vector<std::uint8_t>> Deriver::make(const store::Digest& original) {
  ChunkSource made(derived_, 0);
  if (auto fragment = made.fragment(original)) return std::move(*fragment);
  const auto attempt = [&]() -> base::Result<std::vector<std::uint8_t>> {
    SF_TRY(const std::unique_ptr<store::Blob> blob, originals_.open(original.hex()));
    SF_TRY(Derived derived, derive_instance(blob->bytes(), original, options_.limits, monotonic_us, options_.choice));
    // What is there without a readable fragment is the rest of a power cut (the store says so): it goes.
    SF_CHECK(derived_.remove(derived_name(original)));
    SF_CHECK(derived_.put(derived_name(original), derived.container));
    const std::lock_guard lock(mutex_);
    counts_.original_bytes += blob->bytes().size();
    counts_.derived_bytes += derived.container.size();
    return std::vector<std::uint8_t>(derived.fragment.begin(), derived.fragment.end());
  };
  auto result = attempt();
  if (!result.ok() && options_.on_failure) options_.on_failure(original, result.error());
  return result;
}

void Deriver::done(const store::Digest& original, const base::Error* error) {
  {
    const std::lock_guard lock(mutex_);
    running_.erase(original);
    ++(error != nullptr ? counts_.failed : counts_.derived);
    if (error != nullptr && !may_pass(error->code)) failed_.insert(original);
  }
  finished_.notify_all();
}

bool Deriver::wait_for(const store::Digest& original, std::int64_t wait_ms) {
  const std::string name = derived_name(original);
  const auto end = std::chrono::steady_clock::now() + milliseconds(wait_ms);
  {
    const std::lock_guard lock(mutex_);
    if (!running_.contains(original)) urgent_.push_front(original);
  }
  wake();
  while (!derived_.exists(name)) {
    std::unique_lock lock(mutex_);
    if (stopping_ || failed_.contains(original)) return false;
    if (finished_.wait_until(lock, std::min(end, std::chrono::steady_clock::now() + milliseconds(200))) == std::cv_status::timeout &&
        std::chrono::steady_clock::now() >= end) {
      return false;
    }
  }
  return true;
}

bool Deriver::wait_idle(std::int64_t wait_ms) {
  wake();
  const auto end = std::chrono::steady_clock::now() + milliseconds(wait_ms);
  std::unique_lock lock(mutex_);
  return finished_.wait_until(lock, end, [&] { return idle_ == workers_.size() && urgent_.empty() && running_.empty(); });
}

DeriverCounts Deriver::counts() const {
  const std::lock_guard lock(mutex_);
  DeriverCounts counts = counts_;
  counts.urgent = urgent_.size();
  return counts;
}

}  // namespace sansfilm::derive
