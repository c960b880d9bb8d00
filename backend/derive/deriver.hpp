// Workers that make streaming forms in the background: they take jobs of the catalog, and before those what somebody
// waits for. Encoding is single-threaded, one job a core. The workers give way to the threads that answer readers; what
// somebody waits for has a worker of its own that does not.
//
// @errors a job that fails for its data is not tried again; one that fails for the storage is, after a while
// @owner  borrows stores and catalog; all of it outlives the deriver
// @thread any number of threads may call it; it owns its workers
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <set>
#include <span>
#include <string_view>
#include <thread>
#include <vector>

#include "backend/catalog/catalog.hpp"
#include "backend/derive/recipe.hpp"
#include "backend/store/blob_store.hpp"
#include "backend/store/digest.hpp"
#include "shared/base/budget.hpp"

namespace sansfilm::derive {

struct DeriverOptions {
  std::uint32_t workers = 0;                 // 0: one a core
  std::int64_t lease_seconds = 300;
  std::int64_t retry_seconds = 30;
  base::Limits limits;                       // of one frame
  Choice choice = Choice::kLayered;          // of what is made from now on; what is there stays as it is
  // Told of every failure, for the log: the digest and why. No patient data.
  std::function<void(const store::Digest&, const base::Error&)> on_failure;
};

struct DeriverCounts {
  std::uint64_t derived = 0, failed = 0;
  std::uint64_t original_bytes = 0, derived_bytes = 0;
  std::size_t urgent = 0;                    // waiting
};

class Deriver {
 public:
  Deriver(store::BlobStore& originals, store::BlobStore& derived, catalog::Catalog& catalog, DeriverOptions options = {});
  ~Deriver();                                // waits for the jobs under way
  Deriver(const Deriver&) = delete;
  Deriver& operator=(const Deriver&) = delete;

  void wake();                               // new jobs are in the catalog

  // A study is being looked at: these originals come before the queue, in this order. Those that are made already or
  // are being made cost nothing.
  void prioritise(std::span<const store::Digest> originals);

  // Waits until the streams of an original are there; false: not within the time, or they cannot be made.
  [[nodiscard]] bool wait_for(const store::Digest& original, std::int64_t milliseconds);

  // Waits until no job is left (tests, the command line); false when the time is over before.
  [[nodiscard]] bool wait_idle(std::int64_t milliseconds);

  [[nodiscard]] DeriverCounts counts() const;

 private:
  void work();
  void work_urgently();
  [[nodiscard]] bool take_urgent(store::Digest& original);
  void run_job(const catalog::Job& job);
  // The fragment of the original, made now or found in its blob.
  [[nodiscard]] base::Result<std::vector<std::uint8_t>> make(const store::Digest& original);
  void done(const store::Digest& original, const base::Error* error);  // nullptr: made

  store::BlobStore& originals_;
  store::BlobStore& derived_;
  catalog::Catalog& catalog_;
  const DeriverOptions options_;

  mutable std::mutex mutex_;
  std::condition_variable work_;             // something to do, or the end
  std::condition_variable finished_;         // something was done
  std::deque<store::Digest> urgent_;
  std::set<store::Digest> running_, failed_;
  DeriverCounts counts_;
  std::uint64_t wakes_ = 0;
  std::uint32_t idle_ = 0;                   // workers that found nothing since the last wake
  bool stopping_ = false;
  std::vector<std::thread> workers_;
  std::thread urgent_worker_;
};

}  // namespace sansfilm::derive
