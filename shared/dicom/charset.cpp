#include "shared/dicom/charset.hpp"

#include <cstdint>

namespace sansfilm::dicom {

bool is_valid_utf8(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const auto lead = static_cast<std::uint8_t>(text[at]);
    if (lead < 0x80) {
      ++at;
      continue;
    }
    const unsigned more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
    if (lead < 0xC2 || lead > 0xF4 || text.size() - at <= more) return false;
    std::uint32_t code = lead & (0x3FU >> more);
    for (unsigned i = 1; i <= more; ++i) {
      const auto byte = static_cast<std::uint8_t>(text[at + i]);
      if ((byte & 0xC0U) != 0x80) return false;
      code = code << 6 | (byte & 0x3FU);
    }
    static constexpr std::uint32_t kLeast[] = {0, 0x80, 0x800, 0x10000};
    if (code < kLeast[more] || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return false;
    at += 1 + more;
  }
  return true;
}

std::string to_utf8(std::string_view raw, std::string_view, Vr) {
  if (is_valid_utf8(raw)) return std::string(raw);
  std::string out;
  for (const char c : raw) {
    const auto byte = static_cast<std::uint8_t>(c);
    if (byte < 0x80) {
      out += c;
    } else {
      out += static_cast<char>(0xC0 | byte >> 6);
      out += static_cast<char>(0x80 | (byte & 0x3F));
    }
  }
  return out;
}

}  // namespace sansfilm::dicom
