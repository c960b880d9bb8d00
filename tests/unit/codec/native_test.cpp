// Uncompressed samples: every width, order and arrangement, from bytes made here.
#include <doctest/doctest.h>

#include "shared/codec/coders.hpp"

using namespace sansfilm;

namespace {

codec::PixelLayout layout_of(std::uint32_t columns, std::uint32_t rows, std::uint16_t allocated, std::uint16_t stored,
                             bool is_signed = false) {
  codec::PixelLayout layout;
  layout.columns = columns;
  layout.rows = rows;
  layout.bits_allocated = allocated;
  layout.bits_stored = stored;
  layout.high_bit = static_cast<std::uint16_t>(stored - 1);
  layout.is_signed = is_signed;
  layout.photometric = "MONOCHROME2";
  return layout;
}

base::Frame decode(const std::vector<std::uint8_t>& bytes, const codec::PixelLayout& layout,
                   const codec::NativePosition& position = {}) {
  base::Budget budget;
  auto frame = codec::decode_native(bytes, position, layout, budget);
  REQUIRE(frame.ok());
  return std::move(frame).value();
}

using Samples = std::vector<std::uint8_t>;

}  // namespace

TEST_CASE("one-bit pixels become one byte each, the least significant bit first") {
  CHECK(decode({0b00000101, 0b00000010}, layout_of(5, 2, 1, 1)).samples == Samples{1, 0, 1, 0, 0, 0, 0, 0, 0, 1});
}

TEST_CASE("a one-bit frame that begins inside a byte is read from its bit") {
  codec::NativePosition position;
  position.bit_offset = 3;
  CHECK(decode({0b11101000, 0b00000001}, layout_of(6, 1, 1, 1), position).samples == Samples{1, 0, 1, 1, 1, 1});
}

TEST_CASE("twelve-bit cells are packed without a gap") {
  // 0xABC, 0x123: BC, 3A, 12
  const auto frame = decode({0xBC, 0x3A, 0x12}, layout_of(2, 1, 12, 12));
  CHECK(frame.samples == Samples{0xBC, 0x0A, 0x23, 0x01});
  CHECK(frame.bytes_per_sample == 2);
}

TEST_CASE("ten stored bits in a word lose what lies above High Bit and keep their sign") {
  const auto frame = decode({0xFF, 0xFF, 0x00, 0x02, 0xFF, 0x01}, layout_of(3, 1, 16, 10, true));
  CHECK(frame.samples == Samples{0xFF, 0xFF, 0x00, 0xFE, 0xFF, 0x01});
}

TEST_CASE("a High Bit above the stored bits shifts them down") {
  auto layout = layout_of(1, 1, 16, 12);
  layout.high_bit = 15;
  CHECK(decode({0xC0, 0xAB}, layout).samples == Samples{0xBC, 0x0A});
}

TEST_CASE("contradictory Bits Stored and High Bit are remarked and the pixels still shown") {
  auto layout = layout_of(1, 1, 8, 12);
  layout.high_bit = 3;
  const auto frame = decode({0x7F}, layout);
  CHECK(frame.samples == Samples{0x7F});
  CHECK(frame.remarks.size() == 2);
}

TEST_CASE("big endian OW swaps each word, also where two pixels share one") {
  codec::NativePosition swapped;
  swapped.order = codec::WordOrder::kSwapped16;
  CHECK(decode({0x12, 0x34}, layout_of(1, 1, 16, 16), swapped).samples == Samples{0x34, 0x12});
  CHECK(decode({2, 1, 4, 3}, layout_of(4, 1, 8, 8), swapped).samples == Samples{1, 2, 3, 4});
  // A 32-bit cell is two words, the lower one first. PS3.5 8.1.1.
  CHECK(decode({0x56, 0x78, 0x12, 0x34}, layout_of(1, 1, 32, 32), swapped).samples ==
        Samples{0x78, 0x56, 0x34, 0x12});
}

TEST_CASE("big endian OB and OF keep bytes and swap floats") {
  CHECK(decode({1, 2, 3, 4}, layout_of(4, 1, 8, 8)).samples == Samples{1, 2, 3, 4});
  auto layout = layout_of(1, 1, 32, 32);
  layout.kind = base::SampleKind::kFloat32;
  codec::NativePosition swapped;
  swapped.order = codec::WordOrder::kSwapped32;
  const auto frame = decode({0x3F, 0x80, 0, 0}, layout, swapped);
  CHECK(base::load_le<float>(frame.samples.data()) == 1.0F);
  CHECK(frame.kind == base::SampleKind::kFloat32);
}

TEST_CASE("planes are interleaved") {
  auto layout = layout_of(2, 1, 8, 8);
  layout.samples_per_pixel = 3;
  layout.planar = true;
  layout.photometric = "RGB";
  const auto frame = decode({1, 2, 3, 4, 5, 6}, layout);
  CHECK(frame.samples == Samples{1, 3, 5, 2, 4, 6});
  CHECK(frame.colour == base::ColourModel::kRgb);
}

TEST_CASE("4:2:2 gives both pixels of a pair the same chroma") {
  auto layout = layout_of(2, 1, 8, 8);
  layout.samples_per_pixel = 3;
  layout.photometric = "YBR_FULL_422";
  CHECK(decode({10, 20, 128, 130}, layout).samples == Samples{10, 128, 130, 20, 128, 130});
}

TEST_CASE("a frame that ends early is shown as far as it goes and marked incomplete") {
  const auto frame = decode({1, 0, 2}, layout_of(2, 2, 16, 16));
  CHECK_FALSE(frame.complete);
  CHECK(frame.samples == Samples{1, 0, 2, 0, 0, 0, 0, 0});
}

TEST_CASE("a picture larger than the budget is refused before anything is allocated") {
  base::Budget budget;
  const std::vector<std::uint8_t> bytes(16);
  auto frame = codec::decode_native(bytes, {}, layout_of(65535, 65535, 16, 16), budget);
  REQUIRE_FALSE(frame.ok());
  CHECK(frame.error().code == base::ErrorCode::kOverBudget);
  base::Budget small({.bytes = 100});
  frame = codec::decode_native(bytes, {}, layout_of(64, 64, 16, 16), small);
  REQUIRE_FALSE(frame.ok());
  CHECK(frame.error().code == base::ErrorCode::kOverBudget);
}

TEST_CASE("no bytes, impossible widths and retired photometrics are errors that name the attribute") {
  base::Budget budget;
  CHECK(codec::decode_native({}, {}, layout_of(1, 1, 8, 8), budget).error().code == base::ErrorCode::kTruncated);
  const std::vector<std::uint8_t> bytes(16);
  CHECK(codec::decode_native(bytes, {}, layout_of(1, 1, 48, 48), budget).error().tag == 0x00280100);
  auto layout = layout_of(1, 1, 8, 8);
  layout.photometric = "CMYK";
  const auto frame = codec::decode_native(bytes, {}, layout, budget);
  REQUIRE_FALSE(frame.ok());
  CHECK(frame.error().subject == "CMYK");
}
