#include <doctest/doctest.h>

#include "shared/measure/calibration.hpp"

using namespace sansfilm;
using namespace sansfilm::measure;

TEST_CASE("millimetres are given only where they may be, and qualified where they are not in the patient") {
  wire::Geometry geometry;
  CHECK_FALSE(calibration_at(geometry, 1, 1).has_value());
  geometry.spacing_kind = wire::SpacingKind::kPixelSpacing;
  geometry.row_spacing_mm = 0.5;
  geometry.column_spacing_mm = 0.7;
  CHECK(calibration_at(geometry, 1, 1)->kind == LengthKind::kPatient);
  geometry.calibration = "FIDUCIAL";
  CHECK(calibration_at(geometry, 1, 1)->kind == LengthKind::kCalibrated);
  geometry.spacing_kind = wire::SpacingKind::kImagerSpacing;
  CHECK(calibration_at(geometry, 1, 1)->kind == LengthKind::kAtDetector);
  geometry.magnification = 2.0;
  CHECK(calibration_at(geometry, 1, 1)->row_mm == doctest::Approx(0.25));
  geometry.row_spacing_mm = 0.0;
  CHECK_FALSE(calibration_at(geometry, 1, 1).has_value());
}

TEST_CASE("in ultrasound the region under the point decides, and a Doppler region gives no length") {
  wire::Geometry geometry;
  geometry.spacing_kind = wire::SpacingKind::kUltrasound;
  wire::UltrasoundRegion picture{.x0 = 0, .y0 = 0, .x1 = 99, .y1 = 99, .spatial_format = 1, .units_x = 3, .units_y = 3,
                                 .delta_x = 0.01, .delta_y = 0.02};
  wire::UltrasoundRegion doppler = picture;
  doppler.y0 = 100;
  doppler.y1 = 199;
  doppler.spatial_format = 3;
  geometry.regions = {picture, doppler};
  CHECK(calibration_at(geometry, 50, 50)->row_mm == doctest::Approx(0.2));
  CHECK_FALSE(calibration_at(geometry, 50, 150).has_value());
  CHECK_FALSE(calibration_at(geometry, 500, 50).has_value());
}
