#include "shared/j2k/chunk.hpp"

#include <algorithm>
#include <tuple>

#include "shared/j2k/header.hpp"
#include "shared/j2k/layout.hpp"

namespace sansfilm::j2k {

namespace {

using base::Bytes;
using base::Error;
using base::ErrorCode;
using base::Result;
using base::Status;

void append_leb128(std::vector<std::uint8_t>& out, std::uint32_t value) {
  while (value >= 0x80) {
    out.push_back(static_cast<std::uint8_t>(value | 0x80));
    value >>= 7;
  }
  out.push_back(static_cast<std::uint8_t>(value));
}

Error malformed(const char* detail, std::size_t offset) {
  Error error{ErrorCode::kMalformed, detail};
  error.offset = offset;
  return error;
}

Result<std::uint32_t> read_leb128(Bytes bytes, std::size_t& at) {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 35; shift += 7) {
    if (at >= bytes.size()) return malformed("the chunk ends in a length", at);
    const std::uint8_t byte = bytes[at++];
    value |= std::uint64_t{byte & 0x7FU} << shift;
    if ((byte & 0x80) == 0) {
      if (value > 0xFFFFFFFFULL) break;
      return static_cast<std::uint32_t>(value);
    }
  }
  return malformed("a length of over 32 bits", at);
}

// The precinct grids that a chunk covers; empty ones included.
Result<std::vector<PrecinctGrid>> grids_of(const MainHeader& header, ChunkId chunk) {
  if (chunk.tile >= header.tiles() || chunk.layer >= header.layers) {
    return Error{ErrorCode::kInvalidArgument, "a tile or layer that the header does not have"};
  }
  std::vector<PrecinctGrid> grids;
  const Rectangle area = tile_area(header, chunk.tile);
  for (std::size_t c = 0; c < header.components.size(); ++c) {
    if (chunk.resolution > header.components[c].coding.decompositions) continue;
    grids.push_back(precinct_grid(header, area, static_cast<std::uint16_t>(c), chunk.resolution));
  }
  if (grids.empty()) return Error{ErrorCode::kInvalidArgument, "a resolution that the header does not have"};
  return grids;
}

std::uint64_t count_packets(const std::vector<PrecinctGrid>& grids) {
  std::uint64_t count = 0;
  for (const PrecinctGrid& grid : grids) count += grid.count();
  return count;
}

constexpr std::uint64_t kMostPacketsInChunk = std::uint64_t{1} << 24;

}  // namespace

Result<std::vector<PacketId>> chunk_packet_ids(Bytes header_bytes, ChunkId chunk) {
  SF_TRY(const MainHeader header, parse_main_header(header_bytes));
  SF_TRY(const std::vector<PrecinctGrid> grids, grids_of(header, chunk));
  if (count_packets(grids) > kMostPacketsInChunk) return Error{ErrorCode::kOverBudget, "too many precincts for one chunk"};
  std::vector<PacketId> ids;
  ids.reserve(count_packets(grids));
  for (const PrecinctGrid& grid : grids) {
    for (std::uint32_t k = 0; k < grid.count(); ++k) {
      ids.push_back({chunk.tile, chunk.layer, grid.component, chunk.resolution, k});
    }
  }
  return ids;
}

Status read_chunk(Bytes header_bytes, ChunkId chunk, Bytes payload, std::vector<PacketBytes>& out) {
  SF_TRY(const MainHeader header, parse_main_header(header_bytes));
  SF_TRY(const std::vector<PrecinctGrid> grids, grids_of(header, chunk));
  std::size_t at = 0;
  SF_TRY(const std::uint32_t count, read_leb128(payload, at));
  if (count != count_packets(grids)) {
    return Error{ErrorCode::kInconsistent, "the chunk has another number of packets than its header tells"};
  }
  if (count > payload.size() - at) return malformed("the chunk is shorter than its lengths", at);
  std::vector<std::uint32_t> lengths(count);
  std::uint64_t total = 0;
  for (std::uint32_t& length : lengths) {
    SF_TRY(length, read_leb128(payload, at));
    if (length == 0) return malformed("a packet without bytes", at);
    total += length;
  }
  if (total > payload.size() - at) return malformed("the chunk ends in a packet", at);
  if (total < payload.size() - at) return malformed("bytes behind the last packet of the chunk", at + total);
  out.reserve(out.size() + count);
  std::size_t i = 0;
  for (const PrecinctGrid& grid : grids) {
    for (std::uint32_t k = 0; k < grid.count(); ++k) {
      out.push_back({{chunk.tile, chunk.layer, grid.component, chunk.resolution, k}, payload.subspan(at, lengths[i])});
      at += lengths[i++];
    }
  }
  return {};
}

Result<std::vector<Chunk>> cut_into_chunks(Bytes codestream, const Index& index, base::Budget& budget) {
  if (!index.complete) return Error{ErrorCode::kTruncated, "the codestream does not have all its packets"};
  SF_CHECK(budget.take_bytes(codestream.size() + index.packets.size() * sizeof(Packet)));
  std::vector<Packet> sorted = index.packets;
  const auto key = [](const Packet& p) {
    return std::tie(p.id.tile, p.id.layer, p.id.resolution, p.id.component, p.id.precinct);
  };
  std::sort(sorted.begin(), sorted.end(), [&](const Packet& a, const Packet& b) { return key(a) < key(b); });

  std::vector<Chunk> chunks;
  for (std::size_t begin = 0; begin < sorted.size();) {
    const PacketId& id = sorted[begin].id;
    Chunk chunk{{id.tile, id.resolution, id.layer}, {}};
    std::size_t end = begin;
    std::size_t bytes = 0;
    while (end < sorted.size() && sorted[end].id.tile == id.tile && sorted[end].id.layer == id.layer &&
           sorted[end].id.resolution == id.resolution) {
      bytes += sorted[end++].length;
    }
    chunk.payload.reserve(bytes + 5 * (end - begin + 1));
    append_leb128(chunk.payload, static_cast<std::uint32_t>(end - begin));
    for (std::size_t i = begin; i < end; ++i) append_leb128(chunk.payload, sorted[i].length);
    for (std::size_t i = begin; i < end; ++i) {
      if (sorted[i].offset > codestream.size() || sorted[i].length > codestream.size() - sorted[i].offset) {
        return Error{ErrorCode::kInvalidArgument, "the index is not that of this codestream"};
      }
      const Bytes packet = codestream.subspan(static_cast<std::size_t>(sorted[i].offset), sorted[i].length);
      chunk.payload.insert(chunk.payload.end(), packet.begin(), packet.end());
    }
    chunks.push_back(std::move(chunk));
    begin = end;
  }
  return chunks;
}

}  // namespace sansfilm::j2k
