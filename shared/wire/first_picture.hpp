// What a server sends ahead with a manifest: the best of the picture that a reader sees first that goes into so many bytes
// (docs/streaming.md, 5).
//
// @units  device pixels; bytes
// @thread pure
#pragma once

#include <cstdint>
#include <vector>

#include "shared/wire/chunk_key.hpp"
#include "shared/wire/manifest.hpp"

namespace sansfilm::wire {

// What a viewer asks to be sent ahead. No bytes: nothing.
struct SendAhead {
  std::uint32_t width = 0, height = 0;   // of the part of the screen in which the picture is fitted
  std::uint64_t bytes = 0;
};

inline constexpr std::uint64_t kMostSentAhead_bytes = std::uint64_t{1} << 20;

// Of the first frame of the stack, at the resolution that the screen needs: a range for each quality layer, as many as there
// is room for. Empty: the first layer is larger, or nothing is made yet.
[[nodiscard]] std::vector<ChunkRange> first_picture(const Series& series, const SendAhead& wanted);

}  // namespace sansfilm::wire
