// Why a series cannot be cut into other planes, and what was done where it can be but not as it stands.
//
// @source PS3.3 2024e C.7.6.2 (image plane)
// @units  mm, degrees
// @owner  values
// @thread pure
#pragma once

#include <cstdint>
#include <string>

namespace sansfilm::volume {

enum class RefusalKind : std::uint8_t {
  kNoPosition,        // position, orientation or spacing in the patient lacks
  kTooFewSlices,      // `count` of them, of the orientation that is shown
  kMissingSlices,     // `count` lack, a gap of `value` mm
  kSamePosition,      // `count` images at one position, and nothing tells time points apart
  kShiftedSlices,     // positions wander in plane by `value` mm without a constant tilt
  kColour,            // colour or palette: values between two colours are none
  kSampleFormat,      // samples of 32 bits or floating point
  kMixedFormats,      // not all slices have the same kind of values
  kTooLarge,          // `count` slices do not fit in the memory, however coarse
};

struct Refusal {
  RefusalKind kind = RefusalKind::kNoPosition;
  std::size_t count = 0;
  double value = 0;
};

// For the screen, French first: "3 coupes manquent (écart de 15,0 mm)".
[[nodiscard]] std::string text_fr(const Refusal& refusal);
[[nodiscard]] std::string text_en(const Refusal& refusal);

}  // namespace sansfilm::volume
