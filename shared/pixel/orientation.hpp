// The letters at the edges of the picture (R L A P H F), as it is shown: after rotation and flip.
//
// From the direction cosines; where there are none, from Patient Orientation; where neither exists, no letters.
// A second and third letter are given where the direction leans by more than about 12 degrees (component > 0.2) that way.
//
// @source PS3.3 2024e C.7.6.1.1.1 (patient orientation), C.7.6.2.1.1 (cosines), C.10.6 (rotation, then flip)
// @units  degrees clockwise
// @errors none
// @thread pure
#pragma once

#include <optional>
#include <string>

#include "shared/pixel/plane.hpp"

namespace sansfilm::pixel {

// How the image is turned before it is shown: first rotated clockwise, then mirrored left to right.
struct SpatialTransform {
  double degrees = 0;
  bool flip = false;

  // Image direction (along columns, along rows) that points to a screen direction (right, down).
  [[nodiscard]] std::array<double, 2> image_direction(double right, double down) const;
};

struct EdgeLetters {
  std::string left, right, top, bottom;
  [[nodiscard]] bool empty() const { return left.empty() && right.empty() && top.empty() && bottom.empty(); }
};

// "L", "LP", "HAL"...; "" for a zero vector.
[[nodiscard]] std::string letters_of(const Vector3& direction);
[[nodiscard]] std::string opposite_letters(const std::string& letters);

[[nodiscard]] EdgeLetters edge_letters(const Directions& directions, const SpatialTransform& transform);

// Patient Orientation (0020,0020) as it stands: where the row runs to, where the column runs to.
struct PatientOrientation {
  std::string row, column;
};
[[nodiscard]] std::optional<PatientOrientation> read_patient_orientation(const dicom::Dataset& dataset, std::vector<base::Error>& findings);

// Letters only for transforms by multiples of 90 degrees: between them, the text says nothing.
[[nodiscard]] EdgeLetters edge_letters(const PatientOrientation& orientation, const SpatialTransform& transform);

// "AX", "SAG", "COR" or "OBL" (the normal leans by more than 30 degrees from each axis).
[[nodiscard]] const char* plane_name(const Directions& directions);

}  // namespace sansfilm::pixel
