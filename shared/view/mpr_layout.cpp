#include "shared/view/mpr_layout.hpp"

#include <algorithm>
#include <cmath>

namespace sansfilm::view {
namespace {

constexpr double kBarCss = 52.0;   // holds targets of 44
constexpr double kGapCss = 1.0;

Rect between(double left, double top, double right, double bottom) {
  return {std::round(left), std::round(top), std::max(0.0, std::round(right) - std::round(left)), std::max(0.0, std::round(bottom) - std::round(top))};
}

}  // namespace

// Wide: the axial plane at the left, the others one above the other. High: the axial plane above, the others side by side.
MprLayout lay_out_mpr(const Rect& stage, double pixel_ratio) {
  MprLayout out;
  const double bar = std::min(std::round(kBarCss * pixel_ratio), stage.height);
  const double gap = std::max(1.0, std::round(kGapCss * pixel_ratio));
  const double bottom = stage.bottom() - bar;
  out.bar = {stage.x, bottom, stage.width, bar};
  const double height = bottom - stage.y;
  if (stage.width >= height) {
    const double part = stage.x + std::round(stage.width * 0.5);
    const double half = stage.y + std::round(height / 2);
    out.planes = {between(stage.x, stage.y, part - gap, bottom), between(part, stage.y, stage.right(), half - gap), between(part, half, stage.right(), bottom)};
    return out;
  }
  const double part = stage.y + std::round(height * 0.55);
  const double half = stage.x + std::round(stage.width / 2);
  out.planes = {between(stage.x, stage.y, stage.right(), part - gap), between(stage.x, part, half - gap, bottom), between(half, part, stage.right(), bottom)};
  return out;
}

}  // namespace sansfilm::view
