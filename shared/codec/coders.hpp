// Inside the room: one function for each coding, and what they share. Other rooms include decode.hpp or jpeg2000.hpp.
//
// @source PS3.5 2024e 8.2, Annex A
// @errors as in decode.hpp
// @owner  results own their memory; bytes are borrowed for the call
// @thread pure
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "shared/base/budget.hpp"
#include "shared/base/bytes.hpp"
#include "shared/base/frame.hpp"
#include "shared/codec/decode.hpp"

namespace sansfilm::codec {

// How the bytes of native pixel data lie. PS3.5 7.3, 8.1.1, 8.1.2.
enum class WordOrder : std::uint8_t {
  kBytes,      // little endian, or OB: bytes in order
  kSwapped16,  // OW of a big endian dataset: each 16-bit word is swapped
  kSwapped32,  // OL, OF of a big endian dataset
  kSwapped64,  // OD, OV of a big endian dataset
};

struct NativePosition {
  WordOrder order = WordOrder::kBytes;
  std::uint32_t bit_offset = 0;  // of the first sample, 0..7
  bool odd_start = false;        // the frame starts on an odd byte of the pixel data (matters to swapped words only)
};

base::Result<base::Frame> decode_native(base::Bytes bytes, const NativePosition& position, const PixelLayout& layout,
                                        base::Budget& budget);
base::Result<base::Frame> decode_rle(base::Bytes bytes, const PixelLayout& layout, base::Budget& budget);
base::Result<base::Frame> decode_deflated_frame(base::Bytes bytes, const PixelLayout& layout, base::Budget& budget);
base::Result<base::Frame> decode_jpeg(base::Bytes bytes, const PixelLayout& layout, base::Budget& budget);
base::Result<base::Frame> decode_jpeg_ls(base::Bytes bytes, const PixelLayout& layout, base::Budget& budget);

// `first_component`: where the frame's samples start when several frames are the components of one Part 2 codestream.
base::Result<base::Frame> decode_dicom_jpeg2000(base::Bytes bytes, const PixelLayout& layout,
                                                std::uint32_t first_component, base::Budget& budget);

// The codestream inside JP2 boxes, or `bytes` itself when there are none.
base::Bytes strip_jp2_boxes(base::Bytes bytes);

// Number of components of the image in a JPEG 2000 codestream; 0 if there is no SIZ.
std::uint32_t count_jpeg2000_components(base::Bytes codestream);

// --- what the codings share -------------------------------------------------------------------------------------

// Width of a stored sample: 1, 2 or 4 bytes.
[[nodiscard]] constexpr std::uint8_t bytes_for_bits(unsigned bits) {
  return bits <= 8 ? 1 : bits <= 16 ? 2 : 4;
}

// Bytes that one native frame occupies, rounded up to whole bytes; nullopt if it overflows.
std::optional<std::uint64_t> native_frame_bytes(const PixelLayout& layout);

// Charges `budget` and allocates zeroed samples; `frame` has its dimensions set. `sample_bytes`, if wider than the frame's
// samples, is what they will be widened to.
base::Status allocate_samples(base::Frame& frame, base::Budget& budget, std::uint8_t sample_bytes = 0);

// What a Photometric Interpretation says about decoded samples. kUnsupported for ARGB, HSV, CMYK.
base::Result<base::ColourModel> colour_of(const PixelLayout& layout);

// Remarks when rows, columns or samples of the codestream are not those of the dataset.
void remark_on_shape(base::Frame& frame, const PixelLayout& layout);

// For codings that carry `precision` bits without a sign (JPEG, JPEG-LS): settles bits_stored and is_signed of a frame
// whose samples hold the bare bit patterns, and sign-extends them.
void settle_sign_and_precision(base::Frame& frame, unsigned precision, const PixelLayout& layout);

// True if, of the low `precision` bits of each sample, those above `bits` are empty (0), or for signed data the sign.
bool fits_in_bits(const base::Frame& frame, unsigned precision, unsigned bits, bool is_signed);

// Widens 1-byte samples to `bytes` bytes (2 or 4), 2-byte samples to 4, without a sign. The caller has charged the budget
// for the wide samples.
void widen_samples(base::Frame& frame, std::uint8_t bytes);

// Memory that a decoder needs while it runs: charged to the budget, given back when it goes out of scope.
class WorkMemory {
 public:
  WorkMemory(base::Budget& budget, std::uint64_t bytes)
      : budget_(budget), bytes_(bytes), status_(budget.take_bytes(bytes)) {}
  ~WorkMemory() {
    if (status_.ok()) budget_.give_back_bytes(bytes_);
  }
  WorkMemory(const WorkMemory&) = delete;
  WorkMemory& operator=(const WorkMemory&) = delete;

  [[nodiscard]] const base::Status& status() const { return status_; }

 private:
  base::Budget& budget_;
  std::uint64_t bytes_;
  base::Status status_;
};

// Adds a remark once.
void remark(base::Frame& frame, std::string text);

}  // namespace sansfilm::codec
