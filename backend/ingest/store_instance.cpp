#include "backend/ingest/store_instance.hpp"

#include "backend/ingest/identity.hpp"

namespace sansfilm::ingest {

using base::Error;
using base::ErrorCode;

namespace {

constexpr std::uint64_t kReadBudgetBytes = std::uint64_t{256} << 20;   // beside the file itself: inflated data, tables

std::string outcome_text(const Stored& stored) {
  if (stored.outcome == Outcome::kStored) return "ok";
  if (stored.outcome == Outcome::kAlreadyThere) return "already-there";
  return std::string(base::slug(stored.error.code));
}

}  // namespace

struct Ingest::Work {
  base::Bytes bytes;
  catalog::NewInstance instance;
  Stored result;
  enum class Step : std::uint8_t { kDone, kWriteBlob, kWriteRow } step = Step::kDone;

  void refuse(Error error) {
    result.outcome = Outcome::kRefused;
    result.error = std::move(error);
    step = Step::kDone;
  }
};

Ingest::Ingest(store::BlobStore& blobs, catalog::Catalog& catalog, audit::Trail& trail, Describe describe,
               std::uint32_t description_version)
    : blobs_(blobs), catalog_(catalog), trail_(trail), describe_(std::move(describe)), description_version_(description_version) {}

Stored Ingest::store_instance(base::Bytes file, const Origin& origin) {
  return std::move(store_instances(std::span(&file, 1), origin)[0]);
}

std::vector<Stored> Ingest::store_instances(std::span<const base::Bytes> files, const Origin& origin) {
  std::vector<Work> work(files.size());
  for (std::size_t i = 0; i < files.size(); ++i) {
    Work& one = work[i];
    one.bytes = files[i];
    base::Budget budget(base::Limits{.bytes = kReadBudgetBytes});
    auto file = dicom::read_file(one.bytes, {}, budget);
    if (!file.ok()) {
      one.refuse(file.error());
      continue;
    }
    if (is_directory(*file)) {
      one.refuse({.code = ErrorCode::kUnsupported, .detail = "a DICOMDIR lists files, it is not an instance",
                  .subject = std::string(kDirectorySopClass)});
      continue;
    }
    auto identity = read_identity(*file);
    if (!identity.ok()) {
      one.refuse(identity.error());
      continue;
    }
    one.instance = std::move(*identity);
    one.result.study_uid = one.instance.study_uid;
    one.result.sop_class = one.instance.sop_class;
    one.result.sop_uid = one.instance.sop_uid;
    if (!file->complete) {
      one.refuse(file->findings.empty() ? Error{.code = ErrorCode::kTruncated, .detail = "the file ends early"}
                                        : file->findings.back());
      continue;
    }
    if (auto picture = check_picture(*file, budget); !picture.ok()) {
      one.refuse(picture.error());
      continue;
    }
    one.instance.sha256 = store::sha256(one.bytes);
    one.instance.size = one.bytes.size();
    one.instance.establishment = origin.establishment;
    one.instance.origin = origin.door;
    if (describe_) one.instance.header = describe_(*file, one.instance.sha256);
    one.instance.described = description_version_;
    one.step = Work::Step::kWriteBlob;
  }
  write_blobs(work);
  write_rows(work);
  write_trail(work, origin);

  std::vector<Stored> results;
  results.reserve(work.size());
  bool any_stored = false;
  for (Work& one : work) {
    any_stored = any_stored || one.result.outcome == Outcome::kStored;
    results.push_back(std::move(one.result));
  }
  if (any_stored && stored_) stored_();
  return results;
}

// What is known already needs no blob; the catalog still decides, and records a conflict.
void Ingest::write_blobs(std::vector<Work>& work) {
  std::vector<store::NewBlob> blobs;
  std::vector<Work*> owners;
  for (Work& one : work) {
    if (one.step != Work::Step::kWriteBlob) continue;
    const auto known = catalog_.find_digest(one.instance.sop_uid);
    if (!known.ok()) {
      one.refuse(known.error());
      continue;
    }
    one.step = Work::Step::kWriteRow;
    if (known->has_value()) continue;
    blobs.push_back({one.instance.sha256.hex(), one.bytes});
    owners.push_back(&one);
  }
  const std::vector<base::Status> written = blobs_.put_many(blobs);
  for (std::size_t i = 0; i < owners.size(); ++i) {
    if (!written[i].ok()) owners[i]->refuse(written[i].error());
  }
}

void Ingest::write_rows(std::vector<Work>& work) {
  std::vector<catalog::NewInstance> rows;
  std::vector<Work*> owners;
  for (Work& one : work) {
    if (one.step != Work::Step::kWriteRow) continue;
    rows.push_back(std::move(one.instance));
    owners.push_back(&one);
  }
  if (rows.empty()) return;
  const auto added = catalog_.add_instances(rows);
  for (std::size_t i = 0; i < owners.size(); ++i) {
    Work& one = *owners[i];
    one.step = Work::Step::kDone;
    if (!added.ok()) {
      one.refuse(added.error());
      continue;
    }
    switch ((*added)[i]) {
      case catalog::Added::kNew: one.result.outcome = Outcome::kStored; break;
      case catalog::Added::kAlreadyThere: one.result.outcome = Outcome::kAlreadyThere; break;
      case catalog::Added::kConflict:
        one.refuse({.code = ErrorCode::kConflict, .detail = "another instance with this UID but other bytes is stored already",
                    .subject = one.result.sop_uid});
        break;
      case catalog::Added::kOtherPatient:
        one.refuse({.code = ErrorCode::kInconsistent, .detail = "its study or series is stored already under another patient or study",
                    .subject = one.result.study_uid});
        break;
    }
  }
}

// Without its line nothing is acknowledged, though it may be stored: the sender sends again and finds it there.
void Ingest::write_trail(std::vector<Work>& work, const Origin& origin) {
  std::vector<audit::Record> records;
  records.reserve(work.size());
  for (const Work& one : work) {
    records.push_back({.who = origin.who, .what = "instance.store", .object = one.result.sop_uid,
                       .outcome = outcome_text(one.result), .request = origin.request, .from = origin.from});
  }
  if (const auto written = trail_.append(records); !written.ok()) {
    for (Work& one : work) one.refuse(written.error());
  }
}

}  // namespace sansfilm::ingest
