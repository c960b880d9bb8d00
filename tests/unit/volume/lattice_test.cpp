#include "shared/volume/lattice.hpp"

#include <doctest/doctest.h>

using namespace sansfilm::volume;

namespace {

std::vector<StackInput> inputs_at(const std::vector<Vector3>& positions, double thickness_mm = 0) {
  std::vector<StackInput> out;
  for (std::size_t i = 0; i < positions.size(); ++i) {
    out.push_back({.id = i,
                   .plane = Plane{.position = positions[i], .directions = {}, .row_spacing_mm = 1, .column_spacing_mm = 1, .thickness_mm = thickness_mm},
                   .rows = 64,
                   .columns = 64,
                   .instance_number = static_cast<std::int64_t>(i)});
  }
  return out;
}

std::vector<StackInput> along_z(const std::vector<double>& z, double thickness_mm = 0) {
  std::vector<Vector3> positions;
  for (const double one : z) positions.push_back({0, 0, one});
  return inputs_at(positions, thickness_mm);
}

Refusal refused(const std::vector<StackInput>& inputs) {
  const auto plan = plan_lattice(inputs, 0);
  REQUIRE(std::holds_alternative<Refusal>(plan));
  return std::get<Refusal>(plan);
}

Lattice planned(const std::vector<StackInput>& inputs) {
  const auto plan = plan_lattice(inputs, 0);
  REQUIRE(std::holds_alternative<LatticePlan>(plan));
  return std::get<LatticePlan>(plan).lattice;
}

}  // namespace

TEST_CASE("the distance of slices is that of their positions along the normal, from head to feet") {
  const Lattice lattice = planned(along_z({0, 2.5, 5, 7.5}));
  CHECK(lattice.even());
  CHECK(lattice.slices() == 4);
  CHECK(lattice.spacing_mm() == doctest::Approx(2.5));
  CHECK(lattice.patient_from_voxel({3, 4, 0}) == Vector3{3, 4, 7.5});
  CHECK(lattice.voxel_from_patient({3, 4, 5})[2] == doctest::Approx(2.5));
  CHECK(lattice.clamped({-5, 70, 100}) == Vector3{0, 63, 7.5});
}

TEST_CASE("a tilted gantry is a constant shear of known angle") {
  const Lattice lattice = planned(inputs_at({{0, 0, 0}, {0, 0.5, 2}, {0, 1, 4}, {0, 1.5, 6}}));
  CHECK(lattice.tilt_degrees() == doctest::Approx(14.036).epsilon(0.001));
  // The last slice is the first of the lattice: its pixel (0, 0) is at y = 1.5.
  CHECK(lattice.patient_from_voxel({0, 0, 6})[1] == doctest::Approx(0));
  CHECK(lattice.patient_from_voxel({0, 0, 0})[1] == doctest::Approx(1.5));
}

TEST_CASE("between slices at uneven distances lies the part of the true distance") {
  const Lattice lattice = planned(along_z({0, -2, -3, -5, -7, -8}));
  CHECK_FALSE(lattice.even());
  const auto at = lattice.index_at(4);
  CHECK(at.slice == 2);
  CHECK(at.part == doctest::Approx(0.5));
  CHECK(lattice.index_at(-1).slice == 0);
  CHECK(lattice.index_at(-1).part == 0);
  CHECK(lattice.index_at(99).slice == 4);
  CHECK(lattice.index_at(99).part == doctest::Approx(1));
}

TEST_CASE("missing slices are refused with their number, unless the slices are so thick that they touch") {
  const Refusal refusal = refused(along_z({0, 1, 2, 6, 7, 8}));
  CHECK(refusal.kind == RefusalKind::kMissingSlices);
  CHECK(text_fr(refusal) == "3 coupe(s) manquante(s) : écart de 4,0 mm");
  CHECK(text_en(refusal) == "3 slice(s) missing: a gap of 4.0 mm");
  auto brain = along_z({0, 5, 10, 15, 25, 35}, 5);
  brain[3].plane->thickness_mm = brain[4].plane->thickness_mm = brain[5].plane->thickness_mm = 10;
  brain[2].plane->thickness_mm = 10;
  CHECK_FALSE(planned(brain).even());
}

TEST_CASE("what has no place in the patient, too few slices, or slices that wander is refused with the reason") {
  auto inputs = along_z({0, 1, 2});
  for (auto& input : inputs) input.plane.reset();
  CHECK(refused(inputs).kind == RefusalKind::kNoPosition);
  CHECK(text_en(refused(along_z({0, 1}))) == "at least 3 slices of one orientation are needed, there are 2");
  CHECK(refused(inputs_at({{0, 0, 0}, {5, 0, 2}, {-3, 0, 4}, {0, 0, 6}})).kind == RefusalKind::kShiftedSlices);
  CHECK(refused(along_z({0, 0, 0, 1, 2, 3, 4})).kind == RefusalKind::kSamePosition);
}

TEST_CASE("of a series with time points the volume is that of the point that is shown") {
  const auto plan = plan_lattice(along_z({0, 0, 1, 1, 2, 2}), 3);
  REQUIRE(std::holds_alternative<LatticePlan>(plan));
  const auto& found = std::get<LatticePlan>(plan);
  CHECK(found.time_points == 2);
  CHECK(found.time_point == 1);
  CHECK(found.ids == std::vector<std::size_t>{5, 3, 1});
}

TEST_CASE("a scout of another orientation in the series is left out") {
  auto inputs = along_z({0, 1, 2, 3});
  inputs.push_back({.id = 4, .plane = Plane{.position = {0, 0, 0}, .directions = {{0, 1, 0}, {0, 0, -1}}, .row_spacing_mm = 1, .column_spacing_mm = 1}, .rows = 64, .columns = 64});
  CHECK(planned(inputs).slices() == 4);
  const auto of_scout = plan_lattice(inputs, 4);
  REQUIRE(std::holds_alternative<Refusal>(of_scout));
  CHECK(std::get<Refusal>(of_scout).kind == RefusalKind::kTooFewSlices);
}

TEST_CASE("every reason has its words in both languages") {
  for (int kind = 0; kind <= static_cast<int>(RefusalKind::kTooLarge); ++kind) {
    const Refusal refusal{static_cast<RefusalKind>(kind), 2, 1.5};
    CHECK(text_fr(refusal).size() > 10);
    CHECK(text_en(refusal).size() > 10);
    CHECK(text_fr(refusal).find('%') == std::string::npos);
    CHECK(text_fr(refusal) != text_en(refusal));
  }
}
