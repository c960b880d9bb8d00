// HTJ2K encoding by OpenJPH, on the server only: a browser decodes it by OpenJPEG.
//
// Reversible 5/3, or with `step` > 0 irreversible 9/7 with that quantisation step (relative to the range of the samples).
// Progression RPCL, one layer (HTJ2K has no others), the same tiles and resolutions as codec::encode_jpeg2000 would make.
//
// @source ISO/IEC 15444-15:2019
// @units  pixels; step: fraction of the nominal range
// @errors kInvalidArgument, kUnsupported (more than 24 bits a sample), kOverBudget, kCodec
// @owner  the result owns its memory
// @thread pure
#pragma once

#include <cstdint>
#include <vector>

#include "shared/base/budget.hpp"
#include "shared/base/frame.hpp"
#include "shared/base/result.hpp"

namespace sansfilm::derive {

// The least and the largest sample, and the bits that hold both. 64 bits for samples of a size that is not encoded.
struct SampleRange {
  std::int64_t least = 0, most = 0;
  int bits = 1;
};

[[nodiscard]] SampleRange range_of(const base::Frame& frame);

struct Htj2kOptions {
  std::uint32_t tile_size_px = 0;   // 0: one tile
  std::uint32_t resolutions = 6;
  bool colour_transform = false;
  float step = 0.0F;                // 0: reversible
};

[[nodiscard]] base::Result<std::vector<std::uint8_t>> encode_htj2k(const base::Frame& frame, const Htj2kOptions& options,
                                                                   base::Budget& budget);

}  // namespace sansfilm::derive
