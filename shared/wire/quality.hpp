// How good the picture on the screen is. Computed from the packets that are present, never from a decoder's success.
//
// @units  reduce: resolutions left out (0 = full size, each halves); layers: quality layers that every precinct has
// @thread value
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <string_view>

namespace sansfilm::wire {

enum class Quality : std::uint8_t {
  kNone,     // nothing to show
  kReduced,  // smaller than full size
  kPartial,  // full size, quality layers are missing
  kFull,     // every packet of the stream
};

inline constexpr std::array<std::string_view, 4> kQualityNames = {"none", "reduced", "partial", "full"};

[[nodiscard]] constexpr std::string_view quality_name(Quality quality) {
  return kQualityNames[static_cast<std::size_t>(quality)];
}

struct PictureState {
  Quality quality = Quality::kNone;
  std::uint8_t reduce = 0;
  std::uint16_t layers = 0;
  bool lossless = false;  // equal to the original's stored values: kFull, reversible, and the original was not lossy

  [[nodiscard]] constexpr bool is_final() const { return quality == Quality::kFull; }
  bool operator==(const PictureState&) const = default;
};

// The resolution that a screen needs: no less than one sample per device pixel.
[[nodiscard]] constexpr std::uint8_t needed_reduce(double device_px_per_image_px, std::uint8_t decompositions) {
  std::uint8_t reduce = 0;
  // Half the size is enough when each of its samples still covers no more than one device pixel.
  for (double half = 2.0 * device_px_per_image_px; reduce < decompositions && half <= 1.0; half *= 2.0) ++reduce;
  return reduce;
}

}  // namespace sansfilm::wire
