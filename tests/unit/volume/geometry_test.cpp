#include "shared/volume/geometry.hpp"

#include <doctest/doctest.h>

using namespace sansfilm::volume;

namespace {

Plane axial(double z) { return {.position = {-100, -50, z}, .directions = {{1, 0, 0}, {0, 1, 0}}, .row_spacing_mm = 0.5, .column_spacing_mm = 2.0}; }

}  // namespace

TEST_CASE("pixels become patient positions by their spacings, and back") {
  const auto at = patient_from_pixel(axial(7), {10, 3});
  CHECK(at[0] == doctest::Approx(-94));
  CHECK(at[1] == doctest::Approx(-45));
  CHECK(at[2] == doctest::Approx(7));
  const auto back = pixel_from_patient(axial(5), at);
  REQUIRE(back.has_value());
  CHECK(back->at.row == doctest::Approx(10));
  CHECK(back->at.column == doctest::Approx(3));
  CHECK(back->distance_mm == doctest::Approx(2));
}

TEST_CASE("without spacing there is no way back to pixels") {
  Plane plane = axial(0);
  plane.row_spacing_mm = 0;
  CHECK_FALSE(pixel_from_patient(plane, {0, 0, 0}).has_value());
}

TEST_CASE("a sagittal slice cuts a transverse one along a column, from its own edge to edge") {
  // Sagittal at x = -94: column 3 of the transverse image. It reaches from y = -50 - 0.5 to y = -50 + 99.5.
  const Plane sagittal{.position = {-94, -50, 50}, .directions = {{0, 1, 0}, {0, 0, -1}}, .row_spacing_mm = 1, .column_spacing_mm = 1};
  const auto line = cross_line(axial(7), sagittal, 100, 100);
  REQUIRE(line.has_value());
  CHECK(line->from.column == doctest::Approx(3));
  CHECK(line->to.column == doctest::Approx(3));
  const double low = std::min(line->from.row, line->to.row), high = std::max(line->from.row, line->to.row);
  CHECK(low == doctest::Approx(-1));
  CHECK(high == doctest::Approx(199));
  const auto clipped = clip_to_image(*line, 64, 64);
  REQUIRE(clipped.has_value());
  CHECK(std::max(clipped->from.row, clipped->to.row) == doctest::Approx(63.5));
}

TEST_CASE("parallel planes and planes that end before the cut have no cross line") {
  CHECK_FALSE(cross_line(axial(0), axial(5), 10, 10).has_value());
  const Plane far{.position = {-94, -50, 500}, .directions = {{0, 1, 0}, {0, 0, -1}}, .row_spacing_mm = 1, .column_spacing_mm = 1};
  CHECK_FALSE(cross_line(axial(7), far, 100, 100).has_value());
  CHECK_FALSE(clip_to_image({{-10, -10}, {-10, 50}}, 64, 64).has_value());
}
