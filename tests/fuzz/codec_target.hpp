// What the fuzz targets of the codings share: the first 16 bytes of the input are the dataset's side, the rest the frame.
#pragma once

#include <cstdint>
#include <cstdlib>

#include "shared/codec/decode.hpp"

namespace codec_fuzz {

inline constexpr std::size_t kLayoutBytes = 16;

inline sansfilm::codec::PixelLayout read_layout(const std::uint8_t* data) {
  using namespace sansfilm;
  constexpr const char* kPhotometrics[] = {"MONOCHROME2", "MONOCHROME1", "RGB",     "YBR_FULL",
                                           "YBR_FULL_422", "YBR_RCT",    "YBR_ICT", "PALETTE COLOR"};
  codec::PixelLayout layout;
  // Sizes that one round can afford; what the stream claims is not bounded here.
  layout.columns = 1U + base::load_le<std::uint16_t>(data) % 512U;
  layout.rows = 1U + base::load_le<std::uint16_t>(data + 2) % 512U;
  layout.samples_per_pixel = static_cast<std::uint16_t>(1 + data[4] % 4);
  layout.bits_allocated = static_cast<std::uint16_t>(1 + data[5] % 64);
  layout.bits_stored = data[6] % 66;
  layout.high_bit = data[7] % 66;
  layout.is_signed = (data[8] & 1U) != 0;
  layout.planar = (data[8] & 2U) != 0;
  layout.photometric = kPhotometrics[data[9] % 8];
  layout.kind = data[10] % 8 == 7 ? base::SampleKind::kFloat32 : base::SampleKind::kInteger;
  if (layout.kind == base::SampleKind::kFloat32) layout.bits_allocated = 32;
  return layout;
}

// Whatever comes back is an error that says something, or a frame whose samples fill its dimensions.
inline void decode(const std::uint8_t* data, std::size_t size, sansfilm::dicom::PixelCoding coding) {
  using namespace sansfilm;
  if (size < kLayoutBytes) return;
  const auto layout = read_layout(data);
  base::Budget budget({.bytes = std::uint64_t{64} << 20, .pixels = 1 << 22});
  const auto frame =
      codec::decode_bytes({data + kLayoutBytes, size - kLayoutBytes}, coding, layout, (data[11] & 1U) != 0, budget);
  if (!frame.ok()) {
    if (frame.error().detail[0] == '\0') std::abort();
    return;
  }
  const std::uint64_t samples = std::uint64_t{frame->columns} * frame->rows * frame->samples_per_pixel;
  if (frame->samples.size() != samples * frame->bytes_per_sample) std::abort();
}

}  // namespace codec_fuzz
