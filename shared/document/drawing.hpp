// What is drawn over images (presentation state, segmentation, structure set) as a file that a viewer without codecs and without
// the object's own encoding can read: Explicit VR Little Endian, text in UTF-8, the frames of a segmentation decoded and native
// (BINARY one bit a pixel, else 8 or 16). Who the patient is and private attributes are left out: the viewer knows the former and
// has no use for the latter.
//
// @source PS3.10 2024e 7; PS3.5 2024e 8.1.1 (frames of single bits follow without a gap), C.12.1.1.2 (ISO_IR 192); PS3.3 2024e A.33, A.51, A.19
// @errors kInvalidArgument (another kind of object), kOverBudget (kLargestDrawing_bytes), those of codec::decode_frame
// @owner  the result owns its bytes
// @thread pure
#pragma once

#include <cstdint>
#include <vector>

#include "shared/base/budget.hpp"
#include "shared/base/result.hpp"
#include "shared/dicom/reader.hpp"

namespace sansfilm::document {

// Of the pixels once decoded: a thousand frames of 512 x 512 single bits are 32 MiB.
inline constexpr std::uint64_t kLargestDrawing_bytes = std::uint64_t{128} << 20;

[[nodiscard]] base::Result<std::vector<std::uint8_t>> write_drawing(const dicom::File& file, base::Budget& budget);

}  // namespace sansfilm::document
