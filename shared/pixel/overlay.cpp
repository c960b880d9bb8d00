#include "shared/pixel/overlay.hpp"

#include <algorithm>
#include <optional>

#include "shared/base/bytes.hpp"
#include "shared/pixel/tags.hpp"

namespace sansfilm::pixel {

using base::Error;
using base::ErrorCode;
using dicom::Tag;

namespace {

constexpr std::uint64_t kMaxPixels = 1U << 28;  // the budget of one decode

struct OverlayTags {
  explicit OverlayTags(std::uint16_t group)
      : rows(group, 0x0010), columns(group, 0x0011), frames(group, 0x0015), description(group, 0x0022),
        type(group, 0x0040), origin(group, 0x0050), frame_origin(group, 0x0051), bits_allocated(group, 0x0100),
        bit_position(group, 0x0102), label(group, 0x1500), data(group, 0x3000) {}
  Tag rows, columns, frames, description, type, origin, frame_origin, bits_allocated, bit_position, label, data;
};

std::uint8_t byte_at(const dicom::Element& element, std::size_t index) {
  const bool swapped = element.big_endian && element.vr != dicom::Vr::OB;
  const std::size_t at = swapped && (index ^ 1U) < element.value.size() ? index ^ 1U : index;
  return element.value[at];
}

std::optional<Error> unpack(const dicom::Element& element, std::uint64_t first_bit, Overlay& out) {
  const std::uint64_t count = std::uint64_t{out.rows} * out.columns;
  if ((first_bit + count + 7) / 8 > element.value.size()) {
    return Error{.code = ErrorCode::kTruncated, .detail = "the overlay data are shorter than rows and columns say; it is left out",
                 .offset = element.offset, .tag = element.tag.value};
  }
  // From here on everything lies inside the element, so that a size_t of 32 bits holds it.
  const auto pixels = static_cast<std::size_t>(count);
  const auto first_byte = static_cast<std::size_t>(first_bit / 8);
  const auto first_rest = static_cast<std::size_t>(first_bit % 8);
  out.bits.assign((pixels + 7) / 8, 0);
  if (first_rest == 0) {
    for (std::size_t i = 0; i < out.bits.size(); ++i) out.bits[i] = byte_at(element, first_byte + i);
    return std::nullopt;
  }
  for (std::size_t i = 0; i < pixels; ++i) {
    const std::size_t bit = first_rest + i;
    if ((byte_at(element, first_byte + bit / 8) >> (bit % 8)) & 1U) out.bits[i / 8] |= static_cast<std::uint8_t>(1U << (i % 8));
  }
  return std::nullopt;
}

// Overlay bits in the cells of native pixel data.
std::optional<Error> extract(const dicom::Dataset& image, std::uint32_t frame, std::int64_t bit_position, Tag bit_tag, Overlay& out) {
  const auto* pixels = image.find(tag::kPixelData);
  const auto allocated = image.integer(tag::kBitsAllocated).value_or(0);
  if (pixels == nullptr || !pixels->fragments.empty() || (allocated != 8 && allocated != 16 && allocated != 32)) {
    return Error{.code = ErrorCode::kUnsupported, .detail = "an overlay embedded in pixel data that are not native is left out",
                 .tag = bit_tag.value};
  }
  if (bit_position < 0 || bit_position >= allocated) {
    return Error{.code = ErrorCode::kMalformed, .detail = "the overlay's bit position lies outside the pixel cell; it is left out",
                 .tag = bit_tag.value};
  }
  if (image.integer(tag::kSamplesPerPixel).value_or(1) != 1 || image.integer(tag::kRows).value_or(0) != out.rows ||
      image.integer(tag::kColumns).value_or(0) != out.columns) {
    return Error{.code = ErrorCode::kInconsistent, .detail = "an embedded overlay differs in size from its image; it is left out",
                 .tag = bit_tag.value};
  }
  const std::uint64_t count = std::uint64_t{out.rows} * out.columns;
  const auto cell_bytes = static_cast<std::uint64_t>(allocated) / 8;
  const std::uint64_t start = std::uint64_t{frame} * count * cell_bytes;
  if (pixels->value.size() < start || pixels->value.size() - start < count * cell_bytes) {
    return Error{.code = ErrorCode::kTruncated, .detail = "the pixel data end inside an embedded overlay; it is left out",
                 .offset = pixels->offset, .tag = bit_tag.value};
  }
  // The byte of the cell that holds the bit; words of big endian data have their bytes reversed.
  const auto cell = static_cast<std::size_t>(cell_bytes);
  auto byte = static_cast<std::size_t>(bit_position) / 8;
  if (pixels->big_endian && cell > 1) byte = cell - 1 - byte;
  const bool swapped_bytes = pixels->big_endian && cell == 1 && pixels->vr == dicom::Vr::OW;
  const auto first = static_cast<std::size_t>(start) + byte;
  const auto samples = static_cast<std::size_t>(count);
  out.bits.assign((samples + 7) / 8, 0);
  for (std::size_t i = 0; i < samples; ++i) {
    std::size_t at = first + i * cell;
    if (swapped_bytes && (at ^ 1U) < pixels->value.size()) at ^= 1U;
    if ((pixels->value[at] >> (bit_position % 8)) & 1) out.bits[i / 8] |= static_cast<std::uint8_t>(1U << (i % 8));
  }
  out.embedded = true;
  return std::nullopt;
}

// The frame of a multi-frame overlay that lies on `frame` of the image; nullopt: none does.
std::optional<std::uint64_t> overlay_frame(const dicom::Dataset& holder, const OverlayTags& tags, std::uint32_t frame) {
  const auto frames = holder.integer(tags.frames);
  if (!frames || *frames <= 1) return 0;  // a single plane lies on every frame
  const auto origin = holder.integer(tags.frame_origin).value_or(1);
  const std::int64_t index = std::int64_t{frame} + 1 - origin;
  if (index < 0 || index >= *frames) return std::nullopt;
  return static_cast<std::uint64_t>(index);
}

void read_one(const dicom::Dataset& holder, std::uint16_t group, std::uint32_t frame, std::vector<Overlay>& out,
              std::vector<Error>& findings) {
  const OverlayTags tags(group);
  const auto rows = holder.integer(tags.rows);
  const auto columns = holder.integer(tags.columns);
  const bool has_data = holder.find(tags.data) != nullptr;
  const bool has_position = holder.find(tags.bit_position) != nullptr;
  if (!rows && !columns && !has_data && !has_position) return;
  if (!rows || !columns || *rows <= 0 || *columns <= 0) {
    findings.push_back({.code = ErrorCode::kMissing, .detail = "an overlay has no rows or columns; it is left out",
                        .tag = tags.rows.value});
    return;
  }
  if (*rows > 0xFFFF || *columns > 0xFFFF || static_cast<std::uint64_t>(*rows) * static_cast<std::uint64_t>(*columns) > kMaxPixels) {
    findings.push_back({.code = ErrorCode::kOverBudget, .detail = "an overlay is absurdly large; it is left out",
                        .tag = tags.rows.value});
    return;
  }
  const auto index = overlay_frame(holder, tags, frame);
  if (!index) return;
  Overlay overlay;
  overlay.group = group;
  overlay.rows = static_cast<std::uint32_t>(*rows);
  overlay.columns = static_cast<std::uint32_t>(*columns);
  const auto clamp16 = [](std::int64_t value) { return static_cast<std::int32_t>(std::clamp<std::int64_t>(value, -32768, 32767)); };
  overlay.origin_row = clamp16(holder.integer(tags.origin, 0).value_or(1));
  overlay.origin_column = clamp16(holder.integer(tags.origin, 1).value_or(1));
  overlay.is_region = holder.raw_text(tags.type).value_or("G") == "R";
  overlay.label = holder.text(tags.label);
  overlay.description = holder.text(tags.description);
  std::optional<Error> error;
  if (has_data) {
    const std::uint64_t count = std::uint64_t{overlay.rows} * overlay.columns;
    error = unpack(*holder.find(tags.data), *index * count, overlay);
  } else if (has_position && holder.integer(tags.bits_allocated).value_or(0) > 1) {
    error = extract(holder, frame, holder.integer(tags.bit_position).value_or(-1), tags.bit_position, overlay);
  } else {
    error = Error{.code = ErrorCode::kMissing, .detail = "an overlay has no data; it is left out", .tag = tags.data.value};
  }
  if (error) {
    findings.push_back(*error);
    return;
  }
  out.push_back(std::move(overlay));
}

}  // namespace

std::vector<Overlay> read_overlays(const dicom::Dataset& holder, std::uint32_t frame, std::vector<Error>& findings) {
  std::vector<Overlay> out;
  for (std::uint16_t group = 0x6000; group <= 0x601E; group = static_cast<std::uint16_t>(group + 2)) {
    read_one(holder, group, frame, out, findings);
  }
  return out;
}

}  // namespace sansfilm::pixel
