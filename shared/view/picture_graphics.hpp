// What is drawn over a picture pixel by pixel: what a shutter hides, and overlay planes. One picture of its own, so that an
// adapter lays it over the other with the same transform; the same pixels as pixel::render paints.
//
// @source PS3.3 2024e C.7.6.11 (display shutter), C.9.2 (overlay plane); PS3.4 2024e N.2
// @shape  RGBA, row by row, alpha 0 where the picture shows through, else 255
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

[[nodiscard]] PictureGraphics picture_graphics(const pixel::ImageDescription& image, bool show_overlays);

}  // namespace sansfilm::view
