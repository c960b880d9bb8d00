// Which controls of the tool bar stand in it and which in the list behind its last button: none is ever lost.
//
// @units  pixels of any kind, the same for all
// @thread pure
#pragma once

#include <cstddef>
#include <span>

namespace sansfilm::view {

// How many of the controls, from the first on, stand in `room`. `widths`: each with what parts it from the one before. When not all
// of them fit, the button for the rest, `more` wide, stands behind those that do.
[[nodiscard]] std::size_t controls_that_fit(std::span<const double> widths, double room, double more);

}  // namespace sansfilm::view
