// The rooms of one archive, opened in the data folder and wired together.
// @errors those of the rooms
// @owner  owns them, in the order in which they depend on each other
#pragma once

#include <memory>
#include <string>

#include "backend/app/options.hpp"
#include "backend/audit/trail.hpp"
#include "backend/catalog/catalog.hpp"
#include "backend/ingest/store_instance.hpp"
#include "backend/store/blob_store.hpp"
#include "shared/base/result.hpp"

namespace sansfilm::app {

struct Archive {
  std::unique_ptr<store::BlobStore> originals;
  std::unique_ptr<store::BlobStore> derived;    // disposable
  std::unique_ptr<catalog::Catalog> catalog;
  std::unique_ptr<audit::Trail> trail;
  std::unique_ptr<ingest::Ingest> ingest;
};

[[nodiscard]] base::Result<Archive> open_archive(const std::string& folder);
// The name that the configuration gives to its establishment, if any, into the catalog.
[[nodiscard]] base::Status name_establishment(const Config& config, Archive& archive);
[[nodiscard]] std::string audit_folder(const std::string& folder);

}  // namespace sansfilm::app
