// How much a unit error in a wavelet coefficient becomes in the samples. Internal to shared/j2k.
//
// @source ISO/IEC 15444-1:2019 F.3.8.1 (5/3 without its rounding), F.3.8.2 (9/7)
// @units  sum of squares of the samples that one coefficient of 1 makes, along one direction
// @thread pure
#pragma once

#include <array>
#include <cstddef>

namespace sansfilm::j2k {

inline constexpr std::size_t kEnergyLevels = 8;      // beyond, each level doubles

struct SynthesisEnergy {
  std::array<double, kEnergyLevels + 1> low{};       // by the number of synthesis steps; 0: the sample itself
  std::array<double, kEnergyLevels + 1> high{};      // from 1
};

[[nodiscard]] SynthesisEnergy synthesis_energy(bool reversible);

}  // namespace sansfilm::j2k
