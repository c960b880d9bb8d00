#include <doctest/doctest.h>

#include "shared/view/layout.hpp"
#include "shared/view/orientation.hpp"
#include "shared/view/scrubber.hpp"
#include "shared/view/study_model.hpp"

using namespace sansfilm;
using namespace sansfilm::view;

namespace {

constexpr std::array<double, 6> kAxial{1, 0, 0, 0, 1, 0};

// Slices at the given heights, numbered in the order given.
wire::Series axial_series(std::initializer_list<double> heights) {
  wire::Series series;
  series.modality = "CT";
  series.pixel_formats.push_back({.rows = 64, .columns = 64});
  series.displays.emplace_back();
  series.geometries.emplace_back();
  series.geometries[0].orientation = kAxial;
  series.codestreams.emplace_back();
  std::int32_t number = 1;
  for (const double z : heights) {
    const auto instance = static_cast<std::uint32_t>(series.instances.size());
    series.instances.push_back({"1.2." + std::to_string(number), number});
    wire::Frame frame;
    frame.instance = instance;
    frame.position_mm = {{0, 0, z}};
    series.frames.push_back(frame);
    ++number;
  }
  return series;
}

}  // namespace

TEST_CASE("slices are scrolled in the order of their positions, not of their numbers") {
  const SeriesModel model = order_series(axial_series({0, 20, 10, 30}), 0);
  CHECK(model.order == StackOrder::kPosition);
  CHECK(model.frames == std::vector<std::uint32_t>{0, 2, 1, 3});
  CHECK(model.along_mm == std::vector<double>{0, 10, 20, 30});
}

TEST_CASE("a stack that is numbered downwards stays in the direction of its numbers") {
  const SeriesModel model = order_series(axial_series({30, 10, 20, 0}), 0);
  CHECK(model.along_mm == std::vector<double>{30, 20, 10, 0});
}

TEST_CASE("without positions, or with all at one place, the numbers give the order") {
  wire::Series series = axial_series({5, 5, 5});
  series.instances[0].number = 3;
  series.instances[2].number = 1;
  SeriesModel model = order_series(series, 0);
  CHECK(model.order == StackOrder::kNumber);
  CHECK(model.frames == std::vector<std::uint32_t>{2, 1, 0});
  series.frames[1].position_mm.reset();
  model = order_series(series, 0);
  CHECK(model.order == StackOrder::kNumber);
}

TEST_CASE("a series with mixed orientations is told to be one, and goes by numbers") {
  wire::Series series = axial_series({0, 10, 20});
  series.geometries.emplace_back();
  series.geometries[1].orientation = {{1, 0, 0, 0, 0, -1}};
  series.frames[2].geometry = 1;
  CHECK(order_series(series, 0).order == StackOrder::kMixed);
}

TEST_CASE("a series without pictures is listed and skipped by the keys") {
  wire::Manifest manifest;
  manifest.series.push_back({});
  manifest.series.push_back(axial_series({1, 2}));
  manifest.series.push_back({});
  manifest.series.push_back(axial_series({1}));
  StudyModel study;
  study.update(manifest);
  CHECK(study.first_with_pictures() == 1);
  CHECK(study.neighbour(1, 1) == 3);
  CHECK(study.neighbour(3, -1) == 1);
  CHECK_FALSE(study.neighbour(3, 1).has_value());
}

TEST_CASE("an axial picture has the patient's right at the left of the screen, and the letters follow turns and mirrors") {
  wire::Geometry geometry;
  geometry.orientation = kAxial;
  Viewport viewport;
  viewport.set_area({0, 0, 100, 100});
  viewport.set_picture(10, 10);
  pixel::EdgeLetters letters = edge_letters(geometry, viewport);
  CHECK(letters.left == "R");
  CHECK(letters.right == "L");
  CHECK(letters.top == "A");
  CHECK(letters.bottom == "P");
  viewport.turn(1);
  letters = edge_letters(geometry, viewport);
  CHECK(letters.right == "A");
  CHECK(letters.top == "R");
  viewport.flip_left_right();
  letters = edge_letters(geometry, viewport);
  CHECK(letters.left == "A");
  CHECK(letters.top == "R");
  viewport.reset();
  viewport.flip_left_right();
  letters = edge_letters(geometry, viewport);
  CHECK(letters.left == "L");
  CHECK(letters.top == "A");
}

TEST_CASE("Patient Orientation gives the letters of a radiograph without cosines; without either there are none") {
  wire::Geometry geometry;
  const Viewport viewport;
  CHECK(edge_letters(geometry, viewport).empty());
  geometry.patient_orientation = {"L", "F"};
  const pixel::EdgeLetters letters = edge_letters(geometry, viewport);
  CHECK(letters.left == "R");
  CHECK(letters.right == "L");
  CHECK(letters.top == "H");
  CHECK(letters.bottom == "F");
}

TEST_CASE("the page is divided without gaps, and the series go below on a narrow page") {
  const PageLayout wide = lay_out(1440, 900, 1.0, {2, 2}, true);
  CHECK(wide.cells.size() == 4);
  CHECK(wide.strip.right() == wide.stage.x);
  CHECK(wide.stage.bottom() == wide.status.y);
  CHECK_FALSE(wide.strip_is_row);
  const PageLayout narrow = lay_out(780, 1688, 2.0, {}, true);
  CHECK(narrow.strip_is_row);
  CHECK(narrow.strip.y == narrow.stage.bottom());
  const PageLayout tiny = lay_out(10, 10, 1.0, {}, true);
  CHECK(tiny.cells[0].height >= 0);
}

TEST_CASE("the scrubber maps its whole height to the whole stack") {
  const Rect bar = scrubber_bar({0, 0, 400, 400}, 1.0);
  CHECK(scrubber_place(bar, bar.y - 50, 200) == 0);
  CHECK(scrubber_place(bar, bar.bottom() + 50, 200) == 199);
  CHECK(scrubber_place(bar, bar.y + bar.height / 2, 200) == 100);
  CHECK(scrubber_place(bar, bar.y, 1) == 0);
  CHECK(scrubber_mark(bar, 199, 200, 10).bottom() == doctest::Approx(bar.bottom()));
}
