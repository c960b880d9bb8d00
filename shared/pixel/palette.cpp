#include "shared/pixel/palette.hpp"

#include "shared/pixel/element_values.hpp"
#include "shared/pixel/tags.hpp"

namespace sansfilm::pixel {

using base::Error;
using base::ErrorCode;

namespace {

Error bad_segments(const char* detail) {
  return Error{.code = ErrorCode::kMalformed, .detail = detail, .tag = tag::kSegmentedRedData.value};
}

enum Opcode : std::uint16_t { kDiscrete = 0, kLinearSegment = 1, kIndirect = 2 };

class SegmentReader {
 public:
  SegmentReader(const std::vector<std::uint16_t>& segments, std::uint32_t limit, bool eight_bit)
      : segments_(segments), limit_(limit), eight_bit_(eight_bit) {}

  base::Result<std::vector<std::uint16_t>> run() {
    std::size_t at = 0;
    while (at + 1 < segments_.size() && out_.size() < limit_) SF_CHECK(read_one(at, true));
    return std::move(out_);
  }

 private:
  base::Status read_one(std::size_t& at, bool may_be_indirect) {
    if (at + 1 >= segments_.size()) return bad_segments("a palette segment ends early");
    const std::uint16_t opcode = segments_[at];
    const std::uint16_t length = segments_[at + 1];
    at += 2;
    switch (opcode) {
      case kDiscrete: return read_discrete(at, length);
      case kLinearSegment: return read_linear(at, length);
      case kIndirect:
        if (!may_be_indirect) return bad_segments("an indirect palette segment refers to an indirect one");
        return read_indirect(at, length);
      default: return bad_segments("a palette segment is neither discrete, linear nor indirect");
    }
  }

  base::Status read_discrete(std::size_t& at, std::uint16_t length) {
    if (length > segments_.size() - at) return bad_segments("a discrete palette segment ends early");
    for (std::uint16_t i = 0; i < length && out_.size() < limit_; ++i) out_.push_back(segments_[at + i]);
    at += length;
    return {};
  }

  base::Status read_linear(std::size_t& at, std::uint16_t length) {
    if (out_.empty()) return bad_segments("a palette cannot begin with a linear segment");
    if (at >= segments_.size()) return bad_segments("a linear palette segment ends early");
    const double from = out_.back();
    const double to = segments_[at++];
    for (std::uint32_t i = 1; i <= length && out_.size() < limit_; ++i) {
      out_.push_back(static_cast<std::uint16_t>(std::lround(from + (to - from) * i / length)));
    }
    return {};
  }

  // The offset counts bytes from the first segment, least significant word (or bytes) first.
  base::Status read_indirect(std::size_t& at, std::uint16_t count) {
    const std::size_t parts = eight_bit_ ? 4 : 2;
    if (parts > segments_.size() - at) return bad_segments("an indirect palette segment ends early");
    std::uint32_t offset_bytes = 0;
    for (std::size_t i = 0; i < parts; ++i) offset_bytes |= std::uint32_t{segments_[at + i]} << (i * (eight_bit_ ? 8 : 16));
    at += parts;
    if (!eight_bit_ && offset_bytes % 2 != 0) return bad_segments("an indirect palette segment refers to half a word");
    std::size_t there = eight_bit_ ? offset_bytes : offset_bytes / 2;
    for (std::uint16_t i = 0; i < count && out_.size() < limit_; ++i) SF_CHECK(read_one(there, false));
    return {};
  }

  const std::vector<std::uint16_t>& segments_;
  std::uint32_t limit_;
  bool eight_bit_;
  std::vector<std::uint16_t> out_;
};

struct Channel {
  LutDescriptor descriptor;
  std::vector<std::uint16_t> entries;
};

std::vector<std::uint16_t> segment_units(const dicom::Element& element, bool eight_bit) {
  if (!eight_bit) return words_of(element);
  std::vector<std::uint16_t> out(element.value.begin(), element.value.end());
  if (element.big_endian && element.vr != dicom::Vr::OB) {
    for (std::size_t i = 0; i + 1 < out.size(); i += 2) std::swap(out[i], out[i + 1]);
  }
  return out;
}

base::Result<Channel> read_channel(const dicom::Dataset& dataset, std::uint32_t index, bool signed_input) {
  Channel out;
  const dicom::Tag descriptor(tag::kRedDescriptor.value + index);
  SF_TRY(out.descriptor, read_lut_descriptor(dataset, descriptor, signed_input));
  const dicom::Tag plain(tag::kRedData.value + index);
  if (const auto* data = dataset.find(plain); data != nullptr && !data->value.empty()) {
    SF_TRY(out.entries, read_lut_entries(*data, out.descriptor));
    return out;
  }
  const dicom::Tag segmented(tag::kSegmentedRedData.value + index);
  const auto* data = dataset.find(segmented);
  if (data == nullptr || data->value.empty()) {
    return Error{.code = ErrorCode::kMissing, .detail = "the palette has no data", .tag = plain.value};
  }
  const bool eight_bit = out.descriptor.bits <= 8;
  auto expanded = expand_segments(segment_units(*data, eight_bit), out.descriptor.entries, eight_bit);
  if (!expanded.ok()) {
    Error error = expanded.error();
    error.tag = segmented.value;
    error.offset = data->offset;
    return error;
  }
  out.entries = std::move(expanded).value();
  if (out.entries.size() < out.descriptor.entries) {
    return Error{.code = ErrorCode::kInconsistent, .detail = "the palette segments give fewer entries than the descriptor says",
                 .offset = data->offset, .tag = segmented.value};
  }
  return out;
}

std::uint8_t to_eight_bits(std::uint16_t value, std::uint16_t bits) {
  const std::uint32_t top = (1U << bits) - 1U;
  return static_cast<std::uint8_t>((std::min<std::uint32_t>(value, top) * 510U + top) / (2U * top));
}

}  // namespace

base::Result<std::vector<std::uint16_t>> expand_segments(const std::vector<std::uint16_t>& segments, std::uint32_t limit,
                                                         bool eight_bit) {
  return SegmentReader(segments, limit, eight_bit).run();
}

bool has_palette(const dicom::Dataset& dataset) { return dataset.find(tag::kRedDescriptor) != nullptr; }

base::Result<Palette> read_palette(const dicom::Dataset& dataset, bool signed_input) {
  std::array<Channel, 3> channels;
  for (std::uint32_t i = 0; i < 3; ++i) {
    SF_TRY(channels[i], read_channel(dataset, i, signed_input));
  }
  // Sixteen bits announced, eight used: writers that do so mean eight.
  const bool eight_used = std::all_of(channels.begin(), channels.end(), [](const Channel& channel) {
    return std::all_of(channel.entries.begin(), channel.entries.end(), [](std::uint16_t value) { return value < 256; });
  });
  if (eight_used) {
    for (auto& channel : channels) channel.descriptor.bits = 8;
  }
  Palette out;
  out.first = channels[0].descriptor.first;
  const std::size_t size = channels[0].entries.size();
  if (channels[1].entries.size() != size || channels[2].entries.size() != size) {
    return Error{.code = ErrorCode::kInconsistent, .detail = "red, green and blue of the palette differ in length",
                 .tag = tag::kRedDescriptor.value};
  }
  out.rgb.resize(size * 3);
  for (std::size_t c = 0; c < 3; ++c) {
    for (std::size_t i = 0; i < size; ++i) {
      out.rgb[i * 3 + c] = to_eight_bits(channels[c].entries[i], channels[c].descriptor.bits);
    }
  }
  const dicom::Tag alpha_descriptor(tag::kRedDescriptor.value + 3);
  if (dataset.find(alpha_descriptor) != nullptr) {
    SF_TRY(const Channel alpha, read_channel(dataset, 3, signed_input));
    if (alpha.entries.size() == size) {
      out.alpha.reserve(size);
      for (const auto value : alpha.entries) out.alpha.push_back(to_eight_bits(value, alpha.descriptor.bits));
    }
  }
  return out;
}

}  // namespace sansfilm::pixel
