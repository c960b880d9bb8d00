#include "shared/volume/lattice.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace sansfilm::volume {

namespace {

constexpr double kEven_mm = 1e-3;          // positions are written with few digits
constexpr double kEvenShare = 1e-3;        // of the spacing
constexpr double kThickEnough = 0.95;      // slices that touch leave nothing out, however far apart they are

Vector3 scaled(const Vector3& v, double by) { return {v[0] * by, v[1] * by, v[2] * by}; }

}  // namespace

Lattice::Lattice(const Plane& first, std::uint32_t columns, std::uint32_t rows, std::vector<double> along, const Vector3& way)
    : origin_(first.position),
      column_step_(scaled(first.directions.row, first.column_spacing_mm)),
      row_step_(scaled(first.directions.column, first.row_spacing_mm)),
      way_(way),
      columns_(columns),
      rows_(rows),
      along_(std::move(along)) {
  // Rows of the inverse of (column step, row step, way).
  const double determinant = dot(column_step_, cross(row_step_, way_));
  const double scale = determinant != 0 ? 1.0 / determinant : 0.0;
  to_column_ = scaled(cross(row_step_, way_), scale);
  to_row_ = scaled(cross(way_, column_step_), scale);
  to_mm_ = scaled(cross(column_step_, row_step_), scale);
  normal_ = scaled(to_mm_, 1.0 / length(to_mm_));

  const double spacing = spacing_mm();
  double shortest = spacing;
  for (std::size_t i = 0; i < along_.size(); ++i) {
    if (std::abs(along_[i] - spacing * static_cast<double>(i)) > std::max(kEven_mm, kEvenShare * spacing)) even_ = false;
    if (i > 0) shortest = std::min(shortest, along_[i] - along_[i - 1]);
  }
  per_mm_ = 1.0 / spacing;
  if (even_) return;
  bucket_mm_ = std::max(shortest, depth_mm() / 65536.0);
  const auto cells = static_cast<std::size_t>(depth_mm() / bucket_mm_) + 1;
  std::uint32_t slice = 0;
  for (std::size_t cell = 0; cell < cells; ++cell) {
    while (slice + 2 < slices() && along_[slice + 1] <= static_cast<double>(cell) * bucket_mm_) ++slice;
    buckets_.push_back(slice);
  }
}

Lattice Lattice::coarsened(std::uint32_t n) const {
  Lattice out = *this;
  if (n < 2) return out;
  const double off = (n - 1) / 2.0;   // the centre of a block
  out.origin_ = plus(plus(origin_, column_step_, off), row_step_, off);
  out.column_step_ = scaled(column_step_, n);
  out.row_step_ = scaled(row_step_, n);
  out.to_column_ = scaled(to_column_, 1.0 / n);
  out.to_row_ = scaled(to_row_, 1.0 / n);
  out.columns_ = (columns_ + n - 1) / n;
  out.rows_ = (rows_ + n - 1) / n;
  return out;
}

double Lattice::tilt_degrees() const {
  const double along = dot(way_, normal_);
  return std::atan2(length(plus(way_, normal_, -along)), along) * 180.0 / std::numbers::pi;
}

Vector3 Lattice::patient_from_voxel(const Vector3& voxel) const {
  return plus(plus(plus(origin_, column_step_, voxel[0]), row_step_, voxel[1]), way_, voxel[2]);
}

Lattice::Between Lattice::uneven_index_at(double mm) const {
  const double at = std::clamp(mm, 0.0, depth_mm());
  std::uint32_t slice = buckets_[std::min(static_cast<std::size_t>(at / bucket_mm_), buckets_.size() - 1)];
  while (slice + 2 < slices() && along_[slice + 1] <= at) ++slice;
  return {slice, (at - along_[slice]) / (along_[slice + 1] - along_[slice])};
}

double Lattice::half_extent(const Vector3& direction) const {
  return 0.5 * (std::abs(dot(column_step_, direction)) * (columns_ - 1) + std::abs(dot(row_step_, direction)) * (rows_ - 1) +
                std::abs(dot(way_, direction)) * depth_mm());
}

Vector3 Lattice::middle() const { return patient_from_voxel({(columns_ - 1) / 2.0, (rows_ - 1) / 2.0, depth_mm() / 2.0}); }

Vector3 Lattice::clamped(const Vector3& point) const {
  Vector3 voxel = voxel_from_patient(point);
  voxel[0] = std::clamp(voxel[0], 0.0, columns_ - 1.0);
  voxel[1] = std::clamp(voxel[1], 0.0, rows_ - 1.0);
  voxel[2] = std::clamp(voxel[2], 0.0, depth_mm());
  return patient_from_voxel(voxel);
}

namespace {

const Stack* stack_of(const StackAnalysis& analysis, std::size_t id) {
  for (const Stack& stack : analysis.stacks) {
    for (const Slice& slice : stack.slices) {
      if (std::find(slice.ids.begin(), slice.ids.end(), id) != slice.ids.end()) return &stack;
    }
  }
  return nullptr;
}

std::optional<Refusal> refusal_of(const Stack& stack, const std::vector<StackInput>& inputs) {
  for (const StackFinding& finding : stack.findings) {
    switch (finding.kind) {
      case StackFindingKind::kNoGeometry: return Refusal{RefusalKind::kNoPosition};
      case StackFindingKind::kDuplicatePosition:
      case StackFindingKind::kIncompleteTime: return Refusal{RefusalKind::kSamePosition, std::max<std::size_t>(finding.count, 2)};
      case StackFindingKind::kShiftedSlices: return Refusal{RefusalKind::kShiftedSlices, 0, finding.value};
      case StackFindingKind::kGap: {
        // A brain in 5 mm and 10 mm: thick slices far apart that touch each other lack nothing.
        const auto& before = *inputs[stack.slices[finding.slice].ids.front()].plane;
        const auto& after = *inputs[stack.slices[finding.slice + 1].ids.front()].plane;
        if ((before.thickness_mm + after.thickness_mm) / 2 >= kThickEnough * finding.value) break;
        return Refusal{RefusalKind::kMissingSlices, finding.count, finding.value};
      }
      case StackFindingKind::kMixedOrientations:
      case StackFindingKind::kIrregularSpacing:
      case StackFindingKind::kGantryTilt:
      case StackFindingKind::kSingleSlice: break;
    }
  }
  if (stack.slices.size() < 3) return Refusal{RefusalKind::kTooFewSlices, stack.slices.size()};
  if (!has_spacing(*inputs[stack.slices.front().ids.front()].plane)) return Refusal{RefusalKind::kNoPosition};
  return std::nullopt;
}

}  // namespace

std::variant<LatticePlan, Refusal> plan_lattice(const std::vector<StackInput>& inputs, std::size_t shown) {
  const StackAnalysis analysis = analyse_stacks(inputs);
  const Stack* stack = stack_of(analysis, shown);
  if (stack == nullptr) return Refusal{RefusalKind::kTooFewSlices, 0};
  if (const auto refusal = refusal_of(*stack, inputs)) return *refusal;

  LatticePlan plan;
  plan.time_points = stack->time_points;
  for (const Slice& slice : stack->slices) {
    const auto found = std::find(slice.ids.begin(), slice.ids.end(), shown);
    if (found != slice.ids.end()) plan.time_point = static_cast<std::size_t>(found - slice.ids.begin());
  }
  std::vector<double> along;
  for (const Slice& slice : stack->slices) {
    along.push_back(slice.position_mm - stack->slices.front().position_mm);
    plan.ids.push_back(slice.ids[std::min(plan.time_point, slice.ids.size() - 1)]);
  }
  const StackInput& first = inputs[plan.ids.front()];
  const Vector3 whole = minus(inputs[plan.ids.back()].plane->position, first.plane->position);
  const double depth = along.back();
  // Without a tilt the way is the normal itself: what is left of the in-plane part is the rounding of the positions.
  const Vector3 way = stack->tilt_degrees > 0 ? scaled(whole, 1.0 / depth) : stack->normal;
  plan.lattice = Lattice(*first.plane, first.columns, first.rows, std::move(along), way);
  return plan;
}

}  // namespace sansfilm::volume
