// A header and packets from a peer that lies: the first two bytes say how long the header is, then records of
// (tile, component, resolution, precinct, layer, length) with their bytes, and last a chunk for the same header.
#include <algorithm>
#include <cstdint>
#include <vector>

#include "shared/j2k/assemble.hpp"
#include "shared/j2k/chunk.hpp"

using namespace sansfilm;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  base::Bytes left(data, size);
  if (left.size() < 2) return 0;
  const std::size_t header_length = std::min<std::size_t>(base::load_le<std::uint16_t>(left.data()), left.size() - 2);
  const base::Bytes header = left.subspan(2, header_length);
  left = left.subspan(2 + header_length);
  std::vector<j2k::PacketBytes> packets;
  std::vector<j2k::PacketId> ids;
  while (left.size() >= 6) {
    const j2k::PacketId id{left[0], left[4], left[1], left[2], left[3]};
    const std::size_t length = std::min<std::size_t>(left[5], left.size() - 6);
    packets.push_back({id, left.subspan(6, length)});
    ids.push_back(id);
    left = left.subspan(6 + length);
  }
  base::Budget budget({.bytes = std::uint64_t{64} << 20});
  (void)j2k::assemble(header, packets, budget);
  (void)j2k::completeness(header, ids);
  if (!packets.empty()) {
    std::vector<j2k::PacketBytes> out;
    const j2k::ChunkId chunk{packets[0].id.tile, packets[0].id.resolution, packets[0].id.layer};
    (void)j2k::read_chunk(header, chunk, packets[0].bytes, out);
  }
  return 0;
}
