#include <doctest/doctest.h>

#include <cmath>

#include "tests/unit/view/fake_host.hpp"

using namespace sansfilm;
using namespace sansfilm::view;
using namespace sansfilm::view::testing;

namespace {

// Two viewers of one study on screens of different shapes, as a desk and a phone.
struct Two {
  Desk one, other;

  Two() {
    wire::Series second = raw_ct(5, 2);
    for (wire::Instance& instance : second.instances) instance.sop_instance_uid += ".2";
    other.viewer.set_page(1170, 2100, 3.0);
    for (Desk* desk : {&one, &other}) {
      desk->open(a_study({raw_ct(20, 1), second}));
      desk->settle();
    }
  }

  // What the one tells goes through its text, as on the wire.
  bool follow() {
    const auto told = one.viewer.shared_view();
    REQUIRE(told);
    base::Budget budget;
    const auto read = together::read_view(together::write_view(*told), budget);
    REQUIRE(read.ok());
    const bool followed = other.viewer.follow(*read, other.now);
    other.settle();
    return followed;
  }
};

std::size_t named(const DrawList& list, const std::string& text) {
  std::size_t found = 0;
  for (const TextMark& mark : list.texts) found += mark.text == text ? 1 : 0;
  return found;
}

}  // namespace

TEST_CASE("slice, window, inversion, turn and mirror of the one are shown by the other") {
  Two two;
  two.one.viewer.scroll_to(7, two.one.now);
  two.one.settle();
  two.one.viewer.choose_preset({.origin = PresetOrigin::kModality, .center = 300, .width = 1500}, two.one.now);
  for (const Command command : {Command::kInvert, Command::kTurnRight, Command::kFlipLeftRight}) two.one.viewer.run(command, two.one.now);
  REQUIRE(two.follow());
  const Cell& cell = two.other.viewer.cell();
  CHECK(cell.place() == 7);
  CHECK(two.other.viewer.window_values().center == 300);
  CHECK(two.other.viewer.window_values().width == 1500);
  CHECK(cell.inverted());
  CHECK(cell.viewport().quarters() == two.one.viewer.cell().viewport().quarters());
  CHECK(cell.viewport().mirrored() == two.one.viewer.cell().viewport().mirrored());
  CHECK(cell.viewport().fitted());
}

TEST_CASE("another series is followed too, and the window of the file comes back with its default") {
  Two two;
  two.one.viewer.choose_series(1, two.one.now);
  REQUIRE(two.follow());
  CHECK(two.other.viewer.cell().series() == 1);
  two.other.viewer.choose_preset({.origin = PresetOrigin::kModality, .center = 1, .width = 2}, two.other.now);
  REQUIRE(two.follow());
  CHECK(two.other.viewer.window_values().center == 40);
  CHECK(two.other.viewer.window_values().width == 400);
}

TEST_CASE("a smaller screen shows all that the one who leads has in sight, about the same middle") {
  Two two;
  Viewport& led = two.one.viewer.cell().viewport();
  led.zoom_about(led.area().centre(), 2.5);
  led.pan_by(40, -25);
  REQUIRE(two.follow());
  const Viewport& followed = two.other.viewer.cell().viewport();
  const auto middle = [](const Viewport& viewport) { return viewport.to_picture(viewport.area().centre()); };
  // To a device pixel: a viewport lies on whole ones.
  CHECK(std::abs(middle(led).x - middle(followed).x) < 1.0 / followed.scale());
  CHECK(std::abs(middle(led).y - middle(followed).y) < 1.0 / followed.scale());
  CHECK(followed.area().width / followed.scale() >= led.area().width / led.scale() - 1e-9);
  CHECK(followed.area().height / followed.scale() >= led.area().height / led.scale() - 1e-9);
}

TEST_CASE("a view of an image that is not here is not followed, and nothing moves") {
  Two two;
  auto told = *two.one.viewer.shared_view();
  told.image_uid = "9.9.9";
  told.inverted = true;
  CHECK_FALSE(two.other.viewer.follow(told, two.other.now));
  CHECK_FALSE(two.other.viewer.cell().inverted());
  Desk closed;
  CHECK_FALSE(closed.viewer.follow(*two.one.viewer.shared_view(), closed.now));
  CHECK_FALSE(closed.viewer.shared_view());
}

TEST_CASE("the pointer is told in the picture, and nowhere beside it") {
  Two two;
  const Viewport& viewport = two.one.viewer.cell().viewport();
  two.one.viewer.hover(viewport.to_screen(Point{3.5, 2.25}));
  const auto pointer = two.one.viewer.shared_pointer();
  REQUIRE(pointer.at);
  CHECK(std::abs(pointer.at->x - 3.5) < 1e-9);
  CHECK(std::abs(pointer.at->y - 2.25) < 1e-9);
  CHECK(pointer.image_uid == "1.2.3.0");
  two.one.viewer.hover(Point{viewport.area().x + 1, viewport.area().y + 1});
  CHECK_FALSE(two.one.viewer.shared_pointer().at);   // the picture is square, its area is not
  two.one.viewer.hover(std::nullopt);
  CHECK_FALSE(two.one.viewer.shared_pointer().at);
}

TEST_CASE("the other's pointer is drawn with his name on the image where he points, and goes with him") {
  Two two;
  Viewer& viewer = two.other.viewer;
  const auto drawn = [&] {
    DrawList list;
    viewer.build_overlay(list);
    return named(list, "Dr Petit");
  };
  CHECK_FALSE(viewer.set_other_pointer(4, {"1.2.3.0", 0, Point{4, 4}}));   // nobody knows him yet
  viewer.set_other(4, "Dr Petit");
  const int painted = two.other.host.paints_asked;
  CHECK(viewer.set_other_pointer(4, {"1.2.3.0", 0, Point{4, 4}}));
  CHECK(two.other.host.paints_asked > painted);
  CHECK(drawn() == 1);
  viewer.set_other_pointer(4, {"1.2.3.9", 0, Point{4, 4}});
  CHECK(drawn() == 0);
  viewer.set_other_pointer(4, {"1.2.3.0", 0, Point{4, 4}});
  viewer.set_other(4, "");
  CHECK(drawn() == 0);
}

TEST_CASE("what the other has measured is drawn with its value and is nobody's to keep here") {
  Two two;
  Viewer& viewer = two.other.viewer;
  viewer.set_other(4, "Dr Petit");
  DrawList before;
  viewer.build_overlay(before);
  REQUIRE(viewer.set_other_marks(4, {{0, measure::Kind::kLength, "1.2.3.0", 0, {{1, 1}, {5, 1}}}}));
  DrawList after;
  viewer.build_overlay(after);
  CHECK(after.paths.size() > before.paths.size());
  CHECK(after.texts.size() > before.texts.size());
  CHECK(viewer.measurement_rows().empty());
  CHECK(viewer.shared_marks().empty());
  viewer.close();
  CHECK(viewer.others().all().empty());
}
