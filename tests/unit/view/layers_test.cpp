#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "shared/view/orientation.hpp"
#include "tests/unit/view/drawn_objects.hpp"

using namespace sansfilm;
using namespace sansfilm::view;
using namespace sansfilm::view::testing;

namespace {

bool has(const std::string& text, const char* part) { return text.find(part) != std::string::npos; }

std::set<std::size_t> painted(const PictureGraphics& graphics) {
  std::set<std::size_t> out;
  for (std::size_t i = 0; i < graphics.rgba.size() / 4; ++i) {
    if (graphics.rgba[4 * i + 3] != 0) out.insert(i);
  }
  return out;
}

// A block of 4 x 4 pixels with its corner at (2, 2), and what is inside its border.
const std::vector<std::uint32_t> kBlock{18, 19, 20, 21, 26, 27, 28, 29, 34, 35, 36, 37, 42, 43, 44, 45};

const pixel::ShaderParameters& parameters(LayerDesk& desk) {
  return desk.viewer.cell().parameters(desk.viewer.study()->model(), *desk.viewer.picture());
}

}  // namespace

TEST_CASE("layers are listed from the manifest; one is asked for only when it is switched on") {
  LayerDesk desk;
  CHECK(desk.viewer.has_layers());
  CHECK(desk.host.objects.empty());
  CHECK(has(desk.state(), "\"text\":\"Organes\""));
  desk.viewer.switch_row(desk.row_of("Organes"), desk.now);
  REQUIRE(desk.host.objects.size() == 1);
  CHECK(desk.host.objects[0].second == "/api/v1/studies/1.2.3/instances/1.2.9.1/drawing");
  CHECK(desk.viewer.layer_rows()[desk.row_of("Organes")].note == "chargement…");
  desk.answer_object(segmentation_of({{1, 0, kBlock}}));
  CHECK(desk.viewer.layer_rows()[desk.row_of("Foie")].here);
  CHECK_FALSE(desk.viewer.layer_rows()[desk.row_of("Rate")].here);
}

TEST_CASE("no layer is asked for before the first picture is there") {
  Desk desk;
  desk.open(study_with_layers(3));
  REQUIRE(desk.viewer.picture() == nullptr);
  CHECK(desk.viewer.show_layer(kSegmentationUid, desk.now));
  CHECK(desk.host.objects.empty());
  desk.settle();
  REQUIRE(desk.viewer.picture() != nullptr);
  CHECK(desk.host.objects.size() == 1);
}

TEST_CASE("a segment is painted inside its mask and nowhere else: an opaque border, a fill that lets the anatomy through") {
  LayerDesk desk;
  desk.show(kSegmentationUid, segmentation_of({{1, 0, kBlock}}));
  const PictureGraphics& graphics = desk.viewer.graphics();
  CHECK(painted(graphics) == std::set<std::size_t>(kBlock.begin(), kBlock.end()));
  CHECK(graphics.rgba[4 * 18 + 3] == 255);
  CHECK(graphics.rgba[4 * 27 + 3] == 89);   // 35 %
  CHECK(graphics.rgba[4 * 27] > 200);       // red, as the object recommends
  CHECK(graphics.rgba[4 * 27 + 1] < 60);
  desk.viewer.set_layer_opacity(*desk.viewer.layers().find(kSegmentationUid), 1.0, desk.now);
  CHECK(desk.viewer.graphics().rgba[4 * 27 + 3] == 255);
}

TEST_CASE("only the image that a segment was made from shows it") {
  LayerDesk desk;
  desk.show(kSegmentationUid, segmentation_of({{1, 1, kBlock}, {2, 1, {0}}}));
  CHECK(desk.viewer.cell().place() == 1);
  CHECK(painted(desk.viewer.graphics()).size() == 17);
  desk.viewer.run(Command::kNextImage, desk.now);
  CHECK(painted(desk.viewer.graphics()).empty());
  CHECK(desk.viewer.layer_rows()[desk.row_of("Organes")].note == "pas sur cette image");
}

TEST_CASE("a segment that is switched off, a layer that is, and all of them by one key are not painted") {
  LayerDesk desk;
  desk.show(kSegmentationUid, segmentation_of({{1, 0, kBlock}, {2, 0, {0}}}));
  desk.viewer.switch_row(desk.row_of("Foie"), desk.now);
  CHECK(painted(desk.viewer.graphics()) == std::set<std::size_t>{0});
  desk.viewer.key("y", 0, desk.now);
  CHECK(painted(desk.viewer.graphics()).empty());
  CHECK(has(desk.state(), "\"layersHidden\":true"));
  desk.viewer.key("y", 0, desk.now);
  CHECK(painted(desk.viewer.graphics()).size() == 1);
  desk.viewer.switch_row(desk.row_of("Organes"), desk.now);
  CHECK(painted(desk.viewer.graphics()).empty());
}

TEST_CASE("an object that cannot be read, or is not there, is one line, and it is asked for again when it is switched again") {
  LayerDesk desk;
  struct Answer {
    int status;
    Bytes bytes;
    const char* words;
  };
  for (const Answer& answer : {Answer{200, Bytes{1, 2, 3}, "illisible : contenu non conforme"}, Answer{404, {}, "illisible : absente du serveur"},
                               Answer{0, {}, "illisible : connexion perdue"}, Answer{422, {}, "illisible : contenu non conforme"}}) {
    CAPTURE(answer.status);
    REQUIRE(desk.viewer.show_layer(kSegmentationUid, desk.now));
    desk.answer_object(answer.bytes, answer.status);
    const LayerRow row = desk.viewer.layer_rows()[desk.row_of("Organes")];
    CHECK(row.note == answer.words);
    CHECK(row.fault);
    CHECK(painted(desk.viewer.graphics()).empty());
  }
}

TEST_CASE("every cut of an object is an error or a layer, never more") {
  const Bytes whole = segmentation_of({{1, 0, kBlock}});
  for (std::size_t length = 0; length < whole.size(); length += 7) {
    Layer layer;
    const auto status = read_layer(Bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length)), 1U << 20, layer);
    CHECK_FALSE(status.ok());
  }
  Layer wrong{.kind = LayerKind::kStructureSet};
  CHECK_FALSE(read_layer(whole, 1U << 20, wrong).ok());
  Layers poor(whole.size() - 1);
  poor.update(study_with_layers(1));
  poor.want(0);
  CHECK(poor.next_wanted() == 0);
  poor.take(0, 200, whole);
  CHECK(poor.at(0).error.code == base::ErrorCode::kOverBudget);
}

TEST_CASE("an answer that comes after the study was closed is nobody's") {
  LayerDesk desk;
  REQUIRE(desk.viewer.show_layer(kSegmentationUid, desk.now));
  const auto request = desk.host.objects.back().first;
  desk.open(study_with_layers(2));
  desk.settle();
  desk.viewer.object(request, 200, segmentation_of({{1, 0, kBlock}}), desk.now);
  CHECK(painted(desk.viewer.graphics()).empty());
}

TEST_CASE("a contour is drawn through its points, in its colour, on its slice only") {
  LayerDesk desk;
  desk.show(kStructuresUid, structures_of(2, {1, 1, 10, 6, 1, 10, 6, 5, 10}));
  CHECK(desk.viewer.cell().place() == 2);
  const DrawList drawn = desk.drawn();
  REQUIRE(drawn.paths.size() == 1);
  CHECK(drawn.paths[0].closed);
  CHECK(drawn.paths[0].colour == Colour{0, 255, 0, 255});
  REQUIRE(drawn.paths[0].points.size() == 3);
  // The centre of pixel (row 5, column 6).
  const Point wanted = desk.viewer.cell().viewport().to_screen(Point{6.5, 5.5});
  CHECK(drawn.paths[0].points[2].x == doctest::Approx(wanted.x));
  CHECK(drawn.paths[0].points[2].y == doctest::Approx(wanted.y));
  CHECK(has(desk.state(), "\"layerPaths\":1"));
  desk.viewer.run(Command::kPreviousImage, desk.now);
  CHECK(desk.drawn().paths.empty());
}

TEST_CASE("a presentation state gives its images its window, and as stored gives them back") {
  LayerDesk desk;
  const double own = parameters(desk).window.width;
  desk.show(kStateUid, state_of({.slices = {0, 1}}));
  CHECK(parameters(desk).window.centre == 100);
  CHECK(parameters(desk).window.width == 50);
  CHECK(has(desk.state(), "\"presentation\":\"1.2.9.3\""));
  desk.viewer.scroll_to(2, desk.now);   // an image that the state does not speak of
  CHECK(parameters(desk).window.width == own);
  CHECK(has(desk.state(), "\"presentation\":\"\""));
  CHECK(desk.viewer.layer_rows()[desk.row_of("Fracture")].note == "image non concernée");
  desk.viewer.scroll_to(1, desk.now);
  CHECK(parameters(desk).window.width == 50);
  desk.viewer.switch_row(desk.row_of("Telle qu’enregistrée"), desk.now);
  CHECK(parameters(desk).window.width == own);
}

TEST_CASE("a window set by hand goes over that of the state, and reset brings the state's back") {
  LayerDesk desk;
  desk.show(kStateUid, state_of({}));
  parameters(desk);
  desk.viewer.cell().adjust_window(0, 1.0);
  CHECK(parameters(desk).window.width == 100);
  CHECK(parameters(desk).window.centre == 100);
  desk.viewer.run(Command::kReset, desk.now);
  CHECK(parameters(desk).window.width == 50);
}

TEST_CASE("the letters at the edges are right after the turn and the flip of a state") {
  for (const int rotation : {0, 90, 180, 270}) {
    for (const bool flip : {false, true}) {
      CAPTURE(rotation);
      CAPTURE(flip);
      LayerDesk desk;
      desk.show(kStateUid, state_of({.rotation = rotation, .flip = flip}));
      const wire::Geometry geometry = study_with_layers(1).series[0].geometries[0];
      const auto shown = edge_letters(geometry, desk.viewer.cell().viewport());
      const auto wanted = pixel::edge_letters(pixel::Directions{}, {.degrees = static_cast<double>(rotation), .flip = flip});
      CHECK(shown.left == wanted.left);
      CHECK(shown.top == wanted.top);
      CHECK(shown.right == wanted.right);
    }
  }
}

TEST_CASE("the displayed area of a state fills the viewport, also when the viewport changes, until the user zooms") {
  LayerDesk desk;
  desk.show(kStateUid, state_of({.area = {3, 3, 6, 6}}));
  const Viewport& viewport = desk.viewer.cell().viewport();
  CHECK(viewport.scale() == doctest::Approx(std::min(viewport.area().width, viewport.area().height) / 4));
  const Point middle = viewport.to_screen(Point{4, 4});
  CHECK(middle.x == doctest::Approx(viewport.area().centre().x).epsilon(0.01));
  desk.viewer.set_page(800, 600, 1.0);
  CHECK(viewport.scale() == doctest::Approx(std::min(viewport.area().width, viewport.area().height) / 4));
  desk.viewer.run(Command::kFit, desk.now);
  CHECK(viewport.scale() == doctest::Approx(std::min(viewport.area().width, viewport.area().height) / 8));
}

TEST_CASE("annotations: units of the picture move with it, units of the display stay; layers in their order; texts at their anchors") {
  LayerDesk desk;
  StateParts parts;
  parts.rotation = 90;
  parts.annotations = {annotation("OBEN", {graphic("POLYLINE", "PIXEL", {1, 1, 7, 1})}, {anchored_text("Fracture\r\ntype A", 2, 3)}),
                       annotation("UNTEN", {graphic("POLYLINE", "DISPLAY", {0, 0, 1, 1}), graphic("CIRCLE", "PIXEL", {4, 4, 6, 4}, true)}),
                       annotation("UNTEN", {graphic("ELLIPSE", "PIXEL", {1, 4, 7, 4, 4, 2, 4, 6}), graphic("POINT", "PIXEL", {4, 4})})};
  for (const auto& [name, order] : {std::pair{"OBEN", 2}, std::pair{"UNTEN", 1}}) {
    parts.layers.emplace_back().text(Tag{0x0070, 0x0002}, name).integer(Tag{0x0070, 0x0062}, order);
  }
  desk.show(kStateUid, state_of(parts));
  const DrawList drawn = desk.drawn();
  // The diagonal, the circle, the ellipse, the two arms of the point; then, of the upper layer, its line and the anchor's cross.
  REQUIRE(drawn.paths.size() == 8);
  const Viewport& viewport = desk.viewer.cell().viewport();
  const Affine map = viewport.to_screen();
  const Point corner = map.apply({0, 8});   // turned by a quarter, the lower left corner is the upper left one
  CHECK(drawn.paths[0].points[0].x == doctest::Approx(corner.x));
  CHECK(drawn.paths[0].points[0].y == doctest::Approx(corner.y));
  CHECK(drawn.paths[1].filled);
  CHECK(drawn.paths[1].closed);
  for (const Point& point : drawn.paths[1].points) {
    const Point at = viewport.to_picture(point);
    CHECK(std::hypot(at.x - 4, at.y - 4) == doctest::Approx(2.0));
  }
  for (const Point& point : drawn.paths[2].points) {
    const Point at = viewport.to_picture(point);
    CHECK((at.x - 4) * (at.x - 4) / 9 + (at.y - 4) * (at.y - 4) / 4 == doctest::Approx(1.0));
  }
  CHECK(drawn.paths[5].points[1].x == doctest::Approx(map.apply({7, 1}).x));
  REQUIRE(drawn.texts.size() == 2);
  CHECK(drawn.texts[0].text == "Fracture");
  CHECK(drawn.texts[1].text == "type A");
  CHECK(drawn.texts[1].at.y > drawn.texts[0].at.y);
  CHECK(drawn.texts[0].at.x - map.apply({2, 3}).x < 6);
  desk.viewer.run(Command::kToggleGraphics, desk.now);
  CHECK(desk.drawn().paths.empty());
}

TEST_CASE("a smooth curve goes through all its points, and closes where the last is the first") {
  const std::vector<Point> through{{0, 0}, {10, 0}, {10, 10}, {0, 0}};
  const auto curve = smooth_curve(through);
  for (const Point& point : through) CHECK(std::find(curve.begin(), curve.end(), point) != curve.end());
  CHECK(curve.front() == curve.back());
  CHECK(curve.size() > 20);
}

TEST_CASE("the keyboard opens the panel, walks its rows, switches them, and a screen reader is told") {
  LayerDesk desk;
  CHECK_FALSE(desk.viewer.layers_open());
  const double wide = desk.viewer.cell().viewport().area().width;
  desk.viewer.key("c", 0, desk.now);
  CHECK(desk.viewer.layers_open());
  CHECK(desk.viewer.cell().viewport().area().width < wide);
  desk.viewer.key("d", 0, desk.now);
  CHECK(desk.viewer.row_cursor() == 1);   // past the heading: as stored
  desk.viewer.key("d", 0, desk.now);
  CHECK(has(desk.host.said.back(), "Fracture, masqué"));
  desk.viewer.key("k", 0, desk.now);
  CHECK(has(desk.host.said.back(), "Fracture, affiché"));
  desk.answer_object(state_of({}));
  CHECK(parameters(desk).window.width == 50);
  desk.viewer.key("e", 0, desk.now);      // the next state
  CHECK(desk.viewer.layer_rows()[desk.row_of("Poumon")].on);
  desk.viewer.key("e", 0, desk.now);      // then as stored
  CHECK(parameters(desk).window.width == 400);
  desk.viewer.key("Escape", 0, desk.now);
  CHECK_FALSE(desk.viewer.layers_open());
  CHECK(desk.host.left == 0);
}

TEST_CASE("a layer that belongs to another series leads there, to its first image") {
  LayerDesk desk;
  wire::Manifest study = study_with_layers(4);
  study.series.insert(study.series.begin(), raw_ct(2, 7));
  desk.open(study);
  desk.settle();
  CHECK_FALSE(desk.viewer.has_layers());
  desk.show(kSegmentationUid, segmentation_of({{1, 3, {0}}}));
  CHECK(desk.viewer.cell().series() == 1);
  CHECK(desk.viewer.cell().place() == 3);
  CHECK_FALSE(desk.viewer.show_layer("1.2.3.4.5", desk.now));
}

TEST_CASE("layers that are off make room for another one") {
  Layers layers(1000);
  wire::Manifest manifest = study_with_layers(1);
  manifest.series[1].objects[1].kind = wire::ObjectKind::kSegmentation;
  layers.update(manifest);
  for (const std::uint32_t layer : {0U, 1U}) {
    layers.switch_layer(layer, true);
    CHECK(layers.next_wanted() == layer);
    layers.take(layer, 200, segmentation_of({{1, 0, kBlock}}));
    REQUIRE(layers.at(layer).state == LayerState::kReady);
    layers.switch_layer(layer, false);
  }
  CHECK(layers.at(0).state == LayerState::kListed);
  CHECK(layers.bytes() <= 1000);
}

TEST_CASE("a state that speaks of rendered volumes is not offered for pictures") {
  Layers layers(1000);
  wire::Manifest manifest = study_with_layers(1);
  manifest.series[1].objects[2].sop_class_uid = "1.2.840.10008.5.1.4.1.1.11.9";
  manifest.series[1].objects[3].sop_class_uid = "1.2.840.10008.5.1.4.1.1.11.3";
  layers.update(manifest);
  CHECK_FALSE(layers.find(kStateUid).has_value());
  CHECK(layers.find(kOtherStateUid).has_value());
}

TEST_CASE("a blending state lays the slice that lies nearest over the image, in its own colours and with its opacity, once it is there") {
  LayerDesk desk;
  wire::Manifest study = study_with_layers(3);
  wire::Series over = raw_ct(3, 5);
  over.geometries = study.series[0].geometries;
  over.description = "TEP";
  // Half as wide a grid, shifted by two columns; the middle slice lies 1 mm off.
  for (wire::Frame& frame : over.frames) frame.position_mm = {{2, 0, 5.0 * frame.instance + 1.0}};
  for (std::uint32_t i = 0; i < 3; ++i) over.instances[i].sop_instance_uid = "1.2.5." + std::to_string(i);
  study.series.push_back(over);
  desk.open(study);
  desk.settle();
  DatasetBuilder dataset;
  std::vector<DatasetBuilder> inputs;
  for (const auto& [position, series, prefix] : {std::tuple{"UNDERLYING", "1.2.1", "1.2.3."}, std::tuple{"SUPERIMPOSED", "1.2.5", "1.2.5."}}) {
    DatasetBuilder from, voi;
    std::vector<DatasetBuilder> images;
    for (int i = 0; i < 3; ++i) images.emplace_back().text(Tag{0x0008, 0x1155}, prefix + std::to_string(i));
    from.text(Tag{0x0020, 0x000E}, series).sequence(Tag{0x0008, 0x1140}, images);
    voi.real(Tag{0x0028, 0x1050}, 128).real(Tag{0x0028, 0x1051}, 256);
    inputs.emplace_back().text(Tag{0x0070, 0x0405}, position).sequence(Tag{0x0008, 0x1115}, {from}).sequence(Tag{0x0028, 0x3110}, {voi});
  }
  dataset.sequence(Tag{0x0070, 0x0402}, inputs).real(Tag{0x0070, 0x0403}, 0.5).text(Tag{0x0070, 0x0080}, "FUSION");
  // Red by level, nothing else.
  std::vector<std::int64_t> ramp(256), none(256);
  for (std::size_t i = 0; i < ramp.size(); ++i) ramp[i] = static_cast<std::int64_t>(i) * 257;
  for (const int channel : {0, 1, 2}) {
    dataset.integers(Tag{0x0028, static_cast<std::uint16_t>(0x1101 + channel)}, dicom::Vr::US, {256, 0, 16});
    dataset.integers(Tag{0x0028, static_cast<std::uint16_t>(0x1201 + channel)}, dicom::Vr::OW, channel == 0 ? ramp : none);
  }
  desk.show(kStateUid, file_of(dataset, "1.2.840.10008.5.1.4.1.1.11.4", kStateUid));
  CHECK(has(desk.state(), "\"presentation\":\"1.2.9.3\""));
  const PictureGraphics& graphics = desk.viewer.graphics();
  REQUIRE(graphics.rgba.size() == kSide * kSide * 4);
  for (std::uint32_t column = 0; column < kSide; ++column) {
    CAPTURE(column);
    const std::uint8_t* at = &graphics.rgba[4 * (kSide + column)];   // of the second row
    CHECK(at[3] == (column < 2 ? 0 : 128));
    if (column >= 2) CHECK(int{at[0]} == doctest::Approx(8 + column - 2).epsilon(0.2));   // the sample that lies there
    CHECK(at[1] == 0);
  }
  DrawList words;
  desk.viewer.build_overlay(words);
  CHECK(std::any_of(words.texts.begin(), words.texts.end(), [](const TextMark& mark) { return mark.text == "Fusion : TEP"; }));
}
