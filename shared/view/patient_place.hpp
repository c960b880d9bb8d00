// Where the images of a stack lie in the patient, and which of them is nearest to a point or a plane.
//
// @source PS3.3 2024e C.7.4.1 (frame of reference), C.7.6.2.1.1 (position and orientation)
// @units  mm in the patient
// @errors nullopt where position, orientation or spacing lacks, or frames of reference differ
// @owner  values
// @thread pure
#pragma once

#include <cstdint>
#include <optional>

#include "shared/view/pane.hpp"
#include "shared/volume/geometry.hpp"

namespace sansfilm::view {

[[nodiscard]] std::optional<pixel::Plane> plane_at(const Pane& pane, std::uint32_t place);

// Both state a frame of reference, and it is the same one.
[[nodiscard]] bool same_reference(const Pane& a, const Pane& b);

// Planes that one scrolls through in the same direction, or in the opposite one: within 5 degrees.
[[nodiscard]] bool parallel(const pixel::Plane& a, const pixel::Plane& b);

struct NearestImage {
  std::uint32_t place = 0;
  double distance_mm = 0.0;     // of its plane from the point, without sign
};
// Among images of one orientation or of several; of equally near ones the one that is shown, else the first.
[[nodiscard]] std::optional<NearestImage> nearest_image(const Pane& pane, const volume::Vector3& point);

// Picture coordinates (shapes.hpp: the first pixel covers 0 to 1) to the patient, and back.
[[nodiscard]] std::optional<volume::Vector3> patient_point(const Pane& pane, Point picture);
[[nodiscard]] std::optional<Point> picture_point(const pixel::Plane& plane, const volume::Vector3& point);

// Where the image of `other` cuts the image of `pane`, in picture coordinates of `pane`, cut off at its edges.
struct ReferenceLine {
  Point from, to;
};
[[nodiscard]] std::optional<ReferenceLine> reference_line(const Pane& pane, const Pane& other);

}  // namespace sansfilm::view
