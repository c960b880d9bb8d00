// Paints masks as a layer of colour to be laid over a picture: a fill that lets the anatomy through, and an opaque outline of
// one pixel inside the mask, so that a small structure and a border are seen at any opacity. Nothing outside the mask changes.
//
// @source composition by "over" of colours with straight alpha (W3C Compositing and Blending Level 1, 5.1); the look is ours:
//         PS3.3 2024e C.8.20 leaves it open
// @shape  layers are RGBA row by row, alpha 0 where the picture shows through
// @errors a mask of another size than the layer is not painted
// @owner  the caller owns the layer
// @thread pure
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "shared/pixel/colour.hpp"
#include "shared/pixel/segmentation.hpp"

namespace sansfilm::pixel {

// From this coverage on a pixel is inside, for the outline.
inline constexpr std::uint8_t kInside = 128;

void paint_mask(std::vector<std::uint8_t>& layer, const Mask& mask, const Rgb& colour, std::uint8_t opacity);

// The layer over a picture of opaque RGBA pixels of the same size.
void lay_over(std::span<std::uint8_t> picture, std::span<const std::uint8_t> layer);

}  // namespace sansfilm::pixel
