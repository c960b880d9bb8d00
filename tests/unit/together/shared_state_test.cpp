#include <doctest/doctest.h>

#include "shared/together/shared_state.hpp"

using namespace sansfilm;
using namespace sansfilm::together;

namespace {

SharedView some_view() {
  SharedView view;
  view.series_uid = "1.2.3";
  view.image_uid = "1.2.3.4";
  view.frame = 5;
  view.voi = Voi::kWindow;
  view.center = 40.5;
  view.width = 400.25;
  view.function = 2;
  view.inverted = true;
  view.fitted = false;
  view.middle = {12.5, -3.75};
  view.seen_width = 512;
  view.seen_height = 300.5;
  view.quarters = 3;
  view.mirrored = true;
  return view;
}

template <class Read>
auto read(Read reader, const std::string& json) {
  base::Budget budget;
  return reader(json, budget);
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("a view, a pointer and marks come back as they went") {
  for (const Voi voi : {Voi::kDefault, Voi::kWindow, Voi::kAutomatic}) {
    SharedView view = some_view();
    view.voi = voi;
    if (voi != Voi::kWindow) view.center = 0, view.width = 1, view.function = 0;
    CHECK(read(read_view, write_view(view)).value() == view);
  }
  SharedView table = some_view();
  table.voi = Voi::kLut;
  table.lut = 2;
  table.center = 0, table.width = 1, table.function = 0;
  CHECK(read(read_view, write_view(table)).value() == table);

  const SharedPointer pointer{"1.2", 3, base::Point{1.25, 7}};
  CHECK(read(read_pointer, write_pointer(pointer)).value() == pointer);
  const SharedPointer nowhere{"1.2", 0, std::nullopt};
  CHECK(read(read_pointer, write_pointer(nowhere)).value() == nowhere);

  const std::vector<measure::Measurement> marks = {{0, measure::Kind::kLength, "1.2", 0, {{1, 2}, {3, 4}}}, {0, measure::Kind::kFreehand, "1.2", 1, {{1, 2}, {3, 4}, {5, 6}}}};
  CHECK(read(read_marks, write_marks(marks)).value() == marks);
  CHECK(read(read_marks, write_marks({})).value().empty());
}

TEST_CASE("a long outline is told by fewer of its points, of many marks the first, and both can be read") {
  measure::Measurement outline{0, measure::Kind::kFreehand, "1.2", 0, {}};
  for (int i = 0; i < 3000; ++i) outline.points.push_back({static_cast<double>(i), 1});
  const auto back = read(read_marks, write_marks({outline})).value();
  REQUIRE(back.size() == 1);
  CHECK(back[0].points.size() <= kMostMarkPoints);
  CHECK(back[0].points.front() == outline.points.front());
  const measure::Measurement length{0, measure::Kind::kLength, "1.2", 0, {{1, 2}, {3, 4}}};
  CHECK(read(read_marks, write_marks(std::vector<measure::Measurement>(kMostMarks + 20, length))).value().size() == kMostMarks);
}

TEST_CASE("what is missing, of the wrong kind or beyond reason is refused by its name") {
  const std::string good = write_view(some_view());
  const auto refused = [&](const std::string& from, const std::string& to) {
    const auto result = read(read_view, replaced(good, from, to));
    REQUIRE_FALSE(result.ok());
    return result.error().subject;
  };
  CHECK(refused("\"1.2.3\"", "\"1.2.<b>\"") == "series");
  CHECK(refused("\"1.2.3.4\"", "\"" + std::string(65, '1') + "\"") == "image");
  CHECK(refused("\"frame\":5", "\"frame\":-1") == "frame");
  CHECK(refused("\"window\":[40.5", "\"window\":[1e300") == "window");
  CHECK(refused("400.25,2]", "0,2]") == "window");
  CHECK(refused("400.25,2]", "400.25,3]") == "window");
  CHECK(refused("\"voi\":\"window\"", "\"voi\":\"curve\"") == "voi");
  CHECK(refused("\"inverted\":true", "\"inverted\":1") == "inverted");
  CHECK(refused("[512.0,300.5]", "[0,300.5]") == "seen");
  CHECK(refused("\"quarters\":3", "\"quarters\":4") == "quarters");
  CHECK_FALSE(read(read_view, "{}").ok());
  CHECK_FALSE(read(read_view, "[").ok());
  CHECK_FALSE(read(read_pointer, "{\"image\":\"1.2\",\"frame\":0,\"at\":[1,2,3]}").ok());
  CHECK_FALSE(read(read_marks, "{\"marks\":{}}").ok());
  CHECK_FALSE(read(read_marks, "{\"marks\":[{\"kind\":\"length\",\"image\":\"1.2\",\"frame\":0,\"points\":[[1,2]]}]}").ok());
  CHECK_FALSE(read(read_marks, "{\"marks\":[{\"kind\":\"star\",\"image\":\"1.2\",\"frame\":0,\"points\":[[1,2],[3,4]]}]}").ok());
}
