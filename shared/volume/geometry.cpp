#include "shared/volume/geometry.hpp"

#include <algorithm>
#include <array>

namespace sansfilm::volume {

namespace {

constexpr double kSinOfOneDegree = 0.0174524;

}  // namespace

bool has_spacing(const Plane& plane) { return plane.row_spacing_mm > 0 && plane.column_spacing_mm > 0; }

Vector3 patient_from_pixel(const Plane& plane, PixelPoint at) {
  const double dx = plane.column_spacing_mm > 0 ? plane.column_spacing_mm : 1.0;
  const double dy = plane.row_spacing_mm > 0 ? plane.row_spacing_mm : 1.0;
  return plus(plus(plane.position, plane.directions.row, at.column * dx), plane.directions.column, at.row * dy);
}

std::optional<Projection> pixel_from_patient(const Plane& plane, const Vector3& point) {
  if (!has_spacing(plane)) return std::nullopt;
  const Vector3 offset = minus(point, plane.position);
  return Projection{{dot(offset, plane.directions.column) / plane.row_spacing_mm, dot(offset, plane.directions.row) / plane.column_spacing_mm},
                    dot(offset, normal_of(plane.directions))};
}

std::optional<Segment> cross_line(const Plane& target, const Plane& other, std::uint32_t other_rows, std::uint32_t other_columns) {
  if (!has_spacing(target) || !has_spacing(other) || other_rows == 0 || other_columns == 0) return std::nullopt;
  const Vector3 normal = normal_of(target.directions);
  if (length(cross(normal, normal_of(other.directions))) < kSinOfOneDegree) return std::nullopt;

  const double bottom = other_rows - 0.5, right = other_columns - 0.5;
  const std::array<Vector3, 4> corners = {patient_from_pixel(other, {-0.5, -0.5}), patient_from_pixel(other, {-0.5, right}),
                                          patient_from_pixel(other, {bottom, right}), patient_from_pixel(other, {bottom, -0.5})};
  std::array<Vector3, 2> cuts;
  std::size_t found = 0;
  for (std::size_t i = 0; i < 4 && found < 2; ++i) {
    const Vector3& a = corners[i];
    const Vector3& b = corners[(i + 1) % 4];
    const double da = dot(minus(a, target.position), normal);
    const double db = dot(minus(b, target.position), normal);
    if ((da < 0) == (db < 0)) continue;  // both on one side
    cuts[found++] = plus(a, minus(b, a), da / (da - db));
  }
  if (found < 2) return std::nullopt;
  return Segment{pixel_from_patient(target, cuts[0])->at, pixel_from_patient(target, cuts[1])->at};
}

// Liang and Barsky: the parameters at which the line enters and leaves each edge.
std::optional<Segment> clip_to_image(const Segment& segment, std::uint32_t rows, std::uint32_t columns) {
  double enter = 0, leave = 1;
  const double dr = segment.to.row - segment.from.row;
  const double dc = segment.to.column - segment.from.column;
  const auto clip = [&](double direction, double room) {
    if (direction == 0) return room >= 0;
    const double at = room / direction;
    if (direction < 0) {
      enter = std::max(enter, at);
    } else {
      leave = std::min(leave, at);
    }
    return enter <= leave;
  };
  const bool visible = clip(-dr, segment.from.row + 0.5) && clip(dr, rows - 0.5 - segment.from.row) && clip(-dc, segment.from.column + 0.5) &&
                       clip(dc, columns - 0.5 - segment.from.column);
  if (!visible) return std::nullopt;
  return Segment{{segment.from.row + enter * dr, segment.from.column + enter * dc}, {segment.from.row + leave * dr, segment.from.column + leave * dc}};
}

double distance_mm(const Vector3& a, const Vector3& b) { return length(minus(a, b)); }

}  // namespace sansfilm::volume
