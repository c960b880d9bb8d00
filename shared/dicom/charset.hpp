// Text of a dataset to UTF-8, through Specific Character Set (0008,0005).
//
// All of the standard's sets are decoded, with code extensions. Where the declaration is missing, misspelt or plainly
// wrong, the text is decoded as a reader would want it (as UTF-8 if it is valid UTF-8, else as Windows-1252, which
// contains ISO 8859-1) and the result is marked, so that a screen can say that the text may be wrong.
//
// @source PS3.5 2024e 6.1, Annexes H to K; PS3.3 2024e C.12.1.1.2
// @errors none: bytes that decode to nothing become U+FFFD, and the result is marked
// @owner  the result owns its text
// @thread pure
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "shared/dicom/charset_tables.hpp"
#include "shared/dicom/utf8.hpp"
#include "shared/dicom/vr.hpp"

namespace sansfilm::dicom {

enum class TextMark : std::uint8_t {
  kNone,
  kUndeclared,    // bytes beyond ASCII with no character set declared: guessed
  kMisspelt,      // the declaration is no defined term, but its meaning is plain
  kUnknownTerm,   // the declaration means nothing: guessed
  kContradicted,  // the text cannot be, or plainly is not, in the declared set: guessed
  kLossy,         // some bytes could not be decoded
};

// What Specific Character Set declares.
struct CharacterSet {
  enum class Scheme : std::uint8_t { kIso2022, kUtf8, kGb18030, kGbk };
  Scheme scheme = Scheme::kIso2022;
  CodedSet g0 = CodedSet::kAscii;  // in force at the start and after each reset
  CodedSet g1 = CodedSet::kAscii;  // kAscii: nothing is declared for bytes beyond ASCII
  CodedSet expected_g1 = CodedSet::kAscii;  // declared as a code extension: for bytes beyond ASCII without an escape
  TextMark mark = TextMark::kNone;
};

// `declared` as it stands: values separated by backslashes.
[[nodiscard]] CharacterSet parse_character_set(std::string_view declared);

struct DecodedText {
  std::string utf8;
  TextMark mark = TextMark::kNone;
};

// The whole value (all its values and components, delimiters kept); `vr` says which delimiters reset the sets.
[[nodiscard]] DecodedText decode_text(std::string_view raw, std::string_view declared, Vr vr);

[[nodiscard]] std::string to_utf8(std::string_view raw, std::string_view declared, Vr vr);

}  // namespace sansfilm::dicom
