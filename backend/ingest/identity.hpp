// Reads from a dataset what the catalog keeps of it, and refuses what can't be an instance.
// @source PS3.3 2024e C.7, C.12.1; PS3.5 2024e 9 (UIDs)
// @errors kMissing, kInvalidArgument, kTruncated, kOverBudget; tag is set
// @thread pure
#pragma once

#include "backend/catalog/records.hpp"
#include "shared/base/result.hpp"
#include "shared/dicom/reader.hpp"

namespace sansfilm::ingest {

// Media Storage Directory Storage: a DICOMDIR describes files, it is not an instance. PS3.4 2024e Annex I.
inline constexpr std::string_view kDirectorySopClass = "1.2.840.10008.1.3.10";

[[nodiscard]] bool is_directory(const dicom::File& file);

// Digits and dots, 1 to 64 characters, no empty component.
[[nodiscard]] bool is_uid(std::string_view text);

[[nodiscard]] base::Result<catalog::NewInstance> read_identity(const dicom::File& file);

// Whether the picture can be what it claims: a frame within the pixel budget, native pixel data as long as announced.
[[nodiscard]] base::Status check_picture(const dicom::File& file, base::Budget& budget);

}  // namespace sansfilm::ingest
