// The body of POST /stream/v1/batch: which chunks, in which order.
//
// Text, one line each, "\n" between and after: "sansfilm-batch 1", then chunk ranges in the order of priority. The
// server answers the chunks in that order (each range expanded as ChunkRange says); a chunk's index in the answer is its
// place in the expanded list. A key that comes twice is answered twice.
//
// @errors kInvalidArgument (the subject is the line's number), kOverBudget above kMaxBatchRequestBytes or kMaxBatchChunks
// @owner  values
// @thread pure
#pragma once

#include <span>
#include <string>
#include <vector>

#include "shared/base/result.hpp"
#include "shared/wire/chunk_key.hpp"

namespace sansfilm::wire {

[[nodiscard]] std::string write_batch_request(std::span<const ChunkRange> ranges);
[[nodiscard]] base::Result<std::vector<ChunkRange>> read_batch_request(std::string_view body);

// The chunks in the order of the answer. The ranges come from read_batch_request or from this program: at most
// kMaxBatchChunks of them.
[[nodiscard]] std::vector<ChunkKey> expand(std::span<const ChunkRange> ranges);

// Merges neighbouring keys into ranges without changing the order of the answer.
[[nodiscard]] std::vector<ChunkRange> merge_keys(std::span<const ChunkKey> keys);

}  // namespace sansfilm::wire
