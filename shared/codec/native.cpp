// Uncompressed samples of 1 to 32 bits, floats and doubles, in every order of bytes and planes.
//
// @source PS3.5 2024e 8.1.1 (pixel cells), 8.1.2 (overlays above High Bit), 7.3 (byte order); PS3.3 2024e C.7.6.3.1.2
#include <algorithm>
#include <cstring>

#include "shared/codec/coders.hpp"

namespace sansfilm::codec {

using base::Budget;
using base::Bytes;
using base::ColourModel;
using base::Error;
using base::ErrorCode;
using base::Frame;
using base::Result;
using base::SampleKind;

namespace {

bool is_422(const PixelLayout& layout) {
  return layout.samples_per_pixel == 3 &&
         (layout.photometric == "YBR_FULL_422" || layout.photometric == "YBR_PARTIAL_422");
}

// Copies bytes into little endian order. An OW frame that starts on an odd byte pairs with the byte before it, which
// belongs to the previous frame: that one byte is not in `bytes`, so the first sample is then left zero.
std::vector<std::uint8_t> in_little_endian_order(Bytes bytes, const NativePosition& position) {
  const std::size_t width = position.order == WordOrder::kSwapped16 ? 2 : position.order == WordOrder::kSwapped32 ? 4 : 8;
  std::vector<std::uint8_t> out(bytes.size());
  const std::size_t phase = position.odd_start && width == 2 ? 1 : 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const std::size_t absolute = i + phase;
    const std::size_t partner = (absolute / width) * width + (width - 1 - absolute % width);
    if (partner >= phase && partner - phase < bytes.size()) out[i] = bytes[partner - phase];
  }
  return out;
}

// Where a sample of the file goes in the frame: planar data are interleaved, 4:2:2 is spread over both pixels.
struct Placement {
  std::size_t pixels;
  std::size_t samples_per_pixel;
  bool planar;

  [[nodiscard]] std::size_t operator()(std::size_t index) const {
    if (!planar) return index;
    return (index % pixels) * samples_per_pixel + index / pixels;
  }
};

// The general reader: cells of `bits_allocated` bits, packed from the least significant bit of each word on.
class CellReader {
 public:
  CellReader(Bytes bytes, std::uint32_t bit_offset, const PixelLayout& layout, unsigned stored, unsigned high)
      : bytes_(bytes), bit_(bit_offset), allocated_(layout.bits_allocated), shift_(high + 1 - stored), stored_(stored),
        is_signed_(layout.is_signed) {}

  [[nodiscard]] bool has_next() const { return (bit_ + allocated_ + 7) / 8 <= bytes_.size(); }

  std::uint32_t next() {
    const std::size_t first = static_cast<std::size_t>(bit_ / 8);
    const std::size_t count = std::min<std::size_t>(8, bytes_.size() - first);
    std::uint64_t window = 0;
    std::memcpy(&window, bytes_.data() + first, count);
    std::uint64_t cell = window >> (bit_ % 8);
    bit_ += allocated_;
    cell >>= shift_;
    const std::uint64_t mask = (std::uint64_t{1} << stored_) - 1;
    cell &= mask;
    if (is_signed_ && (cell >> (stored_ - 1)) != 0) cell |= ~mask;
    return static_cast<std::uint32_t>(cell);
  }

 private:
  Bytes bytes_;
  std::uint64_t bit_;
  unsigned allocated_, shift_, stored_;
  bool is_signed_;
};

void store(Frame& frame, std::size_t index, std::uint32_t value) {
  std::uint8_t* at = frame.samples.data() + index * frame.bytes_per_sample;
  if (frame.bytes_per_sample == 1) *at = static_cast<std::uint8_t>(value);
  if (frame.bytes_per_sample == 2) base::store_le(at, static_cast<std::uint16_t>(value));
  if (frame.bytes_per_sample == 4) base::store_le(at, value);
}

// Whole bytes per sample: masks, shifts and sign-extends at memory speed.
template <class T>
void extract_words(Bytes bytes, Frame& frame, unsigned stored, unsigned high) {
  const std::size_t count = std::min(bytes.size(), frame.samples.size()) / sizeof(T);
  const unsigned up = static_cast<unsigned>(sizeof(T) * 8) - 1 - high;
  const unsigned down = static_cast<unsigned>(sizeof(T) * 8) - stored;
  using Signed = std::make_signed_t<T>;
  for (std::size_t i = 0; i < count; ++i) {
    const auto raised = static_cast<T>(base::load_le<T>(bytes.data() + i * sizeof(T)) << up);
    const T value = frame.is_signed ? static_cast<T>(static_cast<Signed>(raised) >> down) : static_cast<T>(raised >> down);
    base::store_le<T>(frame.samples.data() + i * sizeof(T), value);
  }
}

template <class T>
void interleave(Bytes bytes, Frame& frame) {
  const std::size_t pixels = std::size_t{frame.columns} * frame.rows;
  const std::size_t count = std::min<std::size_t>(bytes.size() / sizeof(T), pixels * frame.samples_per_pixel);
  const Placement place{pixels, frame.samples_per_pixel, true};
  for (std::size_t i = 0; i < count; ++i) {
    std::memcpy(frame.samples.data() + place(i) * sizeof(T), bytes.data() + i * sizeof(T), sizeof(T));
  }
}

// Y0 Y1 Cb Cr -> Y0 Cb Cr  Y1 Cb Cr. The chroma samples belong to the first pixel of the pair and serve both.
void spread_422(Bytes bytes, Frame& frame) {
  const std::size_t width = frame.bytes_per_sample;
  const std::size_t pixels = std::size_t{frame.columns} * frame.rows;
  for (std::size_t pair = 0; pair * 2 < pixels; ++pair) {
    const std::size_t from = pair * 4 * width;
    if (from + 4 * width > bytes.size()) break;
    for (std::size_t second = 0; second < 2 && pair * 2 + second < pixels; ++second) {
      std::uint8_t* to = frame.samples.data() + (pair * 2 + second) * 3 * width;
      std::memcpy(to, bytes.data() + from + second * width, width);
      std::memcpy(to + width, bytes.data() + from + 2 * width, 2 * width);
    }
  }
}

// Bits Stored and High Bit as far as they make sense; a contradiction is remarked.
void settle_bits(const PixelLayout& layout, Frame& frame, unsigned& stored, unsigned& high) {
  stored = layout.bits_stored;
  high = layout.high_bit;
  if (stored == 0 || stored > layout.bits_allocated) {
    remark(frame, "Bits Stored " + std::to_string(stored) + " does not fit Bits Allocated " +
                      std::to_string(layout.bits_allocated) + ": all allocated bits are read");
    stored = layout.bits_allocated;
  }
  if (high >= layout.bits_allocated || high + 1 < stored) {
    remark(frame, "High Bit " + std::to_string(high) + " contradicts Bits Stored " + std::to_string(stored) +
                      ": High Bit " + std::to_string(stored - 1) + " is used");
    high = stored - 1;
  }
}

void read_cells(Bytes bytes, const NativePosition& position, const PixelLayout& layout, unsigned stored, unsigned high,
                Frame& frame) {
  const std::size_t pixels = std::size_t{frame.columns} * frame.rows;
  const std::size_t count = pixels * frame.samples_per_pixel;
  const Placement place{pixels, frame.samples_per_pixel, layout.planar && frame.samples_per_pixel > 1};
  CellReader reader(bytes, position.bit_offset, layout, stored, high);
  for (std::size_t i = 0; i < count && reader.has_next(); ++i) store(frame, place(i), reader.next());
}

void read_words(Bytes bytes, const PixelLayout& layout, unsigned stored, unsigned high, Frame& frame) {
  const unsigned width = frame.bytes_per_sample;
  const bool shuffle = (layout.planar && frame.samples_per_pixel > 1) || is_422(layout);
  if (is_422(layout)) {
    spread_422(bytes, frame);
  } else if (shuffle) {
    if (width == 1) interleave<std::uint8_t>(bytes, frame);
    if (width == 2) interleave<std::uint16_t>(bytes, frame);
    if (width == 4) interleave<std::uint32_t>(bytes, frame);
  }
  const bool whole = stored == width * 8 || frame.kind != SampleKind::kInteger;
  const Bytes source = shuffle ? Bytes(frame.samples) : bytes;
  if (whole) {
    if (!shuffle) std::memcpy(frame.samples.data(), bytes.data(), std::min(bytes.size(), frame.samples.size()));
    return;
  }
  if (width == 1) extract_words<std::uint8_t>(source, frame, stored, high);
  if (width == 2) extract_words<std::uint16_t>(source, frame, stored, high);
  if (width == 4) extract_words<std::uint32_t>(source, frame, stored, high);
}

}  // namespace

Result<Frame> decode_native(Bytes bytes, const NativePosition& position, const PixelLayout& layout, Budget& budget) {
  if (layout.bits_allocated == 0 || (layout.kind == SampleKind::kInteger && layout.bits_allocated > 32)) {
    return Error{ErrorCode::kUnsupported, "Bits Allocated is not between 1 and 32", base::kNoOffset, 0x00280100};
  }
  Frame frame;
  frame.columns = layout.columns;
  frame.rows = layout.rows;
  frame.samples_per_pixel = layout.samples_per_pixel;
  frame.kind = layout.kind;
  SF_TRY(frame.colour, colour_of(layout));
  unsigned stored = layout.bits_allocated;
  unsigned high = layout.bits_allocated - 1U;
  if (layout.kind == SampleKind::kInteger) {
    settle_bits(layout, frame, stored, high);
    frame.bytes_per_sample = bytes_for_bits(layout.bits_allocated);
    frame.is_signed = layout.is_signed;
  } else {
    frame.bytes_per_sample = layout.kind == SampleKind::kFloat64 ? 8 : 4;
    frame.is_signed = true;
  }
  frame.bits_stored = static_cast<std::uint16_t>(stored);

  const auto needed = native_frame_bytes(layout);
  if (!needed) return Error{ErrorCode::kOverBudget, "the size of the frame overflows", base::kNoOffset, 0x00280010};
  // A picture without a single byte is an error; one that ends early is shown as far as it goes.
  if (bytes.empty()) return Error{ErrorCode::kTruncated, "the frame has no bytes", base::kNoOffset, 0x7FE00010};
  SF_CHECK(allocate_samples(frame, budget));
  // Both products have been checked by native_frame_bytes.
  const std::uint64_t samples = std::uint64_t{frame.columns} * frame.rows * frame.samples_per_pixel;
  const std::uint64_t bits_needed =
      is_422(layout) ? *needed * 8 : samples * layout.bits_allocated + position.bit_offset;
  frame.complete = std::uint64_t{bytes.size()} * 8 >= bits_needed;
  if (!frame.complete) remark(frame, "the pixel data end before the frame does: the rest is zero");

  std::vector<std::uint8_t> reordered;
  Bytes source = bytes;
  const WorkMemory work(budget, position.order != WordOrder::kBytes ? bytes.size() : 0);
  SF_CHECK(work.status());
  if (position.order != WordOrder::kBytes) {
    reordered = in_little_endian_order(bytes, position);
    source = reordered;
  }
  const bool whole_bytes = layout.bits_allocated == frame.bytes_per_sample * 8U && position.bit_offset == 0;
  if (whole_bytes) {
    read_words(source, layout, stored, high, frame);
  } else {
    read_cells(source, position, layout, stored, high, frame);
  }
  return frame;
}

}  // namespace sansfilm::codec
