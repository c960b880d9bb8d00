#include <algorithm>
#include <optional>

#include "shared/base/checked.hpp"
#include "shared/codec/coders.hpp"

namespace sansfilm::codec {

using base::Budget;
using base::ColourModel;
using base::Error;
using base::ErrorCode;
using base::Frame;
using base::Result;
using base::Status;

std::optional<std::uint64_t> native_frame_bytes(const PixelLayout& layout) {
  const auto pixels = base::checked_multiply<std::uint64_t>(layout.columns, layout.rows);
  if (!pixels) return std::nullopt;
  if (layout.photometric == "YBR_FULL_422" || layout.photometric == "YBR_PARTIAL_422") {
    // Two luminance and two chrominance samples for each pair of pixels.
    const auto samples = base::checked_multiply<std::uint64_t>((*pixels + 1) / 2, 4);
    return samples ? base::checked_multiply<std::uint64_t>(*samples, (layout.bits_allocated + 7U) / 8U) : samples;
  }
  const auto samples = base::checked_multiply<std::uint64_t>(*pixels, layout.samples_per_pixel);
  if (!samples) return std::nullopt;
  const auto bits = base::checked_multiply<std::uint64_t>(*samples, layout.bits_allocated);
  if (!bits) return std::nullopt;
  return *bits / 8 + (*bits % 8 != 0 ? 1 : 0);
}

Status allocate_samples(Frame& frame, Budget& budget, std::uint8_t sample_bytes) {
  SF_CHECK(budget.take_pixels(frame.columns, frame.rows, frame.samples_per_pixel));
  // take_pixels has shown that the product fits.
  const std::uint64_t samples = std::uint64_t{frame.columns} * frame.rows * frame.samples_per_pixel;
  const std::uint8_t width = std::max(sample_bytes, frame.bytes_per_sample);
  const auto bytes = base::checked_multiply<std::uint64_t>(samples, width);
  if (!bytes || *bytes > frame.samples.max_size()) {
    return Error{ErrorCode::kOverBudget, "the frame is larger than this machine can address"};
  }
  SF_CHECK(budget.take_bytes(*bytes));
  if (width > frame.bytes_per_sample) frame.samples.reserve(static_cast<std::size_t>(*bytes));
  frame.samples.resize(static_cast<std::size_t>(samples * frame.bytes_per_sample));
  return {};
}

void widen_samples(Frame& frame, std::uint8_t bytes) {
  const std::size_t narrow = frame.bytes_per_sample;
  if (bytes <= narrow) return;
  const std::size_t count = frame.samples.size() / narrow;
  frame.samples.resize(count * bytes);
  std::uint8_t* const data = frame.samples.data();
  // From the end, so that no sample is overwritten before it has been moved.
  for (std::size_t i = count; i-- > 0;) {
    std::uint32_t value = data[i * narrow];
    if (narrow == 2) value = base::load_le<std::uint16_t>(data + i * 2);
    if (bytes == 2) base::store_le(data + i * 2, static_cast<std::uint16_t>(value));
    if (bytes == 4) base::store_le(data + i * 4, value);
  }
  frame.bytes_per_sample = bytes;
}

Result<ColourModel> colour_of(const PixelLayout& layout) {
  const std::string& name = layout.photometric;
  if (name.empty()) return layout.samples_per_pixel >= 3 ? ColourModel::kRgb : ColourModel::kMonochrome;
  if (name == "MONOCHROME1" || name == "MONOCHROME2") return ColourModel::kMonochrome;
  if (name == "PALETTE COLOR") return ColourModel::kPalette;
  if (name == "RGB" || name == "YBR_ICT" || name == "YBR_RCT") return ColourModel::kRgb;
  if (name == "YBR_FULL" || name == "YBR_FULL_422") return ColourModel::kYbrFull;
  if (name == "YBR_PARTIAL_422" || name == "YBR_PARTIAL_420") return ColourModel::kYbrPartial;
  if (name == "ARGB" || name == "HSV" || name == "CMYK") {
    return Error{ErrorCode::kUnsupported, "a retired Photometric Interpretation", base::kNoOffset, 0x00280004, 0, name};
  }
  return layout.samples_per_pixel >= 3 ? ColourModel::kRgb : ColourModel::kMonochrome;
}

void remark(Frame& frame, std::string text) {
  if (std::find(frame.remarks.begin(), frame.remarks.end(), text) == frame.remarks.end()) {
    frame.remarks.push_back(std::move(text));
  }
}

void remark_on_shape(Frame& frame, const PixelLayout& layout) {
  if (frame.columns != layout.columns || frame.rows != layout.rows) {
    remark(frame, "the codestream is " + std::to_string(frame.columns) + " x " + std::to_string(frame.rows) +
                      " pixels, the dataset says " + std::to_string(layout.columns) + " x " +
                      std::to_string(layout.rows) + ": the codestream is shown");
  }
  if (frame.samples_per_pixel == layout.samples_per_pixel) return;
  remark(frame, "the codestream has " + std::to_string(frame.samples_per_pixel) + " samples a pixel, the dataset says " +
                    std::to_string(layout.samples_per_pixel) + ": the codestream is shown");
  if (frame.samples_per_pixel == 1 && frame.colour != ColourModel::kPalette) frame.colour = ColourModel::kMonochrome;
  if (frame.samples_per_pixel >= 3 &&
      (frame.colour == ColourModel::kMonochrome || frame.colour == ColourModel::kPalette)) {
    frame.colour = ColourModel::kRgb;
  }
}

namespace {

template <class T>
void sign_extend(Frame& frame, unsigned bits) {
  if (bits >= sizeof(T) * 8) return;
  const unsigned shift = sizeof(T) * 8 - bits;
  using Unsigned = std::make_unsigned_t<T>;
  for (std::size_t at = 0; at + sizeof(T) <= frame.samples.size(); at += sizeof(T)) {
    const auto pattern = base::load_le<Unsigned>(frame.samples.data() + at);
    const auto value = static_cast<T>(static_cast<T>(static_cast<Unsigned>(pattern << shift)) >> shift);
    base::store_le<T>(frame.samples.data() + at, value);
  }
}

template <class Unsigned>
bool fits(const Frame& frame, unsigned precision, unsigned bits, bool is_signed) {
  const Unsigned upper = static_cast<Unsigned>(((std::uint64_t{1} << precision) - 1) & ~((std::uint64_t{1} << bits) - 1));
  const Unsigned sign = static_cast<Unsigned>(std::uint64_t{1} << (bits - 1));
  for (std::size_t at = 0; at + sizeof(Unsigned) <= frame.samples.size(); at += sizeof(Unsigned)) {
    const auto pattern = base::load_le<Unsigned>(frame.samples.data() + at);
    const Unsigned rest = pattern & upper;
    if (rest == 0) continue;
    if (!is_signed || rest != upper || (pattern & sign) == 0) return false;
  }
  return true;
}

}  // namespace

bool fits_in_bits(const Frame& frame, unsigned precision, unsigned bits, bool is_signed) {
  if (frame.bytes_per_sample == 1) return fits<std::uint8_t>(frame, precision, bits, is_signed);
  if (frame.bytes_per_sample == 2) return fits<std::uint16_t>(frame, precision, bits, is_signed);
  return fits<std::uint32_t>(frame, precision, bits, is_signed);
}

void settle_sign_and_precision(Frame& frame, unsigned precision, const PixelLayout& layout) {
  const unsigned declared = layout.bits_stored;
  unsigned bits = precision;
  if (declared != precision && declared != 0) {
    // Encoders commonly code the allocated word. If the surplus bits are empty, the dataset's count is the better one.
    if (declared < precision && fits_in_bits(frame, precision, declared, layout.is_signed)) {
      bits = declared;
    } else {
      remark(frame, "the codestream says " + std::to_string(precision) + " bits, the dataset " +
                        std::to_string(declared) + ": the codestream is followed");
    }
  }
  frame.bits_stored = static_cast<std::uint16_t>(bits);
  frame.is_signed = layout.is_signed;
  if (!frame.is_signed) return;
  if (frame.bytes_per_sample == 1) sign_extend<std::int8_t>(frame, bits);
  if (frame.bytes_per_sample == 2) sign_extend<std::int16_t>(frame, bits);
  if (frame.bytes_per_sample == 4) sign_extend<std::int32_t>(frame, bits);
}

}  // namespace sansfilm::codec
