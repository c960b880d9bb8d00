#include "shared/dicom/number_text.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>

namespace sansfilm::dicom {

namespace {

constexpr std::size_t kLongest = 64;  // DS has at most 16 characters; writers exceed it, but not by this much

std::string_view without_spaces(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\0' || c == '\t' || c == '\r' || c == '\n'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

}  // namespace

std::optional<std::int64_t> parse_integer(std::string_view text) {
  text = without_spaces(text);
  if (text.size() > 1 && text[0] == '+' && text[1] != '-') text.remove_prefix(1);
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<double> parse_decimal(std::string_view text) {
  text = without_spaces(text);
  // strtod also takes "inf", "nan" and hexadecimal, which are no DS. libc++ 14 has no from_chars for double; the
  // program never leaves the "C" locale, so the decimal sign is a point.
  if (text.empty() || text.size() >= kLongest ||
      text.find_first_not_of("0123456789+-.eE") != std::string_view::npos) {
    return std::nullopt;
  }
  std::array<char, kLongest> terminated{};
  text.copy(terminated.data(), text.size());
  char* end = nullptr;
  const double value = std::strtod(terminated.data(), &end);
  if (end != terminated.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

}  // namespace sansfilm::dicom
