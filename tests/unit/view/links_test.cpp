#include <doctest/doctest.h>

#include "tests/unit/view/fake_host.hpp"

using namespace sansfilm;
using namespace sansfilm::view;
using namespace sansfilm::view::testing;

namespace {

const Cell& cell_of(const Desk& desk, std::size_t viewport) { return desk.viewer.viewports().pane(viewport).cell(); }

// 8 x 8 pixels of 10 mm; slices `step` mm apart, the first at `first`, through the patient whose frame of reference is `reference`.
wire::Series axial(std::uint32_t count, std::uint8_t marker, double first, double step, const char* reference = "1.9") {
  wire::Series series = raw_ct(count, marker);
  series.frame_of_reference_uid = reference;
  series.geometries[0].spacing_kind = wire::SpacingKind::kPixelSpacing;
  series.geometries[0].row_spacing_mm = series.geometries[0].column_spacing_mm = 10;
  for (std::uint32_t i = 0; i < count; ++i) series.frames[i].position_mm = {{0, 0, first + step * i}};
  return series;
}

// Looked at from the patient's right: rows run to the back, columns to the feet. x = 0, 10, 20...; y from 0, z from 70 down.
wire::Series sagittal(std::uint32_t count, std::uint8_t marker, const char* reference = "1.9") {
  wire::Series series = axial(count, marker, 0, 0, reference);
  series.geometries[0].orientation = {{0, 1, 0, 0, 0, -1}};
  for (std::uint32_t i = 0; i < count; ++i) series.frames[i].position_mm = {{10.0 * i, 0, 70}};
  return series;
}

void open_in(Desk& desk, Grid grid, std::initializer_list<wire::Series> series) {
  desk.open(a_study(series));
  desk.settle();
  desk.viewer.set_grid(grid, desk.now);
  desk.settle();
}

// The place in scroll order whose slice lies at z.
double z_of(const Desk& desk, std::size_t viewport) {
  const Pane& pane = desk.viewer.viewports().pane(viewport);
  return (*pane.described().position_mm)[2];
}

}  // namespace

TEST_CASE("scrolling by position brings the nearest slice of each stack in the same direction, and leaves other directions alone") {
  Desk desk;
  open_in(desk, {2, 2}, {axial(20, 1, 0, 5), axial(50, 2, 1, 2), sagittal(8, 3), axial(20, 4, 0, 5, "1.10")});
  desk.viewer.run(Command::kLinkScroll, desk.now);
  const std::uint32_t before = cell_of(desk, 2).place();
  desk.viewer.scroll_to(7, desk.now);
  CHECK(z_of(desk, 0) == 35);
  CHECK(z_of(desk, 1) == 35);          // 1 + 17 * 2
  CHECK(cell_of(desk, 1).place() == 17);
  CHECK(cell_of(desk, 2).place() == before);
  CHECK(z_of(desk, 3) == 35);          // elsewhere: by the distance between them, which was none
  desk.viewer.scroll_to(8, desk.now);
  CHECK(std::abs(z_of(desk, 1) - 40) == 1);
}

TEST_CASE("scrolling by offset keeps the distance that lay between the stacks when they were linked") {
  Desk desk;
  open_in(desk, {1, 2}, {axial(20, 1, 0, 5), axial(50, 2, 0, 2, "1.10")});
  desk.viewer.activate(1, desk.now);
  desk.viewer.scroll_to(15, desk.now);    // z = 30 beside z = 0
  desk.viewer.activate(0, desk.now);
  desk.viewer.run(Command::kLinkScroll, desk.now);
  desk.viewer.scroll_to(4, desk.now);     // z = 20
  CHECK(z_of(desk, 1) == 50);
  desk.viewer.scroll_to(19, desk.now);    // z = 95: beyond the end of the other
  CHECK(z_of(desk, 1) == 98);
  desk.viewer.scroll_to(4, desk.now);
  CHECK(z_of(desk, 1) == 50);
  // The other leads as well.
  desk.viewer.activate(1, desk.now);
  desk.viewer.scroll_to(35, desk.now);    // z = 70
  CHECK(z_of(desk, 0) == 40);
}

TEST_CASE("stacks without positions scroll by the number of images") {
  Desk desk;
  wire::Series plain = raw_ct(12, 2);
  for (wire::Frame& frame : plain.frames) frame.position_mm.reset();
  open_in(desk, {1, 2}, {axial(20, 1, 0, 5), plain});
  desk.viewer.run(Command::kLinkScroll, desk.now);
  desk.viewer.scroll_to(3, desk.now);
  CHECK(cell_of(desk, 1).place() == 3);
  desk.viewer.run(Command::kLinkScroll, desk.now);   // by offset
  desk.viewer.run(Command::kLinkScroll, desk.now);   // no more
  desk.viewer.scroll_to(9, desk.now);
  CHECK(cell_of(desk, 1).place() == 3);
}

TEST_CASE("the active image's line lies where it cuts the others, and nowhere else") {
  Desk desk;
  open_in(desk, {1, 3}, {axial(8, 1, 0, 10), sagittal(8, 2), axial(8, 3, 0, 10, "1.10")});
  desk.viewer.scroll_to(3, desk.now);   // z = 30
  const auto line = desk.viewer.links().line_on(desk.viewer.viewports(), 1);
  REQUIRE(line);
  // The sagittal image's row 0 is at z = 70: z = 30 is the middle of row 4, at 4.5 of the picture. It goes from edge to edge: y from -5 to 75.
  CHECK(line->from.y == doctest::Approx(4.5));
  CHECK(line->to.y == doctest::Approx(4.5));
  CHECK(std::min(line->from.x, line->to.x) == doctest::Approx(0));
  CHECK(std::max(line->from.x, line->to.x) == doctest::Approx(8));
  CHECK_FALSE(desk.viewer.links().line_on(desk.viewer.viewports(), 0));   // itself
  CHECK_FALSE(desk.viewer.links().line_on(desk.viewer.viewports(), 2));   // of another patient, as far as one knows
  desk.viewer.run(Command::kReferenceLines, desk.now);
  CHECK_FALSE(desk.viewer.links().line_on(desk.viewer.viewports(), 1));
}

TEST_CASE("a press with Shift points in the patient: every view of it goes there and marks the point") {
  Desk desk;
  open_in(desk, {2, 2}, {axial(8, 1, 0, 10), sagittal(8, 2), axial(35, 3, 0, 2), axial(8, 4, 0, 10, "1.10")});
  desk.viewer.scroll_to(5, desk.now);   // z = 50
  const std::uint32_t elsewhere = cell_of(desk, 3).place();
  // The middle of column 2, row 6: x = 20, y = 60.
  const Point at = cell_of(desk, 0).viewport().to_screen(Point{2.5, 6.5});
  desk.viewer.pointer({PointerPhase::kDown, PointerKind::kMouse, 1, at, 0, true}, desk.now);
  desk.viewer.pointer({PointerPhase::kUp, PointerKind::kMouse, 1, at, 0, true}, desk.now);
  REQUIRE(desk.viewer.links().point);
  const volume::Vector3 mm = desk.viewer.links().point->mm;
  CHECK(mm[0] == doctest::Approx(20));
  CHECK(mm[1] == doctest::Approx(60));
  CHECK(mm[2] == doctest::Approx(50));
  CHECK((*desk.viewer.viewports().pane(1).described().position_mm)[0] == 20);
  const auto mark = desk.viewer.links().point_on(desk.viewer.viewports().pane(1));
  REQUIRE(mark);
  CHECK(mark->x == doctest::Approx(6.5));   // y = 60
  CHECK(mark->y == doctest::Approx(2.5));   // z = 50, two below 70
  CHECK(z_of(desk, 2) == 50);
  CHECK(cell_of(desk, 3).place() == elsewhere);
  CHECK_FALSE(desk.viewer.links().point_on(desk.viewer.viewports().pane(3)));
  // Another slice does not wear the mark.
  desk.viewer.activate(1, desk.now);
  desk.viewer.run(Command::kNextImage, desk.now);
  CHECK_FALSE(desk.viewer.links().point_on(desk.viewer.viewports().pane(1)));
}

TEST_CASE("linked windows follow within a modality, linked views in proportion") {
  Desk desk;
  wire::Series mr = raw_ct(4, 3);
  mr.modality = "MR";
  open_in(desk, {1, 3}, {raw_ct(4, 1), raw_ct(4, 2), mr});
  desk.viewer.run(Command::kLinkWindow, desk.now);
  desk.viewer.choose_preset({.origin = PresetOrigin::kModality, .center = -600, .width = 1500}, desk.now);
  CHECK(desk.viewer.viewports().pane(1).window_values(Language::kFrench).center == -600);
  CHECK(desk.viewer.viewports().pane(2).window_values(Language::kFrench).center == 40);
  desk.viewer.run(Command::kLinkView, desk.now);
  const double fitted = cell_of(desk, 1).viewport().scale();
  desk.viewer.run(Command::kZoomOut, desk.now);
  CHECK(cell_of(desk, 1).viewport().scale() == doctest::Approx(fitted / 1.25));
  CHECK(cell_of(desk, 2).viewport().scale() == doctest::Approx(fitted / 1.25));
  desk.viewer.run(Command::kFit, desk.now);
  CHECK(cell_of(desk, 1).viewport().fitted());
}

TEST_CASE("a double click or a double tap shows a viewport alone and all again; a drag or a slow second press does not") {
  Desk desk;
  open_in(desk, {1, 2}, {raw_ct(4, 1), raw_ct(4, 2)});
  const auto press = [&](PointerKind kind, Point at, double travel = 0) {
    desk.viewer.pointer({PointerPhase::kDown, kind, 3, at, 0}, desk.now);
    if (travel != 0) desk.viewer.pointer({PointerPhase::kMove, kind, 3, {at.x + travel, at.y}, 0}, desk.now);
    desk.viewer.pointer({PointerPhase::kUp, kind, 3, {at.x + travel, at.y}, 0}, desk.now);
    desk.now += 120'000;
  };
  const Point right = cell_of(desk, 1).viewport().area().centre();
  press(PointerKind::kMouse, right);
  press(PointerKind::kMouse, right);
  CHECK(desk.viewer.viewports().expanded());
  CHECK(desk.viewer.viewports().active() == 1);
  desk.now += 1'000'000;
  const Point alone = cell_of(desk, 1).viewport().area().centre();
  press(PointerKind::kTouch, alone);
  press(PointerKind::kTouch, {alone.x + 10, alone.y});
  CHECK_FALSE(desk.viewer.viewports().expanded());
  desk.now += 1'000'000;
  press(PointerKind::kMouse, right);
  desk.now += 1'000'000;
  press(PointerKind::kMouse, right);
  CHECK_FALSE(desk.viewer.viewports().expanded());
  desk.now += 1'000'000;
  press(PointerKind::kMouse, right, 40);
  press(PointerKind::kMouse, right);
  CHECK_FALSE(desk.viewer.viewports().expanded());
}
