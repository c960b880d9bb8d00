// What the catalog, the manifest and a list of local files need to know of an instance, as plain values in UTF-8.
//
// @source PS3.3 2024e C.7 (patient, study, series, image modules)
// @units  dates YYYYMMDD, times HHMMSS[.F]; both empty if absent or not valid
// @errors none: what is absent is empty or 0; who needs the UIDs checks them with is_valid_uid
// @owner  values
// @thread pure
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "shared/dicom/reader.hpp"

namespace sansfilm::dicom {

struct InstanceAttributes {
  std::string study_uid, series_uid, sop_uid, sop_class;
  std::string patient_id, patient_id_issuer, patient_name, birth_date, sex;  // patient_name: PN in UTF-8
  std::string study_date, study_time, study_description, study_id, accession;
  std::string modality, series_description, body_part, laterality, institution;
  std::optional<std::int64_t> series_number, instance_number;
  std::uint32_t frames = 0, rows = 0, columns = 0;  // 0: no picture
  std::string transfer_syntax;
};

// Of a file, also of one that was read only up to its pixel data.
[[nodiscard]] InstanceAttributes read_instance_attributes(const File& file);
// Of a dataset that carries no transfer syntax of its own.
[[nodiscard]] InstanceAttributes read_instance_attributes(const Dataset& dataset);

// YYYYMMDD of a DA (also the old YYYY.MM.DD) if it is a day of the calendar, else empty.
[[nodiscard]] std::string valid_date(std::string_view text);
// HH[MM[SS[.F]]] of a TM (also the old HH:MM:SS) if it is a time of day, else empty.
[[nodiscard]] std::string valid_time(std::string_view text);

}  // namespace sansfilm::dicom
