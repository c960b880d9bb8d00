#include "shared/pixel/mask_paint.hpp"

namespace sansfilm::pixel {

namespace {

std::uint32_t divided(std::uint32_t value, std::uint32_t by) { return (value + by / 2) / by; }

// `colour` with `alpha` over what is there.
void paint_over(std::uint8_t* rgba, const Rgb& colour, std::uint32_t alpha) {
  const std::uint32_t below = divided(rgba[3] * (255 - alpha), 255);
  const std::uint32_t sum = alpha + below;
  if (sum == 0) return;
  for (std::size_t c = 0; c < 3; ++c) rgba[c] = static_cast<std::uint8_t>(divided(colour[c] * alpha + rgba[c] * below, sum));
  rgba[3] = static_cast<std::uint8_t>(sum);
}

bool is_border(const Mask& mask, std::uint32_t row, std::uint32_t column) {
  const auto inside = [&](std::uint32_t r, std::uint32_t c) { return mask.coverage[std::size_t{r} * mask.columns + c] >= kInside; };
  if (!inside(row, column)) return false;
  if (row == 0 || column == 0 || row + 1 == mask.rows || column + 1 == mask.columns) return true;
  return !inside(row - 1, column) || !inside(row + 1, column) || !inside(row, column - 1) || !inside(row, column + 1);
}

}  // namespace

void paint_mask(std::vector<std::uint8_t>& layer, const Mask& mask, const Rgb& colour, std::uint8_t opacity) {
  if (layer.size() != mask.coverage.size() * 4) return;
  for (std::uint32_t row = 0; row < mask.rows; ++row) {
    for (std::uint32_t column = 0; column < mask.columns; ++column) {
      const std::size_t at = std::size_t{row} * mask.columns + column;
      const std::uint32_t coverage = mask.coverage[at];
      if (coverage == 0) continue;
      const std::uint32_t alpha = is_border(mask, row, column) ? 255 : divided(coverage * opacity, 255);
      paint_over(&layer[4 * at], colour, alpha);
    }
  }
}

void lay_over(std::span<std::uint8_t> picture, std::span<const std::uint8_t> layer) {
  if (picture.size() != layer.size()) return;
  for (std::size_t i = 0; i + 3 < layer.size(); i += 4) {
    const std::uint32_t alpha = layer[i + 3];
    if (alpha == 0) continue;
    for (std::size_t c = 0; c < 3; ++c) picture[i + c] = static_cast<std::uint8_t>(divided(layer[i + c] * alpha + picture[i + c] * (255 - alpha), 255));
  }
}

}  // namespace sansfilm::pixel
