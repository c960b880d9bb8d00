#include <doctest/doctest.h>

#include "tests/unit/view/fake_host.hpp"

using namespace sansfilm;
using namespace sansfilm::view;
using namespace sansfilm::view::testing;
using measure::Kind;

namespace {

bool has(const std::string& text, const char* part) { return text.find(part) != std::string::npos; }

// A CT of three slices with pixels of 1 mm, opened and final, drawn large; the hand speaks picture coordinates.
struct Reading : Desk {
  Reading() {
    wire::Series series = raw_ct(3, 1);
    series.geometries[0].spacing_kind = wire::SpacingKind::kPixelSpacing;
    series.geometries[0].row_spacing_mm = series.geometries[0].column_spacing_mm = 1.0;
    open(a_study({series}));
    settle();
  }

  void press(Point picture, PointerKind kind = PointerKind::kMouse, std::int32_t id = 1) { send(PointerPhase::kDown, picture, kind, id); }
  void move(Point picture, PointerKind kind = PointerKind::kMouse, std::int32_t id = 1) { send(PointerPhase::kMove, picture, kind, id); }
  void release(Point picture, PointerKind kind = PointerKind::kMouse, std::int32_t id = 1) { send(PointerPhase::kUp, picture, kind, id); }
  void click(Point picture) {
    press(picture);
    release(picture);
  }
  void drag(Point from, Point to, PointerKind kind = PointerKind::kMouse) {
    press(from, kind);
    move({(from.x + to.x) / 2, (from.y + to.y) / 2}, kind);
    move(to, kind);
    release(to, kind);
  }
  void send(PointerPhase phase, Point picture, PointerKind kind, std::int32_t id) {
    viewer.pointer({.phase = phase, .kind = kind, .id = id, .at = viewer.cell().viewport().to_screen(picture)}, now);
  }
  [[nodiscard]] const std::vector<measure::Measurement>& all() const { return viewer.measurements().list().all(); }
  [[nodiscard]] std::string texts() const {
    DrawList out;
    viewer.build_overlay(out);
    std::string all_texts;
    for (const TextMark& mark : out.texts) all_texts += mark.text + "\n";
    return all_texts;
  }
};

}  // namespace

TEST_CASE("a drag with the ruler is a length in millimetres beside its line, and a screen reader is told") {
  Reading desk;
  desk.viewer.run(Command::kMeasureLength, desk.now);
  desk.drag({1, 2}, {7, 2});
  REQUIRE(desk.all().size() == 1);
  CHECK(desk.all()[0].kind == Kind::kLength);
  CHECK(desk.all()[0].sop_instance_uid == "1.2.3.0");
  CHECK(has(desk.texts(), "6\u00A0mm"));
  CHECK(has(desk.host.said.back(), "Longueur : 6\u00A0mm"));
  CHECK(has(desk.state(), "\"length\":6"));
}

TEST_CASE("two clicks make the same length; between them it follows the mouse") {
  Reading desk;
  desk.viewer.run(Command::kMeasureLength, desk.now);
  desk.click({1, 2});
  desk.viewer.hover(desk.viewer.cell().viewport().to_screen({4, 2}));
  CHECK(has(desk.texts(), "3\u00A0mm"));
  desk.click({7, 2});
  REQUIRE(desk.all().size() == 1);
  CHECK(desk.all()[0].points[1].x == doctest::Approx(7.0));
}

TEST_CASE("an angle takes three points, a Cobb angle two drags") {
  Reading desk;
  desk.viewer.run(Command::kMeasureAngle, desk.now);
  desk.click({1, 1});
  desk.click({4, 1});
  CHECK(desk.all().empty());
  desk.click({4, 4});
  CHECK(has(desk.texts(), "90°"));
  desk.viewer.run(Command::kMeasureCobb, desk.now);
  desk.drag({1, 6}, {6, 6});
  desk.drag({1, 7}, {1, 3});
  REQUIRE(desk.all().size() == 2);
  CHECK(has(desk.texts(), "Cobb 90°"));
}

TEST_CASE("a polyline goes on until its last point is clicked again, or Enter is pressed") {
  Reading desk;
  desk.viewer.run(Command::kMeasurePolyline, desk.now);
  for (const Point at : {Point{1, 1}, Point{4, 1}, Point{4, 5}, Point{4, 5}}) desk.click(at);
  REQUIRE(desk.all().size() == 1);
  CHECK(desk.all()[0].points.size() == 3);
  CHECK(has(desk.texts(), "7\u00A0mm"));
  desk.click({1, 6});
  desk.click({3, 6});
  CHECK(desk.viewer.key("Enter", 0, desk.now));
  CHECK(desk.all().size() == 2);
}

TEST_CASE("a region drawn by hand has its mean in HU and its area") {
  Reading desk;
  desk.viewer.run(Command::kMeasureFreehand, desk.now);
  desk.press({2, 2});
  for (const Point at : {Point{4, 2}, Point{6, 2}, Point{6, 4}, Point{6, 6}, Point{4, 6}, Point{2, 6}, Point{2, 4}}) desk.move(at);
  desk.release({2, 4});
  REQUIRE(desk.all().size() == 1);
  // Values 8 * row + column - 1024 over rows and columns 2 to 5.
  CHECK(has(desk.texts(), "Moy. -992,5"));
  CHECK(has(desk.texts(), "HU"));
  CHECK(has(desk.texts(), "16\u00A0mm²"));
}

TEST_CASE("what is drawn on one image is not drawn on the next, and the list leads back to it") {
  Reading desk;
  desk.viewer.run(Command::kMeasureEllipse, desk.now);
  desk.drag({1, 1}, {5, 5});
  desk.viewer.run(Command::kNextImage, desk.now);
  desk.settle();
  CHECK_FALSE(has(desk.texts(), "mm²"));
  REQUIRE(desk.viewer.measurement_rows().size() == 1);
  CHECK_FALSE(desk.viewer.measurement_rows()[0].here);
  CHECK(has(desk.viewer.measurement_rows()[0].values.back(), "mm²"));
  CHECK(desk.viewer.image_of_measurement(desk.all()[0].id) == "image 1");
  CHECK(desk.viewer.choose_measurement(desk.all()[0].id, desk.now));
  CHECK(desk.viewer.cell().place() == 0);
  CHECK_FALSE(desk.viewer.choose_measurement(99, desk.now));
}

TEST_CASE("a point is taken hold of and moved, the whole by its line, and each is one step back") {
  Reading desk;
  desk.viewer.run(Command::kMeasureLength, desk.now);
  desk.drag({1, 2}, {7, 2});
  desk.viewer.run(Command::kToolWindow, desk.now);
  desk.drag({7, 2}, {7, 6});
  CHECK(desk.all()[0].points[1].y == doctest::Approx(6.0));
  desk.drag({4, 4}, {4, 5});
  CHECK(desk.all()[0].points[0].y == doctest::Approx(3.0));
  desk.viewer.key("z", kControl, desk.now);
  CHECK(desk.all()[0].points[0].y == doctest::Approx(2.0));
  desk.viewer.key("z", kControl, desk.now);
  CHECK(desk.all()[0].points[1].y == doctest::Approx(2.0));
  desk.viewer.key("z", kControl, desk.now);
  CHECK(desk.all().empty());
  desk.viewer.key("y", kControl, desk.now);
  CHECK(desk.all().size() == 1);
}

TEST_CASE("Escape gives up what is drawn, then the ruler; Delete removes what is selected") {
  Reading desk;
  desk.viewer.run(Command::kMeasureLength, desk.now);
  desk.click({1, 1});
  desk.viewer.key("Escape", 0, desk.now);
  CHECK_FALSE(desk.viewer.measurements().hand().busy());
  CHECK(desk.viewer.measurements().hand().chosen().has_value());
  desk.drag({1, 2}, {7, 2});
  desk.viewer.key("Delete", 0, desk.now);
  CHECK(desk.all().empty());
  desk.viewer.key("Escape", 0, desk.now);
  CHECK_FALSE(desk.viewer.measurements().hand().chosen().has_value());
  CHECK(desk.host.left == 0);
  desk.viewer.key("Escape", 0, desk.now);
  CHECK(desk.host.left == 1);
}

TEST_CASE("two clicks on one place are no length") {
  Reading desk;
  desk.viewer.run(Command::kMeasureLength, desk.now);
  desk.click({3, 3});
  desk.click({3, 3});
  CHECK(desk.all().empty());
}

TEST_CASE("a finger scrolls past a measurement unless it measures or has it selected; a second finger zooms") {
  Reading desk;
  desk.viewer.run(Command::kMeasureLength, desk.now);
  desk.drag({1, 2}, {7, 2}, PointerKind::kTouch);
  REQUIRE(desk.all().size() == 1);
  desk.click({5, 6});   // elsewhere: begins another, given up; nothing stays selected
  desk.viewer.key("Escape", 0, desk.now);
  desk.viewer.key("Escape", 0, desk.now);
  const std::vector<Point> before = desk.all()[0].points;
  desk.drag({4, 2}, {4, 7}, PointerKind::kTouch);
  CHECK(desk.all()[0].points == before);

  desk.viewer.run(Command::kMeasureLength, desk.now);
  const double scale = desk.viewer.cell().viewport().scale();
  desk.press({1, 4}, PointerKind::kTouch, 1);
  desk.press({7, 4}, PointerKind::kTouch, 2);
  desk.move({3, 4}, PointerKind::kTouch, 1);
  desk.move({5, 4}, PointerKind::kTouch, 2);
  desk.release({3, 4}, PointerKind::kTouch, 1);
  desk.release({5, 4}, PointerKind::kTouch, 2);
  CHECK(desk.all().size() == 1);
  CHECK(desk.viewer.cell().viewport().scale() < scale);
}

TEST_CASE("while the picture is not final, a measurement says so, and is read again when it is") {
  Reading desk;
  desk.viewer.run(Command::kLastImage, desk.now);
  desk.viewer.run(Command::kMeasureRectangle, desk.now);
  if (desk.viewer.picture() == nullptr) {
    desk.drag({1, 1}, {3, 3});
    CHECK(has(desk.texts(), "provisoire"));
  }
  desk.settle();
  CHECK_FALSE(has(desk.texts(), "provisoire"));
}

TEST_CASE("measurements of a study are there when it is opened again, and not on another one") {
  Reading desk;
  desk.viewer.run(Command::kMeasureLength, desk.now);
  desk.drag({1, 2}, {7, 2});
  desk.viewer.close();
  wire::Manifest other = a_study({raw_ct(2, 2)});
  desk.viewer.open("9.9", desk.now);
  CHECK(desk.all().empty());
  desk.viewer.open("1.2.3", desk.now);
  REQUIRE(desk.all().size() == 1);
  CHECK(desk.all()[0].kind == Kind::kLength);
}

TEST_CASE("another reader finds nothing of what the one before drew and did not keep") {
  Reading desk;
  desk.viewer.run(Command::kMeasureLength, desk.now);
  desk.drag({1, 2}, {7, 2});
  desk.viewer.close();
  desk.viewer.forget_unsaved_measurements();
  desk.viewer.open("1.2.3", desk.now);
  CHECK(desk.all().empty());
}

TEST_CASE("a measurement that leaves the picture ends at its edge") {
  Reading desk;
  desk.viewer.run(Command::kMeasureLength, desk.now);
  desk.drag({4, 4}, {40, 4});
  REQUIRE(desk.all().size() == 1);
  CHECK(desk.all()[0].points[1].x == doctest::Approx(8.0));
}

namespace {

// The server's answer to the first question for what is kept.
void answer_reports(Reading& desk, const std::vector<measure::Report>& reports) {
  REQUIRE(desk.host.measurement_requests.size() == 1);
  const std::string text = measure::write_reports(reports).value();
  const std::uint32_t request = desk.host.measurement_requests.back().first;
  desk.host.measurement_requests.clear();
  desk.viewer.object(request, 200, {text.begin(), text.end()}, desk.now);
}

measure::Report report_by(const char* author) {
  measure::Reported one{{.kind = Kind::kLength, .sop_instance_uid = "1.2.3.1", .points = {{1, 1}, {1, 6}}}, {}};
  one.value.calibration = measure::Calibration{};
  one.value.length = 5;
  return {"2.25.7", author, "20260102030405", {one}};
}

}  // namespace

TEST_CASE("what is kept with the study is listed with its author, and cannot be moved or deleted") {
  Reading desk;
  answer_reports(desk, {report_by("Dr Martin")});
  REQUIRE(desk.viewer.measurement_rows().size() == 1);
  CHECK(desk.viewer.measurement_rows()[0].kept);
  CHECK(desk.viewer.measurement_rows()[0].author == "Dr Martin");
  CHECK(desk.viewer.measurement_rows()[0].values[0] == "5\u00A0mm");
  const std::uint32_t id = desk.all()[0].id;
  CHECK(desk.viewer.choose_measurement(id, desk.now));
  desk.settle();
  desk.drag({1, 6}, {5, 6});
  CHECK(desk.all()[0].points[1].x == 1.0);
  desk.viewer.key("Delete", 0, desk.now);
  CHECK(desk.all().size() == 1);
}

TEST_CASE("keeping sends what is new, and shows it then as the documents have it") {
  Reading desk;
  answer_reports(desk, {report_by("Dr Martin")});
  desk.viewer.run(Command::kMeasureLength, desk.now);
  desk.drag({1, 2}, {7, 2});
  desk.viewer.key("s", kControl, desk.now);
  REQUIRE(desk.host.sent.size() == 1);
  CHECK(desk.host.sent[0].path == "/api/v1/studies/1.2.3/measurements");
  base::Budget budget;
  const auto sent = measure::read_reported(desk.host.sent[0].json, budget);
  REQUIRE(sent.ok());
  REQUIRE(sent->size() == 1);
  CHECK(*sent->front().value.length == doctest::Approx(6.0));
  desk.viewer.key("s", kControl, desk.now);   // once is enough
  CHECK(desk.host.sent.size() == 1);

  desk.viewer.object(desk.host.sent[0].request, 201, {}, desk.now);
  measure::Report own{"2.25.8", "Dr Petit", "20260102030406", *sent};
  answer_reports(desk, {own, report_by("Dr Martin")});
  REQUIRE(desk.all().size() == 2);
  for (const MeasurementRow& row : desk.viewer.measurement_rows()) CHECK(row.kept);
  CHECK(desk.viewer.measurements().unsaved().ids.empty());
}

TEST_CASE("a server that refuses takes nothing away: the measurements stay, and it is said") {
  Reading desk;
  answer_reports(desk, {});
  desk.viewer.run(Command::kMeasureLength, desk.now);
  desk.drag({1, 2}, {7, 2});
  desk.viewer.key("s", kControl, desk.now);
  desk.viewer.object(desk.host.sent[0].request, 403, {}, desk.now);
  CHECK(has(desk.host.said.back(), "accès refusé"));
  CHECK(desk.viewer.measurements().unsaved().ids.size() == 1);
  desk.viewer.key("s", kControl, desk.now);
  CHECK(desk.host.sent.size() == 2);
}

TEST_CASE("of local files nothing is kept, and it is said") {
  Reading desk;
  desk.viewer.object(desk.host.measurement_requests.back().first, 404, {}, desk.now);
  desk.viewer.run(Command::kMeasureLength, desk.now);
  desk.drag({1, 2}, {7, 2});
  desk.viewer.key("s", kControl, desk.now);
  CHECK(desk.host.sent.empty());
  CHECK(has(desk.host.said.back(), "Fichiers locaux"));
}
