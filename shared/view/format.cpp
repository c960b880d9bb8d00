#include "shared/view/format.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace sansfilm::view {
namespace {

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_date(std::string_view text) { return text.size() == 8 && all_digits(text); }

int to_int(std::string_view digits) {
  int value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  return value;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.back() == ' ' || text.back() == '\0')) text.remove_suffix(1);
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  return text;
}

// The alphabetic, the ideographic or the phonetic group of a name (0, 1, 2). PS3.5 6.2.1.
std::string_view group_of(std::string_view name, std::size_t wanted) {
  for (; wanted > 0; --wanted) {
    const std::size_t end = name.find('=');
    if (end == std::string_view::npos) return {};
    name.remove_prefix(end + 1);
  }
  return trimmed(name.substr(0, name.find('=')));
}

std::size_t first_group(std::string_view name) {
  for (std::size_t i = 0; i < 3; ++i) {
    if (!group_of(name, i).empty()) return i;
  }
  return 0;
}

std::string name_of_group(std::string_view group) {
  std::string out;
  for (int component = 0; component < 3 && !group.empty(); ++component) {
    const std::size_t end = group.find('^');
    const std::string_view part = trimmed(group.substr(0, end));
    if (!part.empty()) {
      if (!out.empty()) out += ' ';
      out += part;
    }
    group = end == std::string_view::npos ? std::string_view{} : group.substr(end + 1);
  }
  return out;
}

}  // namespace

std::string number_text(double value, int decimals, Language language) {
  if (!std::isfinite(value)) return "?";
  char buffer[64];
  std::snprintf(buffer, sizeof buffer, "%.*f", std::clamp(decimals, 0, 9), value);
  std::string out = buffer;
  if (out.find('.') != std::string::npos) {
    while (out.back() == '0') out.pop_back();
    if (out.back() == '.') out.pop_back();
  }
  if (out == "-0") out = "0";
  if (language == Language::kFrench) std::replace(out.begin(), out.end(), '.', ',');
  return out;
}

std::string percent_text(double fraction, Language language) {
  int percent = static_cast<int>(std::floor(std::clamp(fraction, 0.0, 1.0) * 100.0));
  if (percent == 100 && fraction < 1.0) percent = 99;
  return std::to_string(percent) + (language == Language::kFrench ? "\u00A0%" : "%");
}

std::string date_text(std::string_view dicom_date, Language language) {
  const std::string_view date = trimmed(dicom_date);
  if (!is_date(date)) return std::string(date);
  const std::string year(date.substr(0, 4)), month(date.substr(4, 2)), day(date.substr(6, 2));
  return language == Language::kFrench ? day + "/" + month + "/" + year : year + "-" + month + "-" + day;
}

std::string time_text(std::string_view dicom_time) {
  const std::string_view time = trimmed(dicom_time);
  if (time.size() < 4 || !all_digits(time.substr(0, 4))) return std::string(time);
  return std::string(time.substr(0, 2)) + ":" + std::string(time.substr(2, 2));
}

std::string person_name_text(std::string_view dicom_name) {
  const std::size_t shown = first_group(dicom_name);
  return name_of_group(group_of(dicom_name, shown));
}

std::string ideographic_name_text(std::string_view dicom_name) {
  return first_group(dicom_name) == 0 ? name_of_group(group_of(dicom_name, 1)) : std::string{};
}

std::string age_text(std::string_view birth_date, std::string_view study_date, Language language) {
  const std::string_view birth = trimmed(birth_date), study = trimmed(study_date);
  if (!is_date(birth) || !is_date(study) || study < birth) return {};
  int years = to_int(study.substr(0, 4)) - to_int(birth.substr(0, 4));
  if (study.substr(4) < birth.substr(4)) --years;
  return fill(Text::kYears, language, {std::to_string(years)});
}

}  // namespace sansfilm::view
