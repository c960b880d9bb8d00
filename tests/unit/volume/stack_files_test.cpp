// Real series of the shared test data.
#include <doctest/doctest.h>

#include <cstdio>

#include "shared/volume/stack_input.hpp"
#include "tests/unit/pixel/test_files.hpp"

using namespace sansfilm;
using namespace sansfilm::volume;

namespace {

std::vector<StackInput> read_series(const char* pattern, int first, int last) {
  std::vector<StackInput> out;
  for (int i = first; i <= last; ++i) {
    char name[64];
    std::snprintf(name, sizeof name, pattern, i);
    const auto file = test::open_test_file(name);
    if (file) out.push_back(read_stack_input(file->file.dataset, 0, static_cast<std::size_t>(i)));
  }
  return out;
}

}  // namespace

TEST_CASE("series-ct: twenty slices in one stack from head to feet") {
  const auto inputs = read_series("series-ct/ct_head_%02d.dcm", 1, 20);
  if (inputs.size() != 20) return;
  const auto analysis = analyse_stacks(inputs);
  REQUIRE(analysis.stacks.size() == 1);
  const auto& stack = analysis.stacks[0];
  REQUIRE(stack.slices.size() == 20);
  CHECK(stack.time_points == 1);
  CHECK(stack.spacing_mm > 0);
  for (std::size_t i = 1; i < stack.slices.size(); ++i) CHECK(stack.slices[i].position_mm > stack.slices[i - 1].position_mm);
  for (const auto& finding : stack.findings) MESSAGE(text_en(finding));
}

TEST_CASE("series-mr: transverse and sagittal slices become stacks of their own") {
  auto inputs = read_series("series-mr/mr_ax_%02d.dcm", 1, 20);
  const auto sagittal = read_series("series-mr/mr_sag_%d.dcm", 1, 3);
  if (inputs.size() != 20 || sagittal.size() != 3) return;
  inputs.insert(inputs.end(), sagittal.begin(), sagittal.end());
  const auto analysis = analyse_stacks(inputs);
  CHECK(analysis.stacks.size() >= 2);
  CHECK(analysis.findings.at(0).kind == StackFindingKind::kMixedOrientations);
}

TEST_CASE("emr_6f: the six frames of an enhanced object form a stack by their own planes") {
  const auto file = test::open_test_file("real/emr_6f_siemens.dcm");
  if (!file) return;
  std::vector<StackInput> inputs;
  for (std::uint32_t i = 0; i < 6; ++i) inputs.push_back(read_stack_input(file->file.dataset, i, i));
  const auto analysis = analyse_stacks(inputs);
  REQUIRE_FALSE(analysis.stacks.empty());
  CHECK(analysis.stacks[0].frames() == 6);
}
