#include "backend/consult/wording.hpp"

#include <algorithm>

namespace sansfilm::consult {

using base::Error;
using base::ErrorCode;

base::Status check_wording(std::string_view text, std::size_t longest, const char* subject) {
  const auto is_control = [](unsigned char c) { return (c < 0x20 && c != '\n' && c != '\t') || c == 0x7F; };
  const auto begins_character = [](unsigned char c) { return (c & 0xC0) != 0x80; };
  if (text.find_first_not_of(" \n\t") == std::string_view::npos) {
    return Error{.code = ErrorCode::kInvalidArgument, .detail = "it is empty", .subject = subject};
  }
  if (std::any_of(text.begin(), text.end(), is_control)) {
    return Error{.code = ErrorCode::kInvalidArgument, .detail = "a control character that no text needs", .subject = subject};
  }
  if (static_cast<std::size_t>(std::count_if(text.begin(), text.end(), begins_character)) > longest) {
    return Error{.code = ErrorCode::kOverBudget, .detail = "the text is too long", .subject = subject};
  }
  return {};
}

}  // namespace sansfilm::consult
