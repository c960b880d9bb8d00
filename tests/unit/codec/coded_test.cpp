// RLE, deflated frames and lossless JPEG, encoded by small writers here and decoded by the room.
#include <doctest/doctest.h>

#include <bit>
#include <random>

#include "shared/codec/coders.hpp"
#include "tests/unit/codec/writers.hpp"

using namespace sansfilm;
using codec_test::Bytes;

namespace {

codec::PixelLayout layout_of(std::uint32_t columns, std::uint32_t rows, std::uint16_t bits, std::uint16_t spp = 1) {
  codec::PixelLayout layout;
  layout.columns = columns;
  layout.rows = rows;
  layout.samples_per_pixel = spp;
  layout.bits_allocated = bits <= 8 ? 8 : bits <= 16 ? 16 : 32;
  layout.bits_stored = bits;
  layout.high_bit = static_cast<std::uint16_t>(bits - 1);
  layout.photometric = spp == 3 ? "RGB" : "MONOCHROME2";
  return layout;
}

Bytes random_samples(std::size_t count, std::size_t width, std::uint32_t most, std::uint32_t seed) {
  std::mt19937 random(seed);
  Bytes out(count * width);
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (random() % 3 != 0) value = static_cast<std::uint32_t>(random());  // runs as well as noise
    const std::uint32_t bounded = most == 0xFFFFFFFFU ? value : value % (most + 1);
    for (std::size_t b = 0; b < width; ++b) out[i * width + b] = static_cast<std::uint8_t>(bounded >> (8 * b));
  }
  return out;
}

}  // namespace

TEST_CASE("RLE round trips 8, 16 and 32 bits with one and three samples") {
  for (const std::uint16_t bits : std::initializer_list<std::uint16_t>{8, 16, 32}) {
    for (const std::uint16_t spp : std::initializer_list<std::uint16_t>{1, 3}) {
      CAPTURE(bits);
      CAPTURE(spp);
      const auto layout = layout_of(37, 11, bits, spp);
      const std::size_t width = bits / 8U;
      const Bytes samples = random_samples(37U * 11U * spp, width, 0xFFFFFFFFU, bits + spp);
      base::Budget budget;
      const auto frame = codec::decode_rle(codec_test::write_rle(samples, width, spp), layout, budget);
      REQUIRE(frame.ok());
      CHECK(frame->complete);
      CHECK(frame->samples == samples);
    }
  }
}

TEST_CASE("an RLE segment that ends early leaves zeros and says so") {
  const auto layout = layout_of(64, 8, 16);
  const Bytes samples = random_samples(64 * 8, 2, 0xFFFF, 5);
  Bytes coded = codec_test::write_rle(samples, 2, 1);
  coded.resize(coded.size() / 2);
  base::Budget budget;
  const auto frame = codec::decode_rle(coded, layout, budget);
  REQUIRE(frame.ok());
  CHECK_FALSE(frame->complete);
  CHECK_FALSE(frame->remarks.empty());
}

TEST_CASE("an RLE header that cannot be is an error with its offset") {
  base::Budget budget;
  Bytes coded(64);
  coded[0] = 16;
  CHECK(codec::decode_rle(coded, layout_of(4, 4, 8), budget).error().code == base::ErrorCode::kMalformed);
  coded[0] = 1;
  coded[4] = 3;  // a segment inside the header
  const auto frame = codec::decode_rle(coded, layout_of(4, 4, 8), budget);
  REQUIRE_FALSE(frame.ok());
  CHECK(frame.error().offset == 4);
  CHECK(codec::decode_rle(Bytes(10), layout_of(4, 4, 8), budget).error().code == base::ErrorCode::kTruncated);
}

TEST_CASE("a deflated frame round trips, a longer stream is cut at the frame, a shorter one is incomplete") {
  const auto layout = layout_of(50, 20, 16);
  const Bytes samples = random_samples(1000, 2, 0xFFFF, 3);
  base::Budget budget;
  auto frame = codec::decode_deflated_frame(codec_test::write_stored_deflate(samples), layout, budget);
  REQUIRE(frame.ok());
  CHECK(frame->complete);
  CHECK(frame->samples == samples);
  Bytes longer = samples;
  longer.resize(4000);
  frame = codec::decode_deflated_frame(codec_test::write_stored_deflate(longer), layout, budget);
  REQUIRE(frame.ok());
  CHECK(frame->samples == samples);
  CHECK_FALSE(frame->remarks.empty());
  const Bytes half(samples.begin(), samples.begin() + 1000);
  frame = codec::decode_deflated_frame(codec_test::write_stored_deflate(half), layout, budget);
  REQUIRE(frame.ok());
  CHECK_FALSE(frame->complete);
  CHECK_FALSE(codec::decode_deflated_frame(Bytes{0xFF, 0xFF, 0xFF, 0xFF}, layout, budget).ok());
}

TEST_CASE("lossless JPEG decodes every predictor at every precision from 2 to 16 bits") {
  for (unsigned bits = 2; bits <= 16; ++bits) {
    for (unsigned predictor = 1; predictor <= 7; ++predictor) {
      CAPTURE(bits);
      CAPTURE(predictor);
      const auto layout = layout_of(23, 9, static_cast<std::uint16_t>(bits));
      const std::size_t width = bits <= 8 ? 1 : 2;
      const Bytes samples = random_samples(23 * 9, width, (1U << bits) - 1, bits * 8 + predictor);
      const Bytes coded = codec_test::write_lossless_jpeg(samples, 23, 9, 1, bits, predictor);
      base::Budget budget;
      const auto frame = codec::decode_jpeg(coded, layout, budget);
      if (!frame.ok()) MESSAGE(base::describe(frame.error()));
      REQUIRE(frame.ok());
      CHECK(frame->complete);
      CHECK(frame->reversible);
      CHECK(frame->bits_stored == bits);
      CHECK(frame->samples == samples);
    }
  }
}

TEST_CASE("lossless JPEG of three components stays RGB") {
  const auto layout = layout_of(12, 7, 8, 3);
  const Bytes samples = random_samples(12 * 7 * 3, 1, 255, 77);
  base::Budget budget;
  const auto frame = codec::decode_jpeg(codec_test::write_lossless_jpeg(samples, 12, 7, 3, 8, 1), layout, budget);
  REQUIRE(frame.ok());
  CHECK(frame->samples == samples);
  CHECK(frame->colour == base::ColourModel::kRgb);
}

TEST_CASE("signed lossless JPEG gets its sign back from the dataset") {
  auto layout = layout_of(8, 1, 16);
  layout.is_signed = true;
  Bytes samples;
  for (int value : {-32768, -1, 0, 1, 32767, -2000, 5, 7}) {
    samples.push_back(static_cast<std::uint8_t>(value));
    samples.push_back(static_cast<std::uint8_t>(value >> 8));
  }
  base::Budget budget;
  const Bytes coded = codec_test::write_lossless_jpeg(samples, 8, 1, 1, 16, 1);
  auto frame = codec::decode_jpeg(coded, layout, budget);
  REQUIRE(frame.ok());
  CHECK(frame->is_signed);
  CHECK(frame->samples == samples);
}

TEST_CASE("a codestream with other precision than the dataset is followed, and it is said") {
  auto layout = layout_of(8, 1, 10);
  const Bytes samples = random_samples(8, 2, 4095, 9);
  Bytes bright = samples;
  base::store_le<std::uint16_t>(bright.data(), 4095);
  base::Budget budget;
  const auto frame = codec::decode_jpeg(codec_test::write_lossless_jpeg(bright, 8, 1, 1, 12, 1), layout, budget);
  REQUIRE(frame.ok());
  CHECK(frame->bits_stored == 12);
  CHECK(frame->samples == bright);
  REQUIRE(frame->remarks.size() == 1);
  CHECK(frame->remarks[0] == "the codestream says 12 bits, the dataset 10: the codestream is followed");
}

TEST_CASE("a JPEG that leaves its height to a later marker takes it from the dataset") {
  const auto layout = layout_of(16, 6, 8);
  const Bytes samples = random_samples(16 * 6, 1, 255, 4);
  Bytes coded = codec_test::write_lossless_jpeg(samples, 16, 6, 1, 8, 1);
  REQUIRE(coded[3] == 0xC3);
  coded[7] = coded[8] = 0;
  base::Budget budget;
  const auto frame = codec::decode_jpeg(coded, layout, budget);
  REQUIRE(frame.ok());
  CHECK(frame->samples == samples);
}

TEST_CASE("a JPEG cut short shows what it holds; one that is not JPEG is an error") {
  const auto layout = layout_of(64, 64, 8);
  const Bytes samples = random_samples(64 * 64, 1, 255, 8);
  Bytes coded = codec_test::write_lossless_jpeg(samples, 64, 64, 1, 8, 1);
  coded.resize(coded.size() / 2);
  base::Budget budget;
  const auto frame = codec::decode_jpeg(coded, layout, budget);
  REQUIRE(frame.ok());
  CHECK_FALSE(frame->complete);
  CHECK(std::equal(samples.begin(), samples.begin() + 64 * 16, frame->samples.begin()));
  CHECK_FALSE(codec::decode_jpeg(Bytes(100), layout, budget).ok());
  CHECK(codec::decode_jpeg(Bytes{}, layout, budget).error().code == base::ErrorCode::kTruncated);
}
