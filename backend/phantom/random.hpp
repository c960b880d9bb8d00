// Reproducible numbers: the same seed gives the same sequence on every machine.
// @source Steele, Lea, Flood: Fast splittable pseudorandom number generators (OOPSLA 2014): the mixing of splitmix64
// @thread one generator per thread
#pragma once

#include <cstdint>
#include <initializer_list>

namespace sansfilm::phantom {

[[nodiscard]] constexpr std::uint64_t mix(std::uint64_t x) {
  x += 0x9E3779B97F4A7C15u;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
  return x ^ (x >> 31);
}

// One number from several: an independent stream for each patient, study, series, slice.
[[nodiscard]] constexpr std::uint64_t mix_all(std::initializer_list<std::uint64_t> parts) {
  std::uint64_t state = 0;
  for (const std::uint64_t part : parts) state = mix(state ^ part);
  return state;
}

class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(mix(seed)) {}
  std::uint64_t bits() { return mix(state_ += 0x9E3779B97F4A7C15u); }
  double uniform() { return static_cast<double>(bits() >> 11) * 0x1.0p-53; }                      // [0, 1)
  double uniform(double least, double most) { return least + (most - least) * uniform(); }
  std::uint32_t below(std::uint32_t limit) { return static_cast<std::uint32_t>(uniform() * limit); }
  // Nearly normal, mean 0, variance 1: the sum of eight uniform 16-bit numbers, so without libm.
  double normal() {
    double sum = 0;
    for (int word = 0; word < 2; ++word) {
      const std::uint64_t b = bits();
      for (int i = 0; i < 64; i += 16) sum += static_cast<double>((b >> i) & 0xFFFFu);
    }
    return (sum - 8 * 32767.5) / (65536.0 * 0.816496580927726);
  }

 private:
  std::uint64_t state_;
};

}  // namespace sansfilm::phantom
