// Colours that objects recommend, for a screen.
//
// @source PS3.3 2024e C.10.7.1.1 (encoding of CIELab values); CIE 15:2004; IEC 61966-2-1 (sRGB); PCS white D50
// @shape  red, green, blue
// @thread pure
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace sansfilm::pixel {

using Rgb = std::array<std::uint8_t, 3>;

[[nodiscard]] Rgb rgb_of_cie_lab(const std::array<std::uint16_t, 3>& encoded);

// For the index-th of those that recommend none: colours that are told apart, also by who sees red and green alike.
[[nodiscard]] Rgb palette_colour(std::size_t index);

}  // namespace sansfilm::pixel
