// Where each frame of the pixel data lies: in native pixel data by arithmetic, in encapsulated pixel data by the
// extended or basic offset table when they agree with the fragments, else by the start markers of the codestreams.
//
// @source PS3.5 2024e A.4; PS3.3 2024e C.7.6.3.1.8 (extended offset table)
// @errors kMissing (no pixel data, Rows...), kTruncated, kMalformed, kOverBudget
// @owner  borrows from the file; `joined` owns the bytes of a frame that spans fragments
// @thread pure
#pragma once

#include <cstdint>
#include <vector>

#include "shared/base/budget.hpp"
#include "shared/dicom/reader.hpp"

namespace sansfilm::dicom {

struct FrameBytes {
  base::Bytes bytes;                  // the compressed or native frame; valid while file and this object live
  std::vector<std::uint8_t> joined;   // storage when the frame spans several fragments
  std::uint64_t offset = 0;           // of its first byte in the file
  std::uint32_t bit_offset = 0;       // for 1-bit native frames that do not start on a byte: 0..7
  bool complete = true;               // false: the file ends inside this frame
};

// Number of frames by Number of Frames (0028,0008), 1 if absent; checked against budget and data.
[[nodiscard]] base::Result<std::uint32_t> count_frames(const File& file);

[[nodiscard]] base::Result<FrameBytes> locate_frame(const File& file, std::uint32_t frame, base::Budget& budget);

}  // namespace sansfilm::dicom
