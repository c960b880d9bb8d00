// Decodes a tiny picture that the module carries, again and again for a moment: the first picture of a study then finds
// the decoder's code compiled by the browser's optimising compiler, and its memory there.
//
// @units  microseconds
// @errors none: a decoder that cannot is found out by its first order
// @thread the worker's
#pragma once

#include <cstdint>

#include "shared/base/frame.hpp"
#include "shared/base/result.hpp"

namespace sansfilm::worker {

// The picture of the carried stream: 12 bits, with edges, slopes and grain.
[[nodiscard]] base::Frame warm_picture();
[[nodiscard]] base::Result<base::Frame> decode_warm_stream();

// At most about `most_us`. Returns how often it was decoded.
std::uint32_t warm_up(double most_us, double (*now_us)());

}  // namespace sansfilm::worker
