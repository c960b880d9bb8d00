// One local DICOM file, read as little as its use needs: for the list, the header up to the pixel data; for a picture,
// the header and that frame. Files whose frames cannot be told from the header (compressed, deflated) are read whole.
//
// @source PS3.10 2024e 7; PS3.5 2024e 8, A.4
// @units  bytes
// @errors those of dicom::read_file; kIo when the device does not give the bytes; kOverBudget for a file to be read whole
//         that is larger than kLargestWhole_bytes
// @owner  OpenedFile owns its bytes; its File borrows from them
// @thread the worker's
#pragma once

#include <cstdint>
#include <vector>

#include "shared/base/result.hpp"
#include "shared/dicom/reader.hpp"

namespace sansfilm::local {

inline constexpr std::uint64_t kLargestWhole_bytes = std::uint64_t{512} << 20;

// Fills `to` with bytes of a file; what could not be read is missing at the end.
using ReadAt = std::uint32_t (*)(std::uint32_t file, double offset, std::uint32_t length, std::uint8_t* to);

struct Source {
  std::uint32_t file = 0;         // the page's number for it
  std::uint64_t size_bytes = 0;
};

// Where native frames lie, when they all start on a whole 16-bit word.
struct NativeFrames {
  std::uint64_t pixel_offset = 0;
  std::uint64_t pixel_bytes = 0;  // that the file really holds
  std::uint64_t frame_bytes = 0;
};

struct OpenedFile {
  std::vector<std::uint8_t> bytes;
  dicom::File file;
  bool whole = false;
  NativeFrames native;            // when not whole
  std::uint32_t frames = 0;       // with at least one byte
};

[[nodiscard]] base::Result<OpenedFile> open_header(ReadAt read, const Source& source);

[[nodiscard]] base::Result<OpenedFile> open_whole(ReadAt read, const Source& source);

// Header and one frame: to be decoded as the first frame of that file.
[[nodiscard]] base::Result<OpenedFile> open_frame(ReadAt read, const Source& source, const NativeFrames& native, std::uint32_t frame);

}  // namespace sansfilm::local
