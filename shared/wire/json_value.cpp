#include "shared/wire/json_value.hpp"

#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <optional>

namespace sansfilm::wire::json {

namespace {

using base::Error;
using base::ErrorCode;
using base::Result;
using base::Status;

constexpr int kDeepest = 32;
constexpr std::string_view kBase64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void append_utf8(std::string& out, std::uint32_t code) {
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += static_cast<char>(0xC0 | code >> 6);
    out += static_cast<char>(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    out += static_cast<char>(0xE0 | code >> 12);
    out += static_cast<char>(0x80 | (code >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (code & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | code >> 18);
    out += static_cast<char>(0x80 | (code >> 12 & 0x3F));
    out += static_cast<char>(0x80 | (code >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (code & 0x3F));
  }
}

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  Result<Value> whole() {
    Value value;
    SF_CHECK(read(value, 0));
    skip_space();
    if (at_ != text_.size()) return wrong("something behind the end");
    return value;
  }

 private:
  [[nodiscard]] Error wrong(const char* detail) const {
    Error error{ErrorCode::kMalformed, detail};
    error.offset = at_;
    return error;
  }

  void skip_space() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\r' || text_[at_] == '\n')) ++at_;
  }

  bool take(char expected) {
    skip_space();
    if (at_ >= text_.size() || text_[at_] != expected) return false;
    ++at_;
    return true;
  }

  bool take_word(std::string_view word) {
    if (text_.substr(at_, word.size()) != word) return false;
    at_ += word.size();
    return true;
  }

  Status read(Value& value, int depth) {
    if (depth > kDeepest) return wrong("nested too deeply");
    skip_space();
    if (at_ >= text_.size()) return wrong("the text ends where a value should be");
    switch (text_[at_]) {
      case '{':
        return read_object(value, depth);
      case '[':
        return read_array(value, depth);
      case '"':
        value.kind = Value::Kind::kText;
        return read_text(value.text);
      case 't':
      case 'f':
        value.kind = Value::Kind::kBool;
        value.truth = text_[at_] == 't';
        return take_word(value.truth ? "true" : "false") ? Status{} : wrong("no such word");
      case 'n':
        return take_word("null") ? Status{} : wrong("no such word");
      default:
        return read_number(value);
    }
  }

  Status read_object(Value& value, int depth) {
    value.kind = Value::Kind::kObject;
    ++at_;
    if (take('}')) return {};
    do {
      skip_space();
      std::string name;
      if (at_ >= text_.size() || text_[at_] != '"') return wrong("a member without a name");
      SF_CHECK(read_text(name));
      if (!take(':')) return wrong("a member without a value");
      value.names.push_back(std::move(name));
      SF_CHECK(read(value.items.emplace_back(), depth + 1));
    } while (take(','));
    return take('}') ? Status{} : wrong("an object without an end");
  }

  Status read_array(Value& value, int depth) {
    value.kind = Value::Kind::kArray;
    ++at_;
    if (take(']')) return {};
    do {
      SF_CHECK(read(value.items.emplace_back(), depth + 1));
    } while (take(','));
    return take(']') ? Status{} : wrong("an array without an end");
  }

  // The grammar of RFC 8259 section 6, then the conversion of the C library.
  Status read_number(Value& value) {
    const std::size_t start = at_;
    const auto digits = [&] {
      const std::size_t first = at_;
      while (at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9') ++at_;
      return at_ - first;
    };
    if (at_ < text_.size() && text_[at_] == '-') ++at_;
    const std::size_t whole_at = at_;
    const std::size_t whole = digits();
    if (whole == 0 || (whole > 1 && text_[whole_at] == '0')) return wrong("no number");
    if (at_ < text_.size() && text_[at_] == '.') {
      ++at_;
      if (digits() == 0) return wrong("no number");
    }
    if (at_ < text_.size() && (text_[at_] == 'e' || text_[at_] == 'E')) {
      ++at_;
      if (at_ < text_.size() && (text_[at_] == '+' || text_[at_] == '-')) ++at_;
      if (digits() == 0) return wrong("no number");
    }
    std::array<char, 64> token{};
    if (at_ - start >= token.size()) return wrong("a number of too many digits");
    text_.copy(token.data(), at_ - start, start);
    value.kind = Value::Kind::kNumber;
    value.number = std::strtod(token.data(), nullptr);
    return std::isfinite(value.number) ? Status{} : wrong("a number out of range");
  }

  std::optional<std::uint32_t> read_hex4() {
    std::uint32_t code = 0;
    if (text_.size() - at_ < 4) return std::nullopt;
    for (int i = 0; i < 4; ++i) {
      const char c = text_[at_++];
      code <<= 4;
      if (c >= '0' && c <= '9') code |= static_cast<std::uint32_t>(c - '0');
      else if (c >= 'a' && c <= 'f') code |= static_cast<std::uint32_t>(c - 'a' + 10);
      else if (c >= 'A' && c <= 'F') code |= static_cast<std::uint32_t>(c - 'A' + 10);
      else return std::nullopt;
    }
    return code;
  }

  Status read_escape(std::string& out) {
    if (at_ >= text_.size()) return wrong("the text ends in a string");
    const char c = text_[at_++];
    constexpr std::string_view kFrom = "\"\\/bfnrt", kTo = "\"\\/\b\f\n\r\t";
    if (const std::size_t plain = kFrom.find(c); plain != std::string_view::npos) {
      out += kTo[plain];
      return {};
    }
    if (c != 'u') return wrong("no such escape");
    auto code = read_hex4();
    if (code && *code >= 0xD800 && *code < 0xDC00) {
      if (!take_word("\\u")) return wrong("half a surrogate pair");
      const auto low = read_hex4();
      if (!low || *low < 0xDC00 || *low > 0xDFFF) return wrong("half a surrogate pair");
      code = 0x10000 + ((*code - 0xD800) << 10) + (*low - 0xDC00);
    } else if (!code || (*code >= 0xDC00 && *code <= 0xDFFF)) {
      return wrong("no such escape");
    }
    append_utf8(out, *code);
    return {};
  }

  Status read_text(std::string& out) {
    ++at_;
    while (at_ < text_.size()) {
      const char c = text_[at_++];
      if (c == '"') return {};
      if (static_cast<unsigned char>(c) < 0x20) return wrong("a control character in a string");
      if (c == '\\') {
        SF_CHECK(read_escape(out));
      } else {
        out += c;
      }
    }
    return wrong("the text ends in a string");
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

// Length of the valid UTF-8 sequence at the front of the text; 0 if there is none. RFC 3629.
std::size_t utf8_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  const std::size_t length = first < 0x80 ? 1 : first >= 0xC2 && first < 0xE0 ? 2 : first >= 0xE0 && first < 0xF0 ? 3
                             : first >= 0xF0 && first < 0xF5                                                    ? 4
                                                                                                                : 0;
  if (length == 0 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
  }
  if ((first == 0xE0 && byte(1) < 0xA0) || (first == 0xED && byte(1) > 0x9F) || (first == 0xF0 && byte(1) < 0x90) ||
      (first == 0xF4 && byte(1) > 0x8F)) {
    return 0;
  }
  return length;
}

}  // namespace

const Value* Value::find(std::string_view name) const {
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == name) return &items[i];
  }
  return nullptr;
}

std::string Value::text_of(std::string_view name) const {
  const Value* member = find(name);
  return member != nullptr ? member->text : std::string();
}

double Value::number_of(std::string_view name, double fallback) const {
  const Value* member = find(name);
  return member != nullptr && member->kind == Kind::kNumber ? member->number : fallback;
}

bool Value::truth_of(std::string_view name, bool fallback) const {
  const Value* member = find(name);
  return member != nullptr && member->kind == Kind::kBool ? member->truth : fallback;
}

Result<Value> parse(std::string_view text) { return Parser(text).whole(); }

void append_text(std::string& out, std::string_view text) {
  out += '"';
  while (!text.empty()) {
    const auto c = static_cast<unsigned char>(text.front());
    const std::size_t length = utf8_length(text);
    if (length == 0) {
      out += "\xEF\xBF\xBD";
      text.remove_prefix(1);
      continue;
    }
    if (c == '"' || c == '\\') {
      out += '\\';
      out += static_cast<char>(c);
    } else if (c < 0x20) {
      std::array<char, 8> escape{};
      std::snprintf(escape.data(), escape.size(), "\\u%04x", c);
      out += escape.data();
    } else {
      out += text.substr(0, length);
    }
    text.remove_prefix(length);
  }
  out += '"';
}

void append_number(std::string& out, double number) {
  if (!std::isfinite(number)) number = 0.0;  // JSON has no other
  std::array<char, 40> text{};
  // The fewest digits that give the same number back.
  for (const int digits : {6, 9, 12, 15, 16, 17}) {
    std::snprintf(text.data(), text.size(), "%.*g", digits, number);
    if (std::strtod(text.data(), nullptr) == number) break;
  }
  out += text.data();
}

std::string to_base64(base::Bytes bytes) {
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t group = 0;
    const std::size_t have = std::min<std::size_t>(3, bytes.size() - i);
    for (std::size_t k = 0; k < 3; ++k) group = group << 8 | (k < have ? bytes[i + k] : 0U);
    for (std::size_t k = 0; k < 4; ++k) out += k <= have ? kBase64[group >> (18 - 6 * k) & 63] : '=';
  }
  return out;
}

Result<std::vector<std::uint8_t>> from_base64(std::string_view text) {
  const Error wrong{ErrorCode::kMalformed, "no base64"};
  if (text.size() % 4 != 0) return wrong;
  std::vector<std::uint8_t> out;
  out.reserve(text.size() / 4 * 3);
  for (std::size_t i = 0; i < text.size(); i += 4) {
    std::uint32_t group = 0;
    std::size_t have = 4;
    for (std::size_t k = 0; k < 4; ++k) {
      const char c = text[i + k];
      const bool padding = c == '=' && i + 4 == text.size() && k >= 2;
      if (padding) {
        have = std::min(have, k);
        group <<= 6;
        continue;
      }
      const std::size_t value = kBase64.find(c);
      if (value == std::string_view::npos || have < 4) return wrong;
      group = group << 6 | static_cast<std::uint32_t>(value);
    }
    for (std::size_t k = 0; k + 1 < have; ++k) out.push_back(static_cast<std::uint8_t>(group >> (16 - 8 * k)));
  }
  return out;
}

std::string& ObjectWriter::member(std::string_view name) {
  if (!first_) out_ += ',';
  first_ = false;
  append_text(out_, name);
  out_ += ':';
  return out_;
}

}  // namespace sansfilm::wire::json
