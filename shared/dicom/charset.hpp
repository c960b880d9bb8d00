// Text of a dataset to UTF-8.
// @source PS3.5 2024e 6.1
// @thread pure
#pragma once

#include <string>
#include <string_view>

#include "shared/dicom/vr.hpp"

namespace sansfilm::dicom {

// The whole value (all its values and components) in UTF-8; `declared` is Specific Character Set as it stands.
[[nodiscard]] std::string to_utf8(std::string_view raw, std::string_view declared, Vr vr);

[[nodiscard]] bool is_valid_utf8(std::string_view text);

}  // namespace sansfilm::dicom
