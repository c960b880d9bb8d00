#include <doctest/doctest.h>

#include <cmath>

#include "shared/view/viewport.hpp"

using namespace sansfilm::view;

namespace {

Viewport a_viewport(double width = 800, double height = 600, std::uint32_t columns = 512, std::uint32_t rows = 512) {
  Viewport viewport;
  viewport.set_area({100, 50, width, height});
  viewport.set_picture(columns, rows);
  return viewport;
}

void check_near(Point a, Point b) {
  CHECK(a.x == doctest::Approx(b.x));
  CHECK(a.y == doctest::Approx(b.y));
}

}  // namespace

TEST_CASE("a picture is fitted: as large as its area allows, in its middle") {
  const Viewport viewport = a_viewport();
  CHECK(viewport.scale() == doctest::Approx(600.0 / 512.0));
  check_near(viewport.to_screen(Point{256, 256}), {500, 350});
}

TEST_CASE("pixels that are not square are drawn in their true proportion") {
  Viewport viewport;
  viewport.set_area({0, 0, 400, 400});
  viewport.set_picture(200, 100, 2.0);
  CHECK(viewport.scale() == doctest::Approx(2.0));
  check_near(viewport.to_screen(Point{200, 100}), {400, 400});
}

TEST_CASE("a zoom keeps the picture point under the cursor where it is") {
  Viewport viewport = a_viewport();
  const Point cursor{333, 222};
  const Point under = viewport.to_picture(cursor);
  viewport.zoom_about(cursor, 1.7);
  check_near(viewport.to_screen(under), cursor);
  viewport.zoom_about(cursor, 0.4);
  check_near(viewport.to_screen(under), cursor);
  CHECK_FALSE(viewport.fitted());
}

TEST_CASE("screen and picture coordinates invert each other for every turn and mirror") {
  for (int turns = 0; turns < 4; ++turns) {
    for (int mirror = 0; mirror < 2; ++mirror) {
      Viewport viewport = a_viewport(700, 500, 300, 200);
      viewport.turn(turns);
      if (mirror) viewport.flip_left_right();
      viewport.zoom_about({200, 200}, 1.3);
      const Point p{37.25, 101.5};
      check_near(viewport.to_picture(viewport.to_screen(p)), p);
    }
  }
}

TEST_CASE("a turn to the right brings the top of the picture to the right of the screen") {
  Viewport viewport = a_viewport(512, 512);
  viewport.turn(1);
  const Point top = viewport.to_screen(Point{256, 0});
  CHECK(top.x == doctest::Approx(viewport.area().right()));
  CHECK(top.y == doctest::Approx(viewport.area().centre().y));
}

TEST_CASE("flips act as seen on the screen, also after a turn") {
  Viewport viewport = a_viewport(512, 512);
  viewport.turn(1);
  const Point before = viewport.to_screen(Point{100, 30});
  viewport.flip_left_right();
  const Point after = viewport.to_screen(Point{100, 30});
  CHECK(after.y == doctest::Approx(before.y));
  CHECK(after.x == doctest::Approx(2 * viewport.area().centre().x - before.x));
  viewport.flip_top_bottom();
  const Point both = viewport.to_screen(Point{100, 30});
  CHECK(both.y == doctest::Approx(2 * viewport.area().centre().y - before.y));
}

TEST_CASE("at 1:1 picture pixels lie exactly on device pixels") {
  Viewport viewport = a_viewport(801, 603);
  viewport.one_to_one();
  const Point origin = viewport.to_screen(Point{0, 0});
  CHECK(origin.x == std::floor(origin.x));
  CHECK(origin.y == std::floor(origin.y));
  CHECK(viewport.scale() == 1.0);
}

TEST_CASE("a fitted picture stays fitted when the area changes; a zoomed one keeps its middle") {
  Viewport viewport = a_viewport();
  viewport.set_area({0, 0, 300, 300});
  CHECK(viewport.scale() == doctest::Approx(300.0 / 512.0));
  viewport.zoom_about({150, 150}, 2.0);
  const double scale = viewport.scale();
  const Point middle = viewport.to_picture(viewport.area().centre());
  viewport.set_area({0, 0, 500, 400});
  CHECK(viewport.scale() == scale);
  check_near(viewport.to_picture(viewport.area().centre()), middle);
}

TEST_CASE("a pan never loses the picture: its middle point stays inside") {
  Viewport viewport = a_viewport();
  viewport.pan_by(1e7, -1e7);
  const Point middle = viewport.to_picture(viewport.area().centre());
  CHECK(middle.x == doctest::Approx(0));
  CHECK(middle.y == doctest::Approx(512));
}

TEST_CASE("absurd zooms are refused or bounded, and nothing happens without a picture") {
  Viewport viewport = a_viewport();
  viewport.zoom_about({300, 300}, 0.0);
  viewport.zoom_about({300, 300}, -1.0);
  CHECK(viewport.fitted());
  for (int i = 0; i < 100; ++i) viewport.zoom_about({300, 300}, 10.0);
  CHECK(viewport.scale() <= Viewport::kMostScale);
  Viewport empty;
  empty.zoom_about({1, 1}, 2.0);
  empty.pan_by(5, 5);
  CHECK(empty.empty());
}

TEST_CASE("the part of the picture that is seen: all of it when fitted, what the area shows when zoomed, turned and mirrored") {
  Viewport viewport = a_viewport(800, 600, 4000, 5000);
  CHECK(viewport.seen() == Rect{0, 0, 1, 1});
  viewport.show_at({1000, 1500}, 1.0);
  const Rect seen = viewport.seen();
  CHECK(seen.x == doctest::Approx(600.0 / 4000));
  CHECK(seen.right() == doctest::Approx(1400.0 / 4000));
  CHECK(seen.y == doctest::Approx(1200.0 / 5000));
  CHECK(seen.bottom() == doctest::Approx(1800.0 / 5000));
  viewport.turn(1);
  CHECK(viewport.seen().x == doctest::Approx(700.0 / 4000));
  CHECK(viewport.seen().height == doctest::Approx(800.0 / 5000));
  CHECK(Viewport().seen() == Rect{0, 0, 1, 1});
}
