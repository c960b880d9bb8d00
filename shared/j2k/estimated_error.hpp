// How far a picture decoded from a subset of packets is from the one of all packets, without having those: from the
// bit-planes that the packet headers say are not there yet.
//
// An encoder that minimises the error cuts every code-block where another bit buys as little (15444-1 J.14), so what is cut
// tells how much is lost also in the blocks of which nothing has come. It is an estimate: docs/streaming.md says how near.
//
// @source ISO/IEC 15444-1:2019 B.10 (packet headers), E.1 (bit-planes and steps), F.3 (synthesis); 15444-15:2019 (HT passes)
// @units  root mean square over the samples of the decoded resolution, in steps of the samples
// @errors as read_chunk and build_index
// @owner  borrows
// @thread pure
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "shared/base/budget.hpp"
#include "shared/j2k/assemble.hpp"

namespace sansfilm::j2k {

// `packets` admissible, as for assemble; `layers` of them count (0: all), at this `reduce`. 0: nothing is lost. Nothing: the
// packets do not tell (no bit-plane at all, or a QCD that makes no sense).
[[nodiscard]] base::Result<std::optional<double>> estimated_error(base::Bytes header, std::span<const PacketBytes> packets,
                                                                  std::uint8_t reduce, std::uint16_t layers, base::Budget& budget);

}  // namespace sansfilm::j2k
