#include "shared/view/orientation.hpp"

namespace sansfilm::view {

pixel::EdgeLetters edge_letters(const wire::Geometry& geometry, const Viewport& viewport) {
  // The viewport mirrors first and turns then; pixel::SpatialTransform turns first: the turn changes its sense.
  const int quarters = viewport.mirrored() ? (4 - viewport.quarters()) % 4 : viewport.quarters();
  const pixel::SpatialTransform transform{.degrees = 90.0 * quarters, .flip = viewport.mirrored()};
  if (geometry.orientation) {
    const auto& c = *geometry.orientation;
    return pixel::edge_letters(pixel::Directions{{c[0], c[1], c[2]}, {c[3], c[4], c[5]}}, transform);
  }
  if (geometry.patient_orientation[0].empty() && geometry.patient_orientation[1].empty()) return {};
  return pixel::edge_letters(pixel::PatientOrientation{geometry.patient_orientation[0], geometry.patient_orientation[1]},
                             transform);
}

}  // namespace sansfilm::view
