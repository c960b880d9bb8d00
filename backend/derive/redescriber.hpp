// Describes again, in the background, the instances that an earlier version of the program described: what the manifest says of them
// then is what this version would say. The streams stay as they are.
//
// @errors an original that cannot be read now is left for the next start; one that can never be read keeps its description
// @owner  borrows store and catalog, which outlive it; owns its thread
// @thread one of its own, ended by the destructor
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <thread>
#include <vector>

#include "backend/catalog/catalog.hpp"
#include "backend/store/blob_store.hpp"
#include "backend/store/digest.hpp"
#include "shared/base/bytes.hpp"
#include "shared/base/result.hpp"

namespace sansfilm::derive {

// Header and derived part of an instance as this version writes them. `derived`: as it is, empty if there is none.
struct Redescribed {
  std::vector<std::uint8_t> header, derived;
};
[[nodiscard]] base::Result<Redescribed> redescribe(base::Bytes original, const store::Digest& digest, base::Bytes derived);

class Redescriber {
 public:
  // Told of each original that could not be read, and at the end how many were described again (none: not told).
  using Failed = std::function<void(const store::Digest&, const base::Error&)>;
  using Done = std::function<void(std::uint64_t)>;

  Redescriber(store::BlobStore& originals, catalog::Catalog& catalog, Failed failed = {}, Done done = {});
  ~Redescriber();
  Redescriber(const Redescriber&) = delete;
  Redescriber& operator=(const Redescriber&) = delete;

  void wait();   // until all is described (tests)

 private:
  void work();
  [[nodiscard]] base::Status one(const catalog::Described& instance);

  store::BlobStore& originals_;
  catalog::Catalog& catalog_;
  Failed failed_;
  Done done_;
  std::atomic<bool> stopping_ = false;
  std::thread thread_;
};

}  // namespace sansfilm::derive
