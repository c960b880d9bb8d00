// Builds a valid codestream from the packets that have arrived: those absent become empty packets (one byte each) or are
// left off at the end. Admissible: for each (tile, component, resolution, precinct) the layers 0..n-1 without a hole.
//
// @source ISO/IEC 15444-1:2019 B.9 (empty packets), B.10
// @errors kInvalidArgument for an inadmissible subset, kMalformed, kOverBudget
// @owner  the result is a new buffer
// @thread pure
#pragma once

#include "shared/j2k/index.hpp"

namespace sansfilm::j2k {

struct PacketBytes {
  PacketId id;
  base::Bytes bytes;
};

// `header` is the main header as in Index::main_header. `packets` in any order. At resolution r = reduce, higher
// resolutions may be absent altogether.
[[nodiscard]] base::Result<std::vector<std::uint8_t>> assemble(base::Bytes header, std::span<const PacketBytes> packets,
                                                               base::Budget& budget);

// How much of the picture a set of packets gives.
enum class Completeness : std::uint8_t {
  kNone,     // not even the lowest resolution of the first layer of every tile
  kReduced,  // complete layers up to some resolution below full size
  kPartial,  // full size, but layers are missing
  kFull,     // every packet
};

struct State {
  Completeness completeness = Completeness::kNone;
  std::uint8_t reduce = 0;        // the smallest reduce at which every tile has at least one layer
  std::uint16_t layers = 0;       // layers that every precinct of that resolution has
};

[[nodiscard]] base::Result<State> completeness(base::Bytes header, std::span<const PacketId> packets);

}  // namespace sansfilm::j2k
