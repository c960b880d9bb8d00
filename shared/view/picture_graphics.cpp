#include "shared/view/picture_graphics.hpp"

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

}  // namespace

PictureGraphics picture_graphics(const pixel::ImageDescription& image, bool show_overlays) {
  PictureGraphics out{.rows = image.rows, .columns = image.columns, .rgba = {}};
  if (image.shutter.empty() && (image.overlays.empty() || !show_overlays)) return out;
  const pixel::RenderedImage dark = painted_on(0, image, show_overlays), bright = painted_on(255, image, show_overlays);
  out.rgba.resize(dark.bytes.size() * 4);
  for (std::size_t i = 0; i < dark.bytes.size(); ++i) {
    if (dark.bytes[i] != bright.bytes[i]) continue;
    for (std::size_t channel = 0; channel < 3; ++channel) out.rgba[4 * i + channel] = dark.bytes[i];
    out.rgba[4 * i + 3] = 255;
  }
  return out;
}

}  // namespace sansfilm::view
