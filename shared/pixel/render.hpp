// The CPU reference renderer: decoded samples -> what the screen must show, pixel by pixel, before zoom and rotation.
//
// @source PS3.4 2024e N.2; the arithmetic is in transform.hpp and shader_parameters.hpp
// @shape  rows * columns * channels bytes, row by row, no padding
// @units  channels 1: grey level; channels 4: R G B A with A = 255
// @errors kMalformed (fewer samples than the frame's size says)
// @owner  the image owns its bytes
// @thread pure
#pragma once

#include <cstdint>
#include <vector>

#include "shared/base/frame.hpp"
#include "shared/base/result.hpp"
#include "shared/pixel/display_state.hpp"
#include "shared/pixel/image.hpp"
#include "shared/pixel/shader_parameters.hpp"

namespace sansfilm::pixel {

struct RenderedImage {
  std::uint32_t columns = 0;
  std::uint32_t rows = 0;
  std::uint32_t channels = 1;          // 1 or 4
  std::vector<std::uint8_t> bytes;
};

// A frame decoded at a reduced resolution is smaller than the image: shutter and overlays are then scaled to it.
[[nodiscard]] base::Result<RenderedImage> render(const base::Frame& frame, const ImageDescription& image, const DisplayState& state);

// The same with parameters that are already resolved; no shutter, no overlays.
[[nodiscard]] base::Result<RenderedImage> render_samples(const base::Frame& frame, const ShaderParameters& parameters);

// Paint into a rendered image: what the shutter hides, and the graphics overlays (white).
void apply_shutter(RenderedImage& target, const ImageDescription& image, const Shutter& shutter, const std::vector<Overlay>& overlays);
void draw_overlay(RenderedImage& target, const ImageDescription& image, const Overlay& overlay);

}  // namespace sansfilm::pixel
