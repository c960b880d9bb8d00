// Overlay planes: bits over the image, from their own data or from unused bits of the pixel data (retired).
//
// @source PS3.3 2024e C.9.2; PS3.5 2024e 8.1.2 (order of bits); PS3.3 2004 C.9.2 (overlays embedded in pixel data)
// @shape  one bit a pixel, row by row, least significant bit first, no padding between rows
// @errors findings: kMissing, kTruncated, kOverBudget, kUnsupported with the attribute; such an overlay is left out and said
// @owner  owns its bits
// @thread value
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "shared/base/error.hpp"
#include "shared/dicom/dataset.hpp"

namespace sansfilm::pixel {

struct Overlay {
  std::uint16_t group = 0x6000;
  std::uint32_t rows = 0;
  std::uint32_t columns = 0;
  std::int32_t origin_row = 1;     // position in the image of the overlay's first pixel; 1: the first row
  std::int32_t origin_column = 1;
  bool is_region = false;          // Overlay Type R (region of interest), else graphics
  bool embedded = false;
  std::string label;
  std::string description;
  std::vector<std::uint8_t> bits;

  [[nodiscard]] bool at(std::uint32_t row, std::uint32_t column) const {
    const std::size_t index = std::size_t{row} * columns + column;
    return ((bits[index / 8] >> (index % 8)) & 1U) != 0;
  }
};

// All overlays of `holder` (an image or a presentation state) that apply to `frame`.
[[nodiscard]] std::vector<Overlay> read_overlays(const dicom::Dataset& holder, std::uint32_t frame,
                                                 std::vector<base::Error>& findings);

}  // namespace sansfilm::pixel
