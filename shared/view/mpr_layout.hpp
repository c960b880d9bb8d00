// How the stage is divided among the three planes and the bar that sets the slab.
// @units  device pixels
// @owner  values
// @thread pure
#pragma once

#include <array>

#include "shared/view/shapes.hpp"

namespace sansfilm::view {

struct MprLayout {
  std::array<Rect, 3> planes;   // axial, coronal, sagittal
  Rect bar;                     // at the bottom of the stage
};

[[nodiscard]] MprLayout lay_out_mpr(const Rect& stage, double pixel_ratio);

}  // namespace sansfilm::view
