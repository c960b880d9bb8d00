// JPEG 2000 and HTJ2K by OpenJPEG: whole and reduced decode of a (possibly partial) codestream, layered encode.
//
// @source ISO/IEC 15444-1:2019; 15444-15:2019 (decode)
// @shape  see frame.hpp
// @errors kCodec, kTruncated, kOverBudget
// @owner  results own their memory
// @thread pure; the codec runs single-threaded
#pragma once

#include <cstdint>
#include <vector>

#include "shared/base/budget.hpp"
#include "shared/base/bytes.hpp"
#include "shared/base/frame.hpp"

namespace sansfilm::codec {

struct Jpeg2000DecodeOptions {
  std::uint32_t reduce = 0;        // resolutions to leave out: 0 = full size, each halves
  std::uint32_t layers = 0;        // 0: all that are there
  bool allow_partial = false;      // accept a codestream that ends early (its completeness is j2k's business, not ours)
};

// Success says nothing about completeness: see j2k::completeness.
[[nodiscard]] base::Result<base::Frame> decode_jpeg2000(base::Bytes codestream, const Jpeg2000DecodeOptions& options,
                                                  base::Budget& budget);

struct Jpeg2000EncodeOptions {
  std::vector<double> bits_per_sample_layers;  // rate of each quality layer in bits per sample, ascending; a last 0 = lossless
  std::uint32_t tile_size_px = 0;              // 0: one tile
  std::uint32_t resolutions = 6;               // decomposition levels + 1
  bool reversible = true;
  bool colour_transform = false;               // RCT/ICT for RGB
};

// Part 1, progression LRCP, with TLM and PLT markers so that packets are found without decoding.
[[nodiscard]] base::Result<std::vector<std::uint8_t>> encode_jpeg2000(const base::Frame& frame,
                                                                      const Jpeg2000EncodeOptions& options,
                                                                      base::Budget& budget);

}  // namespace sansfilm::codec
