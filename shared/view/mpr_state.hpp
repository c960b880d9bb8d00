// The live state of a multiplanar reconstruction as JSON: a part of Viewer::state_json.
// @units  device pixels; mm in the patient
// @owner  values
// @thread pure
#pragma once

#include <string>

#include "shared/view/mpr.hpp"

namespace sansfilm::view {

[[nodiscard]] std::string mpr_json(const Mpr& mpr, std::uint32_t failed, Language language);

}  // namespace sansfilm::view
