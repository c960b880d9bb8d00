// Any bytes as a JPEG 2000 or HTJ2K frame.
#include "tests/fuzz/codec_target.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  codec_fuzz::decode(data, size, sansfilm::dicom::PixelCoding::kJpeg2000);
  return 0;
}
