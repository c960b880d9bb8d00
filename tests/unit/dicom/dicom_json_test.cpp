#include "shared/dicom/dicom_json.hpp"

#include <doctest/doctest.h>

#include "shared/dicom/base64.hpp"
#include "shared/dicom/reader.hpp"
#include "shared/dicom/tags.hpp"
#include "tests/unit/dicom/byte_writer.hpp"

using namespace sansfilm;
using namespace sansfilm::dicom;
using test::ByteWriter;
using test::part10;

namespace {

std::string json_of(const ByteWriter& dataset, JsonOptions options = {}, std::string_view syntax = kExplicitLittleEndian) {
  auto bytes = part10(syntax);
  bytes.raw(dataset);
  base::Budget budget;
  const auto file = read_file(bytes.bytes(), {}, budget);
  REQUIRE(file.ok());
  const auto text = to_json(file.value().dataset, options);
  REQUIRE(text.ok());
  return text.value();
}

}  // namespace

TEST_CASE("text, names, numbers and empty values have the forms of PS3.18 F.2") {
  ByteWriter d;
  d.element(tags::kSpecificCharacterSet, "CS", "ISO_IR 100").element(tags::kImageType, "CS", "ORIGINAL\\\\AXIAL ");
  d.element(tags::kPatientName, "PN", "M\xFCller^Jo=\xC4=").element(tags::kPatientBirthDate, "DA", "");
  d.element(tags::kSeriesNumber, "IS", "+012").element(tags::kInstanceNumber, "IS", "n/a ");
  d.us(tags::kRows, 512).element(tags::kPixelSpacing, "DS", "0.50\\ 1e-3 ");
  CHECK(json_of(d) ==
        R"({"00080005":{"vr":"CS","Value":["ISO_IR 192"]},"00080008":{"vr":"CS","Value":["ORIGINAL",null,"AXIAL"]},)"
        R"("00100010":{"vr":"PN","Value":[{"Alphabetic":"Müller^Jo","Ideographic":"Ä"}]},"00100030":{"vr":"DA"},)"
        R"("00200011":{"vr":"IS","Value":[12]},"00200013":{"vr":"IS","Value":["n/a"]},)"
        R"("00280010":{"vr":"US","Value":[512]},"00280030":{"vr":"DS","Value":[0.5,0.001]}})");
}

TEST_CASE("sequences, tags as values and floats have the forms of PS3.18 F.2") {
  ByteWriter item;
  item.us(tags::kRows, 1);
  ByteWriter d;
  d.header(tags::kFrameIncrementPointer, "AT", 4).u16(0x0018).u16(0x1063);
  d.header(Tag(0x0028, 0x9132), "FL", 4).u32(0x3DCCCCCD).header(Tag(0x0028, 0x9133), "FL", 4).u32(0x7FC00000);
  d.header(tags::kContentSequence, "SQ", static_cast<std::uint32_t>(item.size()) + 16);
  d.item(static_cast<std::uint32_t>(item.size())).raw(item).item(0);
  d.header(tags::kModalityLutSequence, "SQ", 0);
  CHECK(json_of(d) ==
        R"({"00280009":{"vr":"AT","Value":["00181063"]},"00283000":{"vr":"SQ"},)"
        R"("00289132":{"vr":"FL","Value":[0.1]},"00289133":{"vr":"FL","Value":[null]},)"
        R"("0040A730":{"vr":"SQ","Value":[{"00280010":{"vr":"US","Value":[1]}},{}]}})");
}

TEST_CASE("bulk data are inline, referred to or left out, as asked") {
  ByteWriter icon;
  icon.element(tags::kPixelData, "OW", "abcd");
  ByteWriter d;
  d.header(tags::kIconImageSequence, "SQ", static_cast<std::uint32_t>(icon.size()) + 8);
  d.item(static_cast<std::uint32_t>(icon.size())).raw(icon).element(tags::kPixelData, "OW", "abcdef");
  CHECK(json_of(d, {.bulk = JsonOptions::Bulk::kInline}).find(R"("7FE00010":{"vr":"OW","InlineBinary":"YWJjZGVm"})") !=
        std::string::npos);
  const std::string uri = json_of(d, {.bulk = JsonOptions::Bulk::kUri, .inline_limit = 0, .bulk_uri_base = "/bulk"});
  CHECK(uri.find(R"("BulkDataURI":"/bulk/00880200/0/7FE00010")") != std::string::npos);
  CHECK(uri.find(R"("BulkDataURI":"/bulk/7FE00010")") != std::string::npos);
  CHECK(json_of(d, {.inline_limit = 5}).find(R"("7FE00010":{"vr":"OW"})") != std::string::npos);
}

TEST_CASE("inline binary of a big endian file is little endian") {
  ByteWriter d(true, true);
  d.header(tags::kPixelData, "OW", 4).u16(0x0102).u16(0x0304);
  CHECK(json_of(d, {}, kExplicitBigEndian) == R"({"7FE00010":{"vr":"OW","InlineBinary":"AgEEAw=="}})");
}

TEST_CASE("group lengths are left out and text of an item follows the character set around it") {
  ByteWriter item;
  item.element(tags::kCodeMeaning, "LO", "\xE9 ");
  ByteWriter d;
  d.header(Tag(0x0008, 0x0000), "UL", 4).u32(10).element(tags::kSpecificCharacterSet, "CS", "ISO_IR 100");
  d.element(tags::kContentSequence, "SQ", ByteWriter().item(static_cast<std::uint32_t>(item.size())).raw(item));
  const std::string text = json_of(d);
  CHECK(text.find("00080000") == std::string::npos);
  CHECK(text.find("é") != std::string::npos);
}

TEST_CASE("a name of nothing but delimiters is no value") {
  ByteWriter d;
  d.element(tags::kPatientName, "PN", "^^^^").element(tags::kOperatorsName, "PN", "^^\\A^");
  CHECK(json_of(d) ==
        R"({"00081070":{"vr":"PN","Value":[null,{"Alphabetic":"A^"}]},"00100010":{"vr":"PN"}})");
}

TEST_CASE("base64 pads to groups of four") {
  const std::uint8_t bytes[] = {0, 255, 16, 1};
  CHECK(to_base64(base::Bytes(bytes).first(0)).empty());
  CHECK(to_base64(base::Bytes(bytes).first(1)) == "AA==");
  CHECK(to_base64(base::Bytes(bytes).first(2)) == "AP8=");
  CHECK(to_base64(base::Bytes(bytes).first(3)) == "AP8Q");
  CHECK(to_base64(base::Bytes(bytes).first(4)) == "AP8QAQ==");
}
