// Display shutters: what of the image may be seen. Several shapes add up: a pixel shows only where all of them let it.
//
// @source PS3.3 2024e C.7.6.11 (display shutter), C.7.6.15 (bitmap display shutter), C.7.6.16.2.16 (frame display shutter)
// @shape  coordinates count pixels from 1, as the standard does; edges belong to the visible part
// @errors findings: kMalformed, kMissing with the attribute; a shape that cannot be read is left out and said
// @owner  values
// @thread pure
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "shared/base/error.hpp"
#include "shared/dicom/dataset.hpp"

namespace sansfilm::pixel {

struct Shutter {
  struct Rectangle {
    std::int32_t left = 0, right = 0, upper = 0, lower = 0;
  };
  struct Circle {
    std::int32_t row = 0, column = 0, radius = 0;
  };
  struct Vertex {
    std::int32_t row = 0, column = 0;
  };

  std::optional<Rectangle> rectangle;
  std::optional<Circle> circle;
  std::vector<Vertex> polygon;               // fewer than 3: none
  std::optional<std::uint16_t> bitmap_group;  // the overlay group (6000...) whose set bits hide
  std::uint16_t presentation_value = 0;      // P-value 0..65,535 of what is hidden
  std::optional<std::vector<std::uint16_t>> cie_lab;  // colour of what is hidden, for colour presentations

  [[nodiscard]] bool empty() const { return !rectangle && !circle && polygon.size() < 3 && !bitmap_group; }
  // Whether the geometric shapes let the pixel (from 0) be seen; bitmaps are applied by the renderer.
  [[nodiscard]] bool shows(std::int32_t row, std::int32_t column) const;
};

[[nodiscard]] Shutter read_shutter(const dicom::Dataset& holder, std::vector<base::Error>& findings);

}  // namespace sansfilm::pixel
