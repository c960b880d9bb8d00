#include <doctest/doctest.h>

#include "tests/unit/view/fake_host.hpp"

using namespace sansfilm;
using namespace sansfilm::view;
using namespace sansfilm::view::testing;

namespace {

constexpr Rect kFirstCard{8, 100, 150, 150}, kSecondCard{8, 260, 150, 150};

PointerEvent event(PointerKind kind, PointerPhase phase, Point at, std::int32_t id = 1) { return {.phase = phase, .kind = kind, .id = id, .at = at}; }
PointerEvent mouse(PointerPhase phase, Point at) { return event(PointerKind::kMouse, phase, at); }
PointerEvent finger(PointerPhase phase, Point at, std::int32_t id = 1) { return event(PointerKind::kTouch, phase, at, id); }

Desk& with_cards(Desk& desk, Grid grid) {
  desk.open(a_study({raw_ct(4, 1), raw_ct(9, 2), raw_ct(5, 3)}));
  desk.settle();
  desk.viewer.set_grid(grid, desk.now);
  desk.settle();
  desk.viewer.series_drag().begin_cards();
  desk.viewer.series_drag().add_card(0, kFirstCard);
  desk.viewer.series_drag().add_card(1, kSecondCard);
  return desk;
}

const Cell& cell_of(const Desk& desk, std::size_t viewport) { return desk.viewer.viewports().pane(viewport).cell(); }
Point middle_of(const Desk& desk, std::size_t viewport) { return cell_of(desk, viewport).viewport().area().centre(); }

}  // namespace

TEST_CASE("a mouse carries a series from the strip into the viewport where it lets go, which is active then") {
  Desk desk;
  with_cards(desk, {2, 2});
  CHECK_FALSE(desk.viewer.carry(mouse(PointerPhase::kDown, kSecondCard.centre()), desk.now));
  CHECK_FALSE(desk.viewer.carry(mouse(PointerPhase::kMove, {kSecondCard.centre().x + 3, kSecondCard.centre().y}), desk.now));
  CHECK(desk.viewer.carry(mouse(PointerPhase::kMove, middle_of(desk, 3)), desk.now));
  CHECK(desk.viewer.series_drag().carried() == 1U);
  CHECK(desk.viewer.carried_to() == std::size_t{3});
  CHECK_FALSE(cell_of(desk, 3).has_series());
  CHECK(desk.viewer.carry(mouse(PointerPhase::kUp, middle_of(desk, 3)), desk.now));
  CHECK(cell_of(desk, 3).series() == 1);
  CHECK(cell_of(desk, 1).series() == 1);
  CHECK(desk.viewer.viewports().active() == 3);
  CHECK_FALSE(desk.viewer.series_drag().carried());
  CHECK(desk.viewer.viewports().all_showing(1) == std::vector<std::size_t>{1, 3});
}

TEST_CASE("a press on a card that does not move carries nothing, and stays a press") {
  Desk desk;
  with_cards(desk, {1, 2});
  CHECK_FALSE(desk.viewer.carry(mouse(PointerPhase::kDown, kSecondCard.centre()), desk.now));
  CHECK_FALSE(desk.viewer.carry(mouse(PointerPhase::kUp, kSecondCard.centre()), desk.now));
  CHECK(cell_of(desk, 0).series() == 0);
}

TEST_CASE("what is let go over no viewport, or given up, changes nothing") {
  Desk desk;
  with_cards(desk, {1, 2});
  for (const bool given_up : {false, true}) {
    desk.viewer.carry(mouse(PointerPhase::kDown, kSecondCard.centre()), desk.now);
    CHECK(desk.viewer.carry(mouse(PointerPhase::kMove, middle_of(desk, 0)), desk.now));
    if (given_up) CHECK(desk.viewer.key("Escape", kNoModifier, desk.now));
    CHECK(desk.host.left == 0);   // the study stays open
    desk.viewer.carry(mouse(PointerPhase::kUp, given_up ? middle_of(desk, 0) : kFirstCard.centre()), desk.now);
    CHECK(cell_of(desk, 0).series() == 0);
    CHECK(cell_of(desk, 1).series() == 1);
  }
}

TEST_CASE("a finger carries a series once it has rested on it; one that moves at once scrolls the strip") {
  Desk desk;
  with_cards(desk, {1, 2});
  desk.viewer.carry(finger(PointerPhase::kDown, kSecondCard.centre()), desk.now);
  CHECK_FALSE(desk.viewer.carry(finger(PointerPhase::kMove, middle_of(desk, 0)), desk.now));
  desk.viewer.tick(desk.now + 2 * SeriesDrag::kRest);
  CHECK_FALSE(desk.viewer.series_drag().carried());
  CHECK_FALSE(desk.viewer.carry(finger(PointerPhase::kUp, middle_of(desk, 0)), desk.now));
  CHECK(cell_of(desk, 0).series() == 0);

  desk.viewer.carry(finger(PointerPhase::kDown, kSecondCard.centre()), desk.now);
  CHECK(desk.viewer.wake_us() <= desk.now + SeriesDrag::kRest);
  desk.viewer.tick(desk.now + SeriesDrag::kRest);
  CHECK(desk.viewer.series_drag().carried() == 1U);
  CHECK(desk.viewer.carry(finger(PointerPhase::kMove, middle_of(desk, 0)), desk.now));
  CHECK(desk.viewer.carry(finger(PointerPhase::kUp, middle_of(desk, 0)), desk.now));
  CHECK(cell_of(desk, 0).series() == 1);
}

TEST_CASE("a second finger ends the carrying, and a pointer that the browser takes away drops nothing") {
  Desk desk;
  with_cards(desk, {1, 2});
  for (const bool second : {true, false}) {
    desk.viewer.carry(finger(PointerPhase::kDown, kSecondCard.centre()), desk.now);
    desk.now += SeriesDrag::kRest;
    desk.viewer.tick(desk.now);
    CHECK(desk.viewer.carry(finger(PointerPhase::kMove, middle_of(desk, 0)), desk.now));
    if (second) desk.viewer.carry(finger(PointerPhase::kDown, {20, 20}, 2), desk.now);
    else desk.viewer.carry(finger(PointerPhase::kCancel, middle_of(desk, 0)), desk.now);
    desk.viewer.carry(finger(PointerPhase::kUp, middle_of(desk, 0)), desk.now);
    CHECK(cell_of(desk, 0).series() == 0);
  }
}

TEST_CASE("keys put a series into a free viewport: the first that no other shows, then the next ones") {
  Desk desk;
  with_cards(desk, {2, 2});
  desk.viewer.activate(3, desk.now);
  CHECK_FALSE(cell_of(desk, 3).has_series());
  desk.viewer.key("n", kNoModifier, desk.now);
  CHECK(cell_of(desk, 3).series() == 0);   // each is shown by another: the first
  desk.viewer.key("n", kNoModifier, desk.now);
  CHECK(cell_of(desk, 3).series() == 1);
}
