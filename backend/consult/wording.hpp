// What doctors write to each other: how long it may be, and what it may hold.
// @units  lengths in characters (Unicode code points), as the page counts them
// @errors kInvalidArgument: nothing but blanks, or a control character; kOverBudget: too long. The subject names the field
// @thread pure
#pragma once

#include <string_view>

#include "shared/base/result.hpp"

namespace sansfilm::consult {

inline constexpr std::size_t kLongestQuestion = 2000;
inline constexpr std::size_t kLongestAnswer = 4000;

// `text` is UTF-8.
[[nodiscard]] base::Status check_wording(std::string_view text, std::size_t longest, const char* subject);

}  // namespace sansfilm::consult
