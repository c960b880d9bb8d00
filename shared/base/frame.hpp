// Decoded samples of one frame: stored values, before any display arithmetic. It lives in base because codec makes it
// and pixel consumes it, and neither may include the other.
//
// @shape  interleaved by pixel (R G B R G B ...), row by row, no padding: rows * columns * samples_per_pixel samples
// @units  each sample in 1, 2 or 4 bytes, little endian, sign-extended when is_signed; 1-bit data become one byte a sample
// @owner  owns its samples
// @thread value
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sansfilm::base {

// What the decoded samples mean in colour, after the codec has done what belongs to it (inverse RCT/ICT of JPEG 2000,
// chroma upsampling of 4:2:2). YCbCr to RGB is done by shared/pixel.
enum class ColourModel : std::uint8_t { kMonochrome, kPalette, kRgb, kYbrFull, kYbrPartial };

enum class SampleKind : std::uint8_t { kInteger, kFloat32, kFloat64 };

struct Frame {
  std::uint32_t columns = 0;
  std::uint32_t rows = 0;
  std::uint16_t samples_per_pixel = 1;
  std::uint16_t bits_stored = 16;        // significant bits; those of the codestream where there is one
  std::uint8_t bytes_per_sample = 2;     // 1, 2, 4 (8 for kFloat64)
  bool is_signed = false;
  SampleKind kind = SampleKind::kInteger;
  ColourModel colour = ColourModel::kMonochrome;
  bool complete = true;                  // false: part of the samples could not be decoded and is zero
  bool reversible = true;                // false: the coding was lossy
  // Of samples from a part of a codestream: how far, as a root mean square in steps, from those of the whole. An estimate.
  std::optional<double> estimated_error;
  std::vector<std::uint8_t> samples;
  std::vector<std::string> remarks;      // "the codestream says 13 bits unsigned, the dataset 16 signed": no patient data
};

}  // namespace sansfilm::base
