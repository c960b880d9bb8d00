// Where each frame of the pixel data lies: in native pixel data by arithmetic, in encapsulated pixel data by the
// extended or basic offset table when they agree with the fragments, else by the start markers of the codestreams.
//
// @source PS3.5 2024e A.4; PS3.3 2024e C.7.6.3.1.8 (extended offset table)
// @errors kMissing (no pixel data, Rows...), kTruncated, kMalformed, kInconsistent, kOverBudget
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
  std::uint32_t bit_offset = 0;       // for native frames that do not start on a byte (1 or 12 bits): 0..7
  bool complete = true;               // false: the file ends inside this frame
};

// How the frames of a file were found; for `check` and for those who read many frames of one file.
struct FrameTable {
  enum class Method : std::uint8_t { kNative, kOneFragmentEach, kAllFragments, kExtendedTable, kBasicTable, kMarkers };
  struct Range {
    std::uint32_t first = 0;  // index into Element::fragments
    std::uint32_t count = 0;
  };
  Method method = Method::kNative;
  bool table_ignored = false;   // an offset table is there, and contradicts the fragments
  std::uint32_t frames = 1;     // that have at least one byte
  std::uint32_t declared = 1;   // by Number of Frames
  std::vector<Range> ranges;    // encapsulated, kExtendedTable kBasicTable kMarkers: one a frame
};

// Number of frames by Number of Frames (0028,0008), 1 if absent, but not more than the data hold at least in part.
[[nodiscard]] base::Result<std::uint32_t> count_frames(const File& file);

[[nodiscard]] base::Result<FrameTable> find_frames(const File& file);

[[nodiscard]] base::Result<FrameBytes> locate_frame(const File& file, std::uint32_t frame, base::Budget& budget);
[[nodiscard]] base::Result<FrameBytes> locate_frame(const File& file, const FrameTable& table, std::uint32_t frame,
                                                    base::Budget& budget);

// The element that holds the pixels: Pixel Data, Float or Double Float Pixel Data; nullptr if there is none.
[[nodiscard]] const Element* pixel_element(const Dataset& dataset);

// Its frames are pictures by themselves. False for what has no pixel data, for a segmentation (pixels that are drawn over
// others), and for video (the browser plays it).
[[nodiscard]] bool is_picture(const File& file);

// Bits of one native frame by Rows, Columns, Samples per Pixel, Bits Allocated and Photometric Interpretation.
[[nodiscard]] base::Result<std::uint64_t> native_frame_bits(const Dataset& dataset);

}  // namespace sansfilm::dicom
