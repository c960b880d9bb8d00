// Capital and small letters of the scripts that have them: Latin with the diacritics of Europe, Greek, Cyrillic.
// @thread pure
#pragma once

#include <string>
#include <string_view>

namespace sansfilm::dicom {

[[nodiscard]] std::string to_capitals(std::string_view utf8);
// "MARIE-CLAIRE" -> "Marie-Claire"; a text with any small letter stays as it is.
[[nodiscard]] std::string to_initials(std::string_view utf8);

}  // namespace sansfilm::dicom
