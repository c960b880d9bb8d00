#include "shared/volume/stack.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

using namespace sansfilm::volume;

namespace {

StackInput slice(std::size_t id, double x, double y, double z, std::int64_t number = 0) {
  StackInput out;
  out.id = id;
  out.instance_number = number;
  out.rows = out.columns = 64;
  out.frame_of_reference = "1.2.3";
  out.plane = Plane{.position = {x, y, z}, .directions = {{1, 0, 0}, {0, 1, 0}}, .row_spacing_mm = 1, .column_spacing_mm = 1};
  return out;
}

const StackFinding* find(const Stack& stack, StackFindingKind kind) {
  for (const auto& finding : stack.findings) {
    if (finding.kind == kind) return &finding;
  }
  return nullptr;
}

std::vector<std::size_t> order(const Stack& stack) {
  std::vector<std::size_t> out;
  for (const auto& s : stack.slices) out.insert(out.end(), s.ids.begin(), s.ids.end());
  return out;
}

}  // namespace

TEST_CASE("slices are sorted by position from head to feet, whatever their instance numbers") {
  const auto analysis = analyse_stacks({slice(0, 0, 0, 10, 7), slice(1, 0, 0, 30, 1), slice(2, 0, 0, 20, 9)});
  REQUIRE(analysis.stacks.size() == 1);
  const auto& stack = analysis.stacks[0];
  CHECK(order(stack) == std::vector<std::size_t>{1, 2, 0});
  CHECK(stack.spacing_mm == doctest::Approx(10));
  CHECK(stack.is_volume);
  CHECK(stack.findings.empty());
}

TEST_CASE("a gap says how many slices lack, where, and how wide it is") {
  std::vector<StackInput> inputs;
  for (const double z : {0.0, 5.0, 10.0, 25.0, 30.0}) inputs.push_back(slice(inputs.size(), 0, 0, -z));
  const auto stack = analyse_stacks(inputs).stacks[0];
  const auto* gap = find(stack, StackFindingKind::kGap);
  REQUIRE(gap != nullptr);
  CHECK(gap->slice == 2);
  CHECK(gap->count == 2);
  CHECK(gap->value == doctest::Approx(15));
  CHECK_FALSE(stack.is_volume);
  CHECK(text_fr(*gap) == "2 coupe(s) manquante(s) : écart de 15,0 mm");
  CHECK(text_en(*gap) == "2 slice(s) missing: gap of 15.0 mm");
}

TEST_CASE("irregular spacing is said with its largest deviation") {
  std::vector<StackInput> inputs;
  for (const double z : {0.0, 5.0, 10.0, 15.0, 21.0}) inputs.push_back(slice(inputs.size(), 0, 0, z));
  const auto stack = analyse_stacks(inputs).stacks[0];
  REQUIRE(find(stack, StackFindingKind::kIrregularSpacing) != nullptr);
  CHECK(find(stack, StackFindingKind::kIrregularSpacing)->value == doctest::Approx(1));
}

TEST_CASE("one position twice, without a time that tells them apart, is a duplicate") {
  const auto stack = analyse_stacks({slice(0, 0, 0, 0), slice(1, 0, 0, 5), slice(2, 0, 0, 5), slice(3, 0, 0, 10)}).stacks[0];
  const auto* duplicate = find(stack, StackFindingKind::kDuplicatePosition);
  REQUIRE(duplicate != nullptr);
  CHECK(duplicate->slice == 1);
  CHECK(duplicate->count == 2);
  CHECK(stack.time_points == 1);
}

TEST_CASE("every position as often is time: the b-value orders it when it tells frames apart") {
  std::vector<StackInput> inputs;
  for (const double b : {1000.0, 0.0, 500.0}) {
    for (const double z : {0.0, 5.0, 10.0}) {
      inputs.push_back(slice(inputs.size(), 0, 0, -z, static_cast<std::int64_t>(inputs.size())));
      inputs.back().b_value = b;
    }
  }
  const auto stack = analyse_stacks(inputs).stacks[0];
  CHECK(stack.time_points == 3);
  CHECK(stack.time_key == TimeKey::kBValue);
  CHECK(stack.times == std::vector<double>{0, 500, 1000});
  CHECK(stack.slices[0].ids == std::vector<std::size_t>{3, 6, 0});
  CHECK(stack.is_volume);
}

TEST_CASE("time points without a key go by instance number") {
  std::vector<StackInput> inputs;
  for (std::int64_t t = 2; t >= 1; --t) {
    for (const double z : {0.0, 5.0, 10.0}) inputs.push_back(slice(inputs.size(), 0, 0, -z, t * 10));
  }
  const auto stack = analyse_stacks(inputs).stacks[0];
  CHECK(stack.time_key == TimeKey::kOrder);
  CHECK(stack.slices[0].ids == std::vector<std::size_t>{3, 0});
}

TEST_CASE("a time point that lacks slices is said to be incomplete") {
  std::vector<StackInput> inputs;
  for (double t = 1; t <= 2; ++t) {
    for (const double z : {0.0, 5.0, 10.0, 15.0}) {
      if (t == 2 && z == 15.0) continue;
      inputs.push_back(slice(inputs.size(), 0, 0, -z));
      inputs.back().temporal_position = t;
    }
  }
  const auto stack = analyse_stacks(inputs).stacks[0];
  REQUIRE(find(stack, StackFindingKind::kIncompleteTime) != nullptr);
  CHECK(find(stack, StackFindingKind::kIncompleteTime)->count == 1);
  CHECK_FALSE(stack.is_volume);
}

TEST_CASE("a tilted gantry shears the stack by a constant shift, with its angle") {
  // 15 degrees: slices 5 mm apart along the normal, each shifted by 5 * tan(15) along the column.
  const double shift = 5.0 * std::tan(15.0 * 3.14159265358979 / 180.0);
  std::vector<StackInput> inputs;
  for (int i = 0; i < 6; ++i) inputs.push_back(slice(inputs.size(), 0, shift * i, -5.0 * i));
  const auto stack = analyse_stacks(inputs).stacks[0];
  REQUIRE(find(stack, StackFindingKind::kGantryTilt) != nullptr);
  CHECK(stack.tilt_degrees == doctest::Approx(15));
  CHECK(stack.shear[1] == doctest::Approx(shift));
  CHECK(stack.is_volume);
}

TEST_CASE("slices that wander in plane are no tilt") {
  const auto stack = analyse_stacks({slice(0, 0, 0, 0), slice(1, 10, 0, 5), slice(2, 0, 0, 10), slice(3, 10, 0, 15)}).stacks[0];
  CHECK(find(stack, StackFindingKind::kShiftedSlices) != nullptr);
  CHECK(find(stack, StackFindingKind::kGantryTilt) == nullptr);
  CHECK_FALSE(stack.is_volume);
}

TEST_CASE("mixed orientations become stacks of their own, the largest first") {
  auto sagittal = slice(9, 0, 0, 0);
  sagittal.plane->directions = {{0, 1, 0}, {0, 0, -1}};
  const auto analysis = analyse_stacks({sagittal, slice(0, 0, 0, 0), slice(1, 0, 0, 5), slice(2, 0, 0, 10)});
  REQUIRE(analysis.stacks.size() == 2);
  CHECK(analysis.stacks[0].slices.size() == 3);
  CHECK(find(analysis.stacks[1], StackFindingKind::kSingleSlice) != nullptr);
  REQUIRE(analysis.findings.size() == 1);
  CHECK(analysis.findings[0].kind == StackFindingKind::kMixedOrientations);
  CHECK(analysis.findings[0].count == 2);
}

TEST_CASE("the stacks of a multi-stack object stay apart though their planes agree") {
  auto a = slice(0, 0, 0, 0), b = slice(1, 0, 0, 5), c = slice(2, 0, 0, 5);
  a.stack_id = b.stack_id = "1";
  c.stack_id = "2";
  CHECK(analyse_stacks({a, b, c}).stacks.size() == 2);
}

TEST_CASE("frames without geometry are sorted by number and said to be") {
  std::vector<StackInput> inputs(3);
  for (std::size_t i = 0; i < 3; ++i) {
    inputs[i].id = i;
    inputs[i].instance_number = static_cast<std::int64_t>(3 - i);
  }
  const auto stack = analyse_stacks(inputs).stacks[0];
  CHECK(order(stack) == std::vector<std::size_t>{2, 1, 0});
  CHECK(find(stack, StackFindingKind::kNoGeometry) != nullptr);
}

TEST_CASE("sagittal stacks go from the patient's right to left, coronal ones from front to back") {
  std::vector<StackInput> sagittal, coronal;
  for (int i = 0; i < 3; ++i) {
    sagittal.push_back(slice(static_cast<std::size_t>(i), 10.0 * i, 0, 0));
    sagittal.back().plane->directions = {{0, 1, 0}, {0, 0, -1}};
    coronal.push_back(slice(static_cast<std::size_t>(i), 0, 10.0 * i, 0));
    coronal.back().plane->directions = {{1, 0, 0}, {0, 0, -1}};
  }
  CHECK(order(analyse_stacks(sagittal).stacks[0]) == std::vector<std::size_t>{0, 1, 2});
  CHECK(order(analyse_stacks(coronal).stacks[0]) == std::vector<std::size_t>{0, 1, 2});
}

TEST_CASE("no input gives no stack, one slice gives a single slice") {
  CHECK(analyse_stacks({}).stacks.empty());
  const auto stack = analyse_stacks({slice(0, 0, 0, 0)}).stacks[0];
  CHECK(find(stack, StackFindingKind::kSingleSlice) != nullptr);
  CHECK_FALSE(stack.is_volume);
}
