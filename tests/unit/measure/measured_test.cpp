#include <doctest/doctest.h>

#include <cmath>
#include <numbers>

#include "shared/measure/measured.hpp"

using namespace sansfilm;
using namespace sansfilm::measure;
using doctest::Approx;

namespace {

// A picture of 40 x 30 whose stored value is 10 * column + row, rescaled to HU; pixels of 0.5 x 1 mm.
struct Bench {
  base::Frame frame;
  wire::PixelFormat format{.rows = 30, .columns = 40, .photometric = "MONOCHROME2"};
  wire::Display display;
  wire::Geometry geometry;
  wire::PictureState state{.quality = wire::Quality::kFull, .lossless = true};

  Bench() {
    frame.columns = 40;
    frame.rows = 30;
    frame.bytes_per_sample = 2;
    frame.samples.resize(40 * 30 * 2);
    for (std::uint32_t row = 0; row < 30; ++row) {
      for (std::uint32_t column = 0; column < 40; ++column) set(column, row, static_cast<std::uint16_t>(10 * column + row));
    }
    display.rescale = wire::Rescale{2.0, -100.0, "HU"};
    geometry.spacing_kind = wire::SpacingKind::kPixelSpacing;
    geometry.column_spacing_mm = 0.5;
    geometry.row_spacing_mm = 1.0;
  }

  void set(std::uint32_t column, std::uint32_t row, std::uint16_t value) { base::store_le(&frame.samples[(row * 40 + column) * 2], value); }

  [[nodiscard]] Measured of(Kind kind, std::vector<Point> points, std::uint64_t most = kAllPixels) const {
    return measure::measure({.kind = kind, .points = std::move(points)}, {&frame, state, &format, &display, &geometry}, most);
  }
};

}  // namespace

TEST_CASE("a length is millimetres by the spacing of each direction") {
  const Bench bench;
  const Measured value = bench.of(Kind::kLength, {{2, 3}, {10, 6}});   // 8 columns of 0.5, 3 rows of 1
  REQUIRE(value.calibration.has_value());
  CHECK(*value.length == Approx(5.0));
  CHECK_FALSE(value.provisional);
}

TEST_CASE("without a calibration a length is pixels, columns wide, in the proportion of the pixels") {
  Bench bench;
  bench.geometry.spacing_kind = wire::SpacingKind::kNone;
  bench.geometry.pixel_aspect_vertical = 2;
  bench.geometry.pixel_aspect_horizontal = 1;
  const Measured value = bench.of(Kind::kLength, {{0, 0}, {3, 2}});
  CHECK_FALSE(value.calibration.has_value());
  CHECK(*value.length == Approx(5.0));
}

TEST_CASE("a length from one ultrasound region into another has no millimetres") {
  Bench bench;
  bench.geometry.spacing_kind = wire::SpacingKind::kUltrasound;
  wire::UltrasoundRegion left{.x0 = 0, .y0 = 0, .x1 = 19, .y1 = 29, .spatial_format = 1, .units_x = 3, .units_y = 3, .delta_x = 0.01, .delta_y = 0.01};
  wire::UltrasoundRegion right = left;
  right.x0 = 20;
  right.x1 = 39;
  right.delta_x = 0.02;
  bench.geometry.regions = {left, right};
  CHECK(*bench.of(Kind::kLength, {{1, 1}, {11, 1}}).length == Approx(1.0));
  CHECK(bench.of(Kind::kLength, {{1, 1}, {11, 1}}).calibration.has_value());
  CHECK_FALSE(bench.of(Kind::kLength, {{1, 1}, {30, 1}}).calibration.has_value());
}

TEST_CASE("a polyline is as long as its parts together") {
  const Bench bench;
  CHECK(*bench.of(Kind::kPolyline, {{0, 0}, {8, 3}, {8, 13}}).length == Approx(15.0));
}

TEST_CASE("angles are those of the patient, not of the pixels") {
  const Bench bench;
  // 2 columns are 1 mm, 1 row is 1 mm: 45 degrees in the plane.
  CHECK(*bench.of(Kind::kAngle, {{10, 0}, {0, 0}, {2, 1}}).angle_deg == Approx(45.0));
  CHECK(*bench.of(Kind::kAngle, {{10, 5}, {4, 5}, {0, 5}}).angle_deg == Approx(180.0));
}

TEST_CASE("a Cobb angle is that between two lines, however they were drawn") {
  const Bench bench;
  CHECK(*bench.of(Kind::kCobb, {{0, 0}, {10, 0}, {0, 10}, {2, 11}}).angle_deg == Approx(45.0));
  CHECK(*bench.of(Kind::kCobb, {{10, 0}, {0, 0}, {0, 10}, {2, 11}}).angle_deg == Approx(45.0));
}

TEST_CASE("of two diameters the longer one is named first; heart over thorax is a ratio") {
  const Bench bench;
  const Measured two = bench.of(Kind::kBidirectional, {{0, 0}, {4, 0}, {10, 0}, {10, 9}});
  CHECK(*two.length == Approx(9.0));
  CHECK(*two.second_length == Approx(2.0));
  const Measured chest = bench.of(Kind::kCardiothoracic, {{10, 20}, {24, 20}, {2, 25}, {30, 25}});
  CHECK(*chest.ratio == Approx(0.5));
}

TEST_CASE("a rectangle has the mean, deviation, extremes and area of the pixels whose centres it holds") {
  const Bench bench;
  const Measured value = bench.of(Kind::kRectangle, {{4, 2}, {2, 4}});   // columns 2, 3; rows 2, 3
  REQUIRE(value.statistics.has_value());
  CHECK(value.statistics->pixels == 4);
  CHECK(value.statistics->unit == "HU");
  // Stored 22, 23, 32, 33.
  CHECK(value.statistics->mean == Approx(2 * 27.5 - 100));
  CHECK(value.statistics->least == Approx(-56));
  CHECK(value.statistics->most == Approx(-34));
  CHECK(value.statistics->deviation == Approx(2 * std::sqrt((5.5 * 5.5 + 4.5 * 4.5) * 2 / 4)));
  CHECK(*value.area == Approx(2 * 0.5 * 2 * 1.0));
}

TEST_CASE("the areas of ellipse, circle and polygon are those of the plane") {
  const Bench bench;
  CHECK(*bench.of(Kind::kEllipse, {{4, 4}, {24, 14}}).area == Approx(std::numbers::pi * 5 * 5));
  CHECK(*bench.of(Kind::kCircle, {{20, 15}, {26, 15}}).area == Approx(std::numbers::pi * 9));
  CHECK(*bench.of(Kind::kFreehand, {{0, 0}, {8, 0}, {8, 6}}).area == Approx(4.0 * 6.0 / 2));
}

TEST_CASE("a circle takes in what is within its radius in the patient") {
  const Bench bench;
  const Measured value = bench.of(Kind::kCircle, {{20, 15}, {26, 15}});   // 3 mm: 6 columns, 3 rows
  std::uint64_t expected = 0;
  for (int row = 0; row < 30; ++row) {
    for (int column = 0; column < 40; ++column) expected += std::hypot((column + 0.5 - 20) * 0.5, row + 0.5 - 15) < 3.0 ? 1 : 0;
  }
  CHECK(value.statistics->pixels == expected);
}

TEST_CASE("padding counts for nothing, and a region of padding alone has no statistics") {
  Bench bench;
  bench.format.padding_first = 5000;
  bench.set(2, 2, 5000);
  CHECK(bench.of(Kind::kRectangle, {{2, 2}, {4, 3}}).statistics->pixels == 1);
  CHECK_FALSE(bench.of(Kind::kRectangle, {{2, 2}, {3, 3}}).statistics.has_value());
}

TEST_CASE("a PET that can tell SUV tells SUV") {
  Bench bench;
  bench.display.rescale = wire::Rescale{1.0, 0.0, "BQML"};
  bench.display.suv = wire::Suv{.body_weight = 0.01};
  const Measured value = bench.of(Kind::kPoint, {{3.2, 4.9}});
  CHECK(value.statistics->unit == "SUVbw");
  CHECK(value.statistics->mean == Approx(0.34));
}

TEST_CASE("of a picture that is not final everything is provisional; of one that is away there are no values") {
  Bench bench;
  bench.state.quality = wire::Quality::kReduced;
  CHECK(bench.of(Kind::kLength, {{0, 0}, {1, 1}}).provisional);
  const Measurable away{nullptr, {}, &bench.format, &bench.display, &bench.geometry};
  const Measured value = measure::measure({.kind = Kind::kRectangle, .points = {{0, 0}, {4, 4}}}, away);
  CHECK(value.provisional);
  CHECK(value.area.has_value());
  CHECK_FALSE(value.statistics.has_value());
}

TEST_CASE("colours have no mean") {
  Bench bench;
  bench.frame.samples_per_pixel = 3;
  CHECK_FALSE(bench.of(Kind::kRectangle, {{0, 0}, {4, 4}}).statistics.has_value());
  CHECK(bench.of(Kind::kRectangle, {{0, 0}, {4, 4}}).area.has_value());
}

TEST_CASE("what lies outside the picture is measured as far as there is a picture") {
  const Bench bench;
  CHECK(bench.of(Kind::kRectangle, {{-10, -10}, {1, 1}}).statistics->pixels == 1);
  CHECK_FALSE(bench.of(Kind::kRectangle, {{100, 100}, {200, 200}}).statistics.has_value());
  CHECK_FALSE(bench.of(Kind::kPoint, {{-1, 5}}).statistics.has_value());
}

TEST_CASE("a region that is larger than asked for has its area but no statistics yet") {
  const Bench bench;
  const Measured value = bench.of(Kind::kRectangle, {{0, 0}, {20, 20}}, 100);
  CHECK(value.area.has_value());
  CHECK_FALSE(value.statistics.has_value());
}

TEST_CASE("points that are missing make no value") {
  const Bench bench;
  CHECK_FALSE(bench.of(Kind::kAngle, {{0, 0}, {1, 1}}).angle_deg.has_value());
  CHECK_FALSE(bench.of(Kind::kLength, {}).length.has_value());
}

TEST_CASE("a kind is found by its name") {
  for (const Kind kind : kKinds) CHECK(kind_named(name_of(kind)) == kind);
  CHECK_FALSE(kind_named("trapezium").has_value());
}

TEST_CASE("the distance to a closed path counts its last side") {
  const std::vector<Path> square{{{{0, 0}, {10, 0}, {10, 10}, {0, 10}}, true}};
  CHECK(distance_to(square, {-2, 5}) == Approx(2.0));
  CHECK(distance_to({}, {0, 0}) > 1e9);
}
