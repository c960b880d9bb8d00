#include "shared/view/layout.hpp"

#include <algorithm>
#include <cmath>

namespace sansfilm::view {
namespace {

constexpr double kBannerCss = 44.0;
constexpr double kToolbarCss = 52.0;      // holds targets of 44
constexpr double kStripColumnCss = 168.0;
constexpr double kStripRowCss = 112.0;
constexpr double kSideColumnCss = 280.0;
constexpr double kSideRowCss = 280.0;
constexpr double kStatusCss = 28.0;
constexpr double kGapCss = 1.0;

double whole(double value) { return std::round(value); }

}  // namespace

PageLayout lay_out(double width_px, double height_px, double pixel_ratio, Grid grid, bool show_strip, bool show_side) {
  PageLayout page;
  const double ratio = pixel_ratio > 0 ? pixel_ratio : 1.0;
  const double banner = whole(kBannerCss * ratio);
  const double toolbar = whole(kToolbarCss * ratio);
  const double status = whole(kStatusCss * ratio);

  page.banner = {0, 0, width_px, banner};
  page.toolbar = {0, banner, width_px, toolbar};
  page.status = {0, std::max(0.0, height_px - status), width_px, status};

  const double top = banner + toolbar;
  Rect rest{0, top, width_px, std::max(0.0, page.status.y - top)};
  page.strip_is_row = width_px / ratio < kNarrowCss;
  if (show_strip && page.strip_is_row) {
    const double height = std::min(whole(kStripRowCss * ratio), rest.height);
    page.strip = {0, rest.bottom() - height, width_px, height};
    rest.height -= height;
  } else if (show_strip) {
    const double width = std::min(whole(kStripColumnCss * ratio), rest.width);
    page.strip = {0, rest.y, width, rest.height};
    rest.x += width;
    rest.width -= width;
  }
  if (show_side && page.strip_is_row) {
    const double height = whole(std::min(kSideRowCss * ratio, rest.height * 0.45));
    page.side = {0, rest.bottom() - height, width_px, height};
    rest.height -= height;
  } else if (show_side) {
    const double width = whole(std::min(kSideColumnCss * ratio, rest.width * 0.5));
    page.side = {rest.right() - width, rest.y, width, rest.height};
    rest.width -= width;
  }
  page.stage = rest;

  const int rows = std::max<int>(1, grid.rows);
  const int columns = std::max<int>(1, grid.columns);
  const double gap = rows * columns > 1 ? std::max(1.0, whole(kGapCss * ratio)) : 0.0;
  for (int row = 0; row < rows; ++row) {
    for (int column = 0; column < columns; ++column) {
      const double left = whole(rest.x + rest.width * column / columns);
      const double right = whole(rest.x + rest.width * (column + 1) / columns);
      const double upper = whole(rest.y + rest.height * row / rows);
      const double lower = whole(rest.y + rest.height * (row + 1) / rows);
      page.cells.push_back({left, upper, std::max(0.0, right - left - gap), std::max(0.0, lower - upper - gap)});
    }
  }
  return page;
}

}  // namespace sansfilm::view
