// Tiles, resolutions, precincts and code-blocks of a codestream, and the order of a tile's packets. Internal to shared/j2k.
//
// @source ISO/IEC 15444-1:2019 B.3 to B.7 (divisions), B.12 (progressions)
// @units  samples on the grid of the resolution or band; precincts counted row by row
// @errors kOverBudget when a header announces more precincts than memory allows
// @owner  values
// @thread pure
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "shared/base/budget.hpp"
#include "shared/j2k/header.hpp"

namespace sansfilm::j2k {

struct Rectangle {
  std::uint32_t x0 = 0, y0 = 0, x1 = 0, y1 = 0;
  [[nodiscard]] bool empty() const { return x1 <= x0 || y1 <= y0; }
};

[[nodiscard]] Rectangle tile_area(const MainHeader& header, std::uint32_t tile);                     // reference grid
[[nodiscard]] Rectangle component_area(const Component& component, Rectangle tile);                  // B-12
[[nodiscard]] Rectangle resolution_area(const Component& component, Rectangle component_area, std::uint8_t resolution);

// The precincts of one resolution of one tile-component.
struct PrecinctGrid {
  std::uint16_t component = 0;
  std::uint8_t resolution = 0;
  std::uint64_t across = 0, down = 0;
  std::uint64_t first_slot = 0;   // slots number the precincts of the tile: first_slot + precinct

  [[nodiscard]] std::uint64_t count() const { return across * down; }
};

[[nodiscard]] PrecinctGrid precinct_grid(const MainHeader& header, Rectangle tile, std::uint16_t component,
                                         std::uint8_t resolution);

// All precinct grids of a tile, component by component, resolutions upwards. Slots are numbered through.
struct TileLayout {
  Rectangle area;
  std::vector<PrecinctGrid> grids;
  std::vector<std::size_t> component_start;  // index in grids of each component's resolution 0
  std::uint64_t slots = 0;

  [[nodiscard]] const PrecinctGrid* find(std::uint16_t component, std::uint8_t resolution) const;
};

[[nodiscard]] base::Result<TileLayout> tile_layout(const MainHeader& header, std::uint32_t tile);

// One packet in the order of the progression.
struct Step {
  std::uint16_t layer = 0;
  std::uint16_t component = 0;
  std::uint8_t resolution = 0;
  std::uint32_t precinct = 0;
  std::uint64_t slot = 0;
};

// The packets of a tile in codestream order, one after the other, without a table of all packets.
class PacketOrder {
 public:
  [[nodiscard]] static base::Result<PacketOrder> make(const MainHeader& header, const TileLayout& layout,
                                                      base::Budget& budget);
  [[nodiscard]] bool next(Step& step);   // false: there are no more
  [[nodiscard]] std::uint64_t memory_bytes() const { return order_.size() * sizeof(Entry); }

 private:
  struct Entry {
    std::uint32_t y = 0, x = 0;
    std::uint32_t precinct = 0;
    std::uint16_t component = 0;
    std::uint8_t resolution = 0;
    std::uint64_t slot = 0;
  };

  std::vector<Entry> order_;
  std::uint16_t layers_ = 1;
  Progression progression_ = Progression::kLrcp;
  std::size_t entry_ = 0, run_start_ = 0;  // run: entries of one resolution, for RLCP
  std::uint16_t layer_ = 0;
};

// Code-blocks of a precinct in one band: a grid, in raster order.
struct BlockGrid {
  std::uint32_t across = 0, down = 0;
  Rectangle area;                                            // of the precinct in this band
  std::uint8_t block_width_log2 = 0, block_height_log2 = 0;

  [[nodiscard]] std::uint64_t samples(std::uint32_t column, std::uint32_t row) const;   // of one code-block
};

// In band order (LL, or HL LH HH); a band without samples in this precinct has an empty grid.
[[nodiscard]] std::array<BlockGrid, 3> precinct_blocks(const Component& component, Rectangle component_area,
                                                       std::uint8_t resolution, std::uint64_t precinct,
                                                       std::uint64_t precincts_across, std::size_t& bands);

}  // namespace sansfilm::j2k
