// Days of the Gregorian calendar as numbers.
// @units  days since 0000-03-01
// @errors -1 for what is not a date
// @thread pure
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace sansfilm::phantom {

[[nodiscard]] std::int64_t days_of(std::string_view yyyymmdd);
[[nodiscard]] std::string date_text(std::int64_t days);

}  // namespace sansfilm::phantom
