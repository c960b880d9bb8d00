#include <doctest/doctest.h>

#include "shared/dicom/reader.hpp"
#include "shared/dicom/structured_report.hpp"
#include "shared/dicom/tags.hpp"
#include "shared/dicom/writer.hpp"
#include "shared/document/measurement_report.hpp"

using namespace sansfilm;
using namespace sansfilm::document;
using measure::Kind;
using measure::Reported;

namespace {

// A file borrows from its bytes.
struct Image {
  std::vector<std::uint8_t> bytes;
  dicom::File file;

  Image(const char* sop, const char* series) {
    dicom::DatasetBuilder out;
    out.text(dicom::tags::kSopClassUid, "1.2.840.10008.5.1.4.1.1.2").text(dicom::tags::kSopInstanceUid, sop).text(dicom::tags::kStudyInstanceUid, "1.2.3");
    out.text(dicom::tags::kSeriesInstanceUid, series).text(dicom::tags::kPatientName, "LEFÈVRE^Zoé").text(dicom::tags::kPatientId, "42").text(dicom::tags::kStudyDate, "20260101");
    auto made = dicom::write_file(out, "1.2.840.10008.1.2.1");
    REQUIRE(made.ok());
    bytes = std::move(made).value();
    base::Budget budget;
    auto read = dicom::read_file(bytes, {}, budget);
    REQUIRE(read.ok());
    file = std::move(read).value();
  }
};

// One of each kind, on two images.
std::vector<Reported> one_of_each() {
  const auto make = [](Kind kind, std::vector<measure::Point> points) { return Reported{{.kind = kind, .sop_instance_uid = "1.2.3.4", .points = std::move(points)}, {}}; };
  std::vector<Reported> out;
  const measure::Calibration calibration{measure::LengthKind::kAtDetector, 0, 0};
  out.push_back(make(Kind::kLength, {{1, 2}, {10, 2}}));
  out.back().value.length = 4.5;
  out.back().value.calibration = calibration;
  out.push_back(make(Kind::kPolyline, {{1, 2}, {10, 2}, {10, 8}}));
  out.back().value.length = 15;
  out.push_back(make(Kind::kAngle, {{1, 2}, {10, 2}, {10, 8}}));
  out.back().value.angle_deg = 90;
  out.push_back(make(Kind::kCobb, {{1, 2}, {10, 2}, {3, 8}, {9, 14}}));
  out.back().value.angle_deg = 45;
  out.push_back(make(Kind::kBidirectional, {{1, 2}, {10, 2}, {4, 1}, {4, 4}}));
  out.back().value.length = 9;
  out.back().value.second_length = 3;
  out.push_back(make(Kind::kCardiothoracic, {{10, 20}, {24, 20}, {2, 25}, {30, 25}}));
  out.back().value.length = 14;
  out.back().value.second_length = 28;
  out.back().value.ratio = 0.5;
  for (const Kind kind : {Kind::kRectangle, Kind::kEllipse, Kind::kCircle}) {
    out.push_back(make(kind, {{2, 3}, {12, 8}}));
    out.back().value.area = 50;
    out.back().value.calibration = calibration;
    out.back().value.statistics = measure::Statistics{50, 31.5, 4.25, -10, 60, "HU"};
  }
  out.push_back(make(Kind::kFreehand, {{2, 3}, {12, 8}, {5, 9}}));
  out.back().value.area = 30;
  out.push_back(make(Kind::kPoint, {{7.5, 8.5}}));
  out.back().value.statistics = measure::Statistics{1, 2.5, 0, 0, 0, "SUVbw"};
  out.back().measurement.sop_instance_uid = "1.2.3.5";
  return out;
}

struct Written {
  Image first{"1.2.3.4", "1.2.3.10"}, second{"1.2.3.5", "1.2.3.11"};
  std::vector<std::uint8_t> bytes;
  dicom::File file;

  explicit Written(const std::vector<Reported>& measurements) {
    MeasurementReportContext context{.sop_instance_uid = "2.25.1", .series_instance_uid = "2.25.2", .author = "PETIT^Anne", .date = "20260102", .time = "030405"};
    context.images = {{"1.2.3.4", &first.file.dataset}, {"1.2.3.5", &second.file.dataset}};
    for (std::size_t i = 0; i < measurements.size(); ++i) context.random.emplace_back(i + 1, i + 2);
    auto made = write_measurement_report(context, measurements);
    REQUIRE(made.ok());
    bytes = std::move(made).value();
    base::Budget budget;
    auto read = dicom::read_file(bytes, {}, budget);
    REQUIRE(read.ok());
    file = std::move(read).value();
  }
};

}  // namespace

TEST_CASE("one of each kind comes back from the document as it went") {
  const std::vector<Reported> sent = one_of_each();
  const Written written(sent);
  const auto back = read_measurement_report(written.file.dataset);
  REQUIRE(back.has_value());
  CHECK(back->left_out == 0);
  CHECK(back->report.uid == "2.25.1");
  CHECK(back->report.author == "PETIT^Anne");
  CHECK(back->report.at == "20260102030405");
  REQUIRE(back->report.measurements.size() == sent.size());
  for (std::size_t i = 0; i < sent.size(); ++i) {
    CAPTURE(measure::name_of(sent[i].measurement.kind));
    CHECK(back->report.measurements[i].measurement == sent[i].measurement);
    CHECK(back->report.measurements[i].value == sent[i].value);
  }
}

TEST_CASE("the document belongs to the patient and study of its images, names them as evidence, and is unverified") {
  const Written written(one_of_each());
  const dicom::Dataset& dataset = written.file.dataset;
  CHECK(dataset.text(dicom::tags::kPatientName) == "LEFÈVRE^Zoé");
  CHECK(dataset.text(dicom::tags::kStudyInstanceUid) == "1.2.3");
  CHECK(dataset.text(dicom::tags::kModality) == "SR");
  const auto report = dicom::read_structured_report(dataset);
  REQUIRE(report.ok());
  CHECK_FALSE(report->verified);
  const dicom::Dataset* evidence = dataset.item({0x0040, 0xA375});
  REQUIRE(evidence != nullptr);
  CHECK(evidence->items(dicom::tags::kReferencedSeriesSequence).size() == 2);
}

TEST_CASE("a person reads the values in the tree") {
  const Written written(one_of_each());
  const auto report = dicom::read_structured_report(written.file.dataset);
  REQUIRE(report.ok());
  const std::string text = dicom::report_text(report->root);
  INFO(text);
  for (const std::string part : {"Length: 4.5 mm", "Angle: 90 deg", "Cobb angle: 45 deg", "Attenuation Coefficient: 31.5 [hnsf'U]", "Person Observer Name: PETIT^Anne"}) {
    CAPTURE(part);
    CHECK(text.find(part) != std::string::npos);
  }
}

TEST_CASE("no measurement, or one of an image that is not given, makes no document") {
  const Image only("1.2.3.4", "1.2.3.10");
  MeasurementReportContext context{.sop_instance_uid = "2.25.1", .series_instance_uid = "2.25.2", .author = "A", .date = "20260102", .time = "030405"};
  context.images = {{"1.2.3.4", &only.file.dataset}};
  CHECK_FALSE(write_measurement_report(context, {}).ok());
  context.random = {{1, 2}};
  const Reported elsewhere{{.kind = Kind::kPoint, .sop_instance_uid = "9.9", .points = {{1, 1}}}, {}};
  CHECK(write_measurement_report(context, {elsewhere}).error().code == base::ErrorCode::kInvalidArgument);
}

TEST_CASE("what is no measurement report is none") {
  const Image picture("1.2.3.4", "1.2.3.10");
  CHECK_FALSE(read_measurement_report(picture.file.dataset).has_value());
}
