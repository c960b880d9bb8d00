// Decodes what a worker was sent: the chunks of a frame that have arrived, or the raw samples.
//
// @source docs/streaming.md
// @errors those of j2k::assemble and codec::decode_jpeg2000; kTruncated for raw samples that are too few
// @owner  borrows the chunks; the frame owns its samples
// @thread pure
#pragma once

#include <cstdint>
#include <span>

#include "shared/base/budget.hpp"
#include "shared/base/frame.hpp"
#include "shared/j2k/chunk.hpp"
#include "wasm/bridge/decode_message.hpp"

namespace sansfilm::worker {

struct ChunkBytes {
  j2k::ChunkId id;
  base::Bytes payload;
};

[[nodiscard]] base::Result<base::Frame> decode_job(const bridge::DecodeOrder& order, std::span<const ChunkBytes> chunks,
                                                   base::Budget& budget);

}  // namespace sansfilm::worker
