#include "shared/view/patient_place.hpp"

#include <cmath>

#include "shared/view/layer_picture.hpp"

namespace sansfilm::view {
namespace {

constexpr double kCosOfFiveDegrees = 0.996195;
constexpr double kSameDistanceMm = 1e-6;

Point picture_of(const volume::PixelPoint& at) { return {at.column + 0.5, at.row + 0.5}; }

}  // namespace

std::optional<pixel::Plane> plane_at(const Pane& pane, std::uint32_t place) {
  if (place >= pane.count()) return std::nullopt;
  return shown_image(pane.series(), pane.series().frames[pane.stack().frames[place]]).plane;
}

bool same_reference(const Pane& a, const Pane& b) {
  if (!a.has_frame() || !b.has_frame()) return false;
  const std::string& reference = a.series().frame_of_reference_uid;
  return !reference.empty() && reference == b.series().frame_of_reference_uid;
}

bool parallel(const pixel::Plane& a, const pixel::Plane& b) {
  return std::abs(volume::dot(volume::normal_of(a.directions), volume::normal_of(b.directions))) >= kCosOfFiveDegrees;
}

std::optional<NearestImage> nearest_image(const Pane& pane, const volume::Vector3& point) {
  std::optional<NearestImage> best;
  for (std::uint32_t place = 0; place < pane.count(); ++place) {
    const auto plane = plane_at(pane, place);
    if (!plane) continue;
    const double distance = std::abs(volume::dot(volume::minus(point, plane->position), volume::normal_of(plane->directions)));
    const bool nearer = !best || distance < best->distance_mm - kSameDistanceMm;
    const bool shown = best && distance <= best->distance_mm + kSameDistanceMm && place == pane.cell().place();
    if (nearer || shown) best = NearestImage{place, distance};
  }
  return best;
}

std::optional<volume::Vector3> patient_point(const Pane& pane, Point picture) {
  if (!pane.has_frame()) return std::nullopt;
  const auto plane = plane_at(pane, pane.cell().place());
  if (!plane || !volume::has_spacing(*plane)) return std::nullopt;
  return volume::patient_from_pixel(*plane, {picture.y - 0.5, picture.x - 0.5});
}

std::optional<Point> picture_point(const pixel::Plane& plane, const volume::Vector3& point) {
  const auto projected = volume::pixel_from_patient(plane, point);
  if (!projected) return std::nullopt;
  return picture_of(projected->at);
}

std::optional<ReferenceLine> reference_line(const Pane& pane, const Pane& other) {
  if (!same_reference(pane, other)) return std::nullopt;
  const auto target = plane_at(pane, pane.cell().place());
  const auto cutting = plane_at(other, other.cell().place());
  if (!target || !cutting) return std::nullopt;
  const auto& format = pane.series().pixel_formats[pane.described().pixels];
  const auto& cutting_format = other.series().pixel_formats[other.described().pixels];
  const auto line = volume::cross_line(*target, *cutting, cutting_format.rows, cutting_format.columns);
  if (!line) return std::nullopt;
  const auto clipped = volume::clip_to_image(*line, format.rows, format.columns);
  if (!clipped) return std::nullopt;
  return ReferenceLine{picture_of(clipped->from), picture_of(clipped->to)};
}

}  // namespace sansfilm::view
