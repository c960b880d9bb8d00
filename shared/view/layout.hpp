// How the page is divided: banner, series strip, tool bar, status line, and the grid of viewports in what is left.
//
// @units  device pixels; sizes are given in CSS pixels and multiplied by the device pixel ratio
// @owner  values
// @thread pure
#pragma once

#include <cstdint>
#include <vector>

#include "shared/view/shapes.hpp"

namespace sansfilm::view {

struct Grid {
  std::uint8_t rows = 1;
  std::uint8_t columns = 1;
};

struct PageLayout {
  Rect banner;                // patient and study, above all
  Rect toolbar;               // under the banner
  Rect strip;                 // series; at the left, or at the bottom of a narrow page
  bool strip_is_row = false;
  Rect status;                // last line
  Rect side;                  // a panel (layers, measurements), at the right of the stage, or below it on a narrow page; empty: closed
  Rect stage;                 // what the viewports share
  std::vector<Rect> cells;    // rows * columns, row by row
};

// `pixel_ratio` > 0. A page narrower than kNarrowCss puts the strip below the stage.
inline constexpr double kNarrowCss = 720.0;

[[nodiscard]] PageLayout lay_out(double width_px, double height_px, double pixel_ratio, Grid grid, bool show_strip, bool show_side = false);

}  // namespace sansfilm::view
