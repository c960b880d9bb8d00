#include "shared/dicom/frames.hpp"

#include <doctest/doctest.h>

#include "tests/unit/dicom/byte_writer.hpp"
#include "shared/dicom/tags.hpp"

using namespace sansfilm;
using namespace sansfilm::dicom;
using test::ByteWriter;
using test::part10;

namespace {

constexpr std::string_view kJpeg2000 = "1.2.840.10008.1.2.4.90";
constexpr std::string_view kSoc{"\xFF\x4F\xFF\x51", 4};

struct Holder {
  ByteWriter bytes;
  File file;
};

// Files borrow from their bytes, so both travel together.
Holder read(ByteWriter bytes) {
  Holder out{std::move(bytes), {}};
  base::Budget budget;
  auto file = read_file(out.bytes.bytes(), {}, budget);
  REQUIRE(file.ok());
  out.file = std::move(file).value();
  return out;
}

std::string frame_text(const File& file, std::uint32_t frame) {
  base::Budget budget;
  const auto located = locate_frame(file, frame, budget);
  if (!located.ok()) return std::string(base::slug(located.error().code));
  return {reinterpret_cast<const char*>(located.value().bytes.data()), located.value().bytes.size()};
}

ByteWriter native(unsigned rows, unsigned columns, unsigned bits, std::string_view frames, std::string_view pixels) {
  auto out = part10(kExplicitLittleEndian);
  out.us(tags::kSamplesPerPixel, 1).element(tags::kNumberOfFrames, "IS", frames);
  out.us(tags::kRows, rows).us(tags::kColumns, columns).us(tags::kBitsAllocated, bits);
  return out.element(tags::kPixelData, "OB", pixels);
}

ByteWriter encapsulated(std::string_view frames, const ByteWriter& items, std::string_view syntax = kJpeg2000) {
  auto out = part10(syntax);
  out.element(tags::kNumberOfFrames, "IS", frames).us(tags::kRows, 1).us(tags::kColumns, 1);
  return out.header(tags::kPixelData, "OB", 0xFFFFFFFF).raw(items);
}

std::string fragment(char name, bool starts) { return (starts ? std::string(kSoc) : std::string("....")) + name + ' '; }

}  // namespace

TEST_CASE("native frames are found by arithmetic and the last one may be short") {
  const auto held = read(native(2, 2, 8, "3 ", "aaaabbbbcc"));
  CHECK(count_frames(held.file).value() == 3);
  CHECK(frame_text(held.file, 0) == "aaaa");
  CHECK(frame_text(held.file, 1) == "bbbb");
  CHECK(frame_text(held.file, 2) == "cc");
  base::Budget budget;
  CHECK_FALSE(locate_frame(held.file, 2, budget).value().complete);
  CHECK(locate_frame(held.file, 1, budget).value().complete);
  CHECK(locate_frame(held.file, 3, budget).error().code == base::ErrorCode::kInvalidArgument);
}

TEST_CASE("one-bit frames that start within a byte say at which bit") {
  const auto held = read(native(3, 3, 1, "3 ", "\x01\x02\x03\x04"));  // 9 bits a frame
  base::Budget budget;
  const auto second = locate_frame(held.file, 1, budget);
  REQUIRE(second.ok());
  CHECK(second.value().bit_offset == 1);
  CHECK(second.value().bytes.size() == 2);
  CHECK(second.value().bytes[0] == 2);
  CHECK(locate_frame(held.file, 2, budget).value().bit_offset == 2);
}

TEST_CASE("a number of frames that the data do not hold is not believed") {
  CHECK(count_frames(read(native(2, 2, 8, "2147483647", "aaaabbbb")).file).value() == 2);
  ByteWriter items;
  items.item(0).fragment(fragment('a', true)).end_sequence();
  const auto held = read(encapsulated("2147483647", items));
  CHECK(count_frames(held.file).value() == 1);
  CHECK(frame_text(held.file, 1) == "inconsistent");
}

TEST_CASE("missing Rows and missing pixel data are named") {
  auto bytes = part10(kExplicitLittleEndian);
  const auto held = read(bytes.us(tags::kColumns, 1).us(tags::kBitsAllocated, 8).element(tags::kPixelData, "OB", "ab"));
  CHECK(count_frames(held.file).error().tag == tags::kRows.value);
  auto empty = part10(kExplicitLittleEndian);
  CHECK(count_frames(read(empty.us(tags::kColumns, 1)).file).error().code == base::ErrorCode::kMissing);
}

TEST_CASE("frames that span fragments are joined by the basic offset table") {
  ByteWriter items;
  items.item(8).u32(0).u32(14 * 2);
  items.fragment(fragment('a', true)).fragment(fragment('b', false)).fragment(fragment('c', true)).end_sequence();
  const auto held = read(encapsulated("2 ", items));
  CHECK(find_frames(held.file)->method == FrameTable::Method::kBasicTable);
  CHECK(frame_text(held.file, 0) == fragment('a', true) + fragment('b', false));
  CHECK(frame_text(held.file, 1) == fragment('c', true));
}

TEST_CASE("an offset table that contradicts the fragments is ignored for the start markers of the codestreams") {
  for (const std::uint32_t wrong : {13U, 0U, 14U * 3, 0xFFFFFFFFU}) {
    CAPTURE(wrong);
    ByteWriter items;
    items.item(8).u32(0).u32(wrong);
    items.fragment(fragment('a', true)).fragment(fragment('b', false)).fragment(fragment('c', true)).end_sequence();
    const auto held = read(encapsulated("2 ", items));
    const auto table = find_frames(held.file);
    REQUIRE(table.ok());
    CHECK(table->method == FrameTable::Method::kMarkers);
    CHECK(table->table_ignored);
    CHECK(frame_text(held.file, 1) == fragment('c', true));
  }
}

TEST_CASE("the extended offset table is used and its lengths cut the padding off") {
  auto out = part10(kJpeg2000);
  out.element(tags::kNumberOfFrames, "IS", "2 ").us(tags::kRows, 1).us(tags::kColumns, 1);
  out.header(tags::kExtendedOffsetTable, "OV", 16).u32(0).u32(0).u32(14).u32(0);
  out.header(tags::kExtendedOffsetTableLengths, "OV", 16).u32(5).u32(0).u32(6).u32(0);
  out.header(tags::kPixelData, "OB", 0xFFFFFFFF).item(0);
  out.fragment(fragment('a', true)).fragment(fragment('b', true)).end_sequence();
  const auto held = read(out);
  CHECK(frame_text(held.file, 0) == std::string(kSoc) + 'a');
  CHECK(frame_text(held.file, 1) == fragment('b', true));
}

TEST_CASE("a single frame takes all fragments, with or without a start marker in each") {
  ByteWriter items;
  items.item(0).fragment(fragment('a', true)).fragment(fragment('b', false)).end_sequence();
  CHECK(frame_text(read(encapsulated("1 ", items)).file, 0) == fragment('a', true) + fragment('b', false));
}

TEST_CASE("RLE has one fragment a frame whatever the offset table says") {
  ByteWriter items;
  items.item(8).u32(0).u32(2).fragment("aa").fragment("bb").fragment("cc").end_sequence();
  const auto held = read(encapsulated("2 ", items, "1.2.840.10008.1.2.5"));
  CHECK(frame_text(held.file, 1) == "bb");
}

TEST_CASE("the bytes of a delimiter within a fragment are picture") {
  ByteWriter items;
  ByteWriter inside;
  inside.raw(kSoc).end_sequence().raw("after");
  inside.u8(0);
  items.item(0).fragment(inside.view()).end_sequence();
  auto bytes = encapsulated("1 ", items);
  const auto held = read(bytes.element(tags::kDataSetTrailingPadding, "OB", "ab"));
  CHECK(frame_text(held.file, 0) == inside.view());
  CHECK(held.file.dataset.has_value(tags::kDataSetTrailingPadding));
  CHECK(held.file.findings.empty());
}

TEST_CASE("a file that ends within a fragment keeps the frames before it and marks the cut one") {
  ByteWriter items;
  items.item(0).fragment(fragment('a', true)).item(100).raw(fragment('b', true));
  const auto held = read(encapsulated("2 ", items));
  CHECK_FALSE(held.file.complete);
  base::Budget budget;
  CHECK(locate_frame(held.file, 0, budget).value().complete);
  CHECK_FALSE(locate_frame(held.file, 1, budget).value().complete);
}

TEST_CASE("a missing delimiter after the last fragment loses no frame") {
  ByteWriter items;
  items.item(0).fragment(fragment('a', true)).fragment(fragment('b', true));
  const auto held = read(encapsulated("2 ", items));
  CHECK_FALSE(held.file.complete);
  CHECK(frame_text(held.file, 1) == fragment('b', true));
}

TEST_CASE("a padding byte that a fragment does not count is skipped") {
  ByteWriter items;
  items.item(0).fragment(std::string(kSoc) + 'a').u8(0).fragment(fragment('b', true)).end_sequence();
  const auto held = read(encapsulated("2 ", items));
  CHECK(frame_text(held.file, 0) == std::string(kSoc) + 'a');
  CHECK(frame_text(held.file, 1) == fragment('b', true));
  CHECK_FALSE(held.file.findings.empty());
}

TEST_CASE("joining fragments asks the budget") {
  ByteWriter items;
  items.item(0).fragment(std::string(3000, 'x')).fragment(std::string(3000, 'y')).end_sequence();
  const auto held = read(encapsulated("1 ", items));
  base::Budget budget({.bytes = 5999});
  CHECK(locate_frame(held.file, 0, budget).error().code == base::ErrorCode::kOverBudget);
}
