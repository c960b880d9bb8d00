// Measurements as a DICOM document that others read: Comprehensive SR, template TID 1500; and back from it.
//
// Each measurement is a Measurement Group with its tracking identifiers; lengths and angles are NUM inferred from the coordinates
// (SCOORD) selected from their image, regions an Image Region with area and values. Reading takes what other software wrote in the
// same template as far as a kind of ours can hold it; the rest is left out, and counted.
//
// @source PS3.16 2024e TID 1500, 1501, 1410, 300, 1001, 1204; PS3.3 2024e A.35.3 (Comprehensive SR), C.18.6.1 (graphics: column, row;
//         0\0 is the upper left corner of the first pixel)
// @units  UCUM: mm, mm2, deg, {pixels}
// @errors kInvalidArgument (no measurements, an image that is not of the study), kMissing (an image without an attribute that the
//         document needs), those of dicom::write_file
// @owner  values; they hold patient data and never go into an Error or a log
// @thread pure
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "shared/base/result.hpp"
#include "shared/dicom/dataset.hpp"
#include "shared/measure/report.hpp"

namespace sansfilm::document {

struct MeasurementReportContext {
  std::string sop_instance_uid, series_instance_uid;   // of the new document
  std::string author;                                  // PN
  std::string date, time;                              // DA, TM: now, on the server's clock
  // The images that are measured, by SOP Instance UID: patient and study are taken from the first.
  std::map<std::string, const dicom::Dataset*> images;
  // Random bits for the tracking identifiers, 128 for each measurement.
  std::vector<std::pair<std::uint64_t, std::uint64_t>> random;
};

[[nodiscard]] base::Result<std::vector<std::uint8_t>> write_measurement_report(const MeasurementReportContext& context, const std::vector<measure::Reported>& measurements);

struct ReadMeasurements {
  measure::Report report;
  std::size_t left_out = 0;        // groups that none of our kinds can hold
};

// nullopt: no document of TID 1500.
[[nodiscard]] std::optional<ReadMeasurements> read_measurement_report(const dicom::Dataset& dataset);

}  // namespace sansfilm::document
