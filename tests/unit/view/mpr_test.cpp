#include <doctest/doctest.h>

#include <cmath>

#include "shared/view/mpr_hand.hpp"
#include "shared/view/mpr_overlay.hpp"
#include "tests/unit/view/fake_host.hpp"

using namespace sansfilm;
using namespace sansfilm::view;
using namespace sansfilm::view::testing;
using volume::Vector3;

namespace {

// Pixels of 1 mm, slices 5 mm apart: the stored value at (x, y, z) is x + 8 y + 20 z.
wire::Series placed_ct(std::uint32_t count) {
  wire::Series series = raw_ct(count, 1);
  series.geometries[0].spacing_kind = wire::SpacingKind::kPixelSpacing;
  series.geometries[0].row_spacing_mm = series.geometries[0].column_spacing_mm = 1;
  return series;
}

double ramp(const Vector3& p) { return p[0] + 8 * p[1] + 20 * p[2]; }

struct MprDesk : Desk {
  explicit MprDesk(const wire::Series& series, stream::Settings settings = {}) : Desk(settings) { open(a_study({series})); }

  Mpr& enter() {
    viewer.run(Command::kMpr, now);
    REQUIRE(viewer.mpr() != nullptr);
    viewer.mpr()->make(now);
    return *viewer.mpr();
  }
  void press(Point at, PointerKind kind = PointerKind::kMouse) { viewer.pointer({.phase = PointerPhase::kDown, .kind = kind, .id = 1, .at = at}, now); }
  void move(Point at, PointerKind kind = PointerKind::kMouse) { viewer.pointer({.phase = PointerPhase::kMove, .kind = kind, .id = 1, .at = at}, now); }
  void lift(Point at, PointerKind kind = PointerKind::kMouse) { viewer.pointer({.phase = PointerPhase::kUp, .kind = kind, .id = 1, .at = at}, now); }
  void drag(Point from, Point to) {
    press(from);
    move({(from.x + to.x) / 2, (from.y + to.y) / 2});
    move(to);
    lift(to);
    viewer.mpr()->make(now);
  }
};

double stored_at(const Mpr& mpr, MprPlane plane, std::uint32_t column, std::uint32_t row) {
  const base::Frame& frame = mpr.picture(plane)->frame;
  return base::load_le<std::uint16_t>(frame.samples.data() + 2 * (std::size_t{row} * frame.columns + column));
}

// Every pixel of a plane that lies in the volume, against the closed form.
double worst_of(const Mpr& mpr, MprPlane plane) {
  const MprField field = mpr.field(plane);
  const auto& lattice = mpr.source().volume().lattice();
  double worst = 0;
  int seen = 0;
  for (std::uint32_t r = 0; r < field.rows; ++r) {
    for (std::uint32_t c = 0; c < field.columns; ++c) {
      const Vector3 point = field.to_patient({c + 0.5, r + 0.5});
      if (volume::distance_mm(point, lattice.clamped(point)) > 1e-9) continue;
      ++seen;
      worst = std::max(worst, std::abs(stored_at(mpr, plane, c, r) - ramp(point)));
    }
  }
  return seen > 30 ? worst : 1e9;
}

bool shows(const DrawList& list, const std::string& words) {
  return std::any_of(list.texts.begin(), list.texts.end(), [&](const TextMark& mark) { return mark.text.find(words) != std::string::npos; });
}

Point knob_of(const MprLine& line) { return {line.centre.x + line.knob_px * line.way.x, line.centre.y + line.knob_px * line.way.y}; }

}  // namespace

TEST_CASE("MPR shows three planes of the patient with the values of the stack, and its letters") {
  MprDesk desk(placed_ct(20));
  desk.settle();
  Mpr& mpr = desk.enter();
  for (const MprPlane plane : kMprPlanes) {
    REQUIRE(mpr.picture(plane) != nullptr);
    CHECK(worst_of(mpr, plane) <= 0.51);
    CHECK(desk.viewer.mpr_honesty(plane).is_final);
  }
  DrawList coronal;
  desk.viewer.build_mpr_overlay(MprPlane::kCoronal, coronal);
  CHECK(shows(coronal, "Coronal"));
  CHECK(coronal.texts.size() > 6);
  const auto letter = [&](const char* words, Anchor horizontal, Anchor vertical) {
    return std::any_of(coronal.texts.begin(), coronal.texts.end(), [&](const TextMark& mark) { return mark.text == words && mark.size == TextSize::kTitle && mark.horizontal == horizontal && mark.vertical == vertical; });
  };
  CHECK(letter("R", Anchor::kStart, Anchor::kMiddle));
  CHECK(letter("L", Anchor::kEnd, Anchor::kMiddle));
  CHECK(letter("H", Anchor::kMiddle, Anchor::kStart));
  CHECK(letter("F", Anchor::kMiddle, Anchor::kEnd));
}

TEST_CASE("the plane of the slices is the one that was looked at, and leaving shows the slice of the crossing") {
  MprDesk desk(placed_ct(20));
  desk.viewer.scroll_to(4, desk.now);
  desk.settle();
  Mpr& mpr = desk.enter();
  const double z = mpr.axes().centre()[2];
  CHECK(z == doctest::Approx(20));
  desk.viewer.run(Command::kNextImage, desk.now);
  CHECK(std::abs(mpr.axes().centre()[2] - z) == doctest::Approx(5));
  mpr.move_to({3, 3, 70});
  CHECK(desk.viewer.key("Escape", 0, desk.now));
  CHECK(desk.viewer.mpr() == nullptr);
  CHECK(desk.host.left == 0);
  CHECK(desk.viewer.study()->model().series()[0].along_mm[desk.viewer.cell().place()] == doctest::Approx(70));
}

TEST_CASE("a line is dragged and moves its plane only; the crossing moves both") {
  MprDesk desk(placed_ct(20));
  desk.settle();
  Mpr& mpr = desk.enter();
  const MprLine coronal = line_on_screen(mpr, MprPlane::kAxial, MprPlane::kCoronal);   // lies level in the axial plane
  const Vector3 before = mpr.axes().centre();
  const Point grip{coronal.centre.x + 0.5 * coronal.knob_px, coronal.centre.y};
  desk.drag(grip, {grip.x + 40, grip.y + 2 * mpr.viewport(MprPlane::kAxial).scale()});
  CHECK(mpr.axes().centre()[0] == doctest::Approx(before[0]));
  CHECK(mpr.axes().centre()[1] == doctest::Approx(before[1] + 2));
  CHECK(worst_of(mpr, MprPlane::kCoronal) <= 0.51);

  const Point crossing = mpr.to_screen(MprPlane::kAxial, mpr.axes().centre());
  const double scale = mpr.viewport(MprPlane::kAxial).scale();
  desk.drag(crossing, {crossing.x - scale, crossing.y - scale});
  CHECK(mpr.axes().centre()[0] == doctest::Approx(before[0] - 1));
  CHECK(mpr.axes().centre()[1] == doctest::Approx(before[1] + 1));
}

TEST_CASE("the knob of a line turns its plane and the third one; the one under the hand keeps its place") {
  MprDesk desk(placed_ct(20));
  desk.settle();
  Mpr& mpr = desk.enter();
  const MprLine line = line_on_screen(mpr, MprPlane::kAxial, MprPlane::kCoronal);
  const Point from = knob_of(line);
  const double angle = 0.5;
  const Point offset{from.x - line.centre.x, from.y - line.centre.y};
  const Point to{line.centre.x + offset.x * std::cos(angle) - offset.y * std::sin(angle), line.centre.y + offset.x * std::sin(angle) + offset.y * std::cos(angle)};
  desk.drag(from, to);
  CHECK_FALSE(mpr.axes().oblique(MprPlane::kAxial));
  CHECK(mpr.axes().oblique(MprPlane::kCoronal));
  CHECK(mpr.axes().oblique(MprPlane::kSagittal));
  CHECK(std::acos(std::abs(mpr.axes().axes(MprPlane::kCoronal).right[0])) == doctest::Approx(angle).epsilon(0.001));
  const MprLine turned = line_on_screen(mpr, MprPlane::kAxial, MprPlane::kCoronal);
  CHECK(std::abs(turned.way.x * offset.y + turned.way.y * -offset.x) / line.knob_px == doctest::Approx(std::sin(angle)).epsilon(0.01));
  for (const MprPlane plane : kMprPlanes) CHECK(worst_of(mpr, plane) <= 0.51);
  DrawList list;
  desk.viewer.build_mpr_overlay(MprPlane::kCoronal, list);
  CHECK(shows(list, "Coronal oblique"));
  CHECK((shows(list, "RA") || shows(list, "RP")));
  desk.viewer.run(Command::kReset, desk.now);
  CHECK_FALSE(mpr.axes().oblique());
}

TEST_CASE("a click brings the crossing, a drag elsewhere does what the tool does") {
  MprDesk desk(placed_ct(20));
  desk.settle();
  Mpr& mpr = desk.enter();
  const Vector3 wanted{1.2, 5.1, mpr.axes().centre()[2]};
  const Point at = mpr.to_screen(MprPlane::kAxial, wanted);
  desk.press(at);
  desk.lift(at);
  CHECK(volume::distance_mm(mpr.axes().centre(), wanted) < 1e-6);

  const Rect area = mpr.viewport(MprPlane::kSagittal).area();
  const double width = mpr.window_values().width;
  const Vector3 centre = mpr.axes().centre();
  desk.drag({area.x + 20, area.y + 20}, {area.x + 84, area.y + 20});
  CHECK(mpr.active() == MprPlane::kSagittal);
  CHECK(mpr.window_values().width == doctest::Approx(width * 1.2).epsilon(0.05));
  CHECK(mpr.axes().centre() == centre);

  desk.viewer.wheel(area.centre(), 100, false, desk.now);
  CHECK(mpr.axes().centre()[0] != doctest::Approx(centre[0]));
  CHECK(mpr.axes().centre()[2] == doctest::Approx(centre[2]));
}

TEST_CASE("a finger that is joined by a second one lets the line go") {
  MprDesk desk(placed_ct(20));
  desk.settle();
  Mpr& mpr = desk.enter();
  const Point crossing = mpr.to_screen(MprPlane::kAxial, mpr.axes().centre());
  const Vector3 before = mpr.axes().centre();
  desk.press(crossing, PointerKind::kTouch);
  desk.viewer.pointer({.phase = PointerPhase::kDown, .kind = PointerKind::kTouch, .id = 2, .at = {crossing.x + 90, crossing.y}}, desk.now);
  desk.move({crossing.x - 50, crossing.y}, PointerKind::kTouch);
  CHECK(mpr.axes().centre() == before);
}

TEST_CASE("a slab is chosen, made thicker and thinner, and is the highest of what lies in it") {
  MprDesk desk(placed_ct(20));
  desk.settle();
  Mpr& mpr = desk.enter();
  desk.viewer.set_mpr_slab(MprSlab::kMaximum, desk.now);
  CHECK(mpr.thickness_mm() == doctest::Approx(10));
  mpr.make(desk.now);
  const MprField field = mpr.field(MprPlane::kAxial);
  const Point middle = field.to_picture(mpr.axes().centre());
  const auto column = static_cast<std::uint32_t>(middle.x), row = static_cast<std::uint32_t>(middle.y);
  const Vector3 there = field.to_patient({column + 0.5, row + 0.5});
  CHECK(std::abs(stored_at(mpr, MprPlane::kAxial, column, row) - (ramp(there) + 20 * 5)) <= 0.51);
  desk.viewer.run(Command::kMprThinner, desk.now);
  CHECK(mpr.thickness_mm() == doctest::Approx(8));
  DrawList list;
  desk.viewer.build_mpr_overlay(MprPlane::kAxial, list);
  CHECK(shows(list, "MIP 8 mm"));
}

TEST_CASE("while slices are under way the planes say how many are final, and refine without a hand") {
  MprDesk desk(placed_ct(40));
  desk.settle(12);
  Mpr& mpr = desk.enter();
  CHECK(mpr.source().volume().present() > 0);
  CHECK_FALSE(mpr.source().volume().complete());
  const Honesty early = desk.viewer.mpr_honesty(MprPlane::kCoronal);
  CHECK_FALSE(early.is_final);
  CHECK(early.text.find("sur 40") != std::string::npos);
  CHECK_FALSE(desk.viewer.honesty().is_final);
  DrawList list;
  desk.viewer.build_mpr_overlay(MprPlane::kCoronal, list);
  CHECK(shows(list, "NON DÉFINITIVE"));
  desk.settle(600);
  mpr.make(desk.now);
  CHECK(mpr.source().volume().complete());
  CHECK(desk.viewer.honesty().is_final);
  CHECK(mpr.wake_us() == stream::kNever);
  for (const MprPlane plane : kMprPlanes) CHECK(worst_of(mpr, plane) <= 0.51);
}

TEST_CASE("a stack larger than the memory fills its volume all the same, coarser, and says so") {
  stream::Settings settings;
  settings.decoded_budget_bytes = 800;   // six slices of 128 bytes; 40 of them are 5,120
  MprDesk desk(placed_ct(40), settings);
  desk.settle(50);
  Mpr& mpr = desk.enter();
  CHECK(mpr.source().volume().coarseness() == 3);
  desk.settle(2000);
  mpr.make(desk.now);
  CHECK(mpr.source().volume().complete());
  CHECK(desk.viewer.mpr_honesty(MprPlane::kCoronal).text.find("1/3") != std::string::npos);
  CHECK(desk.viewer.mpr_honesty(MprPlane::kCoronal).badge == Badge::kCaution);
}

TEST_CASE("what cannot be cut says why, and nothing is entered") {
  MprDesk desk(raw_ct(20, 1));   // no spacing in the patient
  desk.settle();
  desk.viewer.run(Command::kMpr, desk.now);
  CHECK(desk.viewer.mpr() == nullptr);
  REQUIRE(desk.viewer.toasts().all().size() == 1);
  CHECK(desk.viewer.toasts().all()[0].text.find("pas de position ou d'espacement") != std::string::npos);
  CHECK(desk.host.said.back().find("MPR impossible") != std::string::npos);
  CHECK(desk.state().find("\"mprRefusal\":\"ces images") != std::string::npos);

  wire::Series gap = placed_ct(20);
  for (std::uint32_t i = 12; i < 20; ++i) (*gap.frames[i].position_mm)[2] += 15;
  MprDesk other(gap);
  other.settle();
  other.viewer.set_language(Language::kEnglish);
  other.viewer.run(Command::kMpr, other.now);
  CHECK(other.viewer.mpr() == nullptr);
  CHECK(other.viewer.toasts().all()[0].text == "MPR is not possible: 3 slice(s) missing: a gap of 20.0 mm");

  wire::Series colour = placed_ct(20);
  colour.pixel_formats[0].photometric = "PALETTE COLOR";
  MprDesk third(colour);
  third.viewer.run(Command::kMpr, third.now);
  CHECK(third.viewer.toasts().all()[0].text.find("couleur") != std::string::npos);
}

TEST_CASE("what measures stored images is named as not available, not ignored") {
  MprDesk desk(placed_ct(20));
  desk.settle();
  desk.enter();
  desk.viewer.run(Command::kMeasureLength, desk.now);
  CHECK_FALSE(desk.viewer.measurements().hand().chosen().has_value());
  CHECK(desk.viewer.toasts().all().back().text.find("Longueur") != std::string::npos);
}

TEST_CASE("slices of a PET with slopes of their own are brought to one rescale") {
  wire::Series pet = placed_ct(20);
  pet.displays[0].rescale = wire::Rescale{2.0, 0.0, "BQML"};
  wire::Display half = pet.displays[0];
  half.rescale->slope = 1.0;
  pet.displays.push_back(half);
  pet.frames[6].display = 1;
  MprDesk desk(pet);
  desk.settle();
  Mpr& mpr = desk.enter();
  CHECK(mpr.source().image().modality.slope == 2.0);
  mpr.move_to({3, 3, 30});
  mpr.make(desk.now);
  const MprField field = mpr.field(MprPlane::kAxial);
  const Point at = field.to_picture({3, 3, 30});
  CHECK(std::abs(stored_at(mpr, MprPlane::kAxial, static_cast<std::uint32_t>(at.x), static_cast<std::uint32_t>(at.y)) - (600 + 27) / 2.0) <= 5);
}

TEST_CASE("the state tells the planes, their lines and whether they are final") {
  MprDesk desk(placed_ct(20));
  desk.settle();
  desk.enter();
  const std::string state = desk.state();
  for (const char* part : {"\"mpr\":{", "\"centre\":[", "\"finalSlices\":20", "\"planes\":[", "\"oblique\":false", "\"lines\":[", "\"slab\":\"plane\""}) CHECK(state.find(part) != std::string::npos);
  desk.now += 600'000;
  desk.viewer.tick(desk.now);
  CHECK(desk.host.said.back().find("MPR, Axial, position") != std::string::npos);
}

TEST_CASE("axes that are turned stay unit and at right angles over a long drag") {
  MprAxes axes;
  for (int i = 0; i < 5000; ++i) axes.turn(static_cast<MprPlane>(i % 3), 0.013);
  for (const MprPlane plane : kMprPlanes) {
    CHECK(volume::length(axes.axes(plane).right) == doctest::Approx(1));
    CHECK(volume::length(axes.axes(plane).normal()) == doctest::Approx(1));
    for (const MprPlane other : kMprPlanes) {
      if (other != plane) CHECK(std::abs(volume::dot(axes.axes(plane).normal(), axes.axes(other).normal())) < 1e-6);
    }
  }
}
