#include "shared/j2k/layout.hpp"

#include <algorithm>
#include <array>
#include <tuple>

namespace sansfilm::j2k {

namespace {

constexpr std::uint32_t ceil_div(std::uint64_t a, std::uint64_t b) { return static_cast<std::uint32_t>((a + b - 1) / b); }

// ceil(a / 2^shift) for shift up to 63.
constexpr std::uint32_t ceil_shift(std::uint64_t a, unsigned shift) {
  if (shift >= 40) return a == 0 ? 0 : 1;
  return static_cast<std::uint32_t>((a + (std::uint64_t{1} << shift) - 1) >> shift);
}

constexpr std::uint64_t saturating_shift(std::uint64_t a, unsigned shift) {
  if (a == 0) return 0;
  if (shift >= 64 || a > (~std::uint64_t{0} >> shift)) return ~std::uint64_t{0};
  return a << shift;
}

// Where a precinct stands on the reference grid: B.12.1.3. The first of a row or column stands at the tile's edge when
// it begins outside the tile.
std::uint32_t reference_position(std::uint64_t absolute_precinct, unsigned shift, std::uint32_t step, std::uint32_t edge) {
  const std::uint64_t scaled = saturating_shift(absolute_precinct, shift);
  if (scaled > 0xFFFFFFFFULL) return 0xFFFFFFFFU;
  const std::uint64_t position = scaled * step;
  return static_cast<std::uint32_t>(std::clamp<std::uint64_t>(position, edge, 0xFFFFFFFFULL));
}

}  // namespace

Rectangle tile_area(const MainHeader& header, std::uint32_t tile) {
  const std::uint64_t column = tile % header.tiles_across;
  const std::uint64_t row = tile / header.tiles_across;
  const auto clip = [](std::uint64_t value, std::uint32_t low, std::uint32_t high) {
    return static_cast<std::uint32_t>(std::clamp<std::uint64_t>(value, low, high));
  };
  return {clip(header.tile_x0 + column * header.tile_width, header.x0, header.x1),
          clip(header.tile_y0 + row * header.tile_height, header.y0, header.y1),
          clip(header.tile_x0 + (column + 1) * header.tile_width, header.x0, header.x1),
          clip(header.tile_y0 + (row + 1) * header.tile_height, header.y0, header.y1)};
}

Rectangle component_area(const Component& component, Rectangle tile) {
  return {ceil_div(tile.x0, component.step_x), ceil_div(tile.y0, component.step_y), ceil_div(tile.x1, component.step_x),
          ceil_div(tile.y1, component.step_y)};
}

Rectangle resolution_area(const Component& component, Rectangle area, std::uint8_t resolution) {
  const unsigned shift = component.coding.decompositions - resolution;
  return {ceil_shift(area.x0, shift), ceil_shift(area.y0, shift), ceil_shift(area.x1, shift), ceil_shift(area.y1, shift)};
}

PrecinctGrid precinct_grid(const MainHeader& header, Rectangle tile, std::uint16_t component, std::uint8_t resolution) {
  const Component& which = header.components[component];
  const Rectangle area = resolution_area(which, component_area(which, tile), resolution);
  const unsigned width = which.coding.precinct_width_log2[resolution];
  const unsigned height = which.coding.precinct_height_log2[resolution];
  PrecinctGrid grid{component, resolution, 0, 0, 0};
  if (area.empty()) return grid;  // B-16: no precinct, no packet
  grid.across = ceil_shift(area.x1, width) - (area.x0 >> width);
  grid.down = ceil_shift(area.y1, height) - (area.y0 >> height);
  return grid;
}

const PrecinctGrid* TileLayout::find(std::uint16_t component, std::uint8_t resolution) const {
  if (component >= component_start.size()) return nullptr;
  const std::size_t begin = component_start[component];
  const std::size_t end = component + std::size_t{1} < component_start.size() ? component_start[component + 1] : grids.size();
  return resolution < end - begin ? &grids[begin + resolution] : nullptr;
}

base::Result<TileLayout> tile_layout(const MainHeader& header, std::uint32_t tile) {
  TileLayout layout;
  layout.area = tile_area(header, tile);
  for (std::size_t c = 0; c < header.components.size(); ++c) {
    layout.component_start.push_back(layout.grids.size());
    for (unsigned r = 0; r <= header.components[c].coding.decompositions; ++r) {
      PrecinctGrid grid = precinct_grid(header, layout.area, static_cast<std::uint16_t>(c), static_cast<std::uint8_t>(r));
      grid.first_slot = layout.slots;
      layout.slots += grid.count();
      if (grid.count() > 0xFFFFFFFFULL || layout.slots > 0xFFFFFFFFULL) {
        return base::Error{base::ErrorCode::kOverBudget, "more than 4,294,967,295 precincts in a tile"};
      }
      layout.grids.push_back(grid);
    }
  }
  return layout;
}

base::Result<PacketOrder> PacketOrder::make(const MainHeader& header, const TileLayout& layout, base::Budget& budget) {
  SF_CHECK(budget.take_bytes(layout.slots * sizeof(Entry)));
  PacketOrder made;
  made.layers_ = header.layers;
  made.progression_ = header.progression;
  made.order_.reserve(layout.slots);
  for (const PrecinctGrid& grid : layout.grids) {
    const Component& component = header.components[grid.component];
    const ComponentCoding& coding = component.coding;
    const Rectangle area = resolution_area(component, component_area(component, layout.area), grid.resolution);
    const unsigned width = coding.precinct_width_log2[grid.resolution];
    const unsigned height = coding.precinct_height_log2[grid.resolution];
    const unsigned down_sampled = coding.decompositions - grid.resolution;
    for (std::uint64_t j = 0; j < grid.down; ++j) {
      const std::uint32_t y =
          reference_position((area.y0 >> height) + j, height + down_sampled, component.step_y, layout.area.y0);
      for (std::uint64_t i = 0; i < grid.across; ++i) {
        const std::uint32_t x =
            reference_position((area.x0 >> width) + i, width + down_sampled, component.step_x, layout.area.x0);
        const auto precinct = static_cast<std::uint32_t>(j * grid.across + i);
        made.order_.push_back({y, x, precinct, grid.component, grid.resolution, grid.first_slot + precinct});
      }
    }
  }
  const auto by = [](Progression progression) {
    return [progression](const Entry& a, const Entry& b) {
      switch (progression) {
        case Progression::kLrcp:
        case Progression::kRlcp:
          return std::tie(a.resolution, a.component, a.precinct) < std::tie(b.resolution, b.component, b.precinct);
        case Progression::kRpcl:
          return std::tie(a.resolution, a.y, a.x, a.component, a.precinct) <
                 std::tie(b.resolution, b.y, b.x, b.component, b.precinct);
        case Progression::kPcrl:
          return std::tie(a.y, a.x, a.component, a.resolution, a.precinct) <
                 std::tie(b.y, b.x, b.component, b.resolution, b.precinct);
        case Progression::kCprl:
          break;
      }
      return std::tie(a.component, a.y, a.x, a.resolution, a.precinct) <
             std::tie(b.component, b.y, b.x, b.resolution, b.precinct);
    };
  };
  std::sort(made.order_.begin(), made.order_.end(), by(header.progression));
  return made;
}

bool PacketOrder::next(Step& step) {
  const auto give = [&](const Entry& entry) {
    step = {layer_, entry.component, entry.resolution, entry.precinct, entry.slot};
    return true;
  };
  switch (progression_) {
    case Progression::kLrcp:  // layers outside
      if (entry_ == order_.size()) {
        entry_ = 0;
        if (order_.empty() || ++layer_ >= layers_) {
          order_.clear();
          return false;
        }
      }
      return give(order_[entry_++]);
    case Progression::kRlcp:  // resolutions outside, layers next
      if (entry_ == order_.size() || order_[entry_].resolution != order_[run_start_].resolution) {
        if (order_.empty()) return false;
        if (++layer_ < layers_) {
          entry_ = run_start_;
        } else if (entry_ == order_.size()) {
          order_.clear();
          entry_ = run_start_ = 0;
          return false;
        } else {
          layer_ = 0;
          run_start_ = entry_;
        }
      }
      return give(order_[entry_++]);
    case Progression::kRpcl:
    case Progression::kPcrl:
    case Progression::kCprl:  // layers inside
      break;
  }
  if (entry_ == order_.size()) return false;
  give(order_[entry_]);
  if (++layer_ == layers_) {
    layer_ = 0;
    ++entry_;
  }
  return true;
}

std::uint64_t BlockGrid::samples(std::uint32_t column, std::uint32_t row) const {
  const auto side = [](std::uint32_t from, std::uint32_t to, unsigned log2, std::uint32_t which) {
    const std::uint64_t begin = ((std::uint64_t{from} >> log2) + which) << log2;
    return std::min<std::uint64_t>(to, begin + (std::uint64_t{1} << log2)) - std::max<std::uint64_t>(from, begin);
  };
  return side(area.x0, area.x1, block_width_log2, column) * side(area.y0, area.y1, block_height_log2, row);
}

std::array<BlockGrid, 3> precinct_blocks(const Component& component, Rectangle area, std::uint8_t resolution,
                                         std::uint64_t precinct, std::uint64_t precincts_across, std::size_t& bands) {
  const ComponentCoding& coding = component.coding;
  const Rectangle resolved = resolution_area(component, area, resolution);
  const unsigned width = coding.precinct_width_log2[resolution];
  const unsigned height = coding.precinct_height_log2[resolution];
  const unsigned halved = resolution == 0 ? 0 : 1;                       // bands have half the samples of the resolution
  const std::uint64_t column = (resolved.x0 >> width) + precinct % precincts_across;
  const std::uint64_t row = (resolved.y0 >> height) + precinct / precincts_across;
  const unsigned block_width = std::min<unsigned>(coding.block_width_log2, width - halved);    // B-17
  const unsigned block_height = std::min<unsigned>(coding.block_height_log2, height - halved);  // B-18
  const unsigned level = resolution == 0 ? coding.decompositions : coding.decompositions - resolution + 1U;

  // B-15: where band b of this level begins and ends; `offset` is 1 for the high-pass direction.
  const auto band_edge = [level](std::uint32_t edge, unsigned offset) -> std::uint64_t {
    const std::uint64_t shift = offset == 0 || level == 0 ? 0 : std::uint64_t{1} << (level - 1);
    return edge <= shift ? 0 : ceil_shift(edge - shift, level);
  };
  bands = resolution == 0 ? 1 : 3;
  std::array<BlockGrid, 3> grids{};
  for (std::size_t b = 0; b < bands; ++b) {
    const unsigned high_x = resolution == 0 ? 0 : (b == 0 || b == 2 ? 1 : 0);
    const unsigned high_y = resolution == 0 ? 0 : (b >= 1 ? 1 : 0);
    const std::uint64_t x0 = std::max(band_edge(area.x0, high_x), column << (width - halved));
    const std::uint64_t x1 = std::min(band_edge(area.x1, high_x), (column + 1) << (width - halved));
    const std::uint64_t y0 = std::max(band_edge(area.y0, high_y), row << (height - halved));
    const std::uint64_t y1 = std::min(band_edge(area.y1, high_y), (row + 1) << (height - halved));
    if (x1 <= x0 || y1 <= y0) continue;
    grids[b].across = ceil_shift(x1, block_width) - static_cast<std::uint32_t>(x0 >> block_width);
    grids[b].down = ceil_shift(y1, block_height) - static_cast<std::uint32_t>(y0 >> block_height);
    grids[b].area = {static_cast<std::uint32_t>(x0), static_cast<std::uint32_t>(y0), static_cast<std::uint32_t>(x1), static_cast<std::uint32_t>(y1)};
    grids[b].block_width_log2 = static_cast<std::uint8_t>(block_width);
    grids[b].block_height_log2 = static_cast<std::uint8_t>(block_height);
  }
  return grids;
}

}  // namespace sansfilm::j2k
