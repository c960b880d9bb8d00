// The numbers that turn stored values into what the screen shows: one source for the GL shader and the CPU renderer.
//
// For kGrey the level is level_of(invert ? 255 - y : y), y = apply_window(window, stored * slope + intercept); for kTable it
// is table[clamp(stored - table_first)], where modality LUT, VOI LUT and presentation LUT are already applied. Padding is
// black in both. Colour samples become 8 bits by round(v * 255 / sample_top); YBR is converted by the matrices of
// C.7.6.3.1.2, rounded and clipped; `invert` then takes 255 - v of each.
//
// @source PS3.4 2024e N.2; PS3.3 2024e C.7.6.3.1.2, C.11
// @owner  owns its tables
// @thread value
#pragma once

#include <cstdint>
#include <vector>

#include "shared/base/frame.hpp"
#include "shared/base/result.hpp"
#include "shared/pixel/display_state.hpp"
#include "shared/pixel/image.hpp"

namespace sansfilm::pixel {

struct ShaderParameters {
  enum class Mode : std::uint8_t {
    kGrey,          // the formula
    kTable,         // `table`
    kPalette,       // palette[stored - palette_first]
    kSupplemental,  // grey (formula or table) below palette_first, palette from there on
    kPseudoColour,  // palette[level of the grey pipeline, scaled to the palette's length]
    kRgb,
    kYbrFull,
    kYbrPartial,
  };
  Mode mode = Mode::kGrey;

  double slope = 1;
  double intercept = 0;
  Window window;
  bool invert = false;                 // final: image, presentation state and user together

  bool has_padding = false;
  double padding_low = 0;              // stored values, both ends included
  double padding_high = 0;

  std::int32_t table_first = 0;
  std::vector<std::uint8_t> table;     // grey levels; empty: use the formula

  std::int32_t palette_first = 0;
  std::vector<std::uint8_t> palette;   // RGB, three bytes an entry

  double sample_top = 255;             // colour: 2^bits - 1
  bool automatic = false;              // the window was computed from the samples
  bool lut_left_out = false;           // a LUT cannot apply to 32-bit or float samples (its input has 16 bits): automatic window
};

// Resolves image and state into numbers. `frame` gives sample format and, for an automatic window, the samples.
[[nodiscard]] ShaderParameters shader_parameters(const base::Frame& frame, const ImageDescription& image, const DisplayState& state);

// The window used when the image has neither window nor VOI LUT: the whole range of the stored bits up to 8 bits; beyond, from
// the 0.5 % to the 99.5 % percentile of the modality values that are not padding (all of them for floating point: minimum to
// maximum of the finite ones). LINEAR_EXACT, so that its ends are 0 and 255. Not in the standard: C.11.2 leaves it open.
[[nodiscard]] Window automatic_window(const base::Frame& frame, const ImageDescription& image, const ModalityTransform& modality);

// The grey level of one stored value, by the parameters (kGrey, kTable).
[[nodiscard]] std::uint8_t grey_level(const ShaderParameters& parameters, double stored);

}  // namespace sansfilm::pixel
