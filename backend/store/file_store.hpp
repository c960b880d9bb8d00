// A BlobStore in a folder: ab/cd/<name>, written beside (tmp/), synced, renamed into place, folder synced.
//
// @thread see blob_store.hpp; files in tmp/ older than this start are removed by open()
#pragma once

#include "backend/store/blob_store.hpp"
#include "backend/store/env.hpp"

namespace sansfilm::store {

enum class Durability : std::uint8_t {
  kSynced,      // survives a power cut: originals
  kRenameOnly,  // whole or absent as long as the machine runs; after a power cut it may be damaged. For derived blobs,
                // whose reader checks them and makes them again.
};

[[nodiscard]] base::Result<std::unique_ptr<BlobStore>> open_file_store(std::string folder, Durability durability,
                                                                      Env& env = Env::posix());

}  // namespace sansfilm::store
