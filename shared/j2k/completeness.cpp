#include <algorithm>
#include <unordered_map>

#include "shared/j2k/assemble.hpp"
#include "shared/j2k/header.hpp"
#include "shared/j2k/layout.hpp"

namespace sansfilm::j2k {

using base::Error;
using base::ErrorCode;

base::Result<State> completeness(base::Bytes header_bytes, std::span<const PacketId> packets) {
  SF_TRY(const MainHeader header, parse_main_header(header_bytes));
  std::uint8_t decompositions = kMaxDecompositions;
  for (const Component& c : header.components) decompositions = std::min(decompositions, c.coding.decompositions);

  // Layers from 0 without a hole, for each precinct: sorted by precinct and layer, a packet counts when it is the next.
  std::vector<PacketId> sorted(packets.begin(), packets.end());
  const auto key = [](const PacketId& id) { return std::tie(id.tile, id.component, id.resolution, id.precinct, id.layer); };
  std::sort(sorted.begin(), sorted.end(), [&](const PacketId& a, const PacketId& b) { return key(a) < key(b); });
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());

  // fewest[reduce]: layers that every precinct of the resolutions at this distance from the top has.
  std::vector<std::uint32_t> fewest(decompositions + std::size_t{1}, header.layers);
  auto at = sorted.begin();
  for (std::uint32_t tile = 0; tile < header.tiles(); ++tile) {
    SF_TRY(const TileLayout layout, tile_layout(header, tile));
    for (const PrecinctGrid& grid : layout.grids) {
      const int distance = header.components[grid.component].coding.decompositions - grid.resolution;
      const auto level = static_cast<std::size_t>(std::min<int>(distance, decompositions));
      std::uint64_t seen = 0;       // precincts that have a first layer
      while (at != sorted.end() && at->tile == tile && at->component == grid.component && at->resolution == grid.resolution) {
        const std::uint32_t precinct = at->precinct;
        if (precinct >= grid.count()) return Error{ErrorCode::kInvalidArgument, "a packet that the header does not have"};
        std::uint32_t layers = 0;
        for (; at != sorted.end() && at->tile == tile && at->component == grid.component &&
               at->resolution == grid.resolution && at->precinct == precinct;
             ++at) {
          if (at->layer >= header.layers) return Error{ErrorCode::kInvalidArgument, "a layer that the header does not have"};
          if (at->layer == layers) ++layers;
        }
        if (layers > 0) ++seen;
        fewest[level] = std::min(fewest[level], layers);
      }
      if (seen < grid.count()) fewest[level] = 0;
    }
  }
  if (at != sorted.end()) return Error{ErrorCode::kInvalidArgument, "a packet that the header does not have"};

  State state;
  std::uint32_t layers = header.layers;
  for (std::size_t reduce = fewest.size(); reduce-- > 0;) {
    if (fewest[reduce] == 0) break;
    layers = std::min(layers, fewest[reduce]);
    state.reduce = static_cast<std::uint8_t>(reduce);
    state.layers = static_cast<std::uint16_t>(layers);
    state.completeness = reduce > 0                  ? Completeness::kReduced
                         : layers < header.layers ? Completeness::kPartial
                                                  : Completeness::kFull;
  }
  return state;
}

}  // namespace sansfilm::j2k
