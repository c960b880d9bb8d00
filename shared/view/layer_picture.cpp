#include "shared/view/layer_picture.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "shared/pixel/mask_paint.hpp"
#include "shared/view/display.hpp"

namespace sansfilm::view {
namespace {

std::size_t part_of(const Layer& layer, std::uint32_t number) {
  const auto found = std::find_if(layer.parts.begin(), layer.parts.end(), [&](const LayerPart& part) { return part.number == number; });
  return static_cast<std::size_t>(found - layer.parts.begin());
}

// A frame of a label map holds many segments: those whose value stands in it.
std::vector<std::uint32_t> numbers_in(const Layer& layer, const pixel::SegmentFrame& at, const base::Frame& decoded) {
  if (at.segment != 0) return {at.segment};
  std::vector<bool> seen(std::size_t{1} << (8 * decoded.bytes_per_sample));
  for (std::size_t i = 0; i < decoded.samples.size() / decoded.bytes_per_sample; ++i) {
    seen[decoded.bytes_per_sample == 1 ? decoded.samples[i] : base::load_le<std::uint16_t>(&decoded.samples[2 * i])] = true;
  }
  std::vector<std::uint32_t> out;
  for (const LayerPart& part : layer.parts) {
    if (part.number != 0 && part.number < seen.size() && seen[part.number]) out.push_back(part.number);
  }
  return out;
}

using Masks = std::map<std::size_t, pixel::Mask>;   // by part

void add_mask(Masks& masks, std::size_t part, pixel::Mask mask) {
  const auto [known, added] = masks.try_emplace(part, std::move(mask));
  if (added) return;
  for (std::size_t i = 0; i < known->second.coverage.size(); ++i) known->second.coverage[i] = std::max(known->second.coverage[i], mask.coverage[i]);
}

// Of each visible part; several frames of one segment that lie on the image are one mask.
Masks masks_on(const Layer& layer, const ShownImage& image) {
  Masks masks;
  const pixel::Segmentation& segmentation = *layer.segmentation;
  for (const pixel::SegmentFrame* at : pixel::frames_on(segmentation, image.uid, image.frame, image.plane)) {
    if (at->segment != 0) {
      const std::size_t part = part_of(layer, at->segment);
      if (part == layer.parts.size() || !layer.parts[part].visible) continue;
    }
    const auto decoded = pixel::native_frame(segmentation, layer.pixels, layer.bits_allocated, at->frame);
    if (!decoded.ok()) continue;
    for (const std::uint32_t number : numbers_in(layer, *at, *decoded)) {
      const std::size_t part = part_of(layer, number);
      if (part == layer.parts.size() || !layer.parts[part].visible) continue;
      pixel::SegmentFrame one = *at;
      one.segment = number;
      auto mask = pixel::mask_on_image(segmentation, one, *decoded, image.plane, image.rows, image.columns);
      if (mask.ok()) add_mask(masks, part, std::move(mask).value());
    }
  }
  return masks;
}

std::vector<Point> in_picture(const std::vector<volume::PixelPoint>& points) {
  std::vector<Point> out;
  out.reserve(points.size());
  // Pixel coordinates count from the centre of the first pixel, picture coordinates from its corner.
  for (const volume::PixelPoint& point : points) out.push_back({point.column + 0.5, point.row + 0.5});
  return out;
}

}  // namespace

ShownImage shown_image(const wire::Series& series, const wire::Frame& frame) {
  const wire::PixelFormat& format = series.pixel_formats[frame.pixels];
  ShownImage out{.frame = frame.frame, .rows = format.rows, .columns = format.columns, .plane = plane_of(series, frame)};
  if (frame.instance < series.instances.size()) out.uid = series.instances[frame.instance].sop_instance_uid;
  return out;
}

std::vector<bool> parts_on_image(const Layer& layer, const ShownImage& image) {
  std::vector<bool> out(layer.parts.size());
  if (layer.segmentation) {
    for (const pixel::SegmentFrame* at : pixel::frames_on(*layer.segmentation, image.uid, image.frame, image.plane)) {
      if (at->segment != 0) {
        if (const std::size_t part = part_of(layer, at->segment); part < out.size()) out[part] = true;
        continue;
      }
      const auto decoded = pixel::native_frame(*layer.segmentation, layer.pixels, layer.bits_allocated, at->frame);
      if (!decoded.ok()) continue;
      for (const std::uint32_t number : numbers_in(layer, *at, *decoded)) out[part_of(layer, number)] = true;
    }
  }
  if (layer.structures && image.plane) {
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = !volume::contours_on(layer.structures->rois[i], *image.plane, image.uid).empty();
  }
  return out;
}

bool is_on_image(const Layer& layer, const ShownImage& image) {
  if (layer.presentation) return pixel::refers_to(layer.presentation->images, image.uid, image.frame);
  if (layer.segmentation) return !pixel::frames_on(*layer.segmentation, image.uid, image.frame, image.plane).empty();
  const std::vector<bool> parts = parts_on_image(layer, image);
  return std::find(parts.begin(), parts.end(), true) != parts.end();
}

void paint_segments(const Layer& layer, const ShownImage& image, std::vector<std::uint8_t>& rgba) {
  if (!layer.segmentation) return;
  const auto opacity = static_cast<std::uint8_t>(std::lround(layer.opacity * 255.0));
  for (const auto& [part, mask] : masks_on(layer, image)) {
    if (rgba.empty()) rgba.resize(std::size_t{image.rows} * image.columns * 4);
    pixel::paint_mask(rgba, mask, layer.parts[part].colour, opacity);
  }
}

std::vector<Outline> outlines_on(const Layers& layers, const wire::Series& series, const ShownImage& image) {
  std::vector<Outline> out;
  if (!image.plane || layers.hidden()) return out;
  for (const std::uint32_t index : layers.of_series(series)) {
    const Layer& layer = layers.at(index);
    if (!layer.on || !layer.structures) continue;
    for (std::uint32_t part = 0; part < layer.parts.size(); ++part) {
      if (!layer.parts[part].visible) continue;
      for (const auto& contour : volume::contours_on(layer.structures->rois[part], *image.plane, image.uid)) {
        out.push_back({index, part, contour.type, in_picture(contour.points)});
      }
    }
  }
  return out;
}

}  // namespace sansfilm::view
