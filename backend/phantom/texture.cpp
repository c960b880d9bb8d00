#include "backend/phantom/texture.hpp"

#include <cmath>
#include <cstddef>

#include "backend/phantom/random.hpp"

namespace sansfilm::phantom {

namespace {

void normalise(std::vector<float>& samples) {
  double sum = 0, squares = 0;
  for (const float s : samples) {
    sum += s;
    squares += double{s} * s;
  }
  const double n = static_cast<double>(samples.size());
  const double mean = sum / n;
  const double scale = 1 / std::sqrt(squares / n - mean * mean);
  for (float& s : samples) s = static_cast<float>((s - mean) * scale);
}

// One pass of [blur, 1 - 2 blur, blur] along one axis; `side` and `stride` describe the axis, all of which wrap round.
void blur_axis(std::vector<float>& samples, std::size_t side, std::size_t stride, float blur) {
  std::vector<float> line(side);
  for (std::size_t start = 0; start < samples.size(); ++start) {
    if ((start / stride) % side != 0) continue;
    for (std::size_t i = 0; i < side; ++i) line[i] = samples[start + i * stride];
    for (std::size_t i = 0; i < side; ++i) {
      const float neighbours = line[(i + 1) % side] + line[(i + side - 1) % side];
      samples[start + i * stride] = (1 - 2 * blur) * line[i] + blur * neighbours;
    }
  }
}

std::vector<float> white(std::uint64_t seed, std::size_t count) {
  Random random(seed);
  std::vector<float> samples(count);
  for (float& s : samples) s = static_cast<float>(random.normal());
  return samples;
}

float lerp(float a, float b, float t) { return a + (b - a) * t; }

}  // namespace

NoiseTile::NoiseTile(std::uint64_t seed, double blur, int passes) : samples_(white(seed, std::size_t{kSide} * kSide)) {
  for (int pass = 0; pass < passes; ++pass) {
    blur_axis(samples_, kSide, 1, static_cast<float>(blur));
    blur_axis(samples_, kSide, kSide, static_cast<float>(blur));
  }
  normalise(samples_);
}

NoiseVolume::NoiseVolume(std::uint64_t seed) : samples_(white(seed, std::size_t{kSide} * kSide * kSide)) {
  for (int pass = 0; pass < 6; ++pass) {
    for (const std::size_t stride : {std::size_t{1}, std::size_t{kSide}, std::size_t{kSide} * kSide}) blur_axis(samples_, kSide, stride, 0.25F);
  }
  normalise(samples_);
}

float NoiseVolume::at(double x, double y, double z) const {
  const double fx = std::floor(x), fy = std::floor(y), fz = std::floor(z);
  constexpr std::uint32_t mask = kSide - 1;
  const auto ix = static_cast<std::uint32_t>(static_cast<std::int32_t>(fx)), iy = static_cast<std::uint32_t>(static_cast<std::int32_t>(fy)),
             iz = static_cast<std::uint32_t>(static_cast<std::int32_t>(fz));
  const auto tx = static_cast<float>(x - fx), ty = static_cast<float>(y - fy), tz = static_cast<float>(z - fz);
  const auto sample = [&](std::uint32_t dx, std::uint32_t dy, std::uint32_t dz) {
    return samples_[(((iz + dz) & mask) * kSide + ((iy + dy) & mask)) * kSide + ((ix + dx) & mask)];
  };
  const float near = lerp(lerp(sample(0, 0, 0), sample(1, 0, 0), tx), lerp(sample(0, 1, 0), sample(1, 1, 0), tx), ty);
  const float far = lerp(lerp(sample(0, 0, 1), sample(1, 0, 1), tx), lerp(sample(0, 1, 1), sample(1, 1, 1), tx), ty);
  return lerp(near, far, tz);
}

float cloud(const NoiseTile& tile, double x, double y, int octaves, double roughness) {
  float sum = 0, amplitude = 1;
  for (int octave = 0; octave < octaves; ++octave) {
    const double fx = std::floor(x), fy = std::floor(y);
    const auto ix = static_cast<std::uint32_t>(static_cast<std::int32_t>(fx)), iy = static_cast<std::uint32_t>(static_cast<std::int32_t>(fy));
    const auto tx = static_cast<float>(x - fx), ty = static_cast<float>(y - fy);
    sum += amplitude * lerp(lerp(tile.at(ix, iy), tile.at(ix + 1, iy), tx), lerp(tile.at(ix, iy + 1), tile.at(ix + 1, iy + 1), tx), ty);
    amplitude *= static_cast<float>(roughness);
    x = x * 2 + 137;
    y = y * 2 + 61;
  }
  return sum;
}

}  // namespace sansfilm::phantom
