// The bar at the right edge of a viewport: where in the stack one is, what of it is loaded; dragging it scrolls.
// @units  device pixels
// @owner  values
// @thread pure
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "shared/view/shapes.hpp"

namespace sansfilm::view {

inline constexpr double kScrubberCss = 6.0;       // drawn
inline constexpr double kScrubberReachCss = 22.0; // that a hand can take
inline constexpr double kScrubberInsetCss = 44.0; // above and below

[[nodiscard]] inline Rect scrubber_bar(const Rect& cell, double ratio) {
  const double width = std::max(3.0, std::round(kScrubberCss * ratio));
  const double inset = std::min(cell.height / 4, kScrubberInsetCss * ratio);
  return {cell.right() - width - std::round(3 * ratio), cell.y + inset, width, std::max(0.0, cell.height - 2 * inset)};
}

[[nodiscard]] inline Rect scrubber_reach(const Rect& cell, double ratio) {
  const Rect bar = scrubber_bar(cell, ratio);
  const double reach = kScrubberReachCss * ratio;
  return {cell.right() - reach, bar.y - reach / 2, reach, bar.height + reach};
}

[[nodiscard]] inline std::uint32_t scrubber_place(const Rect& bar, double y, std::uint32_t count) {
  if (count < 2 || bar.height <= 0) return 0;
  const double part = std::clamp((y - bar.y) / bar.height, 0.0, 1.0);
  return std::min(count - 1, static_cast<std::uint32_t>(part * count));
}

// The part of the bar that stands for one picture; at least `least` high, so that it can be seen.
[[nodiscard]] inline Rect scrubber_mark(const Rect& bar, std::uint32_t place, std::uint32_t count, double least) {
  if (count == 0) return bar;
  const double height = std::max(least, bar.height / count);
  const double y = count > 1 ? bar.y + (bar.height - height) * place / (count - 1) : bar.y;
  return {bar.x, y, bar.width, std::min(height, bar.height)};
}

}  // namespace sansfilm::view
