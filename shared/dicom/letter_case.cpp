#include "shared/dicom/letter_case.hpp"

#include <cstdint>

#include "shared/dicom/utf8.hpp"

namespace sansfilm::dicom {

namespace {

// The next code point of valid UTF-8; `at` moves behind it.
char32_t next_point(std::string_view text, std::size_t& at) {
  const auto lead = static_cast<std::uint8_t>(text[at++]);
  if (lead < 0x80) return lead;
  const unsigned more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
  char32_t point = lead & (0x3FU >> more);
  for (unsigned i = 0; i < more && at < text.size(); ++i) point = point << 6 | (static_cast<std::uint8_t>(text[at++]) & 0x3FU);
  return point;
}

char32_t capital(char32_t c) {
  if (c >= 'a' && c <= 'z') return c - 32;
  if ((c >= 0xE0 && c <= 0xFE) && c != 0xF7) return c - 32;
  if (c == 0xFF) return 0x178;
  if (c >= 0x100 && c <= 0x137 && c != 0x130 && c != 0x131) return c & ~char32_t{1};
  if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E)) return c % 2 == 0 ? c - 1 : c;
  if (c >= 0x14A && c <= 0x177) return c & ~char32_t{1};
  if (c >= 0x3B1 && c <= 0x3C9 && c != 0x3C2) return c - 32;
  if (c >= 0x430 && c <= 0x44F) return c - 32;
  if (c >= 0x450 && c <= 0x45F) return c - 80;
  return c;
}

char32_t small(char32_t c) {
  if (c >= 'A' && c <= 'Z') return c + 32;
  if (c >= 0xC0 && c <= 0xDE && c != 0xD7) return c + 32;
  if (c == 0x178) return 0xFF;
  if (c >= 0x100 && c <= 0x137 && c != 0x130 && c != 0x131) return c | 1;
  if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E)) return c % 2 != 0 ? c + 1 : c;
  if (c >= 0x14A && c <= 0x177) return c | 1;
  if (c >= 0x391 && c <= 0x3A9) return c + 32;
  if (c >= 0x410 && c <= 0x42F) return c + 32;
  if (c >= 0x400 && c <= 0x40F) return c + 80;
  return c;
}

}  // namespace

std::string to_capitals(std::string_view utf8) {
  std::string out;
  for (std::size_t at = 0; at < utf8.size();) append_utf8(out, capital(next_point(utf8, at)));
  return out;
}

std::string to_initials(std::string_view utf8) {
  std::string out;
  bool at_start = true;
  for (std::size_t at = 0; at < utf8.size();) {
    const char32_t c = next_point(utf8, at);
    if (capital(c) != c) return std::string(utf8);
    append_utf8(out, at_start ? c : small(c));
    at_start = c == ' ' || c == '-' || c == '\'' || c == 0x2019;
  }
  return out;
}

}  // namespace sansfilm::dicom
