#include "shared/j2k/synthesis_energy.hpp"

#include <vector>

namespace sansfilm::j2k {
namespace {

using Line = std::vector<double>;

// Adds to every second sample, from `first`, `factor` times its two neighbours. A line is long enough that its ends are zero.
void lift(Line& line, std::size_t first, double factor) {
  for (std::size_t i = first; i < line.size(); i += 2) {
    const double before = i > 0 ? line[i - 1] : 0.0;
    const double after = i + 1 < line.size() ? line[i + 1] : 0.0;
    line[i] += factor * (before + after);
  }
}

// One step up: `line` becomes the even (low) or odd (high) samples of a line twice as long.
Line synthesise(const Line& line, bool high, bool reversible) {
  Line out(2 * line.size(), 0.0);
  for (std::size_t i = 0; i < line.size(); ++i) out[2 * i + (high ? 1 : 0)] = line[i];
  if (reversible) {
    lift(out, 0, -0.25);
    lift(out, 1, 0.5);
    return out;
  }
  constexpr double kAlpha = -1.586134342059924, kBeta = -0.052980118572961, kGamma = 0.882911075530934,
                   kDelta = 0.443506852043971, kScale = 1.230174104914001;   // Table F.4
  for (std::size_t i = 0; i < out.size(); ++i) out[i] *= i % 2 == 0 ? kScale : 1.0 / kScale;
  lift(out, 0, -kDelta);
  lift(out, 1, -kGamma);
  lift(out, 0, -kBeta);
  lift(out, 1, -kAlpha);
  return out;
}

double energy(const Line& line) {
  double sum = 0.0;
  for (const double sample : line) sum += sample * sample;
  return sum;
}

}  // namespace

SynthesisEnergy synthesis_energy(bool reversible) {
  SynthesisEnergy out;
  constexpr std::size_t kSupport = 16;
  Line impulse(kSupport, 0.0);
  impulse[kSupport / 2] = 1.0;
  Line low = impulse, high = impulse;
  out.low[0] = 1.0;
  for (std::size_t level = 1; level <= kEnergyLevels; ++level) {
    low = synthesise(low, false, reversible);
    high = synthesise(high, level == 1, reversible);
    out.low[level] = energy(low);
    out.high[level] = energy(high);
  }
  return out;
}

}  // namespace sansfilm::j2k
