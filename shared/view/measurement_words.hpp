// Measurements in words: their names, their values with unit and kind of calibration.
//
// @owner  values
// @thread pure
#pragma once

#include <string>
#include <vector>

#include "shared/measure/measured.hpp"
#include "shared/view/texts.hpp"

namespace sansfilm::view {

[[nodiscard]] Text name_text(measure::Kind kind);

// The most important line first; what comes from a picture that is not final says so in each line.
[[nodiscard]] std::vector<std::string> measured_lines(measure::Kind kind, const measure::Measured& measured, Language language);

// "" for plain millimetres.
[[nodiscard]] const char* qualification(measure::LengthKind kind, Language language);

}  // namespace sansfilm::view
