// Any bytes as a codestream: the index refuses them, or lists packets within them that assemble to a codestream whose
// index lists the same packets.
#include <cstdint>
#include <cstdlib>
#include <vector>

#include "shared/j2k/assemble.hpp"
#include "shared/j2k/chunk.hpp"
#include "shared/j2k/index.hpp"

using namespace sansfilm;

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const base::Bytes bytes(data, size);
  base::Budget budget({.bytes = std::uint64_t{64} << 20});
  const auto index = j2k::build_index(bytes, budget);
  if (!index.ok()) return 0;
  std::vector<j2k::PacketBytes> packets;
  std::vector<j2k::PacketId> ids;
  for (const j2k::Packet& packet : index->packets) {
    require(packet.length > 0 && packet.offset + packet.length <= size);
    packets.push_back({packet.id, bytes.subspan(packet.offset, packet.length)});
    ids.push_back(packet.id);
  }
  const auto state = j2k::completeness(index->main_header, ids);
  if (!index->complete) return 0;
  require(state.ok() && state->completeness == j2k::Completeness::kFull);

  base::Budget more({.bytes = std::uint64_t{128} << 20});
  const auto whole = j2k::assemble(index->main_header, packets, more);
  if (!whole.ok()) return 0;  // over budget
  base::Budget again({.bytes = std::uint64_t{128} << 20});
  const auto second = j2k::build_index(*whole, again);
  if (!second.ok()) return 0;  // over budget
  require(second->complete && second->packets.size() == index->packets.size());

  const auto chunks = j2k::cut_into_chunks(bytes, *index, more);
  if (!chunks.ok()) return 0;
  std::vector<j2k::PacketBytes> back;
  for (const j2k::Chunk& chunk : *chunks) require(j2k::read_chunk(index->main_header, chunk.id, chunk.payload, back).ok());
  require(back.size() == packets.size());
  return 0;
}
