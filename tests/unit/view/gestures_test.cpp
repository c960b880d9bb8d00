#include <doctest/doctest.h>

#include "shared/view/gestures.hpp"

using namespace sansfilm::view;

namespace {

struct Hand {
  Gestures gestures;
  std::vector<Action> actions;

  void mouse(PointerPhase phase, Point at, std::uint8_t button = 0) {
    gestures.pointer({phase, PointerKind::kMouse, 1, at, button}, actions);
  }
  void finger(int id, PointerPhase phase, Point at) {
    gestures.pointer({phase, PointerKind::kTouch, id, at, 0}, actions);
  }
  [[nodiscard]] int steps() const {
    int sum = 0;
    for (const Action& action : actions) sum += action.kind == ActionKind::kScroll ? action.steps : 0;
    return sum;
  }
};

}  // namespace

TEST_CASE("the left button does the chosen tool, the middle one pans, the right one zooms") {
  Hand hand;
  hand.mouse(PointerPhase::kDown, {10, 10});
  hand.mouse(PointerPhase::kMove, {20, 5});
  REQUIRE(hand.actions.size() == 1);
  CHECK(hand.actions[0].kind == ActionKind::kWindow);
  CHECK(hand.actions[0].dx == 10);
  CHECK(hand.actions[0].dy == -5);
  hand.mouse(PointerPhase::kUp, {20, 5});

  hand.mouse(PointerPhase::kDown, {0, 0}, 1);
  hand.mouse(PointerPhase::kMove, {3, 4});
  CHECK(hand.actions.back().kind == ActionKind::kPan);
  hand.mouse(PointerPhase::kUp, {3, 4});

  hand.mouse(PointerPhase::kDown, {50, 50}, 2);
  hand.mouse(PointerPhase::kMove, {50, 40});
  CHECK(hand.actions.back().kind == ActionKind::kZoom);
  CHECK(hand.actions.back().factor > 1.0);
  CHECK(hand.actions.back().about == Point{50, 50});
}

TEST_CASE("moving without a button does nothing") {
  Hand hand;
  hand.mouse(PointerPhase::kMove, {20, 5});
  hand.mouse(PointerPhase::kUp, {20, 5});
  CHECK(hand.actions.empty());
}

TEST_CASE("one notch of a wheel is one image, small steps of a touchpad add up, turning back answers at once") {
  Hand hand;
  hand.gestures.wheel({0, 0}, 100, false, hand.actions);
  CHECK(hand.steps() == 1);
  hand.gestures.wheel({0, 0}, 120, false, hand.actions);
  CHECK(hand.steps() == 2);
  hand.gestures.wheel({0, 0}, -100, false, hand.actions);
  CHECK(hand.steps() == 1);
  hand.actions.clear();
  for (int i = 0; i < 10; ++i) hand.gestures.wheel({0, 0}, 10, false, hand.actions);
  CHECK(hand.steps() == 2);
  hand.actions.clear();
  for (int i = 0; i < 4; ++i) hand.gestures.wheel({0, 0}, -10, false, hand.actions);
  CHECK(hand.steps() == -1);
}

TEST_CASE("the wheel with Control zooms about the cursor") {
  Hand hand;
  hand.gestures.wheel({7, 9}, -100, true, hand.actions);
  REQUIRE(hand.actions.size() == 1);
  CHECK(hand.actions[0].kind == ActionKind::kZoom);
  CHECK(hand.actions[0].factor > 1.0);
  CHECK(hand.actions[0].about == Point{7, 9});
}

TEST_CASE("one finger scrolls; a long stack is passed in one sweep of the viewport") {
  Hand hand;
  hand.gestures.set_pixel_ratio(2.0);
  hand.gestures.set_stack(200, 1600);
  hand.finger(1, PointerPhase::kDown, {100, 100});
  hand.finger(1, PointerPhase::kMove, {100, 100 + 1600 * 0.8});
  CHECK(hand.steps() == 200);
}

TEST_CASE("two fingers zoom about their middle and pan with it") {
  Hand hand;
  hand.finger(1, PointerPhase::kDown, {100, 100});
  hand.finger(2, PointerPhase::kDown, {200, 100});
  hand.finger(2, PointerPhase::kMove, {300, 100});
  REQUIRE(hand.actions.size() == 2);
  CHECK(hand.actions[0].kind == ActionKind::kPan);
  CHECK(hand.actions[0].dx == 50);
  CHECK(hand.actions[1].kind == ActionKind::kZoom);
  CHECK(hand.actions[1].factor == doctest::Approx(2.0));
  CHECK(hand.actions[1].about == Point{200, 100});
}

TEST_CASE("a finger that leaves does not turn the rest into a scroll") {
  Hand hand;
  hand.gestures.set_stack(50, 500);
  hand.finger(1, PointerPhase::kDown, {100, 100});
  hand.finger(2, PointerPhase::kDown, {200, 100});
  hand.finger(2, PointerPhase::kUp, {200, 100});
  hand.finger(1, PointerPhase::kMove, {100, 400});
  CHECK(hand.actions.empty());
}

TEST_CASE("three fingers set the window") {
  Hand hand;
  for (int id = 1; id <= 3; ++id) hand.finger(id, PointerPhase::kDown, {100.0 * id, 100});
  hand.finger(1, PointerPhase::kMove, {110, 105});
  REQUIRE(hand.actions.size() == 1);
  CHECK(hand.actions[0].kind == ActionKind::kWindow);
}

TEST_CASE("a palm beside a pen and a second mouse button do not mix into a gesture under way") {
  Hand hand;
  hand.mouse(PointerPhase::kDown, {10, 10});
  hand.finger(9, PointerPhase::kDown, {300, 300});
  hand.finger(9, PointerPhase::kMove, {300, 350});
  CHECK(hand.actions.empty());
}

TEST_CASE("when the window loses the focus a drag is over") {
  Hand hand;
  hand.mouse(PointerPhase::kDown, {10, 10});
  hand.gestures.cancel();
  hand.mouse(PointerPhase::kMove, {20, 20});
  CHECK(hand.actions.empty());
  CHECK_FALSE(hand.gestures.active());
}
