// What the user (or a presentation state) has chosen for the display of a frame.
// @source PS3.4 2024e N.2 (the order of the transforms)
// @owner  values
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "shared/pixel/overlay.hpp"
#include "shared/pixel/palette.hpp"
#include "shared/pixel/shutter.hpp"
#include "shared/pixel/transform.hpp"

namespace sansfilm::pixel {

struct VoiChoice {
  enum class Kind : std::uint8_t {
    kDefault,    // the first window of the image; else its first VOI LUT; else automatic
    kPreset,     // windows[index] of the image
    kLut,        // voi_luts[index] of the image
    kWindow,     // `window`
    kOwnLut,     // `lut`, from a presentation state
    kAutomatic,  // from the samples, see automatic_window()
  };
  Kind kind = Kind::kDefault;
  std::size_t index = 0;
  Window window;
  std::optional<LookupTable> lut;
};

struct DisplayState {
  VoiChoice voi;
  bool invert = false;                             // the user's inversion, on top of what the image says

  // From a presentation state, instead of what the image says.
  std::optional<ModalityTransform> modality;
  std::optional<bool> inverse;                     // Presentation LUT Shape INVERSE
  std::optional<LookupTable> presentation_lut;     // Presentation LUT Sequence; its input is 0 .. entries - 1
  std::optional<Palette> pseudo_colour;            // applied to the output of the grey pipeline
  std::optional<Shutter> shutter;
  std::vector<Overlay> overlays;                   // in addition to those of the image

  bool show_shutter = true;
  bool show_overlays = true;
  bool show_colours = true;                        // false: a supplemental palette is left out
};

}  // namespace sansfilm::pixel
