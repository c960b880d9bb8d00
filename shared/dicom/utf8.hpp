// UTF-8: is it valid, and writing it.
// @source RFC 3629 (2003)
// @thread pure
#pragma once

#include <string>
#include <string_view>

namespace sansfilm::dicom {

[[nodiscard]] bool is_valid_utf8(std::string_view text);
void append_utf8(std::string& out, char32_t point);  // a code point that is none becomes U+FFFD

}  // namespace sansfilm::dicom
