// A palette: plain or segmented, 8 or 16 bits, as eight-bit colours ready for the screen.
//
// Entries of n bits become round(value * 255 / (2^n - 1)).
//
// @source PS3.3 2024e C.7.6.3.1.5, C.7.6.3.1.6 (descriptors and data), C.7.9.2 (segmented), C.7.6.19 (supplemental)
// @errors kMissing, kInconsistent, kMalformed with the attribute
// @owner  owns its colours
// @thread value
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "shared/pixel/lookup_table.hpp"

namespace sansfilm::pixel {

struct Palette {
  std::int32_t first = 0;             // stored value of the first colour
  std::vector<std::uint8_t> rgb;      // three bytes a colour
  std::vector<std::uint8_t> alpha;    // one byte a colour, or empty

  [[nodiscard]] std::size_t size() const { return rgb.size() / 3; }
  [[nodiscard]] const std::uint8_t* at(std::int64_t stored) const {
    const auto last = static_cast<std::int64_t>(size()) - 1;
    return rgb.data() + 3 * static_cast<std::size_t>(std::clamp<std::int64_t>(stored - first, 0, last));
  }
};

[[nodiscard]] bool has_palette(const dicom::Dataset& dataset);
[[nodiscard]] base::Result<Palette> read_palette(const dicom::Dataset& dataset, bool signed_input);

// The entries that segments of 8 or 16 bits (`bits`) describe; at most `limit` of them.
[[nodiscard]] base::Result<std::vector<std::uint16_t>> expand_segments(const std::vector<std::uint16_t>& segments,
                                                                       std::uint32_t limit, bool eight_bit);

}  // namespace sansfilm::pixel
