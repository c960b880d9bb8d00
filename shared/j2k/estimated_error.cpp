#include "shared/j2k/estimated_error.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <tuple>
#include <vector>

#include "shared/j2k/packet_header.hpp"
#include "shared/j2k/synthesis_energy.hpp"

namespace sansfilm::j2k {
namespace {

using base::Result;

// Mean square of what is lost of the coefficients of a block, in squares of the height of the plane where it is cut. Where
// bits are many, most coefficients are above the plane. Where they are few, nearly all are below it and lost whole, and the
// fewer the bits, the smaller most of them are. `bits`: spent for each coefficient. The three numbers are fitted to what
// `scripts/bench recipes` and tests/unit/j2k/estimated_error_test.cpp measure.
double loss_of_cut(double bits) {
  constexpr double kDense = 0.18, kDenseBits = 1.0, kThinning = 0.6;
  return kDense * std::pow(std::min(1.0, bits / kDenseBits), kThinning);
}

// A block of which nothing has come, beside those that were cut.
constexpr double kLossOfAbsent = 0.0;

struct Sum {
  double lost = 0.0;              // of squares, over the blocks that tell
  double cut_area = 0.0;          // of those of them that are cut
  double cut_lost = 0.0;
  double absent_area = 0.0;
  double area = 0.0;              // of the samples of the picture
};

double synthesis(const std::array<double, kEnergyLevels + 1>& energies, unsigned level) {
  if (level <= kEnergyLevels) return energies[level];
  return energies[kEnergyLevels] * std::exp2(level - kEnergyLevels);
}

// Sum over red, green and blue of the square that a unit error in this component becomes. G.2.2, G.3.2.
double colour_weight(const MainHeader& header, std::size_t component) {
  if (!header.component_transform || component > 2 || header.components.size() < 3) return 1.0;
  if (component == 0) return 3.0;
  if (header.components[0].coding.reversible) return 1.0 / 16 + 1.0 / 16 + 9.0 / 16;
  return component == 1 ? 0.344136 * 0.344136 + 1.772 * 1.772 : 0.714136 * 0.714136 + 1.402 * 1.402;
}

class Estimator {
 public:
  Estimator(const MainHeader& header, std::uint8_t reduce, bool all_layers)
      : header_(header), reduce_(reduce), all_layers_(all_layers), reversible_(synthesis_energy(true)), irreversible_(synthesis_energy(false)) {}

  void add_tile(const TileLayout& layout, const PacketHeaderParser& parsed) {
    for (const PrecinctGrid& grid : layout.grids) {
      const Component& component = header_.components[grid.component];
      if (grid.resolution + reduce_ > component.coding.decompositions) continue;
      const Rectangle area = component_area(component, layout.area);
      if (grid.resolution + reduce_ == component.coding.decompositions) {
        const Rectangle shown = resolution_area(component, area, grid.resolution);
        if (!shown.empty()) sum_.area += double(shown.x1 - shown.x0) * double(shown.y1 - shown.y0);
      }
      for (std::uint64_t precinct = 0; precinct < grid.count(); ++precinct) {
        std::size_t bands = 0;
        const auto blocks = precinct_blocks(component, area, grid.resolution, precinct, grid.across, bands);
        const PrecinctState* state = parsed.state(grid.first_slot + precinct);
        for (std::size_t band = 0; band < bands; ++band) add_band(grid, band, blocks[band], state);
      }
    }
  }

  [[nodiscard]] std::optional<double> root_mean_square() const {
    if (sum_.area == 0.0) return std::nullopt;
    double sum = sum_.lost;
    if (!all_layers_ && sum_.absent_area > 0.0) {
      if (sum_.cut_area == 0.0) return std::nullopt;
      sum += sum_.absent_area * kLossOfAbsent * sum_.cut_lost / sum_.cut_area;
    }
    return std::sqrt(sum / sum_.area);
  }

 private:
  void add_band(const PrecinctGrid& grid, std::size_t band, const BlockGrid& blocks, const PrecinctState* state) {
    const Component& component = header_.components[grid.component];
    const Quantisation& steps = component.quantisation;
    const std::size_t which = grid.resolution == 0 ? 0 : 3 * (grid.resolution - std::size_t{1}) + 1 + band;
    const double weight = weight_of(grid, band);
    const double step = steps.reversible ? 1.0 : step_of(component, which, band, grid.resolution);
    const int planes = steps.guard_bits + steps.exponents[which] - 1;   // E-2
    for (std::uint32_t y = 0; y < blocks.down; ++y) {
      for (std::uint32_t x = 0; x < blocks.across; ++x) {
        const auto area = static_cast<double>(blocks.samples(x, y));
        const BlockState* block = state == nullptr ? nullptr : &state->bands[band].blocks[std::size_t{y} * blocks.across + x];
        if (block == nullptr || !block->included) {
          sum_.absent_area += area * weight;
          continue;
        }
        const double cut = planes - block->zero_planes - (1.0 + (block->passes - 1.0) / 3.0);
        if (cut > 0.0) {
          const double lost = step * step * std::exp2(2.0 * cut) * loss_of_cut(8.0 * block->bytes / area) * weight * area;
          sum_.lost += lost;
          sum_.cut_lost += lost;
          sum_.cut_area += area * weight;
        } else if (!steps.reversible) {
          sum_.lost += step * step / 12.0 * weight * area;
        }
      }
    }
  }

  // What a unit error in a coefficient of this band adds to the sum of squares of the samples.
  [[nodiscard]] double weight_of(const PrecinctGrid& grid, std::size_t band) const {
    const Component& component = header_.components[grid.component];
    const SynthesisEnergy& energies = component.coding.reversible ? reversible_ : irreversible_;
    const unsigned level = component.coding.decompositions - reduce_ - grid.resolution + (grid.resolution == 0 ? 0U : 1U);
    const bool high_x = grid.resolution > 0 && band != 1;   // HL, LH, HH
    const bool high_y = grid.resolution > 0 && band != 0;
    return colour_weight(header_, grid.component) * synthesis(high_x ? energies.high : energies.low, level) *
           synthesis(high_y ? energies.high : energies.low, level);
  }

  // E-3: the dynamic range of the band is that of the samples and its gain.
  static double step_of(const Component& component, std::size_t which, std::size_t band, std::uint8_t resolution) {
    const int gain = resolution == 0 ? 0 : band == 2 ? 2 : 1;
    const Quantisation& steps = component.quantisation;
    return std::exp2(component.bits + gain - steps.exponents[which]) * (1.0 + steps.mantissas[which] / 2048.0);
  }

  const MainHeader& header_;
  const std::uint8_t reduce_;
  const bool all_layers_;
  const SynthesisEnergy reversible_, irreversible_;
  Sum sum_;
};

}  // namespace

Result<std::optional<double>> estimated_error(base::Bytes header_bytes, std::span<const PacketBytes> packets,
                                              std::uint8_t reduce, std::uint16_t layers, base::Budget& budget) {
  SF_TRY(const MainHeader header, parse_main_header(header_bytes));
  for (const Component& component : header.components) {
    if (!component.quantisation.known || component.quantisation.reversible != component.coding.reversible) return std::optional<double>{};
  }
  SF_CHECK(budget.take_bytes(packets.size() * sizeof(PacketBytes)));
  std::vector<PacketBytes> sorted(packets.begin(), packets.end());
  const auto key = [](const PacketId& id) { return std::tie(id.tile, id.component, id.resolution, id.precinct, id.layer); };
  std::sort(sorted.begin(), sorted.end(), [&](const PacketBytes& a, const PacketBytes& b) { return key(a.id) < key(b.id); });
  std::uint64_t work = 1U << 20;   // code-blocks visited: as build_index, by the bytes that are there
  for (const PacketBytes& packet : sorted) work += packet.bytes.size() * 64;

  Estimator estimator(header, reduce, layers == 0 || layers >= header.layers);
  auto at = sorted.begin();
  for (std::uint32_t tile = 0; tile < header.tiles(); ++tile) {
    SF_CHECK(budget.check_time());
    SF_TRY(const TileLayout layout, tile_layout(header, tile));
    PacketHeaderParser parser(header, layout, work);
    for (; at != sorted.end() && at->id.tile == tile; ++at) {
      const PrecinctGrid* grid = layout.find(at->id.component, at->id.resolution);
      if (grid == nullptr || at->id.precinct >= grid->count()) continue;
      if (layers != 0 && at->id.layer >= layers) continue;
      const Step step{at->id.layer, at->id.component, at->id.resolution, at->id.precinct, grid->first_slot + at->id.precinct};
      SF_CHECK(parser.measure(at->bytes, step, budget));
    }
    estimator.add_tile(layout, parser);
  }
  return estimator.root_mean_square();
}

}  // namespace sansfilm::j2k
