#include "backend/http/credentials.hpp"

#include <optional>

namespace sansfilm::http {

using base::Error;
using base::ErrorCode;
using base::Result;

namespace {

Error malformed() { return Error{.code = ErrorCode::kMalformed, .detail = "expected {\"identifier\":\"...\",\"password\":\"...\"}"}; }

// Reads a flat JSON object of strings: all that a sign-in may hold.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  bool take(char wanted) {
    skip_blanks();
    if (at_ >= text_.size() || text_[at_] != wanted) return false;
    ++at_;
    return true;
  }

  bool ended() {
    skip_blanks();
    return at_ == text_.size();
  }

  std::optional<std::string> string() {
    if (!take('"')) return std::nullopt;
    std::string out;
    while (at_ < text_.size()) {
      const char c = text_[at_++];
      if (c == '"') return out;
      if (static_cast<unsigned char>(c) < 0x20) return std::nullopt;
      if (c != '\\') {
        out += c;
        continue;
      }
      if (!escape(out)) return std::nullopt;
    }
    return std::nullopt;
  }

 private:
  void skip_blanks() {
    while (at_ < text_.size() && std::string_view(" \t\r\n").find(text_[at_]) != std::string_view::npos) ++at_;
  }

  bool escape(std::string& out) {
    if (at_ >= text_.size()) return false;
    const char c = text_[at_++];
    switch (c) {
      case '"': case '\\': case '/': out += c; return true;
      case 'b': out += '\b'; return true;
      case 'f': out += '\f'; return true;
      case 'n': out += '\n'; return true;
      case 'r': out += '\r'; return true;
      case 't': out += '\t'; return true;
      case 'u': return unicode(out);
      default: return false;
    }
  }

  std::optional<unsigned> four_digits() {
    if (text_.size() - at_ < 4) return std::nullopt;
    unsigned value = 0;
    for (int i = 0; i < 4; ++i) {
      const char c = text_[at_++];
      unsigned digit = 0;
      if (c >= '0' && c <= '9') digit = static_cast<unsigned>(c - '0');
      else if (c >= 'a' && c <= 'f') digit = static_cast<unsigned>(c - 'a') + 10;
      else if (c >= 'A' && c <= 'F') digit = static_cast<unsigned>(c - 'A') + 10;
      else return std::nullopt;
      value = value * 16 + digit;
    }
    return value;
  }

  bool unicode(std::string& out) {
    const auto first = four_digits();
    if (!first) return false;
    unsigned point = *first;
    if (point >= 0xDC00 && point < 0xE000) return false;
    if (point >= 0xD800 && point < 0xDC00) {
      if (text_.size() - at_ < 2 || text_[at_] != '\\' || text_[at_ + 1] != 'u') return false;
      at_ += 2;
      const auto second = four_digits();
      if (!second || *second < 0xDC00 || *second >= 0xE000) return false;
      point = 0x10000 + ((point - 0xD800) << 10) + (*second - 0xDC00);
    }
    const auto put = [&](unsigned byte) { out += static_cast<char>(byte); };
    if (point < 0x80) {
      put(point);
    } else if (point < 0x800) {
      put(0xC0U | (point >> 6));
      put(0x80U | (point & 0x3FU));
    } else if (point < 0x10000) {
      put(0xE0U | (point >> 12));
      put(0x80U | ((point >> 6) & 0x3FU));
      put(0x80U | (point & 0x3FU));
    } else {
      put(0xF0U | (point >> 18));
      put(0x80U | ((point >> 12) & 0x3FU));
      put(0x80U | ((point >> 6) & 0x3FU));
      put(0x80U | (point & 0x3FU));
    }
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

Result<Credentials> read_credentials(std::string_view body) {
  Reader reader(body);
  std::optional<std::string> identifier, password;
  if (!reader.take('{')) return malformed();
  do {
    const auto name = reader.string();
    if (!name || !reader.take(':')) return malformed();
    auto value = reader.string();
    if (!value) return malformed();
    std::optional<std::string>* place = *name == "identifier" ? &identifier : *name == "password" ? &password : nullptr;
    if (place == nullptr || place->has_value()) return malformed();
    *place = std::move(value);
  } while (reader.take(','));
  if (!reader.take('}') || !reader.ended() || !identifier || !password) return malformed();
  if (identifier->size() > 256 || password->size() > 1024) return malformed();
  return Credentials{std::move(*identifier), std::move(*password)};
}

}  // namespace sansfilm::http
