// JPEG 2000: what is encoded comes back, whole, in layers, in tiles, reduced, cut short, and within the budget.
#include <doctest/doctest.h>

#include <cmath>
#include <random>

#include "shared/codec/coders.hpp"
#include "shared/codec/jpeg2000.hpp"
#include "shared/codec/jpeg2000_header.hpp"
#include "shared/j2k/index.hpp"

using namespace sansfilm;

namespace {

// A disc with a soft edge and noise, in `bits` bits.
base::Frame picture(std::uint32_t columns, std::uint32_t rows, std::uint16_t bits, bool is_signed = false,
                    std::uint16_t spp = 1) {
  base::Frame frame;
  frame.columns = columns;
  frame.rows = rows;
  frame.bits_stored = bits;
  frame.is_signed = is_signed;
  frame.samples_per_pixel = spp;
  frame.bytes_per_sample = codec::bytes_for_bits(bits);
  std::mt19937 random(7);
  const double top = std::ldexp(1.0, bits) - 1;
  for (std::uint32_t y = 0; y < rows; ++y) {
    for (std::uint32_t x = 0; x < columns; ++x) {
      for (std::uint32_t c = 0; c < spp; ++c) {
        const double r = std::hypot(x - columns / 2.0, y - rows / 2.0) / (0.4 * std::min(columns, rows));
        double value = top * (0.2 + 0.6 / (1 + std::exp(20 * (r - 1)))) + static_cast<double>(random() % 5) + c;
        if (is_signed) value -= std::ldexp(1.0, bits - 1);
        const auto integer = static_cast<std::uint32_t>(static_cast<std::int64_t>(value));
        for (unsigned b = 0; b < frame.bytes_per_sample; ++b) {
          frame.samples.push_back(static_cast<std::uint8_t>(integer >> (8 * b)));
        }
      }
    }
  }
  return frame;
}

std::vector<std::uint8_t> encode(const base::Frame& frame, const codec::Jpeg2000EncodeOptions& options = {}) {
  base::Budget budget;
  auto coded = codec::encode_jpeg2000(frame, options, budget);
  if (!coded.ok()) MESSAGE(base::describe(coded.error()));
  REQUIRE(coded.ok());
  return std::move(coded).value();
}

base::Frame decode(base::Bytes coded, const codec::Jpeg2000DecodeOptions& options = {}) {
  base::Budget budget;
  auto frame = codec::decode_jpeg2000(coded, options, budget);
  if (!frame.ok()) MESSAGE(base::describe(frame.error()));
  REQUIRE(frame.ok());
  return std::move(frame).value();
}

double mean_square_error(const base::Frame& a, const base::Frame& b) {
  REQUIRE(a.samples.size() == b.samples.size());
  double sum = 0;
  for (std::size_t i = 0; i + 1 < a.samples.size(); i += 2) {
    const double d = double{1} * base::load_le<std::uint16_t>(a.samples.data() + i) -
                     base::load_le<std::uint16_t>(b.samples.data() + i);
    sum += d * d;
  }
  return sum / static_cast<double>(a.samples.size() / 2);
}

}  // namespace

TEST_CASE("lossless encoding gives back every sample, signed or not, 8 to 16 bits, one or three samples") {
  for (const unsigned bits : {8U, 10U, 12U, 16U}) {
    for (const bool is_signed : {false, true}) {
      CAPTURE(bits);
      CAPTURE(is_signed);
      const auto frame = picture(61, 43, static_cast<std::uint16_t>(bits), is_signed);
      const auto back = decode(encode(frame));
      CHECK(back.samples == frame.samples);
      CHECK(back.is_signed == is_signed);
      CHECK(back.bits_stored == bits);
      CHECK(back.reversible);
    }
  }
  const auto colour = picture(40, 30, 8, false, 3);
  codec::Jpeg2000EncodeOptions options;
  options.colour_transform = true;
  CHECK(decode(encode(colour, options)).samples == colour.samples);
}

TEST_CASE("samples that need more bits than declared are not damaged") {
  auto frame = picture(32, 32, 12);
  base::store_le<std::uint16_t>(frame.samples.data(), 0xFFFF);
  const auto back = decode(encode(frame));
  CHECK(back.bits_stored == 16);
  CHECK(back.samples == frame.samples);
}

TEST_CASE("layers, tiles and markers of the streaming codestream") {
  const auto frame = picture(300, 200, 12);
  codec::Jpeg2000EncodeOptions options;
  options.bits_per_sample_layers = {0.25, 1.0, 0.0};
  options.tile_size_px = 128;
  const auto coded = encode(frame, options);
  CHECK(decode(coded).samples == frame.samples);

  base::Budget budget;
  const auto index = j2k::build_index(coded, budget);
  REQUIRE(index.ok());
  CHECK(index->geometry.layers == 3);
  CHECK(index->geometry.tile_columns == 3);
  CHECK(index->geometry.tile_rows == 2);
  CHECK(index->geometry.progression == 0);
  CHECK(index->complete);
  const auto has_marker = [&](std::uint8_t low) {
    for (std::size_t i = 0; i + 1 < coded.size(); ++i) {
      if (coded[i] == 0xFF && coded[i + 1] == low) return true;
    }
    return false;
  };
  CHECK(has_marker(0x55));  // TLM
  CHECK(has_marker(0x58));  // PLT

  double before = 1e12;
  for (const std::uint32_t layers : {1U, 2U, 3U}) {
    codec::Jpeg2000DecodeOptions some;
    some.layers = layers;
    const double mse = mean_square_error(decode(coded, some), frame);
    CHECK(mse < before);
    before = mse;
  }
  CHECK(before == 0.0);
}

TEST_CASE("irreversible encoding meets its rate and says that it is not reversible") {
  const auto frame = picture(256, 256, 12);
  codec::Jpeg2000EncodeOptions options;
  options.reversible = false;
  options.bits_per_sample_layers = {1.0};
  const auto coded = encode(frame, options);
  CHECK(coded.size() < 256 * 256 / 8 * 1.1);
  const auto back = decode(coded);
  CHECK_FALSE(back.reversible);
  CHECK(mean_square_error(back, frame) < 50.0);
}

TEST_CASE("a reduced picture has half the size, rounded up; too many reductions are refused") {
  const auto coded = encode(picture(101, 67, 12));
  codec::Jpeg2000DecodeOptions options;
  options.reduce = 1;
  const auto half = decode(coded, options);
  CHECK(half.columns == 51);
  CHECK(half.rows == 34);
  options.reduce = 30;
  base::Budget budget;
  const auto refused = codec::decode_jpeg2000(coded, options, budget);
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().code == base::ErrorCode::kInvalidArgument);
}

TEST_CASE("a codestream cut short decodes when that is allowed, and is an error when it is not") {
  codec::Jpeg2000EncodeOptions layered;
  layered.bits_per_sample_layers = {0.5, 2.0, 0.0};
  const auto frame = picture(256, 256, 12);
  auto coded = encode(frame, layered);
  coded.resize(coded.size() * 2 / 3);
  base::Budget budget;
  CHECK_FALSE(codec::decode_jpeg2000(coded, {}, budget).ok());
  codec::Jpeg2000DecodeOptions options;
  options.allow_partial = true;
  const auto partial = decode(coded, options);
  CHECK(mean_square_error(partial, frame) < 2000.0);

  codec::PixelLayout layout;
  layout.columns = layout.rows = 256;
  layout.bits_stored = 12;
  layout.photometric = "MONOCHROME2";
  const auto shown = codec::decode_bytes(coded, dicom::PixelCoding::kJpeg2000, layout, false, budget);
  REQUIRE(shown.ok());
  CHECK_FALSE(shown->complete);
}

TEST_CASE("decoding returns what it borrowed from the budget, and keeps the frame charged") {
  const auto coded = encode(picture(64, 64, 12));
  base::Budget budget;
  const auto before = budget.bytes_left();
  REQUIRE(codec::decode_jpeg2000(coded, {}, budget).ok());
  CHECK(before - budget.bytes_left() == 64 * 64 * 2);
}

TEST_CASE("a header that announces more than the budget is refused before the decoder sees it") {
  auto coded = encode(picture(64, 64, 12));
  const auto with = [&](std::size_t at, std::uint32_t value) {
    auto copy = coded;
    base::store_be<std::uint32_t>(copy.data() + at, value);
    base::Budget budget;
    return codec::decode_jpeg2000(copy, {}, budget);
  };
  // SIZ: Xsiz at 8, Ysiz at 12, XTsiz at 24, YTsiz at 28.
  CHECK(with(8, 0x7FFFFFFF).error().marker == 0xFF51);
  auto huge = coded;
  for (const std::size_t at : {std::size_t{8}, std::size_t{12}, std::size_t{24}, std::size_t{28}}) {
    base::store_be<std::uint32_t>(huge.data() + at, 60000);
  }
  base::Budget budget;
  const auto refused = codec::decode_jpeg2000(huge, {}, budget);
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().code == base::ErrorCode::kOverBudget);
  CHECK(with(24, 0).error().code == base::ErrorCode::kMalformed);
}

TEST_CASE("parts that no encoder can serve are refused") {
  base::Budget budget;
  auto frame = picture(8, 8, 12);
  frame.samples.pop_back();
  CHECK(codec::encode_jpeg2000(frame, {}, budget).error().code == base::ErrorCode::kInvalidArgument);
  codec::Jpeg2000EncodeOptions options;
  options.bits_per_sample_layers = {2.0, 1.0};
  CHECK(codec::encode_jpeg2000(picture(8, 8, 12), options, budget).error().code == base::ErrorCode::kInvalidArgument);
  options = {};
  options.colour_transform = true;
  CHECK(codec::encode_jpeg2000(picture(8, 8, 12), options, budget).error().code == base::ErrorCode::kInvalidArgument);
}

TEST_CASE("boxes around a codestream are looked through") {
  const auto frame = picture(32, 32, 8);
  const auto coded = encode(frame);
  std::vector<std::uint8_t> boxed = {0, 0, 0, 12, 'j', 'P', ' ', ' ', 13, 10, 0x87, 10};
  boxed.insert(boxed.end(), {0, 0, 0, 0, 'j', 'p', '2', 'c'});
  boxed.insert(boxed.end(), coded.begin(), coded.end());
  CHECK(decode(boxed).samples == frame.samples);
}

TEST_CASE("a codestream narrower than its words takes the dataset's count of bits when the surplus is empty") {
  auto frame = picture(32, 32, 16);
  for (std::size_t i = 0; i < frame.samples.size(); i += 2) {
    base::store_le<std::uint16_t>(frame.samples.data() + i,
                                  base::load_le<std::uint16_t>(frame.samples.data() + i) & 0xFFF);
  }
  codec::PixelLayout layout;
  layout.columns = layout.rows = 32;
  layout.bits_stored = 12;
  layout.photometric = "MONOCHROME2";
  base::Budget budget;
  auto back = codec::decode_bytes(encode(frame), dicom::PixelCoding::kJpeg2000, layout, false, budget);
  REQUIRE(back.ok());
  CHECK(back->bits_stored == 12);
  CHECK(back->remarks.empty());
  layout.is_signed = true;
  back = codec::decode_bytes(encode(frame), dicom::PixelCoding::kJpeg2000, layout, false, budget);
  REQUIRE(back.ok());
  CHECK_FALSE(back->is_signed);
  CHECK(back->remarks.size() == 1);
}
