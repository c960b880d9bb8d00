// What the layers say of one image: masks painted into a layer of colour, contours in picture coordinates, and which segments
// and regions are on it at all.
//
// @source shared/pixel/segmentation.hpp, mask_paint.hpp; shared/volume/contours.hpp
// @units  picture coordinates as in shapes.hpp
// @shape  layers are RGBA, rows x columns of the image
// @errors a frame of a segmentation that cannot be laid over the image is not painted
// @owner  values
// @thread pure
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "shared/view/layers.hpp"
#include "shared/view/shapes.hpp"

namespace sansfilm::view {

// The frame that is shown, as objects refer to it.
struct ShownImage {
  std::string uid;                     // SOP Instance UID
  std::uint32_t frame = 0;             // from 0
  std::uint32_t rows = 0, columns = 0;
  std::optional<pixel::Plane> plane;
};

[[nodiscard]] ShownImage shown_image(const wire::Series& series, const wire::Frame& frame);

// Which parts of the layer are on the image: one entry a part. All false until the layer has been read.
[[nodiscard]] std::vector<bool> parts_on_image(const Layer& layer, const ShownImage& image);
[[nodiscard]] bool is_on_image(const Layer& layer, const ShownImage& image);

// Paints the visible segments of a layer; `rgba` is made as large as the image if it is empty.
void paint_segments(const Layer& layer, const ShownImage& image, std::vector<std::uint8_t>& rgba);

struct Outline {
  std::uint32_t layer = 0, part = 0;
  volume::ContourType type = volume::ContourType::kClosed;
  std::vector<Point> points;
};

// The contours of all layers that are on, visible regions only.
[[nodiscard]] std::vector<Outline> outlines_on(const Layers& layers, const wire::Series& series, const ShownImage& image);

}  // namespace sansfilm::view
