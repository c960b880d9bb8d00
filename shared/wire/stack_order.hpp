// The order in which the frames of a series are scrolled, the same for the viewer and for a server that sends ahead what
// will be seen first.
//
// Frames are ordered by their position along the normal of the image plane where all of them have one and share an
// orientation; else by instance number and frame.
//
// @source PS3.3 2024e C.7.6.2.1.1 (Image Position and Image Orientation)
// @units  mm
// @thread pure
#pragma once

#include <cstdint>
#include <vector>

#include "shared/wire/manifest.hpp"

namespace sansfilm::wire {

enum class StackOrder : std::uint8_t {
  kPosition,   // along the normal
  kNumber,     // instance number, then frame: no positions, or all alike
  kMixed,      // positions exist, but orientations differ: by number
};

struct Stack {
  StackOrder order = StackOrder::kNumber;
  std::vector<std::uint32_t> frames;             // indices in Series::frames, in scroll order
  std::vector<double> along_mm;                  // place along the normal, one a frame; empty unless kPosition
};

[[nodiscard]] Stack stack_of(const Series& series);

}  // namespace sansfilm::wire
