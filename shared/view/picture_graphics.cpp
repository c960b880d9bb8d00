#include "shared/view/picture_graphics.hpp"

#include <algorithm>
#include <utility>

#include "shared/pixel/render.hpp"

namespace sansfilm::view {

namespace {

// The renderer paints opaque grey levels: painting on two grounds tells what was painted from what was not.
pixel::RenderedImage painted_on(std::uint8_t ground, const pixel::ImageDescription& image, bool show_overlays) {
  pixel::RenderedImage out{.columns = image.columns, .rows = image.rows, .channels = 1, .bytes = {}};
  out.bytes.assign(std::size_t{image.columns} * image.rows, ground);
  if (!image.shutter.empty()) pixel::apply_shutter(out, image, image.shutter, image.overlays);
  if (!show_overlays) return out;
  for (const pixel::Overlay& overlay : image.overlays) {
    if (overlay.group != image.shutter.bitmap_group) pixel::draw_overlay(out, image, overlay);
  }
  return out;
}

// What is transparent takes the colour of a painted neighbour.
void bleed(PictureGraphics& out) {
  const auto is_painted = [&](std::size_t i) { return out.rgba[4 * i + 3] != 0; };
  const std::size_t columns = out.columns, count = out.rgba.size() / 4;
  for (std::size_t i = 0; i < count; ++i) {
    if (is_painted(i)) continue;
    const std::size_t column = i % columns;
    std::size_t from = i;
    if (column > 0 && is_painted(i - 1)) from = i - 1;
    else if (column + 1 < columns && is_painted(i + 1)) from = i + 1;
    else if (i >= columns && is_painted(i - columns)) from = i - columns;
    else if (i + columns < count && is_painted(i + columns)) from = i + columns;
    if (from != i) std::copy_n(&out.rgba[4 * from], 3, &out.rgba[4 * i]);
  }
}

}  // namespace

PictureGraphics picture_graphics(const pixel::ImageDescription& image, bool show_overlays, std::vector<std::uint8_t> masks) {
  PictureGraphics out{.rows = image.rows, .columns = image.columns, .rgba = std::move(masks)};
  const std::size_t count = std::size_t{image.rows} * image.columns;
  if (out.rgba.size() != count * 4) out.rgba.clear();
  if (!image.shutter.empty() || (!image.overlays.empty() && show_overlays)) {
    const pixel::RenderedImage dark = painted_on(0, image, show_overlays), bright = painted_on(255, image, show_overlays);
    out.rgba.resize(count * 4);
    for (std::size_t i = 0; i < count; ++i) {
      if (dark.bytes[i] != bright.bytes[i]) continue;
      for (std::size_t channel = 0; channel < 3; ++channel) out.rgba[4 * i + channel] = dark.bytes[i];
      out.rgba[4 * i + 3] = 255;
    }
  }
  if (!out.rgba.empty()) bleed(out);
  return out;
}

}  // namespace sansfilm::view
