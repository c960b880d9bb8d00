#include "shared/dicom/frames.hpp"

#include <algorithm>

#include "shared/base/checked.hpp"
#include "shared/dicom/sop_classes.hpp"
#include "shared/dicom/tags.hpp"

namespace sansfilm::dicom {

namespace {

using base::Error;
using base::ErrorCode;
using Method = FrameTable::Method;

Error about(ErrorCode code, const char* detail, Tag tag, std::uint64_t offset = base::kNoOffset) {
  return {.code = code, .detail = detail, .offset = offset, .tag = tag.value};
}

base::Result<std::uint64_t> positive(const Dataset& dataset, Tag tag, const char* missing, const char* wrong) {
  const auto value = dataset.integer(tag);
  if (!value) return about(ErrorCode::kMissing, missing, tag);
  if (*value <= 0 || *value > 0xFFFFFFFFLL) return about(ErrorCode::kMalformed, wrong, tag);
  return static_cast<std::uint64_t>(*value);
}

std::uint32_t declared_frames(const Dataset& dataset) {
  const auto value = dataset.integer(tags::kNumberOfFrames);
  return value && *value >= 1 ? static_cast<std::uint32_t>(std::min<std::int64_t>(*value, 0x7FFFFFFF)) : 1;
}

// A codestream starts here: JPEG and JPEG-LS SOI, JPEG 2000 SOC and SIZ, or the signature box of a JP2 file.
bool starts_codestream(base::Bytes bytes) {
  if (bytes.size() >= 3 && bytes[0] == 0xFF && bytes[1] == 0xD8 && bytes[2] == 0xFF) return true;
  if (bytes.size() < 4) return false;
  const auto first = base::load_be<std::uint32_t>(bytes.data());
  return first == 0xFF4FFF51 || (first == 0x0000000C && bytes.size() >= 8 &&
                                 base::load_be<std::uint32_t>(bytes.data() + 4) == 0x6A502020);
}

// Turns byte offsets of item tags, counted from the first fragment's item, into ranges of fragments; empty if they
// do not fit the fragments.
std::vector<FrameTable::Range> ranges_of(const std::vector<Fragment>& fragments,
                                         const std::vector<std::uint64_t>& offsets) {
  std::vector<FrameTable::Range> ranges;
  if (fragments.size() < 2 || offsets.empty() || offsets[0] != 0) return {};
  const std::uint64_t base = fragments[1].offset - 8;
  std::uint32_t at = 1;
  for (std::size_t i = 0; i < offsets.size(); ++i) {
    const auto fragment = std::lower_bound(
        fragments.begin() + static_cast<std::ptrdiff_t>(at), fragments.end(), offsets[i],
        [base](const Fragment& a, std::uint64_t offset) { return a.offset - 8 - base < offset; });
    if (fragment == fragments.end() || fragment->offset - 8 - base != offsets[i]) return {};
    const auto index = static_cast<std::uint32_t>(fragment - fragments.begin());
    if (i > 0) {
      if (index <= ranges.back().first) return {};
      ranges.back().count = index - ranges.back().first;
    }
    ranges.push_back({index, 0});
    at = index;
  }
  ranges.back().count = static_cast<std::uint32_t>(fragments.size()) - ranges.back().first;
  return ranges;
}

std::vector<std::uint64_t> basic_offsets(const Element& pixels) {
  const base::Bytes table = pixels.fragments[0].bytes;
  std::vector<std::uint64_t> offsets(table.size() / 4);
  for (std::size_t i = 0; i < offsets.size(); ++i) {
    offsets[i] = pixels.big_endian ? base::load_be<std::uint32_t>(table.data() + i * 4)
                                   : base::load_le<std::uint32_t>(table.data() + i * 4);
  }
  return offsets;
}

std::vector<std::uint64_t> extended_offsets(const Element& table) {
  std::vector<std::uint64_t> offsets(table.value.size() / 8);
  for (std::size_t i = 0; i < offsets.size(); ++i) offsets[i] = base::load_le<std::uint64_t>(table.value.data() + i * 8);
  return offsets;
}

std::vector<FrameTable::Range> ranges_by_markers(const std::vector<Fragment>& fragments) {
  std::vector<FrameTable::Range> ranges;
  for (std::uint32_t i = 1; i < fragments.size(); ++i) {
    if (ranges.empty() || starts_codestream(fragments[i].bytes)) {
      ranges.push_back({i, 1});
    } else {
      ++ranges.back().count;
    }
  }
  return ranges;
}

FrameTable encapsulated_frames(const File& file, const Element& pixels, std::uint32_t declared) {
  FrameTable table;
  table.declared = declared;
  const auto held = static_cast<std::uint32_t>(pixels.fragments.size() - 1);
  const auto accept = [&](Method method, std::vector<FrameTable::Range> ranges) {
    table.method = method;
    table.frames = std::min(declared, static_cast<std::uint32_t>(ranges.size()));
    table.ranges = std::move(ranges);
    return table;
  };
  const bool one_each = file.transfer_syntax->coding == PixelCoding::kRle ||
                        file.transfer_syntax->coding == PixelCoding::kDeflatedFrame;
  const std::vector<std::uint64_t> basic = basic_offsets(pixels);
  if (held == declared || (one_each && held >= 1)) {
    // As many fragments as frames leave nothing to decide, and RLE allows nothing else (PS3.5 A.4.2).
    table.method = Method::kOneFragmentEach;
    table.frames = std::min(declared, held);
    table.table_ignored = !basic.empty() && ranges_of(pixels.fragments, basic).size() != held;
    return table;
  }
  if (declared == 1 || file.transfer_syntax->coding == PixelCoding::kVideo) {
    table.method = Method::kAllFragments;
    table.frames = declared;
    return table;
  }
  if (const Element* extended = file.dataset.find(tags::kExtendedOffsetTable); extended != nullptr) {
    auto ranges = ranges_of(pixels.fragments, extended_offsets(*extended));
    if (ranges.size() == declared) return accept(Method::kExtendedTable, std::move(ranges));
    table.table_ignored = !extended->value.empty();
  }
  if (!basic.empty()) {
    auto ranges = ranges_of(pixels.fragments, basic);
    if (ranges.size() == declared) return accept(Method::kBasicTable, std::move(ranges));
    table.table_ignored = true;
  }
  return accept(Method::kMarkers, ranges_by_markers(pixels.fragments));
}

base::Result<FrameTable> native_frames(const Dataset& dataset, const Element& pixels, std::uint32_t declared) {
  SF_TRY(const std::uint64_t bits, native_frame_bits(dataset));
  FrameTable table;
  table.declared = declared;
  const std::uint64_t held_bits = std::uint64_t{pixels.value.size()} * 8;
  const std::uint64_t started = (held_bits + bits - 1) / bits;
  table.frames = static_cast<std::uint32_t>(std::min<std::uint64_t>(declared, started));
  return table;
}

base::Result<FrameBytes> native_frame(const Dataset& dataset, const Element& pixels, std::uint32_t frame) {
  SF_TRY(const std::uint64_t bits, native_frame_bits(dataset));
  const auto start = base::checked_multiply<std::uint64_t>(bits, frame);
  const std::uint64_t held = std::uint64_t{pixels.value.size()} * 8;
  if (!start || *start >= held) {
    return about(ErrorCode::kTruncated, "the pixel data end before this frame", pixels.tag,
                 pixels.offset + pixels.value.size());
  }
  const std::uint64_t available = held - *start;
  FrameBytes out;
  out.complete = bits <= available;
  out.bit_offset = static_cast<std::uint32_t>(*start % 8);
  const std::uint64_t first = *start / 8;
  const std::uint64_t last = (*start + std::min(bits, available) + 7) / 8;
  out.bytes = pixels.value.subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(last - first));
  out.offset = pixels.offset + first;
  return out;
}

// The exact length of a frame's codestream by the extended offset table, 0 if it does not say.
std::uint64_t exact_length(const File& file, std::uint32_t frame) {
  const Element* lengths = file.dataset.find(tags::kExtendedOffsetTableLengths);
  if (lengths == nullptr || lengths->value.size() / 8 <= frame) return 0;
  return base::load_le<std::uint64_t>(lengths->value.data() + std::size_t{frame} * 8);
}

}  // namespace

const Element* pixel_element(const Dataset& dataset) {
  for (const Tag tag : {tags::kPixelData, tags::kFloatPixelData, tags::kDoubleFloatPixelData}) {
    if (const Element* element = dataset.find(tag)) return element;
  }
  return nullptr;
}

bool is_picture(const File& file) {
  if (pixel_element(file.dataset) == nullptr) return false;
  const SopClass* known = find_sop_class(file.dataset.text(tags::kSopClassUid));
  if (known != nullptr && known->kind != ObjectKind::kImage && known->kind != ObjectKind::kOther) return false;
  return file.transfer_syntax->coding != PixelCoding::kVideo;
}

base::Result<std::uint64_t> native_frame_bits(const Dataset& dataset) {
  SF_TRY(const auto rows, positive(dataset, tags::kRows, "Rows is missing", "Rows is not a positive number"));
  SF_TRY(const auto columns,
         positive(dataset, tags::kColumns, "Columns is missing", "Columns is not a positive number"));
  SF_TRY(const auto allocated, positive(dataset, tags::kBitsAllocated, "Bits Allocated is missing",
                                        "Bits Allocated is not a positive number"));
  const std::int64_t samples = dataset.integer(tags::kSamplesPerPixel).value_or(1);
  if (allocated > 64) return about(ErrorCode::kMalformed, "Bits Allocated is more than 64", tags::kBitsAllocated);
  if (samples < 1 || samples > 16) {
    return about(ErrorCode::kMalformed, "Samples per Pixel is not a small positive number", tags::kSamplesPerPixel);
  }
  // Native 4:2:2 stores two luminances with one pair of chrominances: two samples a pixel (PS3.3 C.7.6.3.1.2).
  const auto photometric = dataset.raw_text(tags::kPhotometricInterpretation).value_or("");
  const bool subsampled = samples == 3 && (photometric == "YBR_FULL_422" || photometric == "YBR_PARTIAL_422");
  const std::uint64_t per_pixel = allocated * (subsampled ? 2 : static_cast<std::uint64_t>(samples));
  return rows * columns * per_pixel;  // below 2^16 * 2^16 * 2^10
}

base::Result<FrameTable> find_frames(const File& file) {
  const Element* pixels = pixel_element(file.dataset);
  if (pixels == nullptr) return about(ErrorCode::kMissing, "there are no pixel data", tags::kPixelData);
  const std::uint32_t declared = declared_frames(file.dataset);
  if (pixels->fragments.empty()) return native_frames(file.dataset, *pixels, declared);
  if (pixels->fragments.size() == 1) {
    return about(ErrorCode::kTruncated, "the pixel data have no fragment", pixels->tag, pixels->offset);
  }
  return encapsulated_frames(file, *pixels, declared);
}

base::Result<std::uint32_t> count_frames(const File& file) {
  SF_TRY(const FrameTable table, find_frames(file));
  return table.frames;
}

base::Result<FrameBytes> locate_frame(const File& file, std::uint32_t frame, base::Budget& budget) {
  SF_TRY(const FrameTable table, find_frames(file));
  return locate_frame(file, table, frame, budget);
}

base::Result<FrameBytes> locate_frame(const File& file, const FrameTable& table, std::uint32_t frame,
                                      base::Budget& budget) {
  if (frame >= table.declared) return Error{.code = ErrorCode::kInvalidArgument, .detail = "there is no such frame"};
  const Element* pixels = pixel_element(file.dataset);
  if (pixels == nullptr) return about(ErrorCode::kMissing, "there are no pixel data", tags::kPixelData);
  if (table.method == Method::kNative) return native_frame(file.dataset, *pixels, frame);
  if (frame >= table.frames) {
    return about(file.complete ? ErrorCode::kInconsistent : ErrorCode::kTruncated,
                 "there are fewer frames than Number of Frames says", pixels->tag);
  }
  FrameTable::Range range{frame + 1, 1};
  if (table.method == Method::kAllFragments) {
    range = {1, static_cast<std::uint32_t>(pixels->fragments.size() - 1)};
  } else if (table.method != Method::kOneFragmentEach) {
    range = table.ranges[frame];
  }

  FrameBytes out;
  const Fragment& first = pixels->fragments[range.first];
  out.offset = first.offset;
  out.complete = pixels->fragments[range.first + range.count - 1].complete;
  if (range.count == 1) {
    out.bytes = first.bytes;
    const std::uint64_t exact = exact_length(file, frame);
    if (exact != 0 && exact < out.bytes.size() && out.bytes.size() - exact == 1) {
      out.bytes = out.bytes.first(static_cast<std::size_t>(exact));
    }
  } else {
    std::size_t total = 0;
    for (std::uint32_t i = 0; i < range.count; ++i) total += pixels->fragments[range.first + i].bytes.size();
    SF_CHECK(budget.take_bytes(total));
    out.joined.reserve(total);
    for (std::uint32_t i = 0; i < range.count; ++i) {
      const base::Bytes part = pixels->fragments[range.first + i].bytes;
      out.joined.insert(out.joined.end(), part.begin(), part.end());
    }
    out.bytes = out.joined;
  }
  if (out.bytes.empty()) return about(ErrorCode::kTruncated, "the frame has no bytes", pixels->tag, out.offset);
  return out;
}

}  // namespace sansfilm::dicom
