// Decodes one frame of a DICOM file into stored values, whatever its transfer syntax.
//
// @source PS3.5 2024e 8, Annex A, Annex G (RLE); ISO 10918-1, 14495-1, 15444-1, 15444-15
// @errors kUnsupported with the transfer syntax as subject; kMissing with the attribute; kCodec with the marker and offset
// @owner  the frame owns its samples
// @thread pure; one call at a time per Budget
#pragma once

#include "shared/base/budget.hpp"
#include "shared/base/frame.hpp"
#include "shared/dicom/reader.hpp"

namespace sansfilm::codec {

// The attributes of the Image Pixel Module that a decoder needs. PS3.3 2024e C.7.6.3.
struct PixelLayout {
  std::uint32_t columns = 0;
  std::uint32_t rows = 0;
  std::uint16_t samples_per_pixel = 1;
  std::uint16_t bits_allocated = 16;
  std::uint16_t bits_stored = 16;
  std::uint16_t high_bit = 15;
  bool is_signed = false;
  bool planar = false;                       // Planar Configuration 1
  base::SampleKind kind = base::SampleKind::kInteger;
  std::string photometric;                   // Photometric Interpretation as it stands
};

[[nodiscard]] base::Result<PixelLayout> read_pixel_layout(const dicom::Dataset& dataset);

[[nodiscard]] base::Result<base::Frame> decode_frame(const dicom::File& file, std::uint32_t frame, base::Budget& budget);

// The same for bytes that are not in a file (a frame from the streaming path, a test).
// `big_endian` matters only to PixelCoding::kNative.
[[nodiscard]] base::Result<base::Frame> decode_bytes(base::Bytes bytes, dicom::PixelCoding coding, const PixelLayout& layout,
                                               bool big_endian, base::Budget& budget);

}  // namespace sansfilm::codec
