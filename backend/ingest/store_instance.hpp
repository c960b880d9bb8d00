// The one door behind all doors: bytes in, an acknowledged instance out.
//
// Success means that the blob, the catalog row and the audit line are durable. The original bytes are kept as they are.
// The same instance again is "already there"; the same UID with other bytes is refused and recorded.
//
// @source PS3.3 2024e C.12.1 (SOP Common), C.7.2.1, C.7.3.1
// @units  bytes
// @errors in each Stored: those of dicom::read_file; kMissing (an identity attribute), kInvalidArgument (a UID that is
//         none), kConflict, kInconsistent (its study belongs to another patient), kIo, kFull
// @owner  borrows store, catalog and trail; the bytes for the time of the call
// @thread any number of threads
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "backend/audit/trail.hpp"
#include "backend/catalog/catalog.hpp"
#include "backend/store/blob_store.hpp"
#include "shared/base/bytes.hpp"
#include "shared/dicom/reader.hpp"

namespace sansfilm::ingest {

struct Origin {
  std::string door;            // "import", "stow"
  std::string establishment;   // code of the establishment whose instance it is
  std::string who;             // for the trail
  std::string from, request;   // for the trail
};

enum class Outcome : std::uint8_t { kStored, kAlreadyThere, kRefused };

struct Stored {
  Outcome outcome = Outcome::kRefused;
  base::Error error;                            // when refused
  std::string study_uid, sop_class, sop_uid;    // as far as they could be read
};

class Ingest {
 public:
  // What the manifest will need of an instance before its streams are made; kept by the catalog as Instance::header.
  using Describe = std::function<std::vector<std::uint8_t>(const dicom::File&, const store::Digest&)>;

  // `description_version` goes with what `describe` writes (NewInstance::described).
  Ingest(store::BlobStore& blobs, catalog::Catalog& catalog, audit::Trail& trail, Describe describe = {}, std::uint32_t description_version = 0);

  // All of them in one catalog transaction and one sync of the trail: for rate. Results in the same order.
  [[nodiscard]] std::vector<Stored> store_instances(std::span<const base::Bytes> files, const Origin& origin);
  [[nodiscard]] Stored store_instance(base::Bytes file, const Origin& origin);

  // Called after instances were stored (a derive queue wakes up).
  void on_stored(std::function<void()> callback) { stored_ = std::move(callback); }

 private:
  struct Work;
  void write_blobs(std::vector<Work>& work);
  void write_rows(std::vector<Work>& work);
  void write_trail(std::vector<Work>& work, const Origin& origin);

  store::BlobStore& blobs_;
  catalog::Catalog& catalog_;
  audit::Trail& trail_;
  Describe describe_;
  std::uint32_t description_version_;
  std::function<void()> stored_;
};

}  // namespace sansfilm::ingest
