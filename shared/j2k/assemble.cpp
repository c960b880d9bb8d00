#include "shared/j2k/assemble.hpp"

#include <algorithm>
#include <tuple>

#include "shared/j2k/header.hpp"
#include "shared/j2k/layout.hpp"

namespace sansfilm::j2k {

namespace {

using base::Error;
using base::ErrorCode;
using base::Result;
using base::Status;

constexpr std::size_t kTilePartHeaderBytes = 14;  // SOT and SOD

Error inadmissible(const char* detail) { return Error{ErrorCode::kInvalidArgument, detail}; }

// Sorted so that the layers of a precinct stand together, tile after tile.
bool by_precinct(const PacketBytes& a, const PacketBytes& b) {
  const auto key = [](const PacketId& id) { return std::tie(id.tile, id.component, id.resolution, id.precinct, id.layer); };
  return key(a.id) < key(b.id);
}

// Where the packets of a tile begin in the sorted list, for each precinct: layers 0..n-1 follow one another there.
Result<std::vector<std::uint32_t>> start_by_slot(const TileLayout& layout, std::span<const PacketBytes> packets,
                                                 std::uint16_t layers, base::Budget& budget) {
  SF_CHECK(budget.take_bytes((layout.slots + 1) * sizeof(std::uint32_t)));
  std::vector<std::uint32_t> counts(layout.slots, 0);
  for (const PacketBytes& packet : packets) {
    const PrecinctGrid* grid = layout.find(packet.id.component, packet.id.resolution);
    if (grid == nullptr || packet.id.precinct >= grid->count()) return inadmissible("a packet that the header does not have");
    std::uint32_t& count = counts[grid->first_slot + packet.id.precinct];
    if (packet.id.layer >= layers) return inadmissible("a layer that the header does not have");
    if (packet.id.layer != count) return inadmissible("the layers of a precinct have a hole, or a packet comes twice");
    if (packet.bytes.empty()) return inadmissible("a packet without bytes");
    ++count;
  }
  return counts;
}

void append(std::vector<std::uint8_t>& out, base::Bytes bytes) { out.insert(out.end(), bytes.begin(), bytes.end()); }

// One tile as one tile-part; `packets` are those of the tile, sorted.
Status append_tile(const MainHeader& header, std::uint32_t tile, std::span<const PacketBytes> packets,
                   std::uint16_t layers, base::Budget& budget, std::vector<std::uint8_t>& out) {
  SF_TRY(const TileLayout layout, tile_layout(header, tile));
  SF_TRY(std::vector<std::uint32_t> counts, start_by_slot(layout, packets, layers, budget));
  // Slots follow component, resolution, precinct: the order in which the packets are sorted.
  std::vector<std::uint32_t> starts(counts.size());
  std::uint32_t sum = 0;
  for (std::size_t slot = 0; slot < counts.size(); ++slot) {
    starts[slot] = sum;
    sum += counts[slot];
  }
  const std::size_t begin = out.size();
  out.resize(begin + kTilePartHeaderBytes);
  const std::size_t empty_packet_bytes = header.eph ? 3 : 1;
  SF_CHECK(budget.take_bytes(layout.slots * layers * empty_packet_bytes + layout.slots * sizeof(std::uint32_t)));

  SF_TRY(PacketOrder order, PacketOrder::make(header, layout, budget));
  Step step;
  while (order.next(step)) {
    if (step.layer < counts[step.slot]) {
      append(out, packets[starts[step.slot] + step.layer].bytes);
      continue;
    }
    out.push_back(0);  // B.10.3: a first bit of zero says that the packet is empty
    if (header.eph) {
      out.push_back(marker::kEph >> 8);
      out.push_back(marker::kEph & 0xFF);
    }
  }
  const std::size_t length = out.size() - begin;
  if (length > 0xFFFFFFFFULL) return Error{ErrorCode::kOverBudget, "a tile of over 4 GiB"};
  std::uint8_t* at = out.data() + begin;
  base::store_be<std::uint16_t>(at, marker::kSot);
  base::store_be<std::uint16_t>(at + 2, 10);
  base::store_be<std::uint16_t>(at + 4, static_cast<std::uint16_t>(tile));
  base::store_be<std::uint32_t>(at + 6, static_cast<std::uint32_t>(length));
  at[10] = 0;  // the first tile-part of one
  at[11] = 1;
  base::store_be<std::uint16_t>(at + 12, marker::kSod);
  return {};
}

}  // namespace

Result<std::vector<std::uint8_t>> assemble(base::Bytes header_bytes, std::span<const PacketBytes> packets,
                                           base::Budget& budget) {
  SF_TRY(MainHeader header, parse_main_header(header_bytes));
  SF_CHECK(budget.take_bytes(packets.size() * sizeof(PacketBytes)));
  std::vector<PacketBytes> sorted(packets.begin(), packets.end());
  std::sort(sorted.begin(), sorted.end(), by_precinct);
  std::uint64_t bytes = header.end + std::uint64_t{header.tiles()} * kTilePartHeaderBytes + 2;
  std::uint16_t layers = 1;
  for (const PacketBytes& packet : sorted) {
    bytes += packet.bytes.size();
    if (packet.id.layer >= header.layers) return inadmissible("a layer that the header does not have");
    layers = std::max<std::uint16_t>(layers, static_cast<std::uint16_t>(packet.id.layer + 1));
  }
  if (!sorted.empty() && sorted.back().id.tile >= header.tiles()) return inadmissible("a tile that the header does not have");
  SF_CHECK(budget.take_bytes(bytes));

  std::vector<std::uint8_t> out;
  out.reserve(bytes);
  append(out, header_bytes.first(header.end));
  // Layers of which nothing has come are taken out of the header: no empty packets for them, and a stream that is whole.
  base::store_be<std::uint16_t>(out.data() + header.layers_at, layers);
  header.layers = layers;

  auto begin = sorted.begin();
  for (std::uint32_t tile = 0; tile < header.tiles(); ++tile) {
    SF_CHECK(budget.check_time());
    const auto end = std::find_if(begin, sorted.end(), [tile](const PacketBytes& p) { return p.id.tile != tile; });
    SF_CHECK(append_tile(header, tile, std::span(sorted).subspan(static_cast<std::size_t>(begin - sorted.begin()), static_cast<std::size_t>(end - begin)), layers, budget, out));
    begin = end;
  }
  out.push_back(marker::kEoc >> 8);
  out.push_back(marker::kEoc & 0xFF);
  return out;
}

}  // namespace sansfilm::j2k
