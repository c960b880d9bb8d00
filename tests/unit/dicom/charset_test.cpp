#include "shared/dicom/charset.hpp"

#include <doctest/doctest.h>

#include "shared/dicom/person_name.hpp"
#include "shared/dicom/reader.hpp"
#include "shared/dicom/tags.hpp"
#include "tests/unit/dicom/public_data.hpp"

using namespace sansfilm;
using namespace sansfilm::dicom;
using namespace std::string_view_literals;

namespace {

// The examples of the standard write ESC as \x1B; the literals are split where a hexadecimal digit would follow.
DecodedText name(std::string_view raw, std::string_view declared) { return decode_text(raw, declared, Vr::PN); }

}  // namespace

TEST_CASE("every single-byte set decodes its letters") {
  struct Row {
    std::string_view term, raw, utf8;
  };
  for (const Row& row : {
           Row{"ISO_IR 100", "J\xE9r\xF4me", "Jérôme"}, Row{"ISO_IR 101", "\xA3ukasz \xD8\xED", "Łukasz Ří"},
           Row{"ISO_IR 109", "\xA6\xB6", "Ĥĥ"}, Row{"ISO_IR 110", "\xE0\xBA", "āē"},
           Row{"ISO_IR 144", "\xBB\xEE\xDA", "Люк"}, Row{"ISO_IR 127", "\xE2\xC8\xC7", "قبا"},
           Row{"ISO_IR 126", "\xC4\xE9\xEF", "Διο"}, Row{"ISO_IR 138", "\xF9\xF8\xE5\xEF", "שרון"},
           Row{"ISO_IR 148", "\xDD\xFD\xF0", "İığ"}, Row{"ISO_IR 203", "\xA4\xBD", "€œ"},
           Row{"ISO_IR 13", "\xD4\xCF\xC0\xDE", "ﾔﾏﾀﾞ"}, Row{"ISO_IR 166", "\xCA\xC1\xAA\xD2\xC2", "สมชาย"},
       }) {
    INFO(std::string(row.term));
    const DecodedText out = decode_text(row.raw, row.term, Vr::LO);
    CHECK(out.utf8 == row.utf8);
    CHECK(out.mark == TextMark::kNone);
  }
}

TEST_CASE("the names of the standard's annexes decode as printed there") {
  // PS3.5 H.3.1
  CHECK(name("Yamada^Tarou=\x1B$B;3ED\x1B(B^\x1B$BB@O:\x1B(B=\x1B$B$d$^$@\x1B(B^\x1B$B$?$m$&\x1B(B",
             "\\ISO 2022 IR 87").utf8 == "Yamada^Tarou=山田^太郎=やまだ^たろう");
  // PS3.5 H.3.2
  CHECK(name("\xD4\xCF\xC0\xDE^\xC0\xDB\xB3=\x1B$B;3ED\x1B(J^\x1B$BB@O:\x1B(J=\x1B$B$d$^$@\x1B(J^\x1B$B$?$m$&\x1B(J",
             "ISO 2022 IR 13\\ISO 2022 IR 87").utf8 == "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう");
  // PS3.5 I.2
  CHECK(name("Hong^Gildong=\x1B$)C\xFB\xF3^\x1B$)C\xD1\xCE\xD4\xD7=\x1B$)C\xC8\xAB^\x1B$)C\xB1\xE6\xB5\xBF",
             "\\ISO 2022 IR 149").utf8 == "Hong^Gildong=洪^吉洞=홍^길동");
  // PS3.5 J.3
  CHECK(name("Wang^XiaoDong=\xCD\xF5^\xD0\xA1\xB6\xAB=", "GB18030").utf8 == "Wang^XiaoDong=王^小东=");
  CHECK(name("Wang^XiaoDong=\xCD\xF5^\xD0\xA1\xB6\xAB=", "GBK").utf8 == "Wang^XiaoDong=王^小东=");
  // PS3.5 K.2
  CHECK(name("Zhang^XiaoDong=\x1B$)A\xD5\xC5^\x1B$)A\xD0\xA1\xB6\xAB=", "\\ISO 2022 IR 58").utf8 ==
        "Zhang^XiaoDong=张^小东=");
}

TEST_CASE("the double-byte and four-byte codes beyond the examples decode") {
  CHECK(decode_text("\x1B$(D\x30\x21\x1B(B", "\\ISO 2022 IR 159", Vr::LO).utf8 == "丂");
  CHECK(decode_text("\x81\x30\x81\x30", "GB18030", Vr::LO).utf8 == "\xC2\x80");
  CHECK(decode_text("\x95\x32\x82\x36", "GB18030", Vr::LO).utf8 == "\xF0\xA0\x80\x80");  // U+20000
  CHECK(decode_text("\x81\x40", "GBK", Vr::LO).utf8 == "丂");
}

TEST_CASE("the sets fall back at each value, name component, group and line") {
  const std::string_view declared = "ISO 2022 IR 6\\ISO 2022 IR 100\\ISO 2022 IR 144";
  const std::string_view cyrillic = "\x1B-L\xBB";
  CHECK(decode_text("\x1B-L\xBB\\\x1B-A\xE9"sv, declared, Vr::LO).utf8 == "Л\\é");
  // After a reset without a new escape sequence the first declared extension is what a reader would expect, marked.
  const DecodedText unannounced = decode_text(std::string(cyrillic) + "\\\xE9", declared, Vr::LO);
  CHECK(unannounced.utf8 == "Л\\é");
  CHECK(unannounced.mark == TextMark::kContradicted);
  CHECK(decode_text(std::string(cyrillic) + "^\xBB", declared, Vr::PN).utf8 == "Л^»");
  CHECK(decode_text(std::string(cyrillic) + "^\xBB", declared, Vr::LO).utf8 == "Л^Л");  // no component in LO
  CHECK(decode_text(std::string(cyrillic) + "\\\xBB", declared, Vr::LT).utf8 == "Л\\Л");  // no values in LT
  CHECK(decode_text(std::string(cyrillic) + "\r\n\xBB", declared, Vr::LT).utf8 == "Л\r\n»");
}

TEST_CASE("half of a double-byte character that looks like a delimiter is no delimiter") {
  // 0x5C and 0x5E as bytes of JIS X 0208 and of GBK characters
  CHECK(decode_text("\x1B$B\x30\x5C\x1B(B\\x", "\\ISO 2022 IR 87", Vr::LO).utf8 == "移\\x");
  CHECK(decode_text("\x81\x5C\\\x81\x5E", "GBK", Vr::LO).utf8 == "乗\\乛");
}

TEST_CASE("the yen sign stands in text, and separates values where values are separated") {
  CHECK(decode_text("a\\b~", "ISO_IR 13", Vr::LO).utf8 == "a\\b‾");
  CHECK(decode_text("a\\b", "ISO_IR 13", Vr::LT).utf8 == "a¥b");
}

TEST_CASE("a missing declaration is guessed and marked") {
  const DecodedText utf8 = decode_text("Jérôme", "", Vr::LO);
  CHECK(utf8.utf8 == "Jérôme");
  CHECK(utf8.mark == TextMark::kUndeclared);
  const DecodedText latin = decode_text("J\xE9r\xF4me \x80", "", Vr::LO);
  CHECK(latin.utf8 == "Jérôme €");
  CHECK(latin.mark == TextMark::kUndeclared);
  CHECK(decode_text("Jerome", "", Vr::LO).mark == TextMark::kNone);
}

TEST_CASE("a misspelt declaration is understood and marked") {
  for (const std::string_view term : {"ISO-IR 100", "ISO_IR100", "ISO IR 100", "iso_ir 100", "LATIN1", "ISO_8859-1"}) {
    INFO(std::string(term));
    const DecodedText out = decode_text("\xE9", term, Vr::LO);
    CHECK(out.utf8 == "é");
    CHECK(out.mark == TextMark::kMisspelt);
  }
  CHECK(decode_text("é", "UTF-8", Vr::LO).mark == TextMark::kMisspelt);
  CHECK(decode_text("\xE9", "NONSENSE", Vr::LO).mark == TextMark::kUnknownTerm);
  CHECK(decode_text("\xE9", "ISO_IR 999999999999999999", Vr::LO).mark == TextMark::kUnknownTerm);
}

TEST_CASE("text that contradicts its declaration is guessed and marked") {
  CHECK(decode_text("é", "ISO_IR 100", Vr::LO).utf8 == "é");
  CHECK(decode_text("é", "ISO_IR 100", Vr::LO).mark == TextMark::kContradicted);
  CHECK(decode_text("\xE9", "ISO_IR 192", Vr::LO).utf8 == "é");
  CHECK(decode_text("\xE9", "ISO_IR 192", Vr::LO).mark == TextMark::kContradicted);
}

TEST_CASE("what cannot be decoded becomes the replacement character and nothing is read past the end") {
  for (const std::string_view raw : {"\x1B"sv, "\x1B$"sv, "\x1B$B"sv, "\x1B$B;"sv, "\x1B$)C\xB1"sv, "\x1B-A\xE9\x1B$(D!"sv}) {
    CHECK(is_valid_utf8(decode_text(raw, "\\ISO 2022 IR 87", Vr::PN).utf8));
  }
  CHECK(decode_text("a\xFF", "GB18030", Vr::LO).mark == TextMark::kLossy);
  CHECK(decode_text("\x90\x30\x81", "GB18030", Vr::LO).mark == TextMark::kLossy);
}

TEST_CASE("a person name has three groups of five components and a form for people") {
  const PersonName name = parse_person_name("Adams^John Robert Quincy^^Rev.^B.A. M.Div.=A^B=C");
  CHECK(name.alphabetic.family == "Adams");
  CHECK(name.alphabetic.given == "John Robert Quincy");
  CHECK(name.alphabetic.middle.empty());
  CHECK(name.alphabetic.prefix == "Rev.");
  CHECK(name.alphabetic.suffix == "B.A. M.Div.");
  CHECK(name.ideographic.given == "B");
  CHECK(name.phonetic.family == "C");
  CHECK(parse_person_name("^^^^^^^=====").alphabetic.empty());
  CHECK(display_name("DUPONT^JEAN") == "DUPONT Jean");
  CHECK(display_name("Dupont^Jean") == "DUPONT Jean");
  CHECK(display_name("lefèvre^MARIE-ÉLODIE ") == "LEFÈVRE Marie-Élodie");
  CHECK(display_name("Yamada^Tarou=山田^太郎=やまだ^たろう") == "YAMADA Tarou (山田 太郎)");
  CHECK(display_name("=山田^太郎") == "山田 太郎");
  CHECK(display_name("") == "");
}

TEST_CASE("the names in the public files decode as other readers say") {
  const auto known = sansfilm::test::truths("PatientName_utf8");
  if (known.empty()) {
    MESSAGE("skipped: the public test files are not on this machine");
    return;
  }
  for (const auto& truth : known) {
    const std::string& path = truth.first;
    const std::string& expected = truth.second;
    INFO(path);
    const auto bytes = sansfilm::test::read_bytes(sansfilm::test::data_folder() / path);
    base::Budget budget;
    const auto file = read_file(bytes, {}, budget);
    REQUIRE(file.ok());
    std::string text = file.value().dataset.text(tags::kPatientName);
    while (text.ends_with('=')) text.pop_back();
    CHECK(text == expected);
  }
}
