// Numbers, dates and names as a person of the chosen language reads them.
//
// @source PS3.5 2024e 6.2 (DA, TM, PN)
// @errors a value that is not of the stated form is returned as it stands: nothing is hidden
// @owner  values
// @thread pure
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "shared/view/texts.hpp"

namespace sansfilm::view {

// "-34,5" in French, "-34.5" in English; `decimals` at most, trailing zeros left off; never "-0".
[[nodiscard]] std::string number_text(double value, int decimals, Language language);

[[nodiscard]] std::string percent_text(double fraction, Language language);  // "63 %" / "63%"; 100 only when it is whole

// "20240131" -> "31/01/2024" in French, "2024-01-31" in English.
[[nodiscard]] std::string date_text(std::string_view dicom_date, Language language);

// "093012.123" -> "09:30"
[[nodiscard]] std::string time_text(std::string_view dicom_time);

// "DUPONT^JEAN^^DR=..." -> "DUPONT JEAN": family name, given, middle; the alphabetic group, or the
// first group that is not empty. Empty for an empty name.
[[nodiscard]] std::string person_name_text(std::string_view dicom_name);

// The ideographic group beside an alphabetic one, written the same way: "Yamada^Tarou=山田^太郎" -> "山田 太郎"; else empty.
[[nodiscard]] std::string ideographic_name_text(std::string_view dicom_name);

// Years between birth and study date; "" if either is not a date.
[[nodiscard]] std::string age_text(std::string_view birth_date, std::string_view study_date, Language language);

}  // namespace sansfilm::view
