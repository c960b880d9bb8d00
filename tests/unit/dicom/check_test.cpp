#include "shared/dicom/check.hpp"

#include <doctest/doctest.h>

#include "shared/dicom/instance_attributes.hpp"
#include "shared/dicom/tags.hpp"
#include "shared/dicom/writer.hpp"

using namespace sansfilm;
using namespace sansfilm::dicom;

namespace {

DatasetBuilder good() {
  DatasetBuilder d;
  d.text(tags::kSopClassUid, "1.2.840.10008.5.1.4.1.1.7").text(tags::kSopInstanceUid, "1.2.3");
  d.text(tags::kStudyInstanceUid, "1.2.4").text(tags::kSeriesInstanceUid, "1.2.5").text(tags::kPatientName, "A^B");
  d.text(tags::kStudyDate, "20240229").text(tags::kStudyTime, "235959.5").text(tags::kModality, "OT");
  d.integer(tags::kSamplesPerPixel, 1).text(tags::kPhotometricInterpretation, "MONOCHROME2").integer(tags::kRows, 2);
  d.integer(tags::kColumns, 2).integer(tags::kBitsAllocated, 8).integer(tags::kBitsStored, 8).integer(tags::kHighBit, 7);
  d.integer(tags::kPixelRepresentation, 0).reals(tags::kPixelSpacing, {1, 1});
  d.bytes(tags::kPixelData, Vr::OB, {1, 2, 3, 4});
  return d;
}

struct Checked {
  std::vector<std::uint8_t> bytes;
  std::vector<Finding> findings;
  InstanceAttributes attributes;
};

Checked check_written(const DatasetBuilder& dataset, std::string_view syntax = kExplicitLittleEndian) {
  Checked out;
  auto bytes = write_file(dataset, syntax);
  REQUIRE(bytes.ok());
  out.bytes = bytes.value();
  base::Budget budget;
  const auto file = read_file(out.bytes, {}, budget);
  REQUIRE(file.ok());
  out.findings = check(file.value());
  out.attributes = read_instance_attributes(file.value());
  return out;
}

bool says(const DatasetBuilder& dataset, base::ErrorCode code, Tag tag, std::string_view syntax = kExplicitLittleEndian) {
  for (const Finding& finding : check_written(dataset, syntax).findings) {
    if (finding.code == code && finding.tag == tag.value) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("a good file has no finding") {
  const Checked out = check_written(good());
  for (const Finding& finding : out.findings) MESSAGE(base::describe(finding));
  CHECK(out.findings.empty());
}

TEST_CASE("each fault of a value is found with its tag") {
  using enum base::ErrorCode;
  CHECK(says(good().text(tags::kStudyInstanceUid, "1.02"), kMalformed, tags::kStudyInstanceUid));
  CHECK(says(good().text(tags::kStudyDate, "20230229"), kMalformed, tags::kStudyDate));
  CHECK(says(good().text(tags::kStudyTime, "250000"), kMalformed, tags::kStudyTime));
  CHECK(says(good().text(tags::kPatientAge, "12"), kMalformed, tags::kPatientAge));
  CHECK(says(good().text(tags::kModality, "ct"), kMalformed, tags::kModality));
  CHECK(says(good().text(tags::kSeriesNumber, "one"), kMalformed, tags::kSeriesNumber));
  CHECK(says(good().text(tags::kRescaleSlope, "1.00000000000000001"), kMalformed, tags::kRescaleSlope));
  CHECK(says(good().text(tags::kPixelSpacing, "1"), kMalformed, tags::kPixelSpacing));
  CHECK(says(good().text(tags::kRows, Vr::LO, "12"), kInconsistent, tags::kRows));
  CHECK(says(good().text(tags::kStudyDescription, std::string(65, 'x')), kMalformed, tags::kStudyDescription));
  CHECK(says(good().text(tags::kSpecificCharacterSet, "ISO-IR 100"), kMalformed, tags::kSpecificCharacterSet));
  CHECK(says(good().bytes(tags::kRescaleIntercept, Vr::US, {1, 2, 3, 4, 5}), kInconsistent, tags::kRescaleIntercept));
  CHECK(says(good().erase(tags::kSeriesInstanceUid), kMissing, tags::kSeriesInstanceUid));
}

TEST_CASE("each fault of the image is found with its tag") {
  using enum base::ErrorCode;
  CHECK(says(good().erase(tags::kRows), kMissing, tags::kRows));
  CHECK(says(good().integer(tags::kRows, 0), kMalformed, tags::kRows));
  CHECK(says(good().integer(tags::kBitsStored, 12), kInconsistent, tags::kBitsStored));
  CHECK(says(good().integer(tags::kHighBit, 6), kInconsistent, tags::kHighBit));
  CHECK(says(good().integer(tags::kSamplesPerPixel, 3), kInconsistent, tags::kSamplesPerPixel));
  CHECK(says(good().text(tags::kPhotometricInterpretation, "PALETTE COLOR"), kMissing, tags::kRedPaletteDescriptor));
  CHECK(says(good().integer(tags::kRows, 20), kTruncated, tags::kPixelData));
  CHECK(says(good().integer(tags::kRows, 1), kInconsistent, tags::kPixelData));
  CHECK(says(good().integer(tags::kNumberOfFrames, 2147483647), kTruncated, tags::kPixelData));
  const std::string_view jpeg = "1.2.840.10008.1.2.4.50";
  CHECK(says(good().encapsulated({{0xFF, 0x4F, 0xFF, 0x51}}), kInconsistent, tags::kPixelData, jpeg));
  CHECK(says(good().text(tags::kNumberOfFrames, "5").encapsulated({{0xFF, 0xD8, 0xFF, 0xC0, 0, 2}, {0xFF, 0xD8, 0xFF, 0xC0, 0, 2}}),
             kInconsistent, tags::kPixelData, jpeg));
}

TEST_CASE("attributes for the index are plain values, and dates only if they are days") {
  const InstanceAttributes a =
      check_written(good().text(tags::kPatientName, "Lefèvre^Zoé").text(tags::kPatientBirthDate, "1970.01.31")).attributes;
  CHECK(a.study_uid == "1.2.4");
  CHECK(a.patient_name == "Lefèvre^Zoé");
  CHECK(a.birth_date == "19700131");
  CHECK(a.study_date == "20240229");
  CHECK(a.study_time == "235959.5");
  CHECK(a.frames == 1);
  CHECK(a.rows == 2);
  CHECK(a.transfer_syntax == kExplicitLittleEndian);
  CHECK_FALSE(a.series_number.has_value());
  CHECK(valid_date("20231301").empty());
  CHECK(valid_date("19000229").empty());
  CHECK(valid_date("2023123").empty());
  CHECK(valid_time("12:30:00") == "123000");
  CHECK(valid_time("1230.5").empty());
  CHECK(valid_time("").empty());
}
