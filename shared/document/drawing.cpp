#include "shared/document/drawing.hpp"

#include "shared/codec/decode.hpp"
#include "shared/dicom/frames.hpp"
#include "shared/dicom/tags.hpp"
#include "shared/dicom/writer.hpp"
#include "shared/document/document.hpp"
#include "shared/pixel/segmentation.hpp"
#include "shared/pixel/tags.hpp"

namespace sansfilm::document {

namespace {

using base::Error;
using base::ErrorCode;
using dicom::Dataset;
using dicom::DatasetBuilder;
using dicom::Element;

constexpr std::uint16_t kPatientGroup = 0x0010;

bool is_left_out(dicom::Tag tag) {
  const bool is_group_length = tag.element() == 0, is_private = tag.group() % 2 != 0;
  return is_group_length || is_private || tag.group() == kPatientGroup || tag == dicom::tags::kSpecificCharacterSet || tag == pixel::tag::kPixelData;
}

DatasetBuilder in_utf8(const Dataset& dataset) {
  DatasetBuilder out;
  for (const Element& element : dataset.elements()) {
    if (is_left_out(element.tag)) continue;
    if (element.vr == dicom::Vr::SQ) {
      std::vector<DatasetBuilder> items;
      for (const Dataset& item : element.items) items.push_back(in_utf8(item));
      out.sequence(element.tag, std::move(items));
    } else if (dicom::uses_character_set(element.vr)) {
      out.text(element.tag, element.vr, dataset.text(element.tag));
    } else {
      out.copy(element);
    }
  }
  return out;
}

// Appends samples of 0 and 1 as single bits.
class BitWriter {
 public:
  void append(const std::vector<std::uint8_t>& samples) {
    bytes_.resize(static_cast<std::size_t>((bits_ + samples.size() + 7) / 8));
    for (const std::uint8_t sample : samples) {
      if (sample != 0) bytes_[static_cast<std::size_t>(bits_ / 8)] |= static_cast<std::uint8_t>(1U << (bits_ % 8));
      ++bits_;
    }
  }
  [[nodiscard]] std::vector<std::uint8_t> take() { return std::move(bytes_); }

 private:
  std::vector<std::uint8_t> bytes_;
  std::uint64_t bits_ = 0;
};

bool is_ready(const dicom::File& file, const Element& pixels) {
  return file.transfer_syntax->coding == dicom::PixelCoding::kNative && pixels.fragments.empty() && !pixels.big_endian;
}

base::Status add_pixels(const dicom::File& file, DatasetBuilder& out, base::Budget& budget) {
  const Element* pixels = dicom::pixel_element(file.dataset);
  if (pixels == nullptr) return Error{.code = ErrorCode::kMissing, .detail = "the segmentation has no pixel data", .tag = pixel::tag::kPixelData.value};
  SF_TRY(const pixel::Segmentation segmentation, pixel::read_segmentation(file.dataset));
  const bool binary = segmentation.type == pixel::Segmentation::Type::kBinary;
  const std::int64_t allocated = file.dataset.integer(pixel::tag::kBitsAllocated).value_or(8);
  const std::uint64_t bits = binary ? 1 : allocated <= 8 ? 8 : 16;
  const std::uint64_t total = (std::uint64_t{segmentation.rows} * segmentation.columns * bits * segmentation.frames.size() + 7) / 8;
  if (total > kLargestDrawing_bytes) return Error{.code = ErrorCode::kOverBudget, .detail = "the segmentation is larger than a viewer can hold", .tag = pixel::tag::kPixelData.value};
  SF_CHECK(budget.take_bytes(total));
  const dicom::Vr vr = bits == 16 ? dicom::Vr::OW : dicom::Vr::OB;
  if (is_ready(file, *pixels) && static_cast<std::uint64_t>(allocated) == bits) {
    out.bytes(pixel::tag::kPixelData, vr, {pixels->value.begin(), pixels->value.end()});
    return {};
  }
  BitWriter packed;
  std::vector<std::uint8_t> whole;
  for (std::uint32_t i = 0; i < segmentation.frames.size(); ++i) {
    base::Budget one({.bytes = budget.bytes_left()});   // a frame is gone before the next is decoded
    SF_TRY(const base::Frame frame, codec::decode_frame(file, i, one));
    const bool fits = frame.rows == segmentation.rows && frame.columns == segmentation.columns && frame.samples_per_pixel == 1 &&
                      frame.bytes_per_sample == (bits == 16 ? 2 : 1);
    if (!fits) return Error{.code = ErrorCode::kInconsistent, .detail = "a frame of the segmentation has another form than it says", .tag = pixel::tag::kPixelData.value};
    if (binary) packed.append(frame.samples);
    else whole.insert(whole.end(), frame.samples.begin(), frame.samples.end());
  }
  out.integer(pixel::tag::kBitsAllocated, static_cast<std::int64_t>(bits));
  if (binary) out.integer(pixel::tag::kBitsStored, 1).integer(pixel::tag::kHighBit, 0);
  out.bytes(pixel::tag::kPixelData, vr, binary ? packed.take() : std::move(whole));
  return {};
}

}  // namespace

base::Result<std::vector<std::uint8_t>> write_drawing(const dicom::File& file, base::Budget& budget) {
  const Kind kind = kind_of(file);
  if (kind != Kind::kPresentation && kind != Kind::kSegmentation && kind != Kind::kStructureSet) {
    return Error{.code = ErrorCode::kInvalidArgument, .detail = "this object is not drawn over images"};
  }
  DatasetBuilder out = in_utf8(file.dataset);
  if (kind == Kind::kSegmentation) SF_CHECK(add_pixels(file, out, budget));
  return dicom::write_file(out, dicom::kExplicitLittleEndian);
}

}  // namespace sansfilm::document
