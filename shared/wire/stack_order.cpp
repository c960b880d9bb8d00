#include "shared/wire/stack_order.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <optional>

namespace sansfilm::wire {
namespace {

constexpr double kSameDirection = 1e-4;   // cosines are written with few digits
constexpr double kSamePlaceMm = 1e-3;

using Cosines = std::array<double, 6>;

std::array<double, 3> normal_of(const Cosines& c) {
  return {c[1] * c[5] - c[2] * c[4], c[2] * c[3] - c[0] * c[5], c[0] * c[4] - c[1] * c[3]};
}

bool alike(const Cosines& a, const Cosines& b) {
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (std::abs(a[i] - b[i]) > kSameDirection) return false;
  }
  return true;
}

enum class Placement { kNone, kShared, kMixed };

const std::optional<Cosines>& cosines_of(const Series& series, const Frame& frame) {
  return series.geometries[frame.geometry].orientation;
}

Placement placement_of(const Series& series) {
  if (series.frames.empty()) return Placement::kNone;
  const std::optional<Cosines>& first = cosines_of(series, series.frames.front());
  for (const Frame& frame : series.frames) {
    const std::optional<Cosines>& own = cosines_of(series, frame);
    if (!own || !frame.position_mm || !first) return Placement::kNone;
    if (!alike(*first, *own)) return Placement::kMixed;
  }
  return Placement::kShared;
}

void sort_by_number(const Series& series, std::vector<std::uint32_t>& frames) {
  const auto before = [&](std::uint32_t a, std::uint32_t b) {
    const Frame& left = series.frames[a];
    const Frame& right = series.frames[b];
    const std::int32_t left_number = series.instances[left.instance].number;
    const std::int32_t right_number = series.instances[right.instance].number;
    if (left_number != right_number) return left_number < right_number;
    if (left.instance != right.instance) return left.instance < right.instance;
    return left.frame < right.frame;
  };
  std::stable_sort(frames.begin(), frames.end(), before);
}

}  // namespace

Stack stack_of(const Series& series) {
  Stack stack;
  stack.frames.resize(series.frames.size());
  std::iota(stack.frames.begin(), stack.frames.end(), 0U);
  sort_by_number(series, stack.frames);

  const Placement placement = placement_of(series);
  if (placement == Placement::kMixed) stack.order = StackOrder::kMixed;
  if (placement != Placement::kShared) return stack;

  const auto normal = normal_of(*cosines_of(series, series.frames.front()));
  std::vector<double> along(series.frames.size());
  for (std::size_t i = 0; i < along.size(); ++i) {
    const auto& at = *series.frames[i].position_mm;
    along[i] = at[0] * normal[0] + at[1] * normal[1] + at[2] * normal[2];
  }
  const auto [least, most] = std::minmax_element(along.begin(), along.end());
  if (along.size() > 1 && *most - *least < kSamePlaceMm) return stack;  // a cine: time, not place

  // Equal places (time points, echoes) keep the order of their numbers.
  const auto before = [&](std::uint32_t a, std::uint32_t b) { return along[a] < along[b] - kSamePlaceMm; };
  const bool descending = along[stack.frames.front()] > along[stack.frames.back()];
  if (descending) {
    std::stable_sort(stack.frames.begin(), stack.frames.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return before(b, a); });
  } else {
    std::stable_sort(stack.frames.begin(), stack.frames.end(), before);
  }
  stack.order = StackOrder::kPosition;
  stack.along_mm.reserve(along.size());
  for (const std::uint32_t frame : stack.frames) stack.along_mm.push_back(along[frame]);
  return stack;
}

}  // namespace sansfilm::wire
