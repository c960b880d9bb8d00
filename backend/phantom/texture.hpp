// Tileable noise made once: pictures take their quantum noise and their tissue texture from it at random offsets.
// @shape  sides are powers of two; coordinates wrap round
// @units  mean 0, variance 1
// @owner  owns its samples
// @thread immutable after construction
#pragma once

#include <cstdint>
#include <vector>

namespace sansfilm::phantom {

// Two dimensions: white noise with a spatial correlation.
class NoiseTile {
 public:
  static constexpr std::uint32_t kSide = 1024;
  // `blur`: weight of each neighbour in a repeated [blur, 1 - 2 blur, blur]; 0 gives white noise.
  NoiseTile(std::uint64_t seed, double blur, int passes);
  [[nodiscard]] const float* row(std::uint32_t y) const { return samples_.data() + (y & (kSide - 1)) * std::size_t{kSide}; }
  [[nodiscard]] float at(std::uint32_t x, std::uint32_t y) const { return row(y)[x & (kSide - 1)]; }

 private:
  std::vector<float> samples_;
};

// Three dimensions, band-limited: structure inside organs, the same in every plane that cuts it.
class NoiseVolume {
 public:
  static constexpr std::uint32_t kSide = 64;
  explicit NoiseVolume(std::uint64_t seed);
  [[nodiscard]] float at(double x, double y, double z) const;   // trilinear, in samples

 private:
  std::vector<float> samples_;
};

// Many octaves of smooth noise, coarse ones strong: glandular tissue. `roughness`: amplitude of an octave over the next coarser.
[[nodiscard]] float cloud(const NoiseTile& tile, double x, double y, int octaves, double roughness);

}  // namespace sansfilm::phantom
