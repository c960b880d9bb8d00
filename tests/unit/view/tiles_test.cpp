#include <doctest/doctest.h>

#include "tests/unit/view/fake_host.hpp"

using namespace sansfilm;
using namespace sansfilm::view;
using namespace sansfilm::view::testing;

namespace {

Desk& tiled(Desk& desk, Grid grid, std::initializer_list<wire::Series> series) {
  desk.open(a_study(series));
  desk.settle();
  desk.viewer.set_grid(grid, desk.now);
  desk.viewer.run(Command::kTiles, desk.now);
  desk.settle();
  return desk;
}

const Cell& cell_of(const Desk& desk, std::size_t viewport) { return desk.viewer.viewports().pane(viewport).cell(); }

std::vector<std::uint32_t> places(const Desk& desk) {
  std::vector<std::uint32_t> out;
  for (std::size_t i = 0; i < desk.viewer.viewports().count(); ++i) {
    if (cell_of(desk, i).has_series()) out.push_back(cell_of(desk, i).place());
  }
  return out;
}

using Places = std::vector<std::uint32_t>;

}  // namespace

TEST_CASE("a series as tiles: its images in their order over all viewports, from the one that was looked at") {
  Desk desk;
  desk.open(a_study({raw_ct(20, 1), raw_ct(9, 2)}));
  desk.settle();
  desk.viewer.scroll_to(4, desk.now);
  desk.viewer.set_grid({2, 2}, desk.now);
  desk.viewer.run(Command::kTiles, desk.now);
  desk.settle();
  CHECK(places(desk) == Places{4, 5, 6, 7});
  for (std::size_t i = 0; i < 4; ++i) {
    CHECK(cell_of(desk, i).series() == 0);
    CHECK(desk.viewer.viewports().pane(i).honesty(Language::kFrench).is_final);
  }
  CHECK(desk.state().find("\"tiles\":true") != std::string::npos);
}

TEST_CASE("tiles scroll by one with the wheel and by a page with the keys, and stop where the stack does") {
  Desk desk;
  tiled(desk, {2, 2}, {raw_ct(11, 1)});
  CHECK(places(desk) == Places{0, 1, 2, 3});
  desk.viewer.wheel(cell_of(desk, 2).viewport().area().centre(), 100, false, desk.now);
  CHECK(places(desk) == Places{1, 2, 3, 4});
  desk.viewer.activate(0, desk.now);
  desk.viewer.key("PageDown", kNoModifier, desk.now);
  CHECK(places(desk) == Places{5, 6, 7, 8});
  desk.viewer.key("PageDown", kNoModifier, desk.now);
  CHECK(places(desk) == Places{7, 8, 9, 10});
  CHECK(cell_of(desk, desk.viewer.viewports().active()).place() == 9);   // four on from 5
  desk.viewer.key("End", kNoModifier, desk.now);
  CHECK(desk.viewer.viewports().active() == 3);
  CHECK(places(desk) == Places{7, 8, 9, 10});
  desk.viewer.key("Home", kNoModifier, desk.now);
  CHECK(places(desk) == Places{0, 1, 2, 3});
  CHECK(desk.viewer.viewports().active() == 0);
}

TEST_CASE("a hand that scrolls tiles keeps hold of its viewport at the end of the stack") {
  Desk desk;
  tiled(desk, {2, 2}, {raw_ct(11, 1)});
  desk.viewer.run(Command::kToolScroll, desk.now);
  const Point from = cell_of(desk, 0).viewport().area().centre();
  desk.viewer.pointer({PointerPhase::kDown, PointerKind::kMouse, 1, from, 0}, desk.now);
  desk.viewer.pointer({PointerPhase::kMove, PointerKind::kMouse, 1, {from.x, from.y + 600}, 0}, desk.now);
  CHECK(places(desk) == Places{7, 8, 9, 10});
  CHECK(desk.viewer.viewports().active() == 0);
}

TEST_CASE("fewer images than viewports: the rest is free; a larger grid shows more") {
  Desk desk;
  tiled(desk, {2, 2}, {raw_ct(3, 1), raw_ct(9, 2)});
  CHECK(places(desk) == Places{0, 1, 2});
  CHECK_FALSE(cell_of(desk, 3).has_series());
  desk.viewer.choose_series(1, desk.now);
  CHECK(places(desk) == Places{0, 1, 2, 3});
  CHECK(cell_of(desk, 3).series() == 1);
  desk.viewer.set_grid({3, 3}, desk.now);
  CHECK(places(desk) == Places{0, 1, 2, 3, 4, 5, 6, 7, 8});
}

TEST_CASE("window, zoom, turn and inversion of one tile are those of all") {
  Desk desk;
  tiled(desk, {1, 3}, {raw_ct(9, 1)});
  desk.viewer.activate(1, desk.now);
  desk.viewer.choose_preset({.origin = PresetOrigin::kModality, .center = -600, .width = 1500}, desk.now);
  desk.viewer.run(Command::kInvert, desk.now);
  desk.viewer.run(Command::kTurnRight, desk.now);
  desk.viewer.run(Command::kOneToOne, desk.now);
  desk.settle();
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(desk.viewer.viewports().pane(i).window_values(Language::kFrench).width == 1500);
    CHECK(cell_of(desk, i).inverted());
    CHECK(cell_of(desk, i).viewport().quarters() == 1);
    CHECK(cell_of(desk, i).viewport().scale() == 1.0);
  }
  CHECK(places(desk) == Places{0, 1, 2});
}

TEST_CASE("without tiles each viewport shows again what it did; from one viewport tiles make four") {
  Desk desk;
  desk.open(a_study({raw_ct(20, 1), raw_ct(9, 2)}));
  desk.settle();
  desk.viewer.set_grid({1, 3}, desk.now);
  desk.viewer.activate(1, desk.now);
  desk.viewer.scroll_to(5, desk.now);
  desk.viewer.activate(0, desk.now);
  desk.viewer.run(Command::kTiles, desk.now);
  CHECK(cell_of(desk, 1).series() == 0);
  desk.viewer.run(Command::kTiles, desk.now);
  CHECK_FALSE(desk.viewer.tiles().on());
  CHECK(cell_of(desk, 0).series() == 0);
  CHECK(cell_of(desk, 1).series() == 1);
  CHECK(cell_of(desk, 1).place() == 5);
  CHECK_FALSE(cell_of(desk, 2).has_series());

  desk.viewer.set_grid({1, 1}, desk.now);
  desk.viewer.run(Command::kTiles, desk.now);
  CHECK(desk.viewer.viewports().count() == 4);
  CHECK(places(desk) == Places{0, 1, 2, 3});
}

TEST_CASE("a series without pictures ends the tiles instead of emptying them, and the next study begins without") {
  Desk desk;
  wire::Series report;
  report.series_instance_uid = "1.2.77";
  report.modality = "SR";
  tiled(desk, {2, 2}, {raw_ct(9, 1), report});
  desk.viewer.choose_series(1, desk.now);
  CHECK_FALSE(desk.viewer.tiles().on());
  CHECK(cell_of(desk, 0).series() == 1);
  desk.viewer.choose_series(0, desk.now);
  desk.viewer.run(Command::kTiles, desk.now);
  CHECK(desk.viewer.tiles().on());
  desk.viewer.close();
  CHECK_FALSE(desk.viewer.tiles().on());
}
