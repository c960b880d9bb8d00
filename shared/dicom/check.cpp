#include "shared/dicom/check.hpp"

#include "shared/dicom/check_parts.hpp"
#include "shared/dicom/tags.hpp"
#include "shared/dicom/uid.hpp"

namespace sansfilm::dicom {

namespace {

using base::ErrorCode;

void check_meta(const File& file, Findings& findings) {
  if (file.meta.empty()) return;  // the reader has said so
  for (const Tag tag : {tags::kFileMetaInformationVersion, tags::kMediaStorageSopClassUid,
                        tags::kMediaStorageSopInstanceUid, tags::kImplementationClassUid}) {
    if (!file.meta.has_value(tag)) findings.add(ErrorCode::kMissing, "required in the meta information", tag);
  }
  for (const auto& [in_meta, in_dataset] : {std::pair{tags::kMediaStorageSopClassUid, tags::kSopClassUid},
                                            std::pair{tags::kMediaStorageSopInstanceUid, tags::kSopInstanceUid}}) {
    const auto first = file.meta.raw_text(in_meta);
    const auto second = file.dataset.raw_text(in_dataset);
    if (first && second && !first->empty() && !second->empty() && *first != *second) {
      findings.add(ErrorCode::kInconsistent, "the meta information names another UID than the dataset", in_dataset);
    }
  }
}

void check_identity(const File& file, Findings& findings) {
  for (const Tag tag : {tags::kSopClassUid, tags::kSopInstanceUid, tags::kStudyInstanceUid, tags::kSeriesInstanceUid}) {
    // A DICOMDIR is a file without study and series.
    const bool directory = file.dataset.find(tags::kDirectoryRecordSequence) != nullptr;
    if (!directory && !file.dataset.has_value(tag)) {
      findings.add(ErrorCode::kMissing, "an identifier that every instance needs is missing", tag);
    }
  }
}

}  // namespace

std::vector<Finding> check(const File& file) {
  Findings findings(file.findings);
  check_meta(file, findings);
  check_values(file.meta, findings);
  check_identity(file, findings);
  check_values(file.dataset, findings);
  check_image(file, findings);
  return findings.take();
}

}  // namespace sansfilm::dicom
