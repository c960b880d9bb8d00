#include "shared/volume/stack.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace sansfilm::volume {

namespace {

constexpr double kCosOfOneDegree = 0.99984770;
constexpr double kSamePosition_mm = 0.01;
constexpr double kGapFactor = 1.5;
constexpr double kIrregularShare = 0.05;
constexpr double kTiltFromDegrees = 0.1;

using Group = std::vector<const StackInput*>;

bool nearly(double a, double b) { return std::abs(a - b) <= 1e-3 * std::max({1.0, std::abs(a), std::abs(b)}); }

bool same_stack(const StackInput& a, const StackInput& b) {
  if (a.plane.has_value() != b.plane.has_value()) return false;
  if (a.frame_of_reference != b.frame_of_reference || a.stack_id != b.stack_id) return false;
  if (!a.plane) return true;
  const auto& p = *a.plane;
  const auto& q = *b.plane;
  return a.rows == b.rows && a.columns == b.columns && nearly(p.row_spacing_mm, q.row_spacing_mm) && nearly(p.column_spacing_mm, q.column_spacing_mm) &&
         dot(p.directions.row, q.directions.row) >= kCosOfOneDegree && dot(p.directions.column, q.directions.column) >= kCosOfOneDegree;
}

std::vector<Group> group_inputs(const std::vector<StackInput>& inputs) {
  std::vector<Group> groups;
  for (const auto& input : inputs) {
    const auto found = std::find_if(groups.begin(), groups.end(), [&](const Group& group) { return same_stack(*group.front(), input); });
    if (found != groups.end()) {
      found->push_back(&input);
    } else {
      groups.push_back({&input});
    }
  }
  return groups;
}

bool by_number(const StackInput* a, const StackInput* b) {
  return std::pair(a->instance_number, a->frame) < std::pair(b->instance_number, b->frame);
}

// The direction of scrolling: head to feet, anterior to posterior, right to left.
Vector3 scroll_direction(Vector3 normal) {
  std::size_t dominant = 0;
  for (std::size_t i = 1; i < 3; ++i) {
    if (std::abs(normal[i]) > std::abs(normal[dominant]) + 1e-9) dominant = i;
  }
  const bool reversed = dominant == 2 ? normal[2] > 0 : normal[dominant] < 0;
  if (reversed) normal = {-normal[0], -normal[1], -normal[2]};
  return normal;
}

struct KeyAccess {
  TimeKey key;
  std::optional<double> StackInput::* value;
};

constexpr KeyAccess kKeys[] = {
    {TimeKey::kTemporalPosition, &StackInput::temporal_position}, {TimeKey::kBValue, &StackInput::b_value},
    {TimeKey::kTriggerTime, &StackInput::trigger_time},           {TimeKey::kCardiacPhase, &StackInput::cardiac_phase},
    {TimeKey::kEchoTime, &StackInput::echo_time},                 {TimeKey::kAcquisitionNumber, &StackInput::acquisition_number},
    {TimeKey::kAcquisitionTime, &StackInput::acquisition_time},
};

struct Place {
  double at = 0;
  Group frames;
};

std::vector<Place> cluster_by_position(const Group& group, const Vector3& direction) {
  std::vector<std::pair<double, const StackInput*>> sorted;
  for (const auto* input : group) sorted.emplace_back(position_along_normal(*input->plane, direction), input);
  std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<Place> places;
  for (const auto& [at, input] : sorted) {
    if (places.empty() || at - places.back().at > kSamePosition_mm) places.push_back({at, {}});
    places.back().frames.push_back(input);
  }
  for (auto& place : places) std::stable_sort(place.frames.begin(), place.frames.end(), by_number);
  return places;
}

// Whether the key tells apart all frames of each position.
bool separates(const std::vector<Place>& places, std::optional<double> StackInput::* value) {
  for (const auto& place : places) {
    std::vector<double> values;
    for (const auto* input : place.frames) {
      if (!(input->*value)) return false;
      values.push_back(*(input->*value));
    }
    std::sort(values.begin(), values.end());
    if (std::adjacent_find(values.begin(), values.end()) != values.end()) return false;
  }
  return true;
}

void sort_times(std::vector<Place>& places, Stack& stack) {
  stack.time_key = TimeKey::kOrder;
  for (const auto& access : kKeys) {
    const auto value = access.value;
    if (!separates(places, value)) continue;
    stack.time_key = access.key;
    for (auto& place : places) {
      std::stable_sort(place.frames.begin(), place.frames.end(), [&](const auto* a, const auto* b) { return *(a->*value) < *(b->*value); });
    }
    const auto values_at = [&](const Place& place) {
      std::vector<double> out;
      for (const auto* input : place.frames) out.push_back(*(input->*value));
      return out;
    };
    stack.times = values_at(places.front());
    for (const auto& place : places) {
      if (values_at(place) != stack.times) stack.times.clear();
      if (stack.times.empty()) break;
    }
    return;
  }
}

// Time points where all positions occur equally often; else duplicates, or time points of which some lack slices.
void find_times(std::vector<Place>& places, Stack& stack) {
  std::size_t most = 0;
  for (const auto& place : places) most = std::max(most, place.frames.size());
  if (most == 1) return;
  const auto fewer = static_cast<std::size_t>(std::count_if(places.begin(), places.end(), [&](const Place& place) { return place.frames.size() < most; }));
  const bool any_key = std::any_of(std::begin(kKeys), std::end(kKeys), [&](const KeyAccess& key) { return separates(places, key.value); });
  if (fewer == 0 && (any_key || places.size() > 1)) {
    stack.time_points = most;
    sort_times(places, stack);
    return;
  }
  if (any_key && fewer * 2 < places.size()) {
    sort_times(places, stack);
    stack.findings.push_back({.kind = StackFindingKind::kIncompleteTime, .count = fewer});
    return;
  }
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (places[i].frames.size() > 1) stack.findings.push_back({.kind = StackFindingKind::kDuplicatePosition, .slice = i, .count = places[i].frames.size()});
  }
}

double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2), values.end());
  return values[values.size() / 2];
}

void find_gaps(const std::vector<Place>& places, Stack& stack) {
  std::vector<double> steps;
  for (std::size_t i = 0; i + 1 < places.size(); ++i) steps.push_back(places[i + 1].at - places[i].at);
  stack.spacing_mm = median(steps);
  double worst = 0;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (steps[i] > kGapFactor * stack.spacing_mm) {
      const auto lacking = static_cast<std::size_t>(std::max(1LL, std::llround(steps[i] / stack.spacing_mm) - 1));
      stack.findings.push_back({.kind = StackFindingKind::kGap, .slice = i, .count = lacking, .value = steps[i]});
    } else {
      worst = std::max(worst, std::abs(steps[i] - stack.spacing_mm));
    }
  }
  if (worst > std::max(kIrregularShare * stack.spacing_mm, kSamePosition_mm)) {
    stack.findings.push_back({.kind = StackFindingKind::kIrregularSpacing, .value = worst});
  }
}

// The in-plane part of the way from one slice to the next, for each mm along the normal: constant under a tilted gantry.
void find_shear(const std::vector<Place>& places, Stack& stack) {
  const auto slope = [&](const Place& a, const Place& b) {
    const Vector3 way = minus(b.frames.front()->plane->position, a.frames.front()->plane->position);
    const double along = b.at - a.at;
    Vector3 in_plane = plus(way, stack.normal, -along);
    for (double& part : in_plane) part /= along;
    return in_plane;
  };
  const Vector3 overall = slope(places.front(), places.back());
  double wander = 0;
  for (const auto& place : places) {
    const Vector3 way = minus(place.frames.front()->plane->position, places.front().frames.front()->plane->position);
    const double along = place.at - places.front().at;
    const Vector3 in_plane = plus(way, stack.normal, -along);
    wander = std::max(wander, length(plus(in_plane, overall, -along)));
  }
  const double pixel = std::max(places.front().frames.front()->plane->column_spacing_mm, 0.1);
  if (wander > 0.5 * pixel) {
    stack.findings.push_back({.kind = StackFindingKind::kShiftedSlices, .value = wander});
    return;
  }
  const double degrees = std::atan(length(overall)) * 180.0 / std::numbers::pi;
  if (degrees < kTiltFromDegrees) return;
  stack.tilt_degrees = degrees;
  for (std::size_t i = 0; i < 3; ++i) stack.shear[i] = overall[i] * stack.spacing_mm;
  stack.findings.push_back({.kind = StackFindingKind::kGantryTilt, .value = degrees});
}

Stack stack_by_number(Group group) {
  std::stable_sort(group.begin(), group.end(), by_number);
  Stack out;
  for (const auto* input : group) out.slices.push_back({.ids = {input->id}});
  out.findings.push_back({.kind = StackFindingKind::kNoGeometry});
  return out;
}

Stack stack_by_position(const Group& group) {
  Stack out;
  out.normal = scroll_direction(normal_of(group.front()->plane->directions));
  auto places = cluster_by_position(group, out.normal);
  find_times(places, out);
  if (places.size() == 1) {
    out.findings.push_back({.kind = StackFindingKind::kSingleSlice});
  } else {
    find_gaps(places, out);
    find_shear(places, out);
  }
  for (const auto& place : places) {
    Slice slice{.position_mm = place.at, .ids = {}};
    for (const auto* input : place.frames) slice.ids.push_back(input->id);
    out.slices.push_back(std::move(slice));
  }
  const bool only_tilt = std::all_of(out.findings.begin(), out.findings.end(), [](const StackFinding& f) { return f.kind == StackFindingKind::kGantryTilt; });
  out.is_volume = only_tilt && places.size() >= 3 && has_spacing(*group.front()->plane);
  return out;
}

}  // namespace

StackAnalysis analyse_stacks(const std::vector<StackInput>& inputs) {
  StackAnalysis out;
  for (auto& group : group_inputs(inputs)) {
    out.stacks.push_back(group.front()->plane ? stack_by_position(group) : stack_by_number(std::move(group)));
  }
  std::stable_sort(out.stacks.begin(), out.stacks.end(), [](const Stack& a, const Stack& b) { return a.frames() > b.frames(); });
  if (out.stacks.size() > 1) out.findings.push_back({.kind = StackFindingKind::kMixedOrientations, .count = out.stacks.size()});
  return out;
}

}  // namespace sansfilm::volume
