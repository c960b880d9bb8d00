// DICOM's run length coding: a header of segment offsets, then PackBits segments, one for each byte of each sample.
//
// @source PS3.5 2024e Annex G
#include <algorithm>
#include <array>
#include <cstring>

#include "shared/codec/coders.hpp"

namespace sansfilm::codec {

using base::Budget;
using base::Bytes;
using base::Error;
using base::ErrorCode;
using base::Frame;
using base::Result;

namespace {

constexpr std::size_t kHeaderBytes = 64;
constexpr std::uint32_t kMostSegments = 15;

// Where a segment's bytes go: the first byte and the distance to the next.
struct Target {
  std::uint8_t* at;
  std::size_t stride;
  std::size_t count;
};

void put_run(Target& to, std::uint8_t value, std::size_t count) {
  if (to.stride == 1) {
    std::memset(to.at, value, count);
  } else {
    for (std::size_t i = 0; i < count; ++i) to.at[i * to.stride] = value;
  }
  to.count -= count;
  if (to.count != 0) to.at += count * to.stride;
}

void put_literal(Target& to, const std::uint8_t* from, std::size_t count) {
  if (to.stride == 1) {
    std::memcpy(to.at, from, count);
  } else {
    for (std::size_t i = 0; i < count; ++i) to.at[i * to.stride] = from[i];
  }
  to.count -= count;
  if (to.count != 0) to.at += count * to.stride;
}

// Fills the target; false if the segment ends before it is full. What exceeds the target is dropped.
bool unpack_segment(Bytes segment, Target to) {
  std::size_t at = 0;
  while (to.count != 0 && at < segment.size()) {
    const auto control = static_cast<std::int8_t>(segment[at++]);
    if (control >= 0) {
      const std::size_t announced = static_cast<std::size_t>(control) + 1;
      const std::size_t present = std::min({announced, segment.size() - at, to.count});
      put_literal(to, segment.data() + at, present);
      at += announced;
    } else if (control != -128) {
      if (at >= segment.size()) break;
      put_run(to, segment[at++], std::min<std::size_t>(1 - static_cast<int>(control), to.count));
    }
  }
  return to.count == 0;
}

struct Header {
  std::uint32_t segments = 0;
  std::array<std::uint32_t, kMostSegments> offsets{};
};

Result<Header> read_header(Bytes bytes) {
  if (bytes.size() < kHeaderBytes) return Error{ErrorCode::kTruncated, "the RLE header is cut short", bytes.size()};
  Header header;
  header.segments = base::load_le<std::uint32_t>(bytes.data());
  if (header.segments == 0 || header.segments > kMostSegments) {
    return Error{ErrorCode::kMalformed, "the RLE header announces no or more than 15 segments", 0};
  }
  for (std::uint32_t i = 0; i < header.segments; ++i) {
    header.offsets[i] = base::load_le<std::uint32_t>(bytes.data() + 4 + std::size_t{i} * 4);
    if (header.offsets[i] < kHeaderBytes || (i > 0 && header.offsets[i] < header.offsets[i - 1])) {
      return Error{ErrorCode::kMalformed, "an RLE segment offset lies in the header or before its predecessor",
                   4 + std::uint64_t{i} * 4};
    }
  }
  return header;
}

Bytes segment_bytes(Bytes bytes, const Header& header, std::uint32_t index) {
  const std::size_t begin = std::min<std::size_t>(header.offsets[index], bytes.size());
  const std::size_t end =
      index + 1 < header.segments ? std::min<std::size_t>(header.offsets[index + 1], bytes.size()) : bytes.size();
  return bytes.subspan(begin, end - begin);
}

// One bit a pixel: a single segment of packed bits, each frame padded to whole bytes.
Result<Frame> decode_packed_bits(Bytes bytes, const Header& header, const PixelLayout& layout, Budget& budget) {
  const auto packed_size = native_frame_bytes(layout);
  if (!packed_size) return Error{ErrorCode::kOverBudget, "the size of the frame overflows"};
  const WorkMemory work(budget, *packed_size);
  SF_CHECK(work.status());
  std::vector<std::uint8_t> packed(static_cast<std::size_t>(*packed_size));
  const bool full = unpack_segment(segment_bytes(bytes, header, 0), {packed.data(), 1, packed.size()});
  auto frame = decode_native(packed, {}, layout, budget);
  if (frame.ok() && !full) {
    frame->complete = false;
    remark(*frame, "RLE segment 1 ends early: the rest is zero");
  }
  return frame;
}

}  // namespace

Result<Frame> decode_rle(Bytes bytes, const PixelLayout& layout, Budget& budget) {
  SF_TRY(const Header header, read_header(bytes));
  if (layout.bits_allocated == 1 && layout.samples_per_pixel == 1) {
    return decode_packed_bits(bytes, header, layout, budget);
  }
  if (layout.bits_allocated % 8 != 0 || layout.bits_allocated > 32 || layout.bits_allocated == 24) {
    return Error{ErrorCode::kUnsupported, "RLE with these Bits Allocated", base::kNoOffset, 0x00280100};
  }
  const unsigned width = layout.bits_allocated / 8U;
  const unsigned expected = width * layout.samples_per_pixel;
  if (expected > kMostSegments) {
    return Error{ErrorCode::kUnsupported, "RLE cannot hold that many samples", base::kNoOffset, 0x00280002};
  }

  Frame frame;
  frame.columns = layout.columns;
  frame.rows = layout.rows;
  frame.samples_per_pixel = layout.samples_per_pixel;
  frame.bytes_per_sample = static_cast<std::uint8_t>(width);
  SF_TRY(frame.colour, colour_of(layout));
  SF_CHECK(allocate_samples(frame, budget));
  const std::size_t pixels = std::size_t{frame.columns} * frame.rows;

  const std::uint32_t present = std::min<std::uint32_t>(header.segments, expected);
  if (header.segments != expected) {
    remark(frame, "the RLE header announces " + std::to_string(header.segments) + " segments, the dataset needs " +
                      std::to_string(expected));
  }
  if (present < expected) frame.complete = false;
  for (std::uint32_t i = 0; i < present; ++i) {
    SF_CHECK(budget.check_time());
    // Segments run from the most to the least significant byte of each sample.
    const std::size_t byte = (i / width) * width + (width - 1 - i % width);
    const Target target{frame.samples.data() + byte, expected, pixels};
    if (!unpack_segment(segment_bytes(bytes, header, i), target)) {
      frame.complete = false;
      remark(frame, "RLE segment " + std::to_string(i + 1) + " ends early: the rest is zero");
    }
  }

  if (layout.bits_stored == layout.bits_allocated) {
    frame.bits_stored = layout.bits_stored;
    frame.is_signed = layout.is_signed;
    return frame;
  }
  // The bytes are now native samples; bits above High Bit go as in native data.
  PixelLayout interleaved = layout;
  interleaved.planar = false;
  if (interleaved.samples_per_pixel == 3 && frame.colour == base::ColourModel::kYbrFull) interleaved.photometric = "YBR_FULL";
  auto masked = decode_native(frame.samples, {}, interleaved, budget);
  budget.give_back_bytes(frame.samples.size());
  if (!masked.ok()) return masked;
  masked->complete = frame.complete;
  masked->remarks.insert(masked->remarks.begin(), frame.remarks.begin(), frame.remarks.end());
  return masked;
}

}  // namespace sansfilm::codec
