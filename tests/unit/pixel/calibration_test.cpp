// Millimetres only where the object allows them (PS3.3 10.7.1), ultrasound regions (C.8.5.5).
#include "shared/pixel/calibration.hpp"

#include <doctest/doctest.h>

#include "shared/pixel/tags.hpp"
#include "tests/unit/pixel/dataset_builder.hpp"

using namespace sansfilm;
using namespace sansfilm::pixel;
using test::DatasetBuilder;

namespace {

Calibration read(DatasetBuilder& builder, std::vector<base::Error>* said = nullptr) {
  std::vector<base::Error> findings;
  const auto out = read_calibration(FrameScope(builder.dataset(), 0), findings);
  if (said != nullptr) *said = findings;
  return out;
}

void add_region(DatasetBuilder& builder, std::uint16_t format, std::uint32_t left, std::uint32_t top, std::uint32_t right, std::uint32_t bottom,
                std::uint16_t unit_x, std::uint16_t unit_y, double delta_x, double delta_y, std::uint32_t flags = 0) {
  builder.item({0x0018, 0x6011}).us({0x0018, 0x6012}, {format}).us({0x0018, 0x6014}, {1}).ul({0x0018, 0x6016}, {flags})
      .ul({0x0018, 0x6018}, {left}).ul({0x0018, 0x601A}, {top}).ul({0x0018, 0x601C}, {right}).ul({0x0018, 0x601E}, {bottom})
      .sl({0x0018, 0x6020}, {10}).sl({0x0018, 0x6022}, {20}).us({0x0018, 0x6024}, {unit_x}).us({0x0018, 0x6026}, {unit_y})
      .fd({0x0018, 0x6028}, {0.0}).fd({0x0018, 0x602A}, {5.0}).fd({0x0018, 0x602C}, {delta_x}).fd({0x0018, 0x602E}, {delta_y});
}

}  // namespace

TEST_CASE("a CT pixel spacing is millimetres in the slice, rows first") {
  DatasetBuilder builder;
  builder.cs(tag::kModality, "CT").ds(tag::kPixelSpacing, "0.5\\0.25");
  const auto c = read(builder);
  CHECK(c.kind == CalibrationKind::kPatient);
  CHECK(c.row_mm == 0.5);
  CHECK(c.column_mm == 0.25);
}

TEST_CASE("a radiograph with a calibration type names it") {
  for (const auto& [type, kind] : {std::pair("GEOMETRY", CalibrationKind::kGeometry), std::pair("FIDUCIAL", CalibrationKind::kFiducial)}) {
    DatasetBuilder builder;
    builder.cs(tag::kModality, "DX").ds(tag::kPixelSpacing, "0.1\\0.1").ds(tag::kImagerPixelSpacing, "0.12\\0.12").cs(tag::kPixelSpacingCalibrationType, type);
    CHECK(read(builder).kind == kind);
    CHECK(read(builder).row_mm == 0.1);
  }
}

TEST_CASE("a radiograph whose pixel spacing equals that of its imager is measured at the detector") {
  DatasetBuilder builder;
  builder.cs(tag::kModality, "DX").ds(tag::kPixelSpacing, "0.160\\0.160").ds(tag::kImagerPixelSpacing, "0.16\\0.16");
  CHECK(read(builder).kind == CalibrationKind::kDetector);
}

TEST_CASE("a radiograph whose pixel spacing differs without a word is of unspecified calibration") {
  DatasetBuilder builder;
  builder.cs(tag::kModality, "CR").ds(tag::kPixelSpacing, "0.14\\0.14").ds(tag::kImagerPixelSpacing, "0.16\\0.16");
  CHECK(read(builder).kind == CalibrationKind::kUnspecified);
}

TEST_CASE("the imager spacing is divided by the estimated magnification, and a magnification below 1 is refused") {
  DatasetBuilder builder;
  builder.cs(tag::kModality, "MG").ds(tag::kImagerPixelSpacing, "0.07\\0.07").ds(tag::kMagnificationFactor, "1.4");
  CHECK(read(builder).kind == CalibrationKind::kMagnified);
  CHECK(read(builder).row_mm == doctest::Approx(0.05));
  DatasetBuilder wrong;
  wrong.cs(tag::kModality, "MG").ds(tag::kImagerPixelSpacing, "0.07\\0.07").ds(tag::kMagnificationFactor, "0");
  std::vector<base::Error> findings;
  CHECK(read(wrong, &findings).kind == CalibrationKind::kDetector);
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].tag == tag::kMagnificationFactor.value);
}

TEST_CASE("a digitised film is measured on the film") {
  DatasetBuilder builder;
  builder.cs(tag::kModality, "OT").ds(tag::kNominalScannedPixelSpacing, "0.2\\0.2");
  CHECK(read(builder).kind == CalibrationKind::kScanned);
}

TEST_CASE("no spacing, a bad spacing or only an aspect ratio give pixels, with the reason") {
  DatasetBuilder none;
  none.cs(tag::kModality, "CR");
  CHECK(read(none).reason == NoCalibration::kNoSpacing);
  DatasetBuilder aspect;
  aspect.is(tag::kPixelAspectRatio, "4\\3");
  CHECK(read(aspect).reason == NoCalibration::kAspectOnly);
  for (const char* spacing : {"0\\0", "-1\\1", "0.5", "a\\b", "NaN\\1"}) {
    DatasetBuilder bad;
    bad.cs(tag::kModality, "CT").ds(tag::kPixelSpacing, spacing);
    std::vector<base::Error> findings;
    const auto c = read(bad, &findings);
    CHECK(c.reason == NoCalibration::kBadSpacing);
    CHECK_FALSE(c.in_millimetres());
    REQUIRE(findings.size() == 1);
    CHECK(findings[0].tag == tag::kPixelSpacing.value);
  }
}

TEST_CASE("an ultrasound region gives millimetres inside, pixels outside, and no lengths in M-mode or Doppler") {
  DatasetBuilder builder;
  add_region(builder, 1, 100, 50, 299, 249, 3, 3, 0.02, 0.04);
  add_region(builder, 2, 0, 300, 399, 399, 4, 3, 0.01, 0.05);
  add_region(builder, 3, 0, 400, 399, 499, 4, 7, 0.01, -1.5);
  std::vector<base::Error> findings;
  const FrameScope scope(builder.dataset(), 0);
  const auto regions = read_us_regions(scope, findings);
  REQUIRE(regions.size() == 3);
  const auto whole = read_calibration(scope, findings);
  const auto inside = calibration_at(whole, regions, 100, 150);
  CHECK(inside.kind == CalibrationKind::kUltrasound);
  CHECK(inside.column_mm == doctest::Approx(0.2));
  CHECK(inside.row_mm == doctest::Approx(0.4));
  CHECK(calibration_at(whole, regions, 10, 10).reason == NoCalibration::kOutsideRegions);
  CHECK(calibration_at(whole, regions, 350, 10).reason == NoCalibration::kNotSpatialRegion);
  // Doppler: the baseline lies 20 pixels below the region's top and means 5 cm/s; a pixel down is 1.5 cm/s less.
  const auto* doppler = region_at(regions, 450, 10);
  REQUIRE(doppler != nullptr);
  CHECK(std::string(symbol_of(doppler->unit_y)) == "cm/s");
  CHECK(doppler->y_at(420) == doctest::Approx(5.0));
  CHECK(doppler->y_at(430) == doctest::Approx(-10.0));
  CHECK(doppler->x_at(110) - doppler->x_at(10) == doctest::Approx(1.0));
  CHECK(findings.empty());
}

TEST_CASE("of overlapping regions the one of high priority counts, then the smaller") {
  DatasetBuilder builder;
  add_region(builder, 1, 0, 0, 99, 99, 3, 3, 0.01, 0.01, 1);   // low priority
  add_region(builder, 1, 0, 0, 199, 199, 3, 3, 0.02, 0.02, 0);
  add_region(builder, 1, 0, 0, 149, 149, 3, 3, 0.03, 0.03, 0);
  std::vector<base::Error> findings;
  const auto regions = read_us_regions(FrameScope(builder.dataset(), 0), findings);
  CHECK(region_at(regions, 50, 50)->delta_x == 0.03);
  CHECK(region_at(regions, 180, 180)->delta_x == 0.02);
}

TEST_CASE("an ultrasound region without a location or inside out is left out and named") {
  DatasetBuilder builder;
  add_region(builder, 1, 300, 50, 100, 249, 3, 3, 0.02, 0.04);
  builder.item({0x0018, 0x6011}).us({0x0018, 0x6012}, {1});
  std::vector<base::Error> findings;
  CHECK(read_us_regions(FrameScope(builder.dataset(), 0), findings).empty());
  CHECK(findings.size() == 2);
}

TEST_CASE("every calibration has its words in French and English") {
  for (int kind = 0; kind <= static_cast<int>(CalibrationKind::kUltrasound); ++kind) {
    CHECK(std::string(text_of(static_cast<CalibrationKind>(kind)).fr).size() > 4);
    CHECK(std::string(text_of(static_cast<CalibrationKind>(kind)).en).size() > 4);
  }
}
