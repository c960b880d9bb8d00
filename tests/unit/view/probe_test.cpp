#include "shared/view/probe.hpp"

#include <doctest/doctest.h>

#include "tests/unit/view/fake_host.hpp"

using namespace sansfilm;
using namespace sansfilm::view;
using namespace sansfilm::view::testing;

namespace {

bool has(const std::string& text, const char* part) { return text.find(part) != std::string::npos; }

Picture picture_of(std::vector<std::uint16_t> values, std::uint32_t columns, wire::Quality quality = wire::Quality::kFull) {
  Picture out;
  out.frame.columns = columns;
  out.frame.rows = static_cast<std::uint32_t>(values.size()) / columns;
  out.frame.samples.resize(values.size() * 2);
  for (std::size_t i = 0; i < values.size(); ++i) base::store_le(&out.frame.samples[i * 2], values[i]);
  out.state = {.quality = quality, .lossless = quality == wire::Quality::kFull};
  return out;
}

// One frame of 4 x 2 pixels.
wire::Series series_of(wire::Display display) {
  wire::Series series;
  series.pixel_formats.push_back({.rows = 2, .columns = 4, .photometric = "MONOCHROME2"});
  series.displays.push_back(std::move(display));
  series.geometries.emplace_back();
  series.frames.emplace_back();
  return series;
}

std::string words(const Probe& probe, Language language) {
  std::string out;
  for (const ProbeLine& line : probe_lines(probe, language)) out += line.text + "\n";
  return out;
}

}  // namespace

TEST_CASE("a CT says its Hounsfield units, its stored value and the place in the patient, in both languages") {
  wire::Display display;
  display.rescale = wire::Rescale{1.0, -1024.0, "HU"};
  wire::Series series = series_of(display);
  wire::Geometry& geometry = series.geometries[0];
  geometry.spacing_kind = wire::SpacingKind::kPixelSpacing;
  geometry.row_spacing_mm = 2.0;
  geometry.column_spacing_mm = 0.5;
  geometry.orientation = {{1, 0, 0, 0, 1, 0}};
  series.frames[0].position_mm = {{-10, 20, 30.5}};
  const auto probe = probe_at(picture_of({0, 1, 2, 3, 1000, 1001, 1058, 1003}, 4), series, series.frames[0], {2.9, 1.1});
  REQUIRE(probe.has_value());
  CHECK(probe->column == 2);
  CHECK(probe->row == 1);
  CHECK(probe->stored == std::vector<double>{1058});
  CHECK(probe->value == 34.0);
  CHECK(probe->exact);
  REQUIRE(probe->patient_mm.has_value());
  CHECK(*probe->patient_mm == std::array<double, 3>{-9.0, 22.0, 30.5});   // of the pixel's centre, not of the pointer
  CHECK(words(*probe, Language::kFrench) == "34\u00A0HU\nColonne 2, ligne 1  valeur stockée 1058\nPatient x -9  y 22  z 30,5 mm\n");
  CHECK(words(*probe, Language::kEnglish) == "34\u00A0HU\nColumn 2, row 1  stored value 1058\nPatient x -9  y 22  z 30.5 mm\n");
}

TEST_CASE("before the picture is final its values are marked provisional; a reduced one is read at its own pixels") {
  wire::Display display;
  display.rescale = wire::Rescale{1.0, 0.0, "HU"};
  const wire::Series series = series_of(display);
  Picture reduced = picture_of({70, 80}, 2, wire::Quality::kReduced);
  reduced.state.reduce = 1;
  const auto probe = probe_at(reduced, series, series.frames[0], {3.5, 1.5});
  REQUIRE(probe.has_value());
  CHECK(probe->column == 3);
  CHECK(probe->stored[0] == 80);
  CHECK_FALSE(probe->exact);
  CHECK(has(words(*probe, Language::kFrench), "≈ 80\u00A0HU (provisoire)"));
  CHECK(probe_lines(*probe, Language::kEnglish)[0].ink == Ink::kCaution);
}

TEST_CASE("a final picture whose streaming form lost something is not exact, one of a lossy original is") {
  wire::Series series = series_of({});
  Picture picture = picture_of({1, 2, 3, 4, 5, 6, 7, 8}, 4);
  picture.state.lossless = false;
  CHECK_FALSE(probe_at(picture, series, series.frames[0], {0, 0})->exact);
  series.pixel_formats[0].source_lossy = true;
  CHECK(probe_at(picture, series, series.frames[0], {0, 0})->exact);
}

TEST_CASE("a PET says activity and SUV, or why there is no SUV") {
  wire::Display display;
  display.rescale = wire::Rescale{2.5, 0.0, "BQML"};
  display.suv = wire::Suv{0.0002, 0.00016, 0, "", ""};
  wire::Series series = series_of(display);
  const Picture picture = picture_of({0, 5000, 2, 3, 4, 5, 6, 7}, 4);
  const auto probe = probe_at(picture, series, series.frames[0], {1, 0});
  REQUIRE(probe.has_value());
  CHECK(*probe->value == 12500);
  CHECK(*probe->suv_body_weight == doctest::Approx(2.5));
  CHECK(*probe->suv_lean_body_mass == doctest::Approx(2.0));
  CHECK_FALSE(probe->suv_body_surface.has_value());
  CHECK(has(words(*probe, Language::kFrench), "12500\u00A0Bq/ml\nSUVbw 2,5\u00A0g/ml  SUVlbm 2\n"));

  series.displays[0].suv = wire::Suv{0, 0, 0, "no-weight", ""};
  const auto without = probe_at(picture, series, series.frames[0], {1, 0});
  CHECK_FALSE(without->suv_body_weight.has_value());
  CHECK(has(words(*without, Language::kFrench), "Pas de SUV : le poids du patient manque"));
  CHECK(has(words(*without, Language::kEnglish), "No SUV: the patient's weight is missing"));
}

TEST_CASE("padding is named and has neither value nor SUV") {
  wire::Display display;
  display.rescale = wire::Rescale{1.0, -1024.0, "HU"};
  wire::Series series = series_of(display);
  series.pixel_formats[0].padding_first = 63536;
  series.pixel_formats[0].padding_last = 63000;
  const auto probe = probe_at(picture_of({63100, 1, 2, 3, 4, 5, 6, 7}, 4), series, series.frames[0], {0.5, 0.5});
  REQUIRE(probe.has_value());
  CHECK(probe->padding);
  CHECK_FALSE(probe->value.has_value());
  CHECK(has(words(*probe, Language::kFrench), "Remplissage, hors image (63100)"));
}

TEST_CASE("a colour picture says its triple, a palette its index and its colour, a modality LUT its entry") {
  wire::Series series = series_of({});
  series.pixel_formats[0].samples = 3;
  series.pixel_formats[0].photometric = "RGB";
  Picture picture;
  picture.frame = {.columns = 4, .rows = 2, .samples_per_pixel = 3, .bits_stored = 8, .bytes_per_sample = 1, .samples = std::vector<std::uint8_t>(24)};
  picture.frame.samples[15] = 200, picture.frame.samples[16] = 10, picture.frame.samples[17] = 255;
  picture.state = {.quality = wire::Quality::kFull, .lossless = true};
  const auto colour = probe_at(picture, series, series.frames[0], {1, 1});
  REQUIRE(colour.has_value());
  CHECK(colour->stored == std::vector<double>{200, 10, 255});
  CHECK(has(words(*colour, Language::kFrench), "RVB  200  10  255"));

  wire::Display palette;
  palette.palette = {{10, 8, {1, 2}, ""}, {10, 8, {3, 4}, ""}, {10, 8, {5, 6}, ""}};
  const wire::Series indexed = series_of(palette);
  const auto index = probe_at(picture_of({11, 10, 9, 99, 0, 0, 0, 0}, 4), indexed, indexed.frames[0], {0, 0});
  CHECK(*index->colour == std::array<std::uint16_t, 3>{2, 4, 6});
  CHECK(has(words(*index, Language::kEnglish), "RGB  2  4  6\nColumn 0, row 0  stored value 11"));
  CHECK((*probe_at(picture_of({11, 10, 9, 99, 0, 0, 0, 0}, 4), indexed, indexed.frames[0], {3, 0})->colour)[0] == 2);   // beyond its end

  wire::Display lut;
  lut.modality_lut = wire::Lut{-1, 16, {5, 2140}, "OD"};
  const wire::Series film = series_of(lut);
  const auto density = probe_at(picture_of({0, 0, 0, 0, 0, 0, 0, 0}, 4), film, film.frames[0], {0, 0});
  CHECK(*density->value == 2140);
  CHECK(has(words(*density, Language::kFrench), "2,14\u00A0DO"));
}

TEST_CASE("outside the picture, or in a frame that is too short, there is nothing to read") {
  const wire::Series series = series_of({});
  const Picture picture = picture_of({1, 2, 3, 4, 5, 6}, 3);
  CHECK_FALSE(probe_at(picture, series, series.frames[0], {-0.1, 0}).has_value());
  CHECK_FALSE(probe_at(picture, series, series.frames[0], {4, 0}).has_value());
  CHECK_FALSE(probe_at(picture, series, series.frames[0], {0, 2}).has_value());
  Picture cut = picture_of({1, 2, 3, 4}, 4);
  cut.frame.rows = 2;
  CHECK_FALSE(probe_at(cut, series, series.frames[0], {0, 1}).has_value());
  CHECK_FALSE(probe_at(Picture{}, series, series.frames[0], {0, 0}).has_value());
}

TEST_CASE("floating point samples and signed ones are read as what they are") {
  wire::Series series = series_of({});
  Picture picture;
  picture.frame = {.columns = 4, .rows = 2, .bytes_per_sample = 4, .kind = base::SampleKind::kFloat32, .samples = std::vector<std::uint8_t>(32)};
  const float value = -0.015625F;
  std::memcpy(picture.frame.samples.data() + 4, &value, 4);
  picture.state = {.quality = wire::Quality::kFull, .lossless = true};
  const auto probe = probe_at(picture, series, series.frames[0], {1, 0});
  CHECK(probe->stored[0] == -0.015625);
  CHECK(probe_lines(*probe, Language::kEnglish)[0].text == "-0.01562");

  Picture negative = picture_of({0xFFF0, 0, 0, 0, 0, 0, 0, 0}, 4);
  negative.frame.is_signed = true;
  CHECK(probe_at(negative, series, series.frames[0], {0, 0})->stored[0] == -16);
}

TEST_CASE("the mouse over a pixel tells its value in the corner and in the state; a move within the pixel paints nothing") {
  Desk desk;
  desk.open(a_study({raw_ct(2, 1)}));
  desk.settle();
  const Viewport& viewport = desk.viewer.cell().viewport();
  desk.viewer.hover(viewport.to_screen({3.5, 2.5}));
  const auto probe = desk.viewer.probe();
  REQUIRE(probe.has_value());
  CHECK(probe->stored[0] == 2 * kSide + 3);
  CHECK(has(desk.state(), "\"probe\":{\"column\":3,\"row\":2,\"stored\":[19],\"padding\":false,\"exact\":true,\"value\":-1005,\"unit\":\"HU\""));
  DrawList drawn;
  desk.viewer.build_overlay(drawn);
  bool told = false;
  for (const TextMark& mark : drawn.texts) told = told || mark.text == "-1005\u00A0HU";
  CHECK(told);

  const int paints = desk.host.paints_asked;
  desk.viewer.hover(viewport.to_screen({3.6, 2.4}));
  CHECK(desk.host.paints_asked == paints);
  desk.viewer.hover(viewport.to_screen({4.1, 2.4}));
  CHECK(desk.host.paints_asked == paints + 1);
  desk.viewer.hover(std::nullopt);
  CHECK_FALSE(desk.viewer.probe().has_value());
  CHECK_FALSE(has(desk.state(), "\"probe\""));
}

TEST_CASE("a finger that rests reads the picture, moves the point instead of the stack, and the value stays when it leaves") {
  Desk desk;
  desk.open(a_study({raw_ct(9, 1)}));
  desk.settle();
  const auto at = [&](double column, double row) { return desk.viewer.cell().viewport().to_screen({column, row}); };
  desk.viewer.pointer({PointerPhase::kDown, PointerKind::kTouch, 7, at(1.5, 1.5), 0}, desk.now);
  CHECK_FALSE(desk.viewer.probe().has_value());
  desk.now += ProbePointer::kLongPress;
  CHECK(desk.host.wake <= desk.now);
  desk.viewer.tick(desk.now);
  REQUIRE(desk.viewer.probe().has_value());
  CHECK(desk.viewer.probe()->column == 1);
  CHECK(has(desk.host.said.back(), "HU"));
  desk.viewer.pointer({PointerPhase::kMove, PointerKind::kTouch, 7, at(5.5, 6.5), 0}, desk.now);
  CHECK(desk.viewer.probe()->row == 6);
  CHECK(desk.viewer.cell().place() == 0);
  desk.viewer.pointer({PointerPhase::kUp, PointerKind::kTouch, 7, at(5.5, 6.5), 0}, desk.now);
  CHECK(desk.viewer.probe()->column == 5);
  desk.viewer.pointer({PointerPhase::kDown, PointerKind::kTouch, 8, at(4, 4), 0}, desk.now);
  CHECK_FALSE(desk.viewer.probe().has_value());
}

TEST_CASE("a finger that moves at once scrolls and reads nothing; nor do two fingers") {
  Desk desk;
  desk.open(a_study({raw_ct(9, 1)}));
  desk.settle();
  desk.viewer.pointer({PointerPhase::kDown, PointerKind::kTouch, 1, {500, 300}, 0}, desk.now);
  desk.viewer.pointer({PointerPhase::kMove, PointerKind::kTouch, 1, {500, 380}, 0}, desk.now);
  desk.now += 2 * ProbePointer::kLongPress;
  desk.viewer.tick(desk.now);
  CHECK_FALSE(desk.viewer.probe().has_value());
  CHECK(desk.viewer.cell().place() > 0);
  desk.viewer.pointer({PointerPhase::kUp, PointerKind::kTouch, 1, {500, 380}, 0}, desk.now);

  desk.viewer.pointer({PointerPhase::kDown, PointerKind::kTouch, 2, {500, 300}, 0}, desk.now);
  desk.viewer.pointer({PointerPhase::kDown, PointerKind::kTouch, 3, {600, 300}, 0}, desk.now);
  desk.now += 2 * ProbePointer::kLongPress;
  desk.viewer.tick(desk.now);
  CHECK_FALSE(desk.viewer.probe().has_value());
}

TEST_CASE("the keyboard reads the middle of the view, marks it with a cross, tells it, and lets go again") {
  Desk desk;
  desk.open(a_study({raw_ct(1, 1)}));
  desk.settle();
  CHECK(desk.viewer.key("x", kNoModifier, desk.now));
  REQUIRE(desk.viewer.probe().has_value());
  CHECK(has(desk.host.said.back(), "HU"));
  DrawList with, without;
  desk.viewer.build_overlay(with);
  desk.viewer.key("x", kNoModifier, desk.now);
  CHECK_FALSE(desk.viewer.probe().has_value());
  desk.viewer.build_overlay(without);
  CHECK(with.lines.size() == without.lines.size() + 4);
}
