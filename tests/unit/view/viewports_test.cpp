#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <utility>

#include "tests/unit/view/fake_host.hpp"

using namespace sansfilm;
using namespace sansfilm::view;
using namespace sansfilm::view::testing;

namespace {

bool has(const std::string& text, const char* part) { return text.find(part) != std::string::npos; }

const Cell& cell_of(const Desk& desk, std::size_t viewport) { return desk.viewer.viewports().pane(viewport).cell(); }
Point middle_of(const Desk& desk, std::size_t viewport) { return cell_of(desk, viewport).viewport().area().centre(); }

Desk& in_grid(Desk& desk, Grid grid, std::initializer_list<wire::Series> series) {
  desk.open(a_study(series));
  desk.settle();
  desk.viewer.set_grid(grid, desk.now);
  desk.settle();
  return desk;
}

// About what a text takes on the screen: the letters of Inter are narrower than this on average.
Rect box_of(const TextMark& mark) {
  const double size = mark.size == TextSize::kTitle ? 17.0 : 13.0;
  std::size_t letters = 0;
  for (const char c : mark.text) letters += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  double width = static_cast<double>(letters) * size * 0.52;
  if (mark.most_px > 0) width = std::min(width, mark.most_px);
  const double height = size * 1.2;
  const auto shift = [](Anchor anchor, double extent) { return anchor == Anchor::kStart ? 0.0 : anchor == Anchor::kMiddle ? extent / 2 : extent; };
  return {mark.at.x - shift(mark.horizontal, width), mark.at.y - shift(mark.vertical, height), width, height};
}

bool overlap(const Rect& a, const Rect& b) {
  constexpr double kTouch = 1.0;
  return a.x + kTouch < b.right() && b.x + kTouch < a.right() && a.y + kTouch < b.bottom() && b.y + kTouch < a.bottom();
}

}  // namespace

TEST_CASE("a grid is filled with the series in their order, and what there is none for stays free") {
  Desk desk;
  in_grid(desk, {2, 2}, {raw_ct(9, 1), raw_ct(4, 2), raw_ct(3, 3)});
  for (std::size_t i = 0; i < 3; ++i) CHECK(cell_of(desk, i).series() == i);
  CHECK_FALSE(cell_of(desk, 3).has_series());
  CHECK(desk.viewer.viewports().active() == 0);
  CHECK(has(desk.state(), "\"gridRows\":2"));
  for (std::size_t i = 0; i < 3; ++i) CHECK(desk.viewer.viewports().pane(i).honesty(Language::kFrench).is_final);
}

TEST_CASE("a grid is four by four at most and one by one at least") {
  Desk desk;
  in_grid(desk, {9, 200}, {raw_ct(1, 1)});
  CHECK(desk.viewer.viewports().count() == 16);
  CHECK(desk.viewer.page().cells.size() == 16);
  desk.viewer.set_grid({0, 0}, desk.now);
  CHECK(desk.viewer.viewports().count() == 1);
}

TEST_CASE("the wheel scrolls the viewport under the pointer, which is active from then on") {
  Desk desk;
  in_grid(desk, {1, 2}, {raw_ct(9, 1), raw_ct(9, 2)});
  desk.viewer.wheel(middle_of(desk, 1), 100, false, desk.now);
  CHECK(desk.viewer.viewports().active() == 1);
  CHECK(cell_of(desk, 0).place() == 0);
  CHECK(cell_of(desk, 1).place() == 1);
  desk.viewer.run(Command::kLastImage, desk.now);
  CHECK(cell_of(desk, 1).place() == 8);
  CHECK(has(desk.state(), "\"activeViewport\":1"));
}

TEST_CASE("a drag belongs to the viewport in which it began, wherever it goes, and so does a second finger") {
  Desk desk;
  in_grid(desk, {1, 2}, {raw_ct(9, 1), raw_ct(9, 2)});
  const double width = desk.viewer.window_values().width;
  const auto mouse = [&](PointerPhase phase, Point at) { desk.viewer.pointer({phase, PointerKind::kMouse, 1, at, 0}, desk.now); };
  const Point from = middle_of(desk, 1);
  mouse(PointerPhase::kDown, from);
  mouse(PointerPhase::kMove, {from.x - 640, from.y});
  mouse(PointerPhase::kUp, {from.x - 640, from.y});
  CHECK(desk.viewer.viewports().active() == 1);
  CHECK(desk.viewer.window_values().width != width);
  CHECK(desk.viewer.viewports().pane(0).window_values(Language::kFrench).width == width);

  const auto finger = [&](int id, PointerPhase phase, Point at) { desk.viewer.pointer({phase, PointerKind::kTouch, id, at, 0}, desk.now); };
  const double scale = cell_of(desk, 0).viewport().scale();
  const Point a = middle_of(desk, 0), b = middle_of(desk, 1);
  finger(5, PointerPhase::kDown, a);
  finger(6, PointerPhase::kDown, b);
  CHECK(desk.viewer.viewports().active() == 0);
  finger(6, PointerPhase::kMove, {a.x + 0.5 * (b.x - a.x), b.y});
  CHECK(cell_of(desk, 0).viewport().scale() == doctest::Approx(0.5 * scale));
  CHECK(cell_of(desk, 1).viewport().fitted());
  finger(5, PointerPhase::kUp, a);
  finger(6, PointerPhase::kUp, b);
  finger(7, PointerPhase::kDown, b);
  CHECK(desk.viewer.viewports().active() == 1);
}

TEST_CASE("commands, presets and the strip act on the active viewport only") {
  Desk desk;
  in_grid(desk, {1, 2}, {raw_ct(9, 1), raw_ct(9, 2), raw_ct(5, 3)});
  desk.viewer.activate(1, desk.now);
  desk.viewer.run(Command::kInvert, desk.now);
  desk.viewer.run(Command::kOneToOne, desk.now);
  desk.viewer.choose_preset({.origin = PresetOrigin::kModality, .center = -600, .width = 1500}, desk.now);
  desk.viewer.choose_series(2, desk.now);
  CHECK(cell_of(desk, 1).series() == 2);
  CHECK_FALSE(cell_of(desk, 1).inverted());
  CHECK(cell_of(desk, 0).series() == 0);
  CHECK_FALSE(cell_of(desk, 0).inverted());
  CHECK(cell_of(desk, 0).viewport().fitted());
  desk.viewer.choose_series(1, desk.now);
  CHECK(cell_of(desk, 1).inverted());
  CHECK(desk.viewer.window_values().center == -600);
}

TEST_CASE("one series in two viewports has two slices, and both are fetched and told") {
  Desk desk;
  in_grid(desk, {1, 2}, {raw_ct(40, 1)});
  CHECK_FALSE(cell_of(desk, 1).has_series());
  desk.viewer.activate(1, desk.now);
  desk.viewer.choose_series(0, desk.now);
  desk.viewer.scroll_to(30, desk.now);
  desk.settle();
  const Picture* left = desk.viewer.viewports().pane(0).picture();
  const Picture* right = desk.viewer.viewports().pane(1).picture();
  REQUIRE(left != nullptr);
  REQUIRE(right != nullptr);
  CHECK(base::load_le<std::uint16_t>(left->frame.samples.data()) == 0);
  CHECK(base::load_le<std::uint16_t>(right->frame.samples.data()) == 3000);
}

TEST_CASE("with little memory what stays decoded is what the viewports show, at both ends of one series too") {
  stream::Settings settings;
  settings.decoded_budget_bytes = 6 * kSide * kSide * 2;
  Desk desk(settings);
  desk.open(a_study({raw_ct(60, 1), raw_ct(60, 2)}));
  desk.viewer.set_grid({1, 3}, desk.now);
  desk.viewer.activate(2, desk.now);
  desk.viewer.choose_series(0, desk.now);
  const std::uint32_t places[] = {10, 30, 50};
  for (std::size_t i = 0; i < 3; ++i) {
    desk.viewer.activate(i, desk.now);
    desk.viewer.scroll_to(places[i], desk.now);
  }
  desk.settle(2000);
  CHECK(desk.viewer.study()->pictures().bytes() <= settings.decoded_budget_bytes);
  for (std::size_t i = 0; i < 3; ++i) {
    const Picture* picture = desk.viewer.viewports().pane(i).picture();
    REQUIRE(picture != nullptr);
    CHECK(base::load_le<std::uint16_t>(picture->frame.samples.data()) == 100 * places[i]);
  }
}

TEST_CASE("one viewport is shown alone and back; the others keep what they show, and only it is asked for") {
  Desk desk;
  in_grid(desk, {2, 2}, {raw_ct(9, 1), raw_ct(9, 2), raw_ct(9, 3)});
  const Rect small = cell_of(desk, 1).viewport().area();
  desk.viewer.activate(1, desk.now);
  desk.viewer.run(Command::kExpandViewport, desk.now);
  CHECK(desk.viewer.viewports().expanded());
  CHECK(cell_of(desk, 1).viewport().area().width > 1.9 * small.width);
  CHECK(desk.viewer.viewports().shown() == std::vector<std::size_t>{1});
  CHECK(desk.viewer.viewports().at(middle_of(desk, 1)) == 1);
  desk.viewer.run(Command::kNextViewport, desk.now);
  CHECK(desk.viewer.viewports().shown() == std::vector<std::size_t>{2});
  CHECK(cell_of(desk, 2).viewport().area().width > 1.9 * small.width);
  CHECK(desk.viewer.key("Escape", 0, desk.now));
  CHECK_FALSE(desk.viewer.viewports().expanded());
  CHECK(desk.host.left == 0);
  CHECK(cell_of(desk, 1).viewport().area() == small);
  CHECK(cell_of(desk, 0).series() == 0);
}

TEST_CASE("a smaller grid never loses the active viewport, a larger one brings the others back") {
  Desk desk;
  in_grid(desk, {2, 2}, {raw_ct(9, 1), raw_ct(9, 2), raw_ct(9, 3), raw_ct(9, 4)});
  desk.viewer.activate(3, desk.now);
  desk.viewer.run(Command::kLastImage, desk.now);
  desk.viewer.set_grid({1, 1}, desk.now);
  CHECK(desk.viewer.cell().series() == 3);
  CHECK(desk.viewer.cell().place() == 8);
  desk.viewer.set_grid({2, 2}, desk.now);
  std::set<std::uint32_t> shown;
  for (std::size_t i = 0; i < 4; ++i) shown.insert(cell_of(desk, i).series());
  CHECK(shown == std::set<std::uint32_t>{0, 1, 2, 3});
}

TEST_CASE("keys lead from viewport to viewport, and out of the canvas at the last one") {
  Desk desk;
  desk.open(a_study({raw_ct(9, 1), raw_ct(9, 2)}));
  desk.settle();
  CHECK_FALSE(desk.viewer.key("Tab", 0, desk.now));
  CHECK(desk.viewer.key(")", kShift, desk.now));
  CHECK(desk.viewer.viewports().count() == 2);
  CHECK(desk.viewer.key("Tab", 0, desk.now));
  CHECK(desk.viewer.viewports().active() == 1);
  CHECK_FALSE(desk.viewer.key("Tab", 0, desk.now));
  CHECK(desk.viewer.key("Tab", kShift, desk.now));
  CHECK(desk.viewer.viewports().active() == 0);
  CHECK_FALSE(desk.viewer.key("Tab", kShift, desk.now));
  CHECK(desk.viewer.key("(", 0, desk.now));
  CHECK(desk.viewer.viewports().count() == 1);
}

TEST_CASE("the voice names the viewport when there are several") {
  Desk desk;
  in_grid(desk, {1, 2}, {raw_ct(9, 1), raw_ct(4, 2)});
  desk.viewer.activate(1, desk.now);
  desk.settle(1000);
  CHECK(desk.host.said.back() == "Vue 2 sur 2, Thorax, image 1 sur 4, Définitive, sans perte");
}

TEST_CASE("the value under the pointer is that of the viewport under it") {
  Desk desk;
  in_grid(desk, {1, 2}, {raw_ct(9, 1), raw_ct(9, 2)});
  desk.viewer.activate(1, desk.now);
  desk.viewer.run(Command::kLastImage, desk.now);
  desk.settle();
  desk.viewer.hover(cell_of(desk, 1).viewport().to_screen(Point{2.5, 0.5}));
  CHECK_FALSE(desk.viewer.probe(0));
  REQUIRE(desk.viewer.probe(1));
  CHECK(desk.viewer.probe(1)->stored.at(0) == 802);
  desk.viewer.hover(cell_of(desk, 0).viewport().to_screen(Point{3.5, 1.5}));
  CHECK(desk.viewer.viewports().active() == 1);   // a look changes nothing
  CHECK_FALSE(desk.viewer.probe());
  REQUIRE(desk.viewer.probe(0));
  CHECK(desk.viewer.probe(0)->stored.at(0) == 11);
}

TEST_CASE("a measurement is drawn in the viewport in which the hand pressed") {
  Desk desk;
  wire::Series second = raw_ct(9, 2);
  for (wire::Instance& instance : second.instances) instance.sop_instance_uid += ".2";
  in_grid(desk, {1, 2}, {raw_ct(9, 1), second});
  desk.viewer.choose_measure(measure::Kind::kLength);
  const Viewport& right = cell_of(desk, 1).viewport();
  const auto mouse = [&](PointerPhase phase, Point picture) { desk.viewer.pointer({phase, PointerKind::kMouse, 1, right.to_screen(picture), 0}, desk.now); };
  mouse(PointerPhase::kDown, {1, 1});
  mouse(PointerPhase::kMove, {4, 5});
  mouse(PointerPhase::kUp, {4, 5});
  REQUIRE(desk.viewer.measurements().list().all().size() == 1);
  CHECK(desk.viewer.measurements().list().all()[0].sop_instance_uid == "1.2.3.0.2");
  DrawList left_marks, right_marks;
  desk.viewer.build_overlay(0, left_marks);
  desk.viewer.build_overlay(1, right_marks);
  CHECK(left_marks.paths.empty());
  CHECK_FALSE(right_marks.paths.empty());
}

TEST_CASE("another study begins with one viewport") {
  Desk desk;
  in_grid(desk, {2, 2}, {raw_ct(9, 1), raw_ct(9, 2)});
  desk.viewer.close();
  desk.open(a_study({raw_ct(3, 1)}));
  desk.settle();
  CHECK(desk.viewer.viewports().count() == 1);
  CHECK(desk.viewer.viewports().pane().count() == 3);
}

TEST_CASE("in a viewport of any size no two texts lie on one another, and what is not final is said whole") {
  for (const auto& page : {std::pair{1440.0, 900.0}, std::pair{1024.0, 768.0}, std::pair{390.0, 844.0}}) {
    const double width = page.first, height = page.second;   // CAPTURE takes no structured binding
    for (std::uint8_t rows = 1; rows <= 4; ++rows) {
      for (std::uint8_t columns = 1; columns <= 4; ++columns) {
        Desk desk;
        wire::Series series = raw_ct(300, 1);
        series.number = 12;
        series.description = "TAP portal 1.25 mm reconstruction IMR niveau 3";
        series.geometries[0].slice_thickness_mm = 1.25;
        series.geometries[0].row_spacing_mm = series.geometries[0].column_spacing_mm = 0.7;
        series.geometries[0].spacing_kind = wire::SpacingKind::kPixelSpacing;
        desk.viewer.set_page(width, height, 1.0);
        desk.open(a_study({series}));
        desk.viewer.set_grid({rows, columns}, desk.now);
        for (const bool final : {false, true}) {
          if (final) {
            desk.settle();
            REQUIRE(desk.viewer.honesty().is_final);
            desk.viewer.run(Command::kInvert, desk.now);
          }
          DrawList marks;
          desk.viewer.build_overlay(0, marks);
          CAPTURE(width);
          CAPTURE(rows);
          CAPTURE(columns);
          CAPTURE(final);
          const Rect area = cell_of(desk, 0).viewport().area();
          if (area.width < 100 || area.height < 130) continue;   // too small for any text: a phone with sixteen viewports
          for (std::size_t i = 0; i < marks.texts.size(); ++i) {
            CAPTURE(marks.texts[i].text);
            const Rect box = box_of(marks.texts[i]);
            CHECK(box.x >= area.x - 1);
            CHECK(box.right() <= area.right() + 1);
            for (std::size_t j = 0; j < i; ++j) {
              CAPTURE(marks.texts[j].text);
              CHECK_FALSE(overlap(box, box_of(marks.texts[j])));
            }
          }
          const auto warning = std::find_if(marks.texts.begin(), marks.texts.end(), [](const TextMark& mark) { return mark.text == "NON DÉFINITIVE"; });
          CHECK((warning == marks.texts.end()) == final);
          if (!final) CHECK(box_of(*warning).width == doctest::Approx(14 * 13 * 0.52).epsilon(0.01));
        }
      }
    }
  }
}
