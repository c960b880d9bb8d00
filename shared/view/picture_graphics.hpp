// What is drawn over a picture pixel by pixel: masks of segmentations, what a shutter hides, and overlay planes, in this order.
// One picture of its own, so that an adapter lays it over the other with the same transform (pixel::lay_over says how); the same
// pixels as pixel::render and pixel::paint_mask paint.
//
// @source PS3.3 2024e C.7.6.11 (display shutter), C.9.2 (overlay plane); PS3.4 2024e N.2
// @shape  RGBA with straight alpha, row by row, alpha 0 where the picture shows through; there the colour is that of a painted
//         neighbour, so that a smoothing adapter mixes in no black
// @owner  values
// @thread pure
#pragma once

#include <cstdint>
#include <vector>

#include "shared/pixel/image.hpp"

namespace sansfilm::view {

struct PictureGraphics {
  std::uint32_t rows = 0, columns = 0;
  std::vector<std::uint8_t> rgba;      // empty: nothing to draw
  std::uint32_t revision = 0;          // given by who keeps it: textures made of another one are stale
};

// `masks`: as paint_segments leaves them, of the image's size; empty where there are none.
[[nodiscard]] PictureGraphics picture_graphics(const pixel::ImageDescription& image, bool show_overlays, std::vector<std::uint8_t> masks = {});

}  // namespace sansfilm::view
