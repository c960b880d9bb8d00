// Numbers written as text (IS, DS), read leniently but never wrongly: spaces around are ignored, anything else that
// is not a number gives nothing.
// @source PS3.5 2024e 6.2
// @thread pure
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace sansfilm::dicom {

[[nodiscard]] std::optional<std::int64_t> parse_integer(std::string_view text);
[[nodiscard]] std::optional<double> parse_decimal(std::string_view text);

}  // namespace sansfilm::dicom
