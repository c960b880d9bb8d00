// Any bytes as a deflated frame.
#include "tests/fuzz/codec_target.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  codec_fuzz::decode(data, size, sansfilm::dicom::PixelCoding::kDeflatedFrame);
  return 0;
}
