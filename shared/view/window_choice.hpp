// How a choice of the reader becomes the window of a picture: a preset, or the one in force moved by hand.
//
// @source PS3.3 2024e C.11.2.1
// @units  output of the modality transform
// @owner  values
// @thread pure
#pragma once

#include <optional>

#include "shared/pixel/display_state.hpp"
#include "shared/pixel/shader_parameters.hpp"
#include "shared/view/window_presets.hpp"

namespace sansfilm::view {

[[nodiscard]] pixel::VoiChoice voi_of(const Preset& preset);

// `d_center` and `d_width` are parts of its width. Nothing for a colour picture.
[[nodiscard]] std::optional<pixel::Window> moved_window(const pixel::ShaderParameters& in_force, double d_center, double d_width);

}  // namespace sansfilm::view
