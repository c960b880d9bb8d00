// Speed of planes cut out of a volume on one core: medians of five, 512 x 512 pixels each, of processor time natively (other load does not
// count). Native by build/native-release/bench/volume_bench; as the browser runs it `node --no-experimental-fetch build/wasm-bench/bench/volume_bench.js`.
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <functional>
#include <vector>

#include "shared/volume/cut.hpp"

using namespace sansfilm;
using namespace sansfilm::volume;

namespace {

constexpr std::uint32_t kSide = 512, kSlices = 200;
constexpr double kSpacing_mm = 1.25, kPixel_mm = 0.7;

Volume make_volume(bool even) {
  std::vector<double> along;
  for (std::uint32_t i = 0; i < kSlices; ++i) along.push_back(i * kSpacing_mm + (even || i % 3 != 0 ? 0.0 : 0.3));
  const Plane first{.position = {}, .directions = {}, .row_spacing_mm = kPixel_mm, .column_spacing_mm = kPixel_mm};
  Volume out(Lattice(first, kSide, kSide, along, {0, 0, 1}), {.is_signed = true}, 1);
  base::Frame frame;
  frame.columns = frame.rows = kSide;
  frame.is_signed = true;
  frame.samples.resize(std::size_t{kSide} * kSide * 2);
  for (std::uint32_t slice = 0; slice < kSlices; ++slice) {
    for (std::size_t i = 0; i < frame.samples.size(); i += 2) {
      frame.samples[i] = static_cast<std::uint8_t>((i * 7 + slice * 31) & 0xFF);
      frame.samples[i + 1] = static_cast<std::uint8_t>((i >> 11) & 7);
    }
    out.put(slice, frame, SliceState::kFinal);
  }
  return out;
}

double median_seconds(const std::function<void()>& run) {
  std::vector<double> times;
  for (int i = 0; i < 5; ++i) {
    const std::clock_t start = std::clock();
    run();
    times.push_back(static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC);
  }
  std::sort(times.begin(), times.end());
  return times[2];
}

void measure(const char* name, const Volume& volume, const Vector3& right, const Vector3& down, const Slab& slab, int repeats) {
  CutPlane plane{.middle = volume.lattice().middle(), .right = right, .down = down, .pixel_mm = kPixel_mm, .columns = kSide, .rows = kSide, .slab = slab};
  long long sum = 0;
  const double seconds = median_seconds([&] {
    for (int i = 0; i < repeats; ++i) {
      plane.middle[2] += 0.01;
      const base::Frame frame = frame_of(volume, cut_plane(volume, plane), true);
      sum += frame.samples[frame.samples.size() / 2];
    }
  });
  std::printf("%-44s %8.0f planes/s   (%lld)\n", name, repeats / seconds, sum);
}

}  // namespace

int main() {
  const double s = std::sqrt(0.5);
  const Vector3 x{1, 0, 0}, y{0, 1, 0}, up{0, 0, -1};
  const Volume even = make_volume(true);
  measure("axial", even, x, y, {}, 20);
  measure("coronal", even, x, up, {}, 20);
  measure("sagittal", even, y, up, {}, 20);
  measure("oblique", even, {s, s, 0}, {-0.5, 0.5, -s}, {}, 20);
  measure("axial, maximum of 10 mm", even, x, y, {SlabMode::kMaximum, 10}, 4);
  measure("coronal, maximum of 10 mm", even, x, up, {SlabMode::kMaximum, 10}, 4);
  measure("sagittal, mean of 10 mm", even, y, up, {SlabMode::kMean, 10}, 4);
  measure("oblique, maximum of 10 mm", even, {s, s, 0}, {-0.5, 0.5, -s}, {SlabMode::kMaximum, 10}, 2);
  measure("oblique, maximum of 10 mm, while it is moved", even, {s, s, 0}, {-0.5, 0.5, -s}, {SlabMode::kMaximum, 10, 1.0}, 2);
  const Volume uneven = make_volume(false);
  measure("oblique, uneven spacing", uneven, {s, s, 0}, {-0.5, 0.5, -s}, {}, 10);
  return 0;
}
