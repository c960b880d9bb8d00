// The windows that a user can choose for a picture: those of the file, the usual ones of its modality, its own range.
//
// @source PS3.3 2024e C.11.2 (VOI LUT Module); the values per modality are common practice, in Hounsfield units
// @units  output of the modality transform
// @owner  values
// @thread pure
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "shared/view/texts.hpp"
#include "shared/wire/manifest.hpp"

namespace sansfilm::view {

enum class PresetOrigin : std::uint8_t { kFileWindow, kFileLut, kModality, kRange };

struct Preset {
  PresetOrigin origin = PresetOrigin::kRange;
  std::uint32_t index = 0;     // in Display::windows or Display::voi_luts
  std::string name;
  double center = 0.0;         // not for kFileLut and kRange
  double width = 1.0;
  wire::WindowFunction function = wire::WindowFunction::kLinear;
};

[[nodiscard]] std::vector<Preset> presets_for(std::string_view modality, const wire::Display& display,
                                              Language language);

}  // namespace sansfilm::view
