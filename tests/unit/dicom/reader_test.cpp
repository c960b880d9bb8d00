#include "shared/dicom/reader.hpp"

#include <doctest/doctest.h>

#include <deque>

#include "tests/unit/dicom/byte_writer.hpp"
#include "shared/dicom/tags.hpp"

using namespace sansfilm;
using namespace sansfilm::dicom;
using test::ByteWriter;
using test::part10;

namespace {

constexpr std::string_view kUid = "1.2.840.10008.5.1.4.1.1.7\0";

struct Encoded {
  std::string_view uid;
  bool explicit_vr;
  bool big_endian;
};

constexpr Encoded kEncodings[] = {{kImplicitLittleEndian, false, false},
                                  {kExplicitLittleEndian, true, false},
                                  {kExplicitBigEndian, true, true}};

// A File borrows from its bytes: the bytes of all files of a test run are kept.
base::Result<File> read(const ByteWriter& file, ReadOptions options = {}) {
  static std::deque<ByteWriter> kept;
  base::Budget budget;
  return read_file(kept.emplace_back(file).bytes(), options, budget);
}

bool has_finding(const File& file, base::ErrorCode code, Tag tag) {
  for (const auto& finding : file.findings) {
    if (finding.code == code && finding.tag == tag.value) return true;
  }
  return false;
}

ByteWriter small_dataset(bool explicit_vr, bool big_endian) {
  ByteWriter out(explicit_vr, big_endian);
  out.element(tags::kModality, "CS", "CT").element(tags::kPatientName, "PN", "DOE^JANE");
  out.us(tags::kRows, 0x0102).us(tags::kColumns, 3);
  ByteWriter item(explicit_vr, big_endian);
  item.element(tags::kCodeValue, "SH", "121");
  out.header(tags::kContentSequence, "SQ", 0xFFFFFFFF);
  out.item(static_cast<std::uint32_t>(item.size())).raw(item);
  out.item(0xFFFFFFFF).raw(item).end_item().end_sequence();
  return out;
}

void check_small_dataset(const File& file) {
  CHECK(file.complete);
  CHECK(file.dataset.raw_text(tags::kModality) == "CT");
  CHECK(file.dataset.text(tags::kPatientName) == "DOE^JANE");
  CHECK(file.dataset.integer(tags::kRows) == 0x0102);
  REQUIRE(file.dataset.items(tags::kContentSequence).size() == 2);
  CHECK(file.dataset.item(tags::kContentSequence, 1)->raw_text(tags::kCodeValue) == "121");
}

}  // namespace

TEST_CASE("a dataset is read the same in implicit, explicit and big endian encoding") {
  for (const auto& [uid, explicit_vr, big_endian] : kEncodings) {
    const std::string shown(uid);
    INFO(shown);
    auto bytes = part10(uid);
    bytes.raw(small_dataset(explicit_vr, big_endian));
    const auto file = read(bytes);
    REQUIRE(file.ok());
    CHECK(file->transfer_syntax->uid == uid);
    check_small_dataset(*file);
    CHECK(file->findings.size() == 2);  // the odd length of the code value, in two items
  }
}

TEST_CASE("no bytes, zeros and text are told apart from DICOM") {
  CHECK(read(ByteWriter()).error().code == base::ErrorCode::kEmpty);
  CHECK(read(ByteWriter().zeros(100)).error().code == base::ErrorCode::kTruncated);
  CHECK(read(ByteWriter().zeros(5000)).error().code == base::ErrorCode::kNotDicom);
  CHECK(read(ByteWriter().raw("this is a letter, not a picture, whatever its name says")).error().code ==
        base::ErrorCode::kNotDicom);
  CHECK(read(ByteWriter().zeros(128).raw("DICM")).error().code == base::ErrorCode::kNotDicom);
}

TEST_CASE("a file cut at any byte gives what came before, or an error, and says which") {
  auto bytes = part10(kExplicitLittleEndian);
  bytes.raw(small_dataset(true, false));
  for (std::size_t size = 1; size < bytes.size(); ++size) {
    CAPTURE(size);
    base::Budget budget;
    const std::vector<std::uint8_t> cut(bytes.bytes().begin(), bytes.bytes().begin() + static_cast<std::ptrdiff_t>(size));
    const auto file = read_file(cut, {}, budget);
    if (!file.ok()) continue;
    const Element* modality = file->dataset.find(tags::kModality);
    if (modality != nullptr) CHECK((modality->value.empty() || modality->value.size() == 2));
    if (const Element* name = file->dataset.find(tags::kPatientName)) CHECK((name->value.empty() || name->value.size() == 8));
  }
}

TEST_CASE("a value that is longer than the file is an incomplete file, and half a text is not returned") {
  auto bytes = part10(kExplicitLittleEndian);
  bytes.element(tags::kModality, "CS", "CT").header(tags::kPatientName, "PN", 200).raw("DOE^");
  const auto file = read(bytes);
  REQUIRE(file.ok());
  CHECK_FALSE(file->complete);
  CHECK(file->dataset.raw_text(tags::kModality) == "CT");
  CHECK_FALSE(file->dataset.has_value(tags::kPatientName));
  CHECK(has_finding(*file, base::ErrorCode::kTruncated, tags::kPatientName));
}

TEST_CASE("a Pixel Representation that the file ends within is not looked at") {
  auto bytes = part10(kExplicitLittleEndian);
  const auto file = read(bytes.header(tags::kPixelRepresentation, "US", 6).raw("abcd"));
  REQUIRE(file.ok());
  CHECK_FALSE(file->complete);
  CHECK(file->dataset.find(tags::kPixelRepresentation)->value.empty());
}

TEST_CASE("lengths near 2^32 are compared with the bytes that remain and never added") {
  for (const std::uint32_t length : {0xFFFFFFFEU, 0xFFFFFFF0U, 0x80000000U, 0x7FFFFFFEU}) {
    auto bytes = part10(kExplicitLittleEndian);
    bytes.us(tags::kRows, 4).header(tags::kPixelData, "OW", length).raw("abcd");
    const auto file = read(bytes);
    REQUIRE(file.ok());
    CHECK_FALSE(file->complete);
    CHECK(file->dataset.find(tags::kPixelData)->value.size() == 4);
  }
}

TEST_CASE("sequences nested 10,000 deep stop at the limit and what follows them is read") {
  auto bytes = part10(kExplicitLittleEndian);
  constexpr int kDepth = 10000;
  for (int i = 0; i < kDepth; ++i) bytes.header(tags::kContentSequence, "SQ", 0xFFFFFFFF).item(0xFFFFFFFF);
  for (int i = 0; i < kDepth; ++i) bytes.end_item().end_sequence();
  bytes.element(tags::kDataSetTrailingPadding, "OB", "ab");
  const auto file = read(bytes);
  REQUIRE(file.ok());
  CHECK(file->complete);
  CHECK(file->dataset.has_value(tags::kDataSetTrailingPadding));
  CHECK(has_finding(*file, base::ErrorCode::kOverBudget, tags::kContentSequence));
  unsigned depth = 0;
  for (const Dataset* at = &file->dataset; at != nullptr; at = at->item(tags::kContentSequence)) ++depth;
  CHECK(depth == 65);
}

TEST_CASE("UN of undefined length is a sequence in implicit VR, also in a big endian file") {
  for (const bool big_endian : {false, true}) {
    auto bytes = part10(big_endian ? kExplicitBigEndian : kExplicitLittleEndian);
    ByteWriter dataset(true, big_endian);
    dataset.element(tags::kModality, "CS", "CT").header(Tag(0x0009, 0x1001), "UN", 0xFFFFFFFF);
    ByteWriter inner(false, false);
    inner.item(0xFFFFFFFF).us(tags::kRows, 7).end_item().end_sequence();
    dataset.raw(inner).us(tags::kRows, 9);
    const auto file = read(bytes.raw(dataset));
    REQUIRE(file.ok());
    CHECK(file->findings.empty());
    CHECK(file->dataset.item(Tag(0x0009, 0x1001))->integer(tags::kRows) == 7);
    CHECK(file->dataset.integer(tags::kRows) == 9);
  }
}

TEST_CASE("UN of a tag that the dictionary knows is read as the dictionary's VR") {
  auto bytes = part10(kExplicitLittleEndian);
  bytes.header(tags::kRows, "UN", 2).u16(512);
  bytes.us(tags::kPixelRepresentation, 1).header(tags::kPixelPaddingValue, "UN", 2).u16(0x8000);
  const auto file = read(bytes);
  REQUIRE(file.ok());
  CHECK(file->dataset.integer(tags::kRows) == 512);
  CHECK(file->dataset.integer(tags::kPixelPaddingValue) == -32768);  // US or SS: by Pixel Representation
}

TEST_CASE("a private creator that came as UN is LO; the elements of its block stay UN") {
  auto bytes = part10(kExplicitLittleEndian);
  bytes.element(Tag(0x0009, 0x0010), "UN", "MAKER ").element(Tag(0x0009, 0x1001), "UN", "ab");
  const auto file = read(bytes);
  REQUIRE(file.ok());
  CHECK(file->dataset.find(Tag(0x0009, 0x0010))->vr == Vr::LO);
  CHECK(file->dataset.find(Tag(0x0009, 0x1001))->vr == Vr::UN);
}

TEST_CASE("encapsulated pixel data amid elements in implicit VR are OB") {
  auto bytes = part10("1.2.840.10008.1.2.4.50");
  ByteWriter dataset(false);
  dataset.us(tags::kRows, 1).header(tags::kPixelData, "", 0xFFFFFFFF).item(0).fragment("abcd").end_sequence();
  const auto file = read(bytes.raw(dataset));
  REQUIRE(file.ok());
  REQUIRE(file->dataset.find(tags::kPixelData) != nullptr);
  CHECK(file->dataset.find(tags::kPixelData)->vr == Vr::OB);
  CHECK(file->dataset.find(tags::kPixelData)->fragments.size() == 2);
}

TEST_CASE("an element in implicit VR amid explicit ones is read, and said") {
  auto bytes = part10(kExplicitLittleEndian);
  ByteWriter item(false);
  item.us(tags::kRows, 5);
  bytes.element(tags::kModality, "CS", "CT").header(Tag(0x0009, 0x1001), "SQ", 0xFFFFFFFF);
  bytes.item(static_cast<std::uint32_t>(item.size())).raw(item).end_sequence();
  bytes.us(tags::kColumns, 6);
  const auto file = read(bytes);
  REQUIRE(file.ok());
  CHECK(file->dataset.item(Tag(0x0009, 0x1001))->integer(tags::kRows) == 5);
  CHECK(file->dataset.integer(tags::kColumns) == 6);
  CHECK(has_finding(*file, base::ErrorCode::kMalformed, tags::kRows));
}

TEST_CASE("an unknown VR is read with the length that fits") {
  auto bytes = part10(kExplicitLittleEndian);
  bytes.u16(0x0009).u16(0x1001).raw("ZZ").u16(0).u32(4).raw("abcd");  // as a VR of a later edition
  bytes.u16(0x0009).u16(0x1002).raw("??").u16(2).raw("xy");           // rubbish
  bytes.us(tags::kRows, 8);
  const auto file = read(bytes);
  REQUIRE(file.ok());
  CHECK(file->dataset.find(Tag(0x0009, 0x1001))->value.size() == 4);
  CHECK(file->dataset.find(Tag(0x0009, 0x1002))->value.size() == 2);
  CHECK(file->dataset.integer(tags::kRows) == 8);
  CHECK(file->findings.size() == 2);
}

TEST_CASE("missing and superfluous delimiters are survived and said") {
  SUBCASE("an item without delimiter ends with its sequence") {
    auto bytes = part10(kExplicitLittleEndian);
    bytes.header(tags::kContentSequence, "SQ", 0xFFFFFFFF).item(0xFFFFFFFF).us(tags::kRows, 1).end_sequence();
    bytes.element(tags::kDataSetTrailingPadding, "OB", "ab");
    const auto file = read(bytes);
    REQUIRE(file.ok());
    CHECK(file->dataset.item(tags::kContentSequence)->integer(tags::kRows) == 1);
    CHECK(file->dataset.has_value(tags::kDataSetTrailingPadding));
    CHECK(file->findings.size() == 1);
  }
  SUBCASE("an item without delimiter ends with the next item") {
    auto bytes = part10(kExplicitLittleEndian);
    bytes.header(tags::kContentSequence, "SQ", 0xFFFFFFFF).item(0xFFFFFFFF).us(tags::kRows, 1);
    bytes.item(0xFFFFFFFF).us(tags::kRows, 2).end_item().end_sequence();
    const auto file = read(bytes);
    REQUIRE(file.ok());
    CHECK(file->dataset.items(tags::kContentSequence).size() == 2);
  }
  SUBCASE("a sequence without delimiter ends with the next element") {
    auto bytes = part10(kExplicitLittleEndian);
    bytes.header(tags::kContentSequence, "SQ", 0xFFFFFFFF).item(0xFFFFFFFF).us(tags::kRows, 1).end_item();
    bytes.element(tags::kDataSetTrailingPadding, "OB", "ab");
    const auto file = read(bytes);
    REQUIRE(file.ok());
    CHECK(file->dataset.has_value(tags::kDataSetTrailingPadding));
  }
  SUBCASE("delimiters that delimit nothing are skipped") {
    auto bytes = part10(kExplicitLittleEndian);
    bytes.end_item().end_sequence().us(tags::kRows, 1);
    const auto file = read(bytes);
    REQUIRE(file.ok());
    CHECK(file->dataset.integer(tags::kRows) == 1);
    CHECK(file->findings.size() == 2);
  }
  SUBCASE("a sequence that the end of the file leaves open is an incomplete file") {
    auto bytes = part10(kExplicitLittleEndian);
    bytes.header(tags::kContentSequence, "SQ", 0xFFFFFFFF).item(0xFFFFFFFF).us(tags::kRows, 1);
    const auto file = read(bytes);
    REQUIRE(file.ok());
    CHECK_FALSE(file->complete);
    CHECK(file->dataset.item(tags::kContentSequence)->integer(tags::kRows) == 1);
  }
}

TEST_CASE("an item that claims more than its sequence is cut at the sequence's end") {
  auto bytes = part10(kExplicitLittleEndian);
  ByteWriter inner;
  inner.item(1000).us(tags::kRows, 1);
  bytes.element(tags::kContentSequence, "SQ", inner).element(tags::kDataSetTrailingPadding, "OB", "ab");
  const auto file = read(bytes);
  REQUIRE(file.ok());
  CHECK(file->complete);
  CHECK(file->dataset.item(tags::kContentSequence)->integer(tags::kRows) == 1);
  CHECK(file->dataset.has_value(tags::kDataSetTrailingPadding));
  CHECK(has_finding(*file, base::ErrorCode::kMalformed, tags::kContentSequence));
}

TEST_CASE("tags out of order are put in order, and of a repeated tag the first stays") {
  auto bytes = part10(kExplicitLittleEndian);
  bytes.us(tags::kColumns, 2).us(tags::kRows, 1).element(tags::kPatientId, "LO", "A1").us(tags::kRows, 99);
  const auto file = read(bytes);
  REQUIRE(file.ok());
  CHECK(file->dataset.integer(tags::kRows) == 1);
  CHECK(file->dataset.raw_text(tags::kPatientId) == "A1");
  CHECK(file->dataset.elements().size() == 3);
  CHECK(file->findings.size() == 1);
}

TEST_CASE("a file without preamble, mark or meta information is read by what it looks like") {
  for (const auto& [uid, explicit_vr, big_endian] : kEncodings) {
    const std::string shown(uid);
    INFO(shown);
    const auto file = read(small_dataset(explicit_vr, big_endian));
    REQUIRE(file.ok());
    CHECK(file->transfer_syntax->uid == uid);
    check_small_dataset(*file);
    CHECK_FALSE(file->findings.empty());
  }
  auto with_meta = part10(kImplicitLittleEndian);
  with_meta.raw(small_dataset(false, false));
  ByteWriter without_preamble;
  without_preamble.raw(with_meta.view().substr(132));
  const auto file = read(without_preamble);
  REQUIRE(file.ok());
  check_small_dataset(*file);
}

TEST_CASE("a dataset that is not encoded as the meta information says is read as it is, and said") {
  for (const bool says_explicit : {false, true}) {
    auto bytes = part10(says_explicit ? kExplicitLittleEndian : kImplicitLittleEndian);
    const auto file = read(bytes.raw(small_dataset(!says_explicit, false)));
    REQUIRE(file.ok());
    check_small_dataset(*file);
    CHECK(has_finding(*file, base::ErrorCode::kInconsistent, tags::kTransferSyntaxUid));
  }
}

TEST_CASE("a missing transfer syntax is guessed, also from the codestream, with a finding") {
  auto make = [](std::string_view codestream) {
    ByteWriter out;
    out.zeros(128).raw("DICM").element(tags::kMediaStorageSopClassUid, "UI", kUid);
    out.us(tags::kRows, 1).us(tags::kColumns, 1);
    out.header(tags::kPixelData, "OB", 0xFFFFFFFF).item(0).fragment(codestream).end_sequence();
    return out;
  };
  using namespace std::string_view_literals;
  const auto jpeg2000 = read(make("\xFF\x4F\xFF\x51"sv));
  REQUIRE(jpeg2000.ok());
  CHECK(jpeg2000->transfer_syntax->coding == PixelCoding::kJpeg2000);
  CHECK(has_finding(*jpeg2000, base::ErrorCode::kMissing, tags::kTransferSyntaxUid));
  const auto lossless = read(make("\xFF\xD8\xFF\xE0\x00\x02\xFF\xC3\x00\x02"sv));
  CHECK(lossless->transfer_syntax->uid == "1.2.840.10008.1.2.4.57");
  const auto unknown = read(make("\x01\x02\x03\x04"sv));
  CHECK(unknown->transfer_syntax == &unknown_transfer_syntax());
}

TEST_CASE("an unknown transfer syntax is named in a finding and its pixel data are not decoded as another") {
  auto bytes = part10("1.2.3.4.5");
  const auto file = read(bytes.us(tags::kRows, 1).element(tags::kPixelData, "OW", "ab"));
  REQUIRE(file.ok());
  CHECK(file->transfer_syntax->coding == PixelCoding::kNotSupported);
  REQUIRE(has_finding(*file, base::ErrorCode::kUnsupported, tags::kTransferSyntaxUid));
  CHECK(file->findings[0].subject == "1.2.3.4.5");
}

TEST_CASE("the index reads up to the pixel data and not into them") {
  auto bytes = part10("1.2.840.10008.1.2.5");
  bytes.us(tags::kRows, 1).header(tags::kPixelData, "OB", 0xFFFFFFFF).item(0).fragment("abcd").end_sequence();
  const auto file = read(bytes, {.stop_before_pixel_data = true});
  REQUIRE(file.ok());
  CHECK(file->dataset.find(tags::kPixelData)->fragments.empty());
  CHECK(file->complete);
}

TEST_CASE("zeros after the last element are padding, not an element") {
  auto bytes = part10(kExplicitLittleEndian);
  const auto file = read(bytes.us(tags::kRows, 1).zeros(501));
  REQUIRE(file.ok());
  CHECK(file->complete);
  CHECK(file->dataset.elements().size() == 1);
  CHECK(file->findings.size() == 1);
}

TEST_CASE("a million empty items cost an error and not the memory") {
  auto bytes = part10(kExplicitLittleEndian);
  ByteWriter items;
  for (int i = 0; i < 1'000'000; ++i) items.item(0);
  bytes.header(tags::kContentSequence, "SQ", static_cast<std::uint32_t>(items.size())).raw(items);
  base::Budget budget({.bytes = 16 << 20});
  CHECK(read_file(bytes.bytes(), {}, budget).error().code == base::ErrorCode::kOverBudget);
}

TEST_CASE("US or SS of an implicit dataset follows Pixel Representation") {
  for (const unsigned is_signed : {0U, 1U}) {
    auto bytes = part10(kImplicitLittleEndian);
    ByteWriter dataset(false);
    dataset.us(tags::kPixelRepresentation, is_signed).us(tags::kSmallestImagePixelValue, 0xFFFE);
    const auto file = read(bytes.raw(dataset));
    REQUIRE(file.ok());
    CHECK(file->dataset.integer(tags::kSmallestImagePixelValue) == (is_signed == 1 ? -2 : 0xFFFE));
  }
}
