// The arithmetic of the grey pipeline: modality, VOI and presentation transforms as small values.
//
// Everything computes in double. A grey level is level_of(y) = floor(y + 0.5) of an output y in 0..255: the rounding that
// OpenGL prescribes for a normalised 8-bit target too, so that CPU and GPU agree within one grey level.
//
// @source PS3.3 2024e C.11.1 (modality), C.11.2.1.2.1 (linear), C.11.2.1.3.2 (linear exact), C.11.2.1.3.1 (sigmoid), C.11.6
// @units  stored values -> modality units (HU, BQML, US...) -> 0..255
// @errors none; validity of a window is is_usable()
// @owner  values
// @thread pure
#pragma once

#include <cmath>
#include <cstdint>
#include <optional>
#include <string>

#include "shared/pixel/lookup_table.hpp"

namespace sansfilm::pixel {

enum class VoiFunction : std::uint8_t { kLinear, kLinearExact, kSigmoid };

struct Window {
  double centre = 0;
  double width = 1;
  VoiFunction function = VoiFunction::kLinear;
  std::string explanation;  // "LUNG", "BRAIN"...: Window Center & Width Explanation, UTF-8
};

// Width >= 1 for LINEAR, > 0 for LINEAR_EXACT and SIGMOID; all finite.
[[nodiscard]] bool is_usable(const Window& window);

// The output of the VOI stage in 0..top for a value in modality units.
[[nodiscard]] double apply_window(const Window& window, double value, double top = 255.0);

struct ModalityTransform {
  double slope = 1;
  double intercept = 0;
  std::optional<LookupTable> lut;  // instead of slope and intercept
  std::string units;               // Rescale Type, Modality LUT Type or Units: "HU", "OD", "US", "BQML"...; "" if unknown
  bool declared = false;           // the object carries a modality transform

  [[nodiscard]] double apply(double stored) const {
    return lut ? static_cast<double>(lut->at(std::llround(stored))) : stored * slope + intercept;
  }
};

[[nodiscard]] inline std::uint8_t level_of(double y) {
  return static_cast<std::uint8_t>(y <= 0 ? 0.0 : y >= 255.0 ? 255.0 : std::floor(y + 0.5));
}

[[nodiscard]] const char* name_of(VoiFunction function);  // "LINEAR", "LINEAR_EXACT", "SIGMOID"

}  // namespace sansfilm::pixel
