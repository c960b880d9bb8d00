#include "backend/http/json_text.hpp"

#include <cstdio>

namespace sansfilm::http {

namespace {

// Length of the UTF-8 sequence at the beginning of `text`, 0 if there is none (RFC 3629).
std::size_t sequence_length(std::string_view text) {
  const auto at = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
  const auto tail = [&](std::size_t i) { return (at(i) & 0xC0U) == 0x80U; };
  const unsigned first = at(0);
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first < 0xE0) return tail(1) ? 2 : 0;
  if (first >= 0xE0 && first < 0xF0) {
    const bool narrow = (first == 0xE0 && at(1) < 0xA0) || (first == 0xED && at(1) >= 0xA0);
    return tail(1) && tail(2) && !narrow ? 3 : 0;
  }
  if (first >= 0xF0 && first < 0xF5) {
    const bool narrow = (first == 0xF0 && at(1) < 0x90) || (first == 0xF4 && at(1) >= 0x90);
    return tail(1) && tail(2) && tail(3) && !narrow ? 4 : 0;
  }
  return 0;
}

}  // namespace

void JsonText::key(std::string_view name) {
  begin_value();
  append_quoted(name);
  out_ += ':';
  fresh_ = true;
}

void JsonText::begin_value() {
  if (!fresh_) out_ += ',';
  fresh_ = false;
}

void JsonText::append_quoted(std::string_view text) {
  out_ += '"';
  while (!text.empty()) {
    const char c = text[0];
    const std::size_t length = sequence_length(text);
    if (length == 0) {
      out_ += "\xEF\xBF\xBD";
    } else if (c == '"' || c == '\\') {
      out_ += '\\';
      out_ += c;
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
      char escape[8];
      std::snprintf(escape, sizeof escape, "\\u%04x", static_cast<unsigned>(c));
      out_ += escape;
    } else {
      out_ += text.substr(0, length);
    }
    text.remove_prefix(length == 0 ? 1 : length);
  }
  out_ += '"';
}

}  // namespace sansfilm::http
