#include "backend/app/archive.hpp"

#include "backend/derive/fragment.hpp"
#include "backend/store/file_store.hpp"

namespace sansfilm::app {

std::string audit_folder(const std::string& folder) { return folder + "/audit"; }

base::Result<Archive> open_archive(const std::string& folder) {
  if (store::make_directories(store::Env::posix(), folder) < 0) {
    return base::Error{.code = base::ErrorCode::kIo, .detail = "the data folder can't be made", .subject = folder};
  }
  Archive archive;
  SF_TRY(archive.originals, store::open_file_store(folder + "/originals", store::Durability::kSynced));
  SF_TRY(archive.derived, store::open_file_store(folder + "/derived", store::Durability::kRenameOnly));
  SF_TRY(archive.catalog, catalog::open_sqlite(folder + "/catalog.sqlite"));
  SF_TRY(archive.trail, audit::Trail::open(audit_folder(folder)));
  archive.ingest = std::make_unique<ingest::Ingest>(*archive.originals, *archive.catalog, *archive.trail, derive::describe, derive::kDescriptionVersion);
  return archive;
}

base::Status name_establishment(const Config& config, Archive& archive) {
  const std::string& name = config.text("establishment_name");
  return name.empty() ? base::Status() : archive.catalog->name_establishment(config.text("establishment"), name);
}

}  // namespace sansfilm::app
