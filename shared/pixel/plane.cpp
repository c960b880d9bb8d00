#include "shared/pixel/plane.hpp"

#include <cmath>

#include "shared/pixel/element_values.hpp"
#include "shared/pixel/tags.hpp"

namespace sansfilm::pixel {

using base::Error;
using base::ErrorCode;

namespace {

double dot(const Vector3& a, const Vector3& b) { return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]; }

bool normalise(Vector3& v) {
  const double length = std::sqrt(dot(v, v));
  if (!(std::abs(length - 1.0) < 0.05)) return false;
  for (double& part : v) part /= length;
  return true;
}

// The item that holds the geometry of an NM frame: the detector that acquired it stands first for planar objects.
const dicom::Dataset* detector(const FrameScope& scope) { return scope.top().item(tag::kDetectorInformation); }

std::vector<double> six_cosines(const FrameScope& scope) {
  const auto& holder = scope.holder(tag::kPlaneOrientation, tag::kImageOrientation);
  auto values = finite_numbers(holder, tag::kImageOrientation, 6);
  if (values.empty() && detector(scope) != nullptr) values = finite_numbers(*detector(scope), tag::kImageOrientation, 6);
  return values;
}

}  // namespace

std::optional<Directions> read_directions(const FrameScope& scope, std::vector<base::Error>& findings) {
  const auto values = six_cosines(scope);
  if (values.empty()) {
    if (scope.top().has_value(tag::kImageOrientation)) {
      findings.push_back({.code = ErrorCode::kMalformed, .detail = "the image orientation is not six numbers",
                          .tag = tag::kImageOrientation.value});
    }
    return std::nullopt;
  }
  Directions out{{values[0], values[1], values[2]}, {values[3], values[4], values[5]}};
  if (!normalise(out.row) || !normalise(out.column) || std::abs(dot(out.row, out.column)) > 0.01) {
    findings.push_back({.code = ErrorCode::kMalformed, .detail = "the image orientation is not two orthogonal unit vectors",
                        .tag = tag::kImageOrientation.value});
    return std::nullopt;
  }
  return out;
}

std::optional<double> frame_offset_mm(const FrameScope& scope) {
  constexpr dicom::Tag kGridFrameOffsets{0x3004, 0x000C}, kSliceVector{0x0054, 0x0080};
  const auto& top = scope.top();
  if (scope.macro(tag::kPlanePosition) != nullptr) return std::nullopt;
  if (const auto offset = finite(top, kGridFrameOffsets, scope.frame())) {
    // A vector that does not begin with 0 holds coordinates along z instead of offsets.
    return *offset - finite(top, kGridFrameOffsets, 0).value_or(0);
  }
  const auto slice = top.integer(kSliceVector, scope.frame());
  const auto spacing = finite(top, tag::kSpacingBetweenSlices);
  if (slice && *slice >= 1 && spacing) return static_cast<double>(*slice - 1) * *spacing;
  return std::nullopt;
}

std::optional<Plane> read_plane(const FrameScope& scope, std::vector<base::Error>& findings) {
  const auto& position_holder = scope.holder(tag::kPlanePosition, tag::kImagePosition);
  auto position = finite_numbers(position_holder, tag::kImagePosition, 3);
  if (position.empty() && detector(scope) != nullptr) position = finite_numbers(*detector(scope), tag::kImagePosition, 3);
  if (position.empty()) {
    if (scope.top().has_value(tag::kImagePosition)) {
      findings.push_back({.code = ErrorCode::kMalformed, .detail = "the image position is not three numbers",
                          .tag = tag::kImagePosition.value});
    }
    return std::nullopt;
  }
  const auto directions = read_directions(scope, findings);
  if (!directions) return std::nullopt;
  Plane out{.position = {position[0], position[1], position[2]}, .directions = *directions};
  if (const auto offset = frame_offset_mm(scope)) {
    const auto& [r, c] = out.directions;
    const Vector3 normal = {r[1] * c[2] - r[2] * c[1], r[2] * c[0] - r[0] * c[2], r[0] * c[1] - r[1] * c[0]};
    for (std::size_t i = 0; i < 3; ++i) out.position[i] += *offset * normal[i];
  }
  const auto spacing = finite_numbers(scope.holder(tag::kPixelMeasures, tag::kPixelSpacing), tag::kPixelSpacing, 2);
  if (!spacing.empty() && spacing[0] > 0 && spacing[1] > 0) {
    out.row_spacing_mm = spacing[0];
    out.column_spacing_mm = spacing[1];
  }
  const auto thickness = finite(scope.holder(tag::kPixelMeasures, tag::kSliceThickness), tag::kSliceThickness);
  if (thickness && *thickness > 0) out.thickness_mm = *thickness;
  return out;
}

}  // namespace sansfilm::pixel
