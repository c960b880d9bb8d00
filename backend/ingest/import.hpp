// Imports files and folders: every file below each path, in batches, by several threads.
//
// @units  counts; seconds
// @owner  borrows the Ingest
// @thread run() starts and joins its own threads; the callbacks come from any of them, one at a time
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "backend/ingest/store_instance.hpp"

namespace sansfilm::ingest {

struct ImportSummary {
  std::uint64_t imported = 0, already_there = 0, refused = 0, directories = 0;   // directories: DICOMDIR files, skipped
  std::map<std::string, std::uint64_t> reasons;   // of the refused, by slug
  double seconds = 0.0;
  [[nodiscard]] std::uint64_t seen() const { return imported + already_there + refused + directories; }
};

struct ImportCallbacks {
  std::function<void(const ImportSummary&, const std::string& current)> progress;   // after each batch
  std::function<void(const std::string& path, const base::Error&)> refused;
};

[[nodiscard]] ImportSummary import_paths(Ingest& ingest, const std::vector<std::string>& paths, const Origin& origin,
                                         std::size_t threads, const ImportCallbacks& callbacks);

}  // namespace sansfilm::ingest
