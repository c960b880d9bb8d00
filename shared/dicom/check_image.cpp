#include <string_view>

#include "shared/dicom/check_parts.hpp"
#include "shared/dicom/frames.hpp"
#include "shared/dicom/sniff.hpp"
#include "shared/dicom/tags.hpp"

namespace sansfilm::dicom {

namespace {

using base::ErrorCode;

// PS3.3 C.7.6.3: type 1 and 1C attributes of the image pixel module, and whether they agree with each other.
void check_description(const Dataset& dataset, Findings& findings) {
  for (const Tag tag : {tags::kSamplesPerPixel, tags::kPhotometricInterpretation, tags::kRows, tags::kColumns,
                        tags::kBitsAllocated}) {
    if (!dataset.has_value(tag)) findings.add(ErrorCode::kMissing, "required for an image", tag);
  }
  const bool integers = dataset.find(tags::kPixelData) != nullptr;
  if (integers) {
    for (const Tag tag : {tags::kBitsStored, tags::kHighBit, tags::kPixelRepresentation}) {
      if (!dataset.has_value(tag)) findings.add(ErrorCode::kMissing, "required for an image", tag);
    }
  }
  for (const Tag tag : {tags::kRows, tags::kColumns}) {
    if (dataset.integer(tag) == 0) findings.add(ErrorCode::kMalformed, "an image of no size", tag);
  }
  const auto allocated = dataset.integer(tags::kBitsAllocated), stored = dataset.integer(tags::kBitsStored),
             high = dataset.integer(tags::kHighBit);
  if (allocated && *allocated != 1 && (*allocated % 8 != 0 || *allocated <= 0)) {
    findings.add(ErrorCode::kMalformed, "Bits Allocated is neither 1 nor a multiple of 8", tags::kBitsAllocated);
  }
  if (allocated && stored && *stored > *allocated) {
    findings.add(ErrorCode::kInconsistent, "more bits stored than allocated", tags::kBitsStored);
  }
  if (stored && high && *high != *stored - 1) {
    findings.add(ErrorCode::kInconsistent, "High Bit is not Bits Stored less one", tags::kHighBit);
  }
}

void check_colour(const Dataset& dataset, Findings& findings) {
  const auto samples = dataset.integer(tags::kSamplesPerPixel);
  const std::string_view photometric = dataset.raw_text(tags::kPhotometricInterpretation).value_or("");
  if (!samples || photometric.empty()) return;
  const bool grey = photometric == "MONOCHROME1" || photometric == "MONOCHROME2" || photometric == "PALETTE COLOR";
  if (grey != (*samples == 1)) {
    findings.add(ErrorCode::kInconsistent, "Samples per Pixel does not suit the photometric interpretation", tags::kSamplesPerPixel);
  }
  if (*samples > 1 && !dataset.has_value(tags::kPlanarConfiguration)) {
    findings.add(ErrorCode::kMissing, "required for an image of several samples", tags::kPlanarConfiguration);
  }
  if (photometric != "PALETTE COLOR") return;
  for (const Tag tag : {tags::kRedPaletteDescriptor, tags::kGreenPaletteDescriptor, tags::kBluePaletteDescriptor}) {
    if (!dataset.has_value(tag)) findings.add(ErrorCode::kMissing, "required for a palette image", tag);
  }
}

void check_native_length(const File& file, const Element& pixels, Findings& findings) {
  const auto bits = native_frame_bits(file.dataset);
  if (!bits.ok()) return;  // said above
  const auto frames = static_cast<std::uint64_t>(std::max<std::int64_t>(file.dataset.integer(tags::kNumberOfFrames).value_or(1), 1));
  const auto whole = static_cast<unsigned __int128>(bits.value()) * frames;
  const auto expected = (whole + 7) / 8;
  if (pixels.value.size() < expected) {
    findings.add(ErrorCode::kTruncated, "fewer pixel data than rows, columns and frames need", pixels.tag, pixels.offset);
  } else if (pixels.value.size() > expected + 1) {
    findings.add(ErrorCode::kInconsistent, "more pixel data than rows, columns and frames need", pixels.tag, pixels.offset);
  }
}

void check_codestreams(const File& file, const FrameTable& table, const Element& pixels, Findings& findings) {
  if (table.frames < table.declared) {
    findings.add(ErrorCode::kInconsistent, "fewer frames than Number of Frames says", pixels.tag, pixels.offset);
  }
  if (table.table_ignored) {
    findings.add(ErrorCode::kInconsistent, "the offset table contradicts the fragments; it is not used", pixels.tag, pixels.offset);
  }
  const TransferSyntax* seen = sniff_codestream(pixels.fragments[1].bytes);
  const PixelCoding stated = file.transfer_syntax->coding;
  const bool same_marker = seen != nullptr && seen->coding == PixelCoding::kJpeg2000 && stated == PixelCoding::kHtj2k;
  const bool known = stated == PixelCoding::kJpeg || stated == PixelCoding::kJpegLs || stated == PixelCoding::kJpeg2000 ||
                     stated == PixelCoding::kHtj2k || stated == PixelCoding::kRle;
  if (known && !same_marker && (seen == nullptr || seen->coding != stated)) {
    findings.add(ErrorCode::kInconsistent, "the first frame does not look like what the transfer syntax states", pixels.tag,
                 pixels.fragments[1].offset);
  }
}

}  // namespace

void check_image(const File& file, Findings& findings) {
  const Element* pixels = pixel_element(file.dataset);
  if (pixels == nullptr) return;
  check_description(file.dataset, findings);
  check_colour(file.dataset, findings);
  const bool fragmented = !pixels->fragments.empty();
  if (file.transfer_syntax->encapsulated != fragmented && file.transfer_syntax != &unknown_transfer_syntax()) {
    findings.add(ErrorCode::kInconsistent,
                 fragmented ? "encapsulated pixel data under a native transfer syntax" : "native pixel data under an encapsulated transfer syntax",
                 pixels->tag, pixels->offset);
  }
  if (!fragmented) return check_native_length(file, *pixels, findings);
  const auto table = find_frames(file);
  if (!table.ok()) return findings.add(table.error().code, table.error().detail, Tag(table.error().tag), pixels->offset);
  check_codestreams(file, table.value(), *pixels, findings);
}

}  // namespace sansfilm::dicom
