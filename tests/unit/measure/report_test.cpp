#include <doctest/doctest.h>

#include "shared/measure/report.hpp"

using namespace sansfilm;
using namespace sansfilm::measure;

namespace {

std::vector<Reported> some() {
  Reported length{{.kind = Kind::kLength, .sop_instance_uid = "1.2.3", .frame = 4, .points = {{1.5, 2.25}, {30, 40}}}, {}};
  length.value.calibration = Calibration{LengthKind::kAtDetector, 0.2, 0.3};
  length.value.length = 12.75;
  Reported region{{.kind = Kind::kFreehand, .sop_instance_uid = "1.2.4", .points = {{0, 0}, {5, 0}, {5, 5}}}, {}};
  region.value.area = 12.5;
  region.value.statistics = Statistics{12, -3.5, 1.25, -8, 4, "HU"};
  return {length, region};
}

std::string failing_key(std::string_view json) {
  base::Budget budget;
  const auto read = read_reported(json, budget);
  return read.ok() ? "" : read.error().subject;
}

}  // namespace

TEST_CASE("measurements come back from JSON as they went") {
  base::Budget budget;
  const auto text = write_reported(some());
  REQUIRE(text.ok());
  const auto back = read_reported(*text, budget);
  REQUIRE(back.ok());
  CHECK(*back == some());
}

TEST_CASE("reports come back with their author and time") {
  base::Budget budget;
  const std::vector<Report> reports{{"2.25.1", "Dr Martin", "20261127101500", some()}};
  const auto text = write_reports(reports);
  REQUIRE(text.ok());
  const auto back = read_reports(*text, budget);
  REQUIRE(back.ok());
  CHECK(*back == reports);
}

TEST_CASE("a measurement that lacks something or lies is refused by the name of the key") {
  CHECK(failing_key(R"({})") == "measurements");
  CHECK(failing_key(R"({"measurements":[{"kind":"trapezium"}]})") == "kind");
  CHECK(failing_key(R"({"measurements":[{"kind":"length","uid":""}]})") == "uid");
  CHECK(failing_key(R"({"measurements":[{"kind":"length","uid":"1.2","frame":-1}]})") == "frame");
  CHECK(failing_key(R"({"measurements":[{"kind":"length","uid":"1.2","frame":0,"points":[[1,2]]}]})") == "points");
  CHECK(failing_key(R"({"measurements":[{"kind":"length","uid":"1.2","frame":0,"points":[[1,2],[3,"x"]]}]})") == "points");
  CHECK(failing_key(R"({"measurements":[{"kind":"point","uid":"1.2","frame":0,"points":[[1,2]],"calibration":{"kind":"guess"}}]})") == "calibration.kind");
  CHECK(failing_key(R"({"measurements":[{"kind":"point","uid":"1.2","frame":0,"points":[[1,2]],"statistics":{"pixels":0}}]})") == "statistics.pixels");
  CHECK(failing_key(R"({"measurements":[{"kind":"point","uid":"1.2","frame":0,"points":[[1,2]],"length":"long"}]})") == "length");
}
