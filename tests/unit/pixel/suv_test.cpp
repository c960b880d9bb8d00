#include "shared/pixel/suv.hpp"

#include <doctest/doctest.h>

#include "shared/pixel/tags.hpp"
#include "tests/unit/pixel/dataset_builder.hpp"

using namespace sansfilm;
using namespace sansfilm::pixel;
using test::DatasetBuilder;
using dicom::Vr;

namespace {

// 70 kg, 370 MBq of F-18 (half-life 6586.2 s) at 10:00, scanned at 11:00.
DatasetBuilder& pet(DatasetBuilder& b, const char* correction = "START") {
  b.cs(tag::kModality, "PT").cs(tag::kUnits, "BQML").cs({0x0028, 0x0051}, "ATTN\\DECY").cs({0x0054, 0x1102}, correction)
      .ds({0x0010, 0x1030}, "70").ds({0x0010, 0x1020}, "1.75").cs({0x0010, 0x0040}, "M")
      .text({0x0008, 0x0021}, Vr::DA, "20200102").text({0x0008, 0x0031}, Vr::TM, "110000").text({0x0008, 0x0022}, Vr::DA, "20200102").text({0x0008, 0x0032}, Vr::TM, "110000.00");
  b.item({0x0054, 0x0016}).text({0x0018, 0x1072}, Vr::TM, "100000").ds({0x0018, 0x1074}, "370000000").ds({0x0018, 0x1075}, "6586.2");
  return b;
}

}  // namespace

TEST_CASE("SUV by body weight decays the dose to the start of the scan") {
  DatasetBuilder b;
  const auto suv = read_suv_factors(pet(b).dataset());
  // 370e6 * 2^(-3600/6586.2) = 253,318,000 Bq; 70,000 g / that = 2.7633e-4
  REQUIRE(suv.body_weight.has_value());
  CHECK(*suv.body_weight == doctest::Approx(70000.0 / (370e6 * 0.684646)).epsilon(1e-4));
  // lean: 1.10*70 - 128*(70/175)^2 = 77 - 20.48 = 56.52 kg
  REQUIRE(suv.lean_body_mass.has_value());
  CHECK(*suv.lean_body_mass / *suv.body_weight == doctest::Approx(56.52 / 70.0));
  // surface: 71.84 * 70^0.425 * 175^0.725 = 18,481 cm2
  REQUIRE(suv.body_surface.has_value());
  CHECK(*suv.body_surface / *suv.body_weight == doctest::Approx(18481.0 / 70000.0).epsilon(1e-3));
}

TEST_CASE("each problem has a name of its own that leads back to it") {
  for (std::uint8_t i = 1; i <= static_cast<std::uint8_t>(SuvProblem::kNoSex); ++i) {
    const auto problem = static_cast<SuvProblem>(i);
    CHECK_FALSE(name_of(problem).empty());
    CHECK(suv_problem_named(name_of(problem)) == problem);
  }
  CHECK(suv_problem_named("weather") == SuvProblem::kNone);
}

TEST_CASE("activities decayed to the administration need no times") {
  DatasetBuilder b;
  pet(b, "ADMIN");
  CHECK(*read_suv_factors(b.dataset()).body_weight == doctest::Approx(70000.0 / 370e6));
}

TEST_CASE("an injection before midnight is of the day before") {
  DatasetBuilder late;
  pet(late).text({0x0008, 0x0031}, Vr::TM, "090000").text({0x0008, 0x0032}, Vr::TM, "090000");
  CHECK(*read_suv_factors(late.dataset()).body_weight > 70000.0 / 370e6 * 100);  // 23 hours of decay, not a negative hour
}

TEST_CASE("images in g/ml are SUV already") {
  DatasetBuilder b;
  b.cs(tag::kModality, "PT").cs(tag::kUnits, "GML");
  CHECK(read_suv_factors(b.dataset()).body_weight == 1.0);
}

TEST_CASE("what prevents SUV is said") {
  const auto problem = [](auto&& change) {
    DatasetBuilder b;
    pet(b);
    change(b);
    return read_suv_factors(b.dataset()).problem;
  };
  CHECK(problem([](auto& b) { b.cs(tag::kModality, "CT"); }) == SuvProblem::kNotPet);
  CHECK(problem([](auto& b) { b.cs(tag::kUnits, "CNTS"); }) == SuvProblem::kUnits);
  CHECK(problem([](auto& b) { b.cs({0x0054, 0x1102}, "NONE"); }) == SuvProblem::kNotCorrected);
  CHECK(problem([](auto& b) { b.cs({0x0028, 0x0051}, "ATTN"); }) == SuvProblem::kNotCorrected);
  CHECK(problem([](auto& b) { b.ds({0x0010, 0x1030}, "0"); }) == SuvProblem::kNoWeight);
  CHECK(problem([](auto& b) { b.text({0x0008, 0x0031}, Vr::TM, "").text({0x0008, 0x0032}, Vr::TM, ""); }) == SuvProblem::kNoScanTime);
}

TEST_CASE("without height or sex only the weight counts, and it is said") {
  DatasetBuilder b;
  pet(b).ds({0x0010, 0x1020}, "0");
  const auto suv = read_suv_factors(b.dataset());
  CHECK(suv.body_weight.has_value());
  CHECK_FALSE(suv.lean_body_mass.has_value());
  CHECK(suv.lean_problem == SuvProblem::kNoHeight);
}
