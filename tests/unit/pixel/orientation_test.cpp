#include "shared/pixel/orientation.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "shared/pixel/image.hpp"
#include "shared/pixel/tags.hpp"
#include "tests/unit/pixel/dataset_builder.hpp"

using namespace sansfilm;
using namespace sansfilm::pixel;
using test::DatasetBuilder;

namespace {

const Directions kAxial{{1, 0, 0}, {0, 1, 0}};
const Directions kSagittal{{0, 1, 0}, {0, 0, -1}};
const Directions kCoronal{{1, 0, 0}, {0, 0, -1}};

std::string around(const EdgeLetters& e) { return e.left + "|" + e.right + "|" + e.top + "|" + e.bottom; }

}  // namespace

TEST_CASE("transverse, sagittal and coronal pictures have the patient's right on the left, front on the left or top, head on top") {
  CHECK(around(edge_letters(kAxial, {})) == "R|L|A|P");
  CHECK(around(edge_letters(kSagittal, {})) == "A|P|H|F");
  CHECK(around(edge_letters(kCoronal, {})) == "R|L|H|F");
}

TEST_CASE("a quarter turn clockwise brings the left edge to the top") {
  CHECK(around(edge_letters(kAxial, {.degrees = 90})) == "P|A|R|L");
  CHECK(around(edge_letters(kAxial, {.degrees = 180})) == "L|R|P|A");
  CHECK(around(edge_letters(kAxial, {.degrees = 270})) == "A|P|L|R");
}

TEST_CASE("a flip swaps left and right after the rotation, as C.10.6 orders them") {
  CHECK(around(edge_letters(kAxial, {.flip = true})) == "L|R|A|P");
  CHECK(around(edge_letters(kAxial, {.degrees = 90, .flip = true})) == "A|P|R|L");
}

TEST_CASE("oblique planes have two or three letters, the strongest first") {
  CHECK(letters_of({std::cos(0.5), std::sin(0.5), 0}) == "LP");      // 28.6 degrees
  CHECK(letters_of({std::cos(0.1), std::sin(0.1), 0}) == "L");       // 5.7 degrees
  CHECK(letters_of({-0.5, -0.7, 0.51}) == "AHR");
  CHECK(letters_of({0, 0, 0}).empty());
  CHECK(edge_letters(kAxial, {.degrees = 45}).right.size() == 2);
}

TEST_CASE("patient orientation serves where there are no cosines, for turns by quarters only") {
  const PatientOrientation chest{"L", "F"};
  CHECK(around(edge_letters(chest, {})) == "R|L|H|F");
  CHECK(around(edge_letters(chest, {.degrees = 90})) == "F|H|R|L");
  CHECK(around(edge_letters(chest, {.flip = true})) == "L|R|H|F");
  CHECK(around(edge_letters({"AL", "FP"}, {})) == "PR|AL|HA|FP");
  CHECK(edge_letters(chest, {.degrees = 30}).empty());
}

TEST_CASE("an image with neither cosines nor patient orientation has no letters; cosines win over patient orientation") {
  DatasetBuilder bare;
  bare.us(tag::kRows, {2}).us(tag::kColumns, {2});
  CHECK(edge_letters(describe_image(bare.dataset(), 0).value(), {}).empty());

  DatasetBuilder both;
  both.us(tag::kRows, {2}).us(tag::kColumns, {2}).cs(tag::kPatientOrientation, "R\\H").ds(tag::kImageOrientation, "1\\0\\0\\0\\1\\0");
  CHECK(around(edge_letters(describe_image(both.dataset(), 0).value(), {})) == "R|L|A|P");
}

TEST_CASE("a patient orientation that is not a pair of directions gives no letters and a finding") {
  for (const char* text : {"L", "X\\F", "LR\\F", "LAHP\\F", "\\F"}) {
    DatasetBuilder builder;
    builder.cs(tag::kPatientOrientation, text);
    std::vector<base::Error> findings;
    CHECK_FALSE(read_patient_orientation(builder.dataset(), findings).has_value());
    REQUIRE(findings.size() == 1);
    CHECK(findings[0].tag == tag::kPatientOrientation.value);
  }
}

TEST_CASE("planes are named by the axis that their normal keeps within 30 degrees of") {
  CHECK(std::string(plane_name(kAxial)) == "AX");
  CHECK(std::string(plane_name(kSagittal)) == "SAG");
  CHECK(std::string(plane_name(kCoronal)) == "COR");
  const double s = std::sqrt(0.5);
  CHECK(std::string(plane_name({{1, 0, 0}, {0, s, s}})) == "OBL");
}
