// What is written and drawn over the three planes: the lines of the other two with their knobs, the crossing, the letters of the sides,
// position, slab, window, and in words whether the plane is final.
//
// @source PS3.3 2024e C.7.6.1.1.1 (letters)
// @units  device pixels
// @owner  emits into the caller's draw list
// @thread pure
#pragma once

#include <string>

#include "shared/view/draw_list.hpp"
#include "shared/view/mpr.hpp"

namespace sansfilm::view {

[[nodiscard]] std::string plane_name(const Mpr& mpr, MprPlane plane, Language language);   // "Axial", "Coronal oblique"
[[nodiscard]] std::string slab_text(const Mpr& mpr, Language language);                    // "MIP 10 mm"; empty for a plane
[[nodiscard]] Colour colour_of(MprPlane plane);

// Lines and words; `texts`: without them only the lines.
void build_mpr_overlay(const Mpr& mpr, MprPlane plane, const wire::Series& series, const Honesty& honesty, bool texts, Language language, DrawList& out);

}  // namespace sansfilm::view
