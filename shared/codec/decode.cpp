#include "shared/codec/decode.hpp"

#include <algorithm>

#include "shared/codec/coders.hpp"
#include "shared/dicom/frames.hpp"
#include "shared/dicom/tags.hpp"

namespace sansfilm::codec {

using base::Budget;
using base::Bytes;
using base::Error;
using base::ErrorCode;
using base::Frame;
using base::Result;
using base::SampleKind;
using dicom::Dataset;
using dicom::Element;
using dicom::PixelCoding;
using dicom::Tag;
using dicom::Vr;

namespace {

constexpr std::uint16_t kMostSamplesPerPixel = 16;

Error about(ErrorCode code, const char* detail, Tag tag) {
  Error error;
  error.code = code;
  error.detail = detail;
  error.tag = tag.value;
  return error;
}

Error unsupported(const char* detail, std::string_view uid) {
  Error error;
  error.code = ErrorCode::kUnsupported;
  error.detail = detail;
  error.subject = std::string(uid);
  return error;
}

// A value of the Image Pixel Module that must be there and lie within 1 and `most`.
Result<std::uint32_t> required(const Dataset& dataset, Tag tag, std::uint32_t most) {
  const auto value = dataset.integer(tag);
  if (!value) return about(ErrorCode::kMissing, "an attribute that the pixel data need is absent", tag);
  if (*value < 1 || *value > most) return about(ErrorCode::kMalformed, "a value that no picture can have", tag);
  return static_cast<std::uint32_t>(*value);
}

std::uint16_t optional(const Dataset& dataset, Tag tag, std::uint16_t otherwise) {
  const auto value = dataset.integer(tag);
  return value && *value >= 0 && *value <= 0xFFFF ? static_cast<std::uint16_t>(*value) : otherwise;
}

SampleKind kind_of(const Dataset& dataset) {
  if (dataset.find(dicom::tags::kPixelData) != nullptr) return SampleKind::kInteger;
  if (dataset.find(dicom::tags::kFloatPixelData) != nullptr) return SampleKind::kFloat32;
  if (dataset.find(dicom::tags::kDoubleFloatPixelData) != nullptr) return SampleKind::kFloat64;
  return SampleKind::kInteger;
}

WordOrder word_order(const Element& element) {
  if (!element.big_endian) return WordOrder::kBytes;
  switch (element.vr) {
    case Vr::OW: return WordOrder::kSwapped16;
    case Vr::OL:
    case Vr::OF: return WordOrder::kSwapped32;
    case Vr::OD:
    case Vr::OV: return WordOrder::kSwapped64;
    default: return WordOrder::kBytes;  // OB
  }
}

// Frames of a Part 2 stream may be components of one codestream. PS3.5 A.4.4.
Result<Frame> decode_multi_component(const dicom::File& file, std::uint32_t frame, std::uint32_t frames_per_stream,
                                     const PixelLayout& layout, Budget& budget) {
  SF_TRY(const dicom::FrameBytes located, dicom::locate_frame(file, frame / frames_per_stream, budget));
  return decode_dicom_jpeg2000(located.bytes, layout, (frame % frames_per_stream) * layout.samples_per_pixel, budget);
}

std::uint32_t frames_in_codestream(Bytes first, const PixelLayout& layout) {
  const std::uint32_t components = count_jpeg2000_components(strip_jp2_boxes(first));
  if (components <= 3 || components <= layout.samples_per_pixel || components % layout.samples_per_pixel != 0) return 1;
  return components / layout.samples_per_pixel;
}

Result<Frame> decode_native_frame(const dicom::File& file, const dicom::FrameBytes& located, const PixelLayout& layout,
                                  Budget& budget) {
  NativePosition position;
  position.bit_offset = located.bit_offset;
  if (const Element* element = dicom::pixel_element(file.dataset); element != nullptr) {
    position.order = word_order(*element);
    position.odd_start = located.offset >= element->offset && (located.offset - element->offset) % 2 != 0;
  }
  return decode_native(located.bytes, position, layout, budget);
}

Result<Frame> decode_located(const dicom::File& file, const dicom::FrameBytes& located, const PixelLayout& layout,
                             Budget& budget) {
  const PixelCoding coding = file.transfer_syntax->coding;
  if (coding == PixelCoding::kNative) return decode_native_frame(file, located, layout, budget);
  if (coding == PixelCoding::kJpeg2000 || coding == PixelCoding::kHtj2k) {
    return decode_dicom_jpeg2000(located.bytes, layout, 0, budget);
  }
  return decode_bytes(located.bytes, coding, layout, false, budget);
}

}  // namespace

Result<PixelLayout> read_pixel_layout(const Dataset& dataset) {
  namespace tags = dicom::tags;
  PixelLayout layout;
  layout.kind = kind_of(dataset);
  SF_TRY(layout.rows, required(dataset, tags::kRows, 0xFFFF));
  SF_TRY(layout.columns, required(dataset, tags::kColumns, 0xFFFF));
  SF_TRY(const std::uint32_t allocated, required(dataset, tags::kBitsAllocated, 64));
  layout.bits_allocated = static_cast<std::uint16_t>(allocated);
  layout.photometric = std::string(dataset.raw_text(tags::kPhotometricInterpretation).value_or(""));
  const bool colour = layout.photometric == "RGB" || layout.photometric.starts_with("YBR_");
  layout.samples_per_pixel = optional(dataset, tags::kSamplesPerPixel, colour ? 3 : 1);
  if (layout.samples_per_pixel == 0 || layout.samples_per_pixel > kMostSamplesPerPixel) {
    return about(ErrorCode::kMalformed, "a value that no picture can have", tags::kSamplesPerPixel);
  }
  layout.bits_stored = optional(dataset, tags::kBitsStored, layout.bits_allocated);
  layout.high_bit = optional(dataset, tags::kHighBit,
                             static_cast<std::uint16_t>(layout.bits_stored > 0 ? layout.bits_stored - 1 : 0));
  layout.is_signed = optional(dataset, tags::kPixelRepresentation, 0) == 1;
  layout.planar = optional(dataset, tags::kPlanarConfiguration, 0) == 1;
  if (layout.kind == SampleKind::kFloat32) layout.bits_allocated = 32;
  if (layout.kind == SampleKind::kFloat64) layout.bits_allocated = 64;
  if (layout.kind != SampleKind::kInteger) {
    layout.bits_stored = layout.bits_allocated;
    layout.high_bit = static_cast<std::uint16_t>(layout.bits_allocated - 1);
  }
  return layout;
}

Result<Frame> decode_frame(const dicom::File& file, std::uint32_t frame, Budget& budget) {
  const dicom::TransferSyntax& syntax = *file.transfer_syntax;
  if (syntax.coding == PixelCoding::kVideo) return unsupported("played by the browser", syntax.uid);
  if (syntax.coding == PixelCoding::kNotSupported) return unsupported("no decoder for this transfer syntax", syntax.uid);
  SF_TRY(const PixelLayout layout, read_pixel_layout(file.dataset));
  SF_CHECK(budget.check_time());

  if (syntax.coding == PixelCoding::kJpeg2000 && file.dataset.integer(dicom::tags::kNumberOfFrames).value_or(1) > 1) {
    SF_TRY(const dicom::FrameBytes first, dicom::locate_frame(file, 0, budget));
    const std::uint32_t per_stream = frames_in_codestream(first.bytes, layout);
    if (per_stream > 1) return decode_multi_component(file, frame, per_stream, layout, budget);
  }
  SF_TRY(const dicom::FrameBytes located, dicom::locate_frame(file, frame, budget));
  auto decoded = decode_located(file, located, layout, budget);
  if (decoded.ok() && !located.complete) {
    decoded->complete = false;
    remark(*decoded, "the file ends inside this frame");
  }
  return decoded;
}

Result<Frame> decode_bytes(Bytes bytes, PixelCoding coding, const PixelLayout& layout, bool big_endian,
                           Budget& budget) {
  SF_CHECK(budget.check_time());
  switch (coding) {
    case PixelCoding::kNative: {
      NativePosition position;
      if (big_endian && layout.bits_allocated > 8) position.order = WordOrder::kSwapped16;
      return decode_native(bytes, position, layout, budget);
    }
    case PixelCoding::kRle: return decode_rle(bytes, layout, budget);
    case PixelCoding::kJpeg: return decode_jpeg(bytes, layout, budget);
    case PixelCoding::kJpegLs: return decode_jpeg_ls(bytes, layout, budget);
    case PixelCoding::kJpeg2000:
    case PixelCoding::kHtj2k: return decode_dicom_jpeg2000(bytes, layout, 0, budget);
    case PixelCoding::kDeflatedFrame: return decode_deflated_frame(bytes, layout, budget);
    case PixelCoding::kVideo: return unsupported("played by the browser", "");
    case PixelCoding::kNotSupported: return unsupported("no decoder for this transfer syntax", "");
  }
  return Error{ErrorCode::kInternal, "a coding that is not in the table"};
}

}  // namespace sansfilm::codec
