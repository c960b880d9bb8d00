// Points, planes and lines of slices in the patient.
//
// @source PS3.3 2024e C.7.6.2.1.1 (equation C.7.6.2.1-1: pixel -> patient)
// @shape  pixel coordinates are (row, column) from 0, at pixel centres; the image reaches from -0.5 to rows - 0.5
// @units  mm in the patient-based coordinate system
// @errors none; nullopt where there is no answer (parallel planes, no spacing)
// @owner  values
// @thread pure
#pragma once

#include <cmath>
#include <optional>

#include "shared/pixel/plane.hpp"

namespace sansfilm::volume {

using pixel::Plane;
using pixel::Vector3;

[[nodiscard]] inline double dot(const Vector3& a, const Vector3& b) { return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]; }
[[nodiscard]] inline Vector3 cross(const Vector3& a, const Vector3& b) {
  return {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
}
[[nodiscard]] inline Vector3 minus(const Vector3& a, const Vector3& b) { return {a[0] - b[0], a[1] - b[1], a[2] - b[2]}; }
[[nodiscard]] inline Vector3 plus(const Vector3& a, const Vector3& b, double scale = 1.0) {
  return {a[0] + scale * b[0], a[1] + scale * b[1], a[2] + scale * b[2]};
}
[[nodiscard]] inline double length(const Vector3& a) { return std::sqrt(dot(a, a)); }

[[nodiscard]] inline Vector3 normal_of(const pixel::Directions& directions) { return cross(directions.row, directions.column); }
[[nodiscard]] inline double position_along_normal(const Plane& plane, const Vector3& normal) { return dot(plane.position, normal); }

struct PixelPoint {
  double row = 0;
  double column = 0;
};

// Where a pixel lies in the patient. Without spacings a pixel counts as 1 mm: ask has_spacing first.
[[nodiscard]] bool has_spacing(const Plane& plane);
[[nodiscard]] Vector3 patient_from_pixel(const Plane& plane, PixelPoint at);

struct Projection {
  PixelPoint at;           // foot of the perpendicular, in pixels of the plane
  double distance_mm = 0;  // signed, along the normal
};
[[nodiscard]] std::optional<Projection> pixel_from_patient(const Plane& plane, const Vector3& point);

struct Segment {
  PixelPoint from;
  PixelPoint to;
};

// Where the rectangle of `other` (rows x columns pixels) cuts the plane of `target`, in pixels of `target`, as a segment that is
// not clipped to the target's own edges. nullopt: parallel within 1 degree, no cut, or a spacing lacks.
[[nodiscard]] std::optional<Segment> cross_line(const Plane& target, const Plane& other, std::uint32_t other_rows, std::uint32_t other_columns);

// A segment cut off at the edges of an image; nullopt if it passes outside.
[[nodiscard]] std::optional<Segment> clip_to_image(const Segment& segment, std::uint32_t rows, std::uint32_t columns);

[[nodiscard]] double distance_mm(const Vector3& a, const Vector3& b);

}  // namespace sansfilm::volume
