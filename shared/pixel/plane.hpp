// Where a frame lies in the patient: position of its first pixel's centre, directions, spacings. Arithmetic on planes
// (normals, sorting, cross lines) is in shared/volume.
//
// @source PS3.3 2024e C.7.6.2.1.1 (position and orientation), C.7.6.16.2.3, C.7.6.16.2.4, C.8.4.15 (NM detectors),
//         C.8.12.6 (slide)
// @units  mm in the patient-based coordinate system: +x left, +y posterior, +z head
// @errors none: nullopt when position or orientation is absent or not usable (not unit, not orthogonal); findings say why
// @owner  values
// @thread pure
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "shared/base/error.hpp"
#include "shared/pixel/frame_scope.hpp"

namespace sansfilm::pixel {

using Vector3 = std::array<double, 3>;

struct Directions {
  Vector3 row{1, 0, 0};     // direction of increasing column index
  Vector3 column{0, 1, 0};  // direction of increasing row index
};

struct Plane {
  Vector3 position{};
  Directions directions;
  double row_spacing_mm = 0;     // between rows (vertical); 0 if unknown
  double column_spacing_mm = 0;  // between columns (horizontal); 0 if unknown
  double thickness_mm = 0;       // 0 if unknown
};

[[nodiscard]] std::optional<Directions> read_directions(const FrameScope& scope, std::vector<base::Error>& findings);
// Where position and orientation are given once for all frames and another attribute tells how far along the normal each frame
// lies (dose grids: C.8.8.3.2, offsets relative to the first; reconstructed NM: C.8.4.14, slices at a signed spacing).
[[nodiscard]] std::optional<double> frame_offset_mm(const FrameScope& scope);

[[nodiscard]] std::optional<Plane> read_plane(const FrameScope& scope, std::vector<base::Error>& findings);

}  // namespace sansfilm::pixel
