// Speed of the display pipeline on one core: medians of five, in Mpixel/s of processor time (other load does not count).
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <functional>
#include <random>
#include <vector>

#include "shared/pixel/render.hpp"

using namespace sansfilm;
using namespace sansfilm::pixel;

namespace {

// Like an image: values near each other change slowly, with noise.
base::Frame make_frame(std::uint32_t columns, std::uint32_t rows, std::uint8_t bytes, std::uint16_t bits, std::uint16_t samples) {
  base::Frame frame;
  frame.columns = columns;
  frame.rows = rows;
  frame.bytes_per_sample = bytes;
  frame.bits_stored = bits;
  frame.samples_per_pixel = samples;
  frame.samples.resize(std::size_t{columns} * rows * samples * bytes);
  std::mt19937 random(7);
  const std::uint32_t mask = (1U << bits) - 1U;
  for (std::size_t i = 0; i < frame.samples.size() / bytes; ++i) {
    const auto x = static_cast<std::uint32_t>(i % columns), y = static_cast<std::uint32_t>(i / columns);
    const std::uint32_t value = ((x * 3 + y * 2 + static_cast<std::uint32_t>(random() % 64)) % (mask + 1)) & mask;
    frame.samples[i * bytes] = static_cast<std::uint8_t>(value & 0xFF);
    if (bytes == 2) frame.samples[i * bytes + 1] = static_cast<std::uint8_t>(value >> 8);
  }
  return frame;
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

void measure(const char* name, const base::Frame& frame, ImageDescription image, const DisplayState& state) {
  image.columns = frame.columns;
  image.rows = frame.rows;
  image.bits_stored = frame.bits_stored;
  const int repeats = std::max(1, static_cast<int>(40'000'000 / (std::size_t{frame.columns} * frame.rows)));
  std::uint64_t sum = 0;
  const double seconds = median_seconds([&] {
    for (int i = 0; i < repeats; ++i) sum += render(frame, image, state).value().bytes[0];
  });
  const double megapixels = 1e-6 * frame.columns * frame.rows * repeats;
  std::printf("%-44s %8.0f Mpixel/s   (%llu)\n", name, megapixels / seconds, static_cast<unsigned long long>(sum));
}

}  // namespace

int main() {
  ImageDescription windowed;
  windowed.windows = {{.centre = 1000, .width = 1500}};
  ImageDescription sigmoid;
  sigmoid.windows = {{.centre = 1000, .width = 1500, .function = VoiFunction::kSigmoid}};
  ImageDescription plain;
  ImageDescription palette;
  palette.photometric = Photometric::kPalette;
  palette.palette = Palette{.first = 0, .rgb = std::vector<std::uint8_t>(768, 9), .alpha = {}};
  measure("16-bit grey, window, 512 x 512 (12 bits)", make_frame(512, 512, 2, 12, 1), windowed, {});
  measure("16-bit grey, window, 512 x 512 (16 bits)", make_frame(512, 512, 2, 16, 1), windowed, {});
  measure("16-bit grey, window, 3000 x 3000 (16 bits)", make_frame(3000, 3000, 2, 16, 1), windowed, {});
  measure("16-bit grey, sigmoid, 3000 x 3000", make_frame(3000, 3000, 2, 14, 1), sigmoid, {});
  measure("16-bit grey, automatic window, 3000 x 3000", make_frame(3000, 3000, 2, 16, 1), plain, {});
  measure("8-bit grey, 1024 x 1024", make_frame(1024, 1024, 1, 8, 1), plain, {});
  measure("palette, 1024 x 1024", make_frame(1024, 1024, 1, 8, 1), palette, {});
  auto rgb = make_frame(1024, 1024, 1, 8, 3);
  rgb.colour = base::ColourModel::kRgb;
  measure("RGB, 1024 x 1024", rgb, plain, {});
  rgb.colour = base::ColourModel::kYbrFull;
  measure("YBR_FULL, 1024 x 1024", rgb, plain, {});
  return 0;
}
