#include "shared/dicom/charset.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

#include "shared/dicom/utf8.hpp"

namespace sansfilm::dicom {

namespace {

using Scheme = CharacterSet::Scheme;

constexpr std::uint8_t kEscape = 0x1B;
constexpr char32_t kReplacement = 0xFFFD;

struct Term {
  unsigned registration;
  CodedSet g0;
  CodedSet g1;
};

// PS3.3 C.12.1.1.2, Tables C.12-2 to C.12-4. A double-byte set in G0 is only reached by an escape sequence.
constexpr Term kTerms[] = {
    {6, CodedSet::kAscii, CodedSet::kAscii},     {100, CodedSet::kAscii, CodedSet::kIr100},
    {101, CodedSet::kAscii, CodedSet::kIr101},   {109, CodedSet::kAscii, CodedSet::kIr109},
    {110, CodedSet::kAscii, CodedSet::kIr110},   {144, CodedSet::kAscii, CodedSet::kIr144},
    {127, CodedSet::kAscii, CodedSet::kIr127},   {126, CodedSet::kAscii, CodedSet::kIr126},
    {138, CodedSet::kAscii, CodedSet::kIr138},   {148, CodedSet::kAscii, CodedSet::kIr148},
    {203, CodedSet::kAscii, CodedSet::kIr203},   {166, CodedSet::kAscii, CodedSet::kIr166},
    {13, CodedSet::kJisRoman, CodedSet::kKatakana}, {87, CodedSet::kAscii, CodedSet::kAscii},
    {159, CodedSet::kAscii, CodedSet::kAscii},   {149, CodedSet::kAscii, CodedSet::kKsX1001},
    {58, CodedSet::kAscii, CodedSet::kGb2312},
};

struct Escape {
  std::string_view bytes;  // after ESC
  bool g1;
  CodedSet set;
};

// Tables C.12-3 and C.12-4 again. "$@" is the older form of ISO-IR 87 that some writers use.
constexpr Escape kEscapes[] = {
    {"(B", false, CodedSet::kAscii},     {"-A", true, CodedSet::kIr100},      {"-B", true, CodedSet::kIr101},
    {"-C", true, CodedSet::kIr109},      {"-D", true, CodedSet::kIr110},      {"-L", true, CodedSet::kIr144},
    {"-G", true, CodedSet::kIr127},      {"-F", true, CodedSet::kIr126},      {"-H", true, CodedSet::kIr138},
    {"-M", true, CodedSet::kIr148},      {"-b", true, CodedSet::kIr203},      {"-T", true, CodedSet::kIr166},
    {")I", true, CodedSet::kKatakana},   {"(J", false, CodedSet::kJisRoman},  {"$B", false, CodedSet::kJisX0208},
    {"$@", false, CodedSet::kJisX0208},  {"$(D", false, CodedSet::kJisX0212}, {"$)C", true, CodedSet::kKsX1001},
    {"$)A", true, CodedSet::kGb2312},
};

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.back() == ' ' || text.back() == '\0')) text.remove_suffix(1);
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  return text;
}

const Term* find_term(unsigned registration) {
  const auto* term = std::find_if(std::begin(kTerms), std::end(kTerms),
                                  [registration](const Term& row) { return row.registration == registration; });
  return term == std::end(kTerms) ? nullptr : term;
}

// "ISO_IR 100", and also "ISO-IR 100", "ISO_IR100", "iso 2022 ir 100": the letters IR and a number.
std::optional<unsigned> registration_of(std::string_view term, bool& exact) {
  std::string plain;
  for (const char c : term) {
    if (c >= 'a' && c <= 'z') plain += static_cast<char>(c - 'a' + 'A');
    else if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) plain += c;
  }
  const std::size_t at = plain.find("IR");
  if (!plain.starts_with("ISO") || at == std::string::npos) return std::nullopt;
  unsigned number = 0;
  for (std::size_t i = at + 2; i < plain.size(); ++i) {
    if (plain[i] < '0' || plain[i] > '9' || number > 1000) return std::nullopt;
    number = number * 10 + static_cast<unsigned>(plain[i] - '0');
  }
  const std::string digits = std::to_string(number);
  exact = term == "ISO_IR " + digits || term == "ISO 2022 IR " + digits;
  return number;
}

// What writers put there that is no defined term but means only one thing.
std::optional<CharacterSet> nickname(std::string_view term) {
  std::string plain;
  for (const char c : term) {
    if (c != '-' && c != '_' && c != ' ') plain += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  CharacterSet out{.mark = TextMark::kMisspelt};
  if (plain == "UTF8" || plain == "UNICODE") out.scheme = Scheme::kUtf8;
  else if (plain == "GB18030") out.scheme = Scheme::kGb18030;
  else if (plain == "GBK" || plain == "CP936") out.scheme = Scheme::kGbk;
  else if (plain == "LATIN1" || plain == "ISO88591" || plain == "CP1252" || plain == "WINDOWS1252") out.g1 = CodedSet::kIr100;
  else if (plain == "ASCII" || plain == "USASCII") out.g1 = CodedSet::kAscii;
  else return std::nullopt;
  return out;
}

bool has_beyond_ascii(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return static_cast<std::uint8_t>(c) >= 0x80; });
}

// Neither a byte beyond ASCII nor an escape sequence: the text is what it is in nearly every set.
bool is_plain(std::string_view text) {
  return std::none_of(text.begin(), text.end(),
                      [](char c) { return static_cast<std::uint8_t>(c) >= 0x80 || c == kEscape; });
}

std::string decode_windows(std::string_view raw) {
  std::string out;
  for (const char c : raw) {
    const auto byte = static_cast<std::uint8_t>(c);
    if (byte >= 0x80 && byte < 0xA0) {
      const char32_t point = decode_cp1252(byte);
      append_utf8(out, point != 0 ? point : kReplacement);
    } else {
      append_utf8(out, byte);
    }
  }
  return out;
}

class Iso2022Decoder {
 public:
  Iso2022Decoder(std::string_view raw, const CharacterSet& set, Vr vr) : raw_(raw), set_(set), vr_(vr) {}

  DecodedText run() {
    reset();
    out_.utf8.reserve(raw_.size() + raw_.size() / 2);
    while (at_ < raw_.size()) step();
    return std::move(out_);
  }

 private:
  [[nodiscard]] std::uint8_t byte(std::size_t ahead = 0) const {
    return at_ + ahead < raw_.size() ? static_cast<std::uint8_t>(raw_[at_ + ahead]) : std::uint8_t{0};
  }

  void reset() {
    g0_ = set_.g0;
    g1_ = set_.g1;
  }

  // PS3.5 6.1.2.5.3: the sets fall back at control characters, between values, and between the parts of a name.
  [[nodiscard]] bool is_delimiter(std::uint8_t c) const {
    if (vr_ == Vr::PN && (c == '^' || c == '=')) return true;
    return c == '\\' && !is_single_text(vr_);
  }

  void put(char32_t point, std::size_t length) {
    if (point == 0) {
      point = kReplacement;
      out_.mark = TextMark::kLossy;
    }
    append_utf8(out_.utf8, point);
    at_ += length;
  }

  void step() {
    const std::uint8_t c = byte();
    if (c == kEscape && escape()) return;
    if (c < 0x20 || c == 0x7F) {
      if (c == '\r' || c == '\n' || c == '\f' || c == '\t') reset();
      out_.utf8 += static_cast<char>(c);
      ++at_;
    } else if (c < 0x80) {
      left(c);
    } else {
      right(c);
    }
  }

  bool escape() {
    for (const Escape& candidate : kEscapes) {
      if (raw_.substr(at_ + 1).starts_with(candidate.bytes)) {
        (candidate.g1 ? g1_ : g0_) = candidate.set;
        at_ += 1 + candidate.bytes.size();
        return true;
      }
    }
    out_.mark = TextMark::kLossy;
    return false;  // an escape sequence that we do not know stays in the text
  }

  void left(std::uint8_t c) {
    if (c == ' ') {  // SPACE is outside the 94 codes of a set
      out_.utf8 += ' ';
      ++at_;
    } else if (is_double_byte(g0_)) {
      if (byte(1) < 0x21 || byte(1) > 0x7E) return put(0, 1);
      put(decode_double(g0_, c, byte(1)), 2);
    } else if (is_delimiter(c)) {
      reset();
      out_.utf8 += static_cast<char>(c);
      ++at_;
    } else {
      put(decode_single(g0_, c), 1);
    }
  }

  void right(std::uint8_t c) {
    CodedSet set = g1_;
    if (set == CodedSet::kAscii && set_.expected_g1 != CodedSet::kAscii) {
      set = set_.expected_g1;  // a writer that announces a set once and not after each reset
      if (out_.mark == TextMark::kNone) out_.mark = TextMark::kContradicted;
    }
    if (is_double_byte(set)) {
      if (c < 0xA1 || byte(1) < 0xA1) return put(0, 1);
      put(decode_double(set, c & 0x7F, byte(1) & 0x7F), 2);
    } else {
      put(decode_single(set, c), 1);
    }
  }

  std::string_view raw_;
  const CharacterSet& set_;
  Vr vr_;
  CodedSet g0_ = CodedSet::kAscii;
  CodedSet g1_ = CodedSet::kAscii;
  std::size_t at_ = 0;
  DecodedText out_;
};

DecodedText decode_chinese(std::string_view raw, bool four_bytes) {
  DecodedText out;
  std::size_t at = 0;
  while (at < raw.size()) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(raw.data()) + at;
    const std::size_t left = raw.size() - at;
    char32_t point = 0;
    std::size_t length = 1;
    if (bytes[0] < 0x80) {
      append_utf8(out.utf8, bytes[0]);
      ++at;
      continue;
    } else if (four_bytes && left >= 4 && bytes[1] >= 0x30 && bytes[1] <= 0x39) {
      point = decode_gb18030(bytes);
      if (point != 0) length = 4;
    } else if (left >= 2) {
      point = decode_gbk(bytes[0], bytes[1]);
      if (point != 0) length = 2;
    }
    if (point == 0) {
      point = kReplacement;
      out.mark = TextMark::kLossy;
    }
    append_utf8(out.utf8, point);
    at += length;
  }
  return out;
}

DecodedText guess(std::string_view raw, TextMark mark) {
  return {is_valid_utf8(raw) ? std::string(raw) : decode_windows(raw), mark};
}

// "ISO_IR 6" is no defined term either, but harmless and common: it passes.
CharacterSet parse_first_term(std::string_view term) {
  if (term.empty()) return {};
  if (term == "ISO_IR 192") return {.scheme = Scheme::kUtf8};
  if (term == "GB18030") return {.scheme = Scheme::kGb18030};
  if (term == "GBK") return {.scheme = Scheme::kGbk};
  bool exact = true;
  const auto registration = registration_of(term, exact);
  if (!registration) return nickname(term).value_or(CharacterSet{.mark = TextMark::kUnknownTerm});
  if (*registration == 192) return {.scheme = Scheme::kUtf8, .mark = TextMark::kMisspelt};
  const Term* row = find_term(*registration);
  if (row == nullptr) return {.mark = TextMark::kUnknownTerm};
  return {.g0 = row->g0, .g1 = row->g1, .mark = exact ? TextMark::kNone : TextMark::kMisspelt};
}

}  // namespace

CharacterSet parse_character_set(std::string_view declared) {
  const std::size_t first_end = std::min(declared.find('\\'), declared.size());
  const std::string_view first = trimmed(declared.substr(0, first_end));
  CharacterSet out = parse_first_term(first);
  for (std::size_t at = first_end; at < declared.size() && out.expected_g1 == CodedSet::kAscii;) {
    const std::size_t end = std::min(declared.find('\\', at + 1), declared.size());
    bool exact = true;
    const auto registration = registration_of(trimmed(declared.substr(at + 1, end - at - 1)), exact);
    const Term* term = registration ? find_term(*registration) : nullptr;
    if (term != nullptr) out.expected_g1 = term->g1;
    at = end;
  }
  return out;
}

DecodedText decode_text(std::string_view raw, std::string_view declared, Vr vr) {
  const bool plain = is_plain(raw);
  if (plain && declared.find("13") == std::string_view::npos) return {std::string(raw), TextMark::kNone};
  const CharacterSet set = parse_character_set(declared);
  if (plain && set.g0 == CodedSet::kAscii) return {std::string(raw), TextMark::kNone};

  if (set.scheme == Scheme::kUtf8) {
    if (is_valid_utf8(raw)) return {std::string(raw), set.mark};
    return {decode_windows(raw), TextMark::kContradicted};
  }
  if (set.scheme != Scheme::kIso2022) {
    DecodedText out = decode_chinese(raw, set.scheme == Scheme::kGb18030);
    if (out.mark == TextMark::kLossy && is_valid_utf8(raw)) return {std::string(raw), TextMark::kContradicted};
    if (out.mark == TextMark::kNone) out.mark = set.mark;
    return out;
  }
  const bool escapes = raw.find(static_cast<char>(kEscape)) != std::string_view::npos;
  if (has_beyond_ascii(raw) && !escapes) {
    if (set.mark == TextMark::kUnknownTerm) return guess(raw, set.mark);
    if (set.g1 == CodedSet::kAscii && set.expected_g1 == CodedSet::kAscii) return guess(raw, TextMark::kUndeclared);
    // In Western European text the bytes of a UTF-8 character would be a capital with a diacritic before a symbol.
    const bool western = set.g1 == CodedSet::kIr100 || set.g1 == CodedSet::kIr148 || set.g1 == CodedSet::kIr203;
    if (western && is_valid_utf8(raw)) return {std::string(raw), TextMark::kContradicted};
  }
  DecodedText out = Iso2022Decoder(raw, set, vr).run();
  if (out.mark == TextMark::kLossy && !escapes) return guess(raw, TextMark::kContradicted);
  if (out.mark == TextMark::kNone) out.mark = set.mark;
  return out;
}

std::string to_utf8(std::string_view raw, std::string_view declared, Vr vr) {
  return decode_text(raw, declared, vr).utf8;
}

}  // namespace sansfilm::dicom
