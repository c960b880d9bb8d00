#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <initializer_list>
#include <string>
#include <utility>

#include "shared/view/chest_wall.hpp"
#include "tests/unit/view/fake_host.hpp"

using namespace sansfilm;
using namespace sansfilm::view;
using namespace sansfilm::view::testing;

namespace {

const Pane& pane_of(const Desk& desk, std::size_t viewport) { return desk.viewer.viewports().pane(viewport); }
const Cell& cell_of(const Desk& desk, std::size_t viewport) { return pane_of(desk, viewport).cell(); }

wire::Series chest_ct(std::uint32_t count, std::uint8_t marker) {
  wire::Series out = raw_ct(count, marker);
  out.body_part = "CHEST";
  return out;
}

// Four mammograms in one series, the left ones first. The pixels of one are larger than those of the others.
wire::Series mammograms() {
  wire::Series out = raw_ct(4, 9);
  out.modality = "MG";
  out.geometries.clear();
  out.pixel_formats.clear();
  const char* sides[] = {"L", "L", "R", "R"};
  const char* views[] = {"MLO", "CC", "MLO", "CC"};
  for (std::uint32_t i = 0; i < 4; ++i) {
    wire::PixelFormat format{.rows = kSide, .columns = kSide, .photometric = "MONOCHROME2"};
    format.laterality = sides[i];
    format.view = views[i];
    out.pixel_formats.push_back(format);
    wire::Geometry geometry;
    geometry.spacing_kind = wire::SpacingKind::kImagerSpacing;
    geometry.row_spacing_mm = geometry.column_spacing_mm = i == 2 ? 0.2 : 0.1;
    geometry.patient_orientation = {sides[i][0] == 'R' ? "P" : "A", "F"};
    if (i == 3) geometry.patient_orientation[0] = "A";   // stored the other way round
    out.geometries.push_back(geometry);
    out.frames[i].pixels = out.frames[i].geometry = i;
    out.frames[i].position_mm.reset();
  }
  return out;
}

void open(Desk& desk, const wire::Manifest& study) {
  desk.open(study);
  desk.viewer.set_hanging_protocols({}, desk.now);
  desk.settle();
}

std::string image_of(const Desk& desk, std::size_t viewport) {
  const wire::PixelFormat& format = pane_of(desk, viewport).series().pixel_formats[pane_of(desk, viewport).described().pixels];
  return format.laterality + " " + format.view;
}

}  // namespace

TEST_CASE("a study hangs by the first protocol that fits, as soon as it is known and the protocols are") {
  Desk desk;
  desk.open(a_study({chest_ct(12, 1)}));
  desk.settle();
  CHECK(desk.viewer.viewports().count() == 1);   // nothing is known of protocols yet
  desk.viewer.set_hanging_protocols({}, desk.now);
  desk.settle();
  CHECK(desk.viewer.viewports().count() == 2);
  REQUIRE(desk.viewer.hanging().protocol() != nullptr);
  CHECK(desk.viewer.hanging().protocol()->id == "ct-chest");
  for (std::size_t i = 0; i < 2; ++i) CHECK(cell_of(desk, i).series() == 0);
  CHECK(pane_of(desk, 0).window_values(Language::kFrench).name == "Médiastin");
  CHECK(pane_of(desk, 1).window_values(Language::kFrench).width == 1500);
  CHECK(desk.viewer.links().scroll.mode() == ScrollLink::Mode::kPosition);
  desk.viewer.activate(0, desk.now);
  desk.viewer.run(Command::kTenForward, desk.now);
  CHECK(cell_of(desk, 1).place() == 10);
  CHECK(desk.state().find("\"protocol\":\"ct-chest\"") != std::string::npos);
}

TEST_CASE("mammograms hang by side and view, the chest walls back to back, whichever way they were stored") {
  Desk desk;
  open(desk, a_study({mammograms()}));
  REQUIRE(desk.viewer.viewports().count() == 4);
  CHECK(image_of(desk, 0) == "R CC");
  CHECK(image_of(desk, 1) == "L CC");
  CHECK(image_of(desk, 2) == "R MLO");
  CHECK(image_of(desk, 3) == "L MLO");
  DrawList marks;
  desk.viewer.build_overlay(2, marks);
  CHECK(std::any_of(marks.texts.begin(), marks.texts.end(), [](const TextMark& mark) { return mark.text.ends_with("R MLO"); }));   // it says so on the picture
  CHECK(cell_of(desk, 0).viewport().mirrored());
  for (const std::size_t index : {std::size_t{1}, std::size_t{2}, std::size_t{3}}) CHECK_FALSE(cell_of(desk, index).viewport().mirrored());
  for (std::size_t i = 0; i < 4; ++i) {
    const Viewport& viewport = cell_of(desk, i).viewport();
    const bool right_breast = i % 2 == 0;
    // The picture's column at the chest wall lies on the edge of the viewport.
    const double wall = right_breast != viewport.mirrored() ? kSide : 0.0;
    const double edge = right_breast ? viewport.area().right() : viewport.area().x;
    CHECK(viewport.to_screen(Point{wall, kSide / 2.0}).x == doctest::Approx(edge).epsilon(1e-6));
  }
}

TEST_CASE("a millimetre of a mammogram is as long in every viewport, and stays so in another page") {
  Desk desk;
  open(desk, a_study({mammograms()}));
  const auto per_mm = [&](std::size_t i) {
    return cell_of(desk, i).viewport().scale() / pane_of(desk, i).series().geometries[pane_of(desk, i).described().geometry].column_spacing_mm;
  };
  for (const double width : {1200.0, 700.0}) {
    desk.viewer.set_page(width, 800, 1.0);
    desk.settle();
    for (std::size_t i = 1; i < 4; ++i) CHECK(per_mm(i) == doctest::Approx(per_mm(0)));
    CHECK(cell_of(desk, 2).viewport().scale() == doctest::Approx(cell_of(desk, 2).viewport().whole_scale()));   // the largest fills its viewport
  }
  desk.viewer.choose_protocol({}, desk.now);
  CHECK(cell_of(desk, 0).viewport().scale() == doctest::Approx(cell_of(desk, 0).viewport().whole_scale()));
}

TEST_CASE("another mammogram in a viewport stands by its own chest wall; a turn by hand holds until then") {
  Desk desk;
  open(desk, a_study({mammograms()}));
  desk.viewer.activate(1, desk.now);
  desk.viewer.run(Command::kFlipLeftRight, desk.now);
  CHECK(cell_of(desk, 1).viewport().mirrored());
  desk.viewer.run(Command::kReset, desk.now);
  CHECK_FALSE(cell_of(desk, 1).viewport().mirrored());
  desk.viewer.run(Command::kLastImage, desk.now);
  CHECK(image_of(desk, 1) == "R CC");
  CHECK(cell_of(desk, 1).viewport().mirrored());
  desk.viewer.choose_protocol({}, desk.now);
  CHECK_FALSE(cell_of(desk, 0).viewport().mirrored());   // as it was stored
}

TEST_CASE("the side of the chest wall comes from laterality and patient orientation, else nothing is turned") {
  using Edge = Viewport::Edge;
  CHECK(chest_wall("R", {"P", "F"}) == ChestWall{false, Edge::kRight});
  CHECK(chest_wall("R", {"A", "F"}) == ChestWall{true, Edge::kRight});
  CHECK(chest_wall("L", {"A", "F"}) == ChestWall{false, Edge::kLeft});
  CHECK(chest_wall("L", {"PF", "F"}) == ChestWall{true, Edge::kLeft});
  CHECK_FALSE(chest_wall("L", {"", ""}));
  CHECK_FALSE(chest_wall("L", {"L", "F"}));
  CHECK_FALSE(chest_wall("", {"A", "F"}));
  CHECK_FALSE(chest_wall("B", {"A", "F"}));
}

TEST_CASE("who has begun to arrange the study is not disturbed") {
  Desk desk;
  desk.open(a_study({chest_ct(12, 1), raw_ct(12, 2)}));
  desk.viewer.choose_series(1, desk.now);
  desk.viewer.set_hanging_protocols({}, desk.now);
  desk.settle();
  CHECK(desk.viewer.viewports().count() == 1);
  CHECK(cell_of(desk, 0).series() == 1);
  CHECK(desk.viewer.choose_protocol("ct-chest", desk.now));   // but he may still choose one
  CHECK(desk.viewer.viewports().count() == 2);
}

TEST_CASE("who works with the picture before the study is known whole keeps it: by hand, wheel or key") {
  const auto hand = [](Desk& desk) {
    desk.viewer.pointer({.phase = PointerPhase::kDown, .kind = PointerKind::kMouse, .id = 1, .at = {600, 400}}, desk.now);
  };
  const auto wheel = [](Desk& desk) { desk.viewer.wheel({600, 400}, 100, false, desk.now); };
  const auto key = [](Desk& desk) { desk.viewer.key("ArrowDown", 0, desk.now); };
  const auto nothing = [](Desk&) {};
  for (const auto& [work, hangs] : std::initializer_list<std::pair<std::function<void(Desk&)>, bool>>{{hand, false}, {wheel, false}, {key, false}, {nothing, true}}) {
    Desk desk;
    desk.viewer.set_hanging_protocols({}, desk.now);
    const std::string text = wire::write_manifest(a_study({chest_ct(12, 1)}));
    const std::size_t end_line = text.rfind('\n', text.size() - 2) + 1;
    desk.viewer.open("1.2.3", desk.now);
    desk.viewer.manifest_bytes(desk.host.manifest_request, bytes_of(text.substr(0, end_line)), desk.now);
    REQUIRE(desk.viewer.has_frame());
    work(desk);
    desk.viewer.manifest_bytes(desk.host.manifest_request, bytes_of(text.substr(end_line)), desk.now);
    desk.viewer.manifest_end(desk.host.manifest_request, 200, desk.now);
    CHECK((desk.viewer.viewports().count() == 2) == hangs);
  }
}

TEST_CASE("the reader goes through the protocols that fit, and to none; one that doesn't fit is refused") {
  Desk desk;
  open(desk, a_study({chest_ct(12, 1)}));
  CHECK_FALSE(desk.viewer.choose_protocol("mammography", desk.now));
  desk.viewer.key("PageDown", kAlt, desk.now);
  CHECK(desk.viewer.hanging().protocol()->id == "ct");
  CHECK(desk.viewer.viewports().count() == 1);
  desk.viewer.key("PageDown", kAlt, desk.now);
  CHECK(desk.viewer.hanging().protocol() == nullptr);
  CHECK(desk.viewer.links().scroll.mode() == ScrollLink::Mode::kOff);
  desk.viewer.key("PageDown", kAlt, desk.now);
  CHECK(desk.viewer.hanging().protocol()->id == "ct-chest");
  CHECK(desk.viewer.viewports().count() == 2);
}

TEST_CASE("a reader's last arrangement comes back with the next study of the same kind, and only then") {
  Desk desk;
  open(desk, a_study({chest_ct(12, 1), chest_ct(11, 2)}));
  desk.viewer.set_grid({1, 3}, desk.now);
  CHECK(desk.viewer.hanging().protocol() == nullptr);
  CHECK(desk.host.layouts.at("CT/CHEST") == "1 3 0");
  desk.viewer.choose_protocol("ct", desk.now);
  CHECK(desk.host.layouts.at("CT/CHEST") == "1 1 0 ct");
  desk.viewer.run(Command::kTiles, desk.now);
  CHECK(desk.host.layouts.at("CT/CHEST") == "2 2 1");

  open(desk, a_study({chest_ct(12, 1), chest_ct(11, 2)}));
  CHECK(desk.viewer.tiles().on());
  CHECK(desk.viewer.viewports().count() == 4);
  open(desk, a_study({raw_ct(12, 1)}));   // another kind
  CHECK_FALSE(desk.viewer.tiles().on());
  CHECK(desk.viewer.viewports().count() == 1);

  desk.viewer.forget_layouts();           // another reader
  open(desk, a_study({chest_ct(12, 1), chest_ct(11, 2)}));
  CHECK(desk.viewer.hanging().protocol()->id == "ct-chest");
  CHECK(desk.viewer.keep_layout("CT/CHEST", "2 2 0"));
  CHECK_FALSE(desk.viewer.keep_layout("CT/CHEST", "9 2 0"));
  CHECK_FALSE(desk.viewer.keep_layout("CT/CHEST", "nonsense"));
  open(desk, a_study({chest_ct(12, 1), chest_ct(11, 2)}));
  CHECK(desk.viewer.viewports().count() == 4);
  CHECK(cell_of(desk, 1).series() == 1);
}

TEST_CASE("the server's set is used where it can be read, else the shipped one") {
  const std::string own = R"({"schema": "sansfilm-hanging-1", "protocols": [{"id": "mine", "name": {"fr": "Le mien", "en": "Mine"},
    "when": {"modalities": ["CT"]}, "grid": {"rows": 1, "columns": 3}, "views": [{"empty": true}, {"show": {}, "image": "last"}]}]})";
  Desk desk;
  desk.open(a_study({raw_ct(12, 1)}));
  desk.viewer.set_hanging_protocols(own, desk.now);
  desk.settle();
  CHECK(desk.viewer.viewports().count() == 3);
  CHECK_FALSE(cell_of(desk, 0).has_series());   // left free on purpose
  CHECK(cell_of(desk, 1).place() == 11);
  Desk other;
  other.open(a_study({raw_ct(12, 1)}));
  other.viewer.set_hanging_protocols("{", other.now);
  CHECK(other.viewer.hanging().protocol()->id == "ct");
}
