// A chunk: the packets of one (tile, resolution, layer) over all components and precincts, as it is stored and sent.
//
// Payload: LEB128 count, that many LEB128 packet lengths, then the packets one after the other; component by component,
// in each the precincts upwards. The same whatever the progression of the codestream they come from.
//
// @source docs/streaming.md; packets as ISO/IEC 15444-1:2019 B.9, B.10
// @errors kMalformed (offset in the payload), kInconsistent when the header tells another number of packets
// @owner  packets borrow from the payload
// @thread pure
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "shared/j2k/assemble.hpp"
#include "shared/j2k/index.hpp"

namespace sansfilm::j2k {

struct ChunkId {
  std::uint32_t tile = 0;
  std::uint8_t resolution = 0;
  std::uint16_t layer = 0;
  auto operator<=>(const ChunkId&) const = default;
};

// The packets of a chunk in payload order, as the main header makes them: the same for server and viewer.
[[nodiscard]] base::Result<std::vector<PacketId>> chunk_packet_ids(base::Bytes header, ChunkId chunk);

// Appends to `out` the packets that a payload holds.
[[nodiscard]] base::Status read_chunk(base::Bytes header, ChunkId chunk, base::Bytes payload,
                                      std::vector<PacketBytes>& out);

struct Chunk {
  ChunkId id;
  std::vector<std::uint8_t> payload;
};

// All chunks of a codestream, ordered by tile, layer, resolution. kTruncated if the index is not complete.
[[nodiscard]] base::Result<std::vector<Chunk>> cut_into_chunks(base::Bytes codestream, const Index& index,
                                                               base::Budget& budget);

}  // namespace sansfilm::j2k
