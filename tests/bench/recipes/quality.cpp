#include "tests/bench/recipes/quality.hpp"

#include <algorithm>
#include <cmath>

#include "shared/base/bytes.hpp"
#include "tests/bench/recipes/forms.hpp"

namespace sansfilm::bench {

namespace {

template <class T>
double value_at(const std::uint8_t* at) {
  return static_cast<double>(base::load_le<T>(at));
}

double sample(const base::Frame& frame, std::size_t i) {
  const std::uint8_t* at = frame.samples.data() + i * frame.bytes_per_sample;
  switch (frame.bytes_per_sample) {
    case 1: return frame.is_signed ? value_at<std::int8_t>(at) : value_at<std::uint8_t>(at);
    case 2: return frame.is_signed ? value_at<std::int16_t>(at) : value_at<std::uint16_t>(at);
    default: return frame.is_signed ? value_at<std::int32_t>(at) : value_at<std::uint32_t>(at);
  }
}

}  // namespace

double root_mean_square(const base::Frame& original, const base::Frame& decoded) {
  const std::size_t count = std::size_t{original.columns} * original.rows * original.samples_per_pixel;
  double sum = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const double off = sample(original, i) - sample(decoded, i);
    sum += off * off;
  }
  return std::sqrt(sum / static_cast<double>(count));
}

double decibels(const base::Frame& original, const base::Frame& decoded) {
  if (decoded.columns != original.columns || decoded.rows != original.rows || decoded.samples_per_pixel != original.samples_per_pixel) return 0.0;
  const std::size_t count = std::size_t{original.columns} * original.rows * original.samples_per_pixel;
  double least = sample(original, 0), most = least;
  for (std::size_t i = 0; i < count; ++i) {
    least = std::min(least, sample(original, i));
    most = std::max(most, sample(original, i));
  }
  const double off = root_mean_square(original, decoded);
  if (off == 0.0) return kExact_db;
  return 20.0 * std::log10(std::max(most - least, 1.0) / off);
}

base::Frame enlarged(const base::Frame& reduced, std::uint32_t columns, std::uint32_t rows, unsigned reduce) {
  base::Frame out = reduced;
  out.columns = columns;
  out.rows = rows;
  out.bytes_per_sample = 4;
  out.is_signed = true;
  const std::size_t spp = reduced.samples_per_pixel;
  out.samples.resize(std::size_t{columns} * rows * spp * 4);
  const double scale = 1.0 / static_cast<double>(1U << reduce);
  // The wavelet's low-pass samples lie on the even ones of the finer grid: no half-pixel shift.
  const auto place = [scale](std::uint32_t at, std::uint32_t size, std::size_t& low, std::size_t& high, double& part) {
    const double exact = std::min(static_cast<double>(at) * scale, static_cast<double>(size - 1));
    low = static_cast<std::size_t>(exact);
    high = std::min<std::size_t>(low + 1, size - 1);
    part = exact - static_cast<double>(low);
  };
  for (std::uint32_t y = 0; y < rows; ++y) {
    std::size_t y0 = 0, y1 = 0;
    double v = 0;
    place(y, reduced.rows, y0, y1, v);
    for (std::uint32_t x = 0; x < columns; ++x) {
      std::size_t x0 = 0, x1 = 0;
      double u = 0;
      place(x, reduced.columns, x0, x1, u);
      for (std::size_t c = 0; c < spp; ++c) {
        const auto at = [&](std::size_t row, std::size_t column) { return sample(reduced, (row * reduced.columns + column) * spp + c); };
        const double value = (at(y0, x0) * (1 - u) + at(y0, x1) * u) * (1 - v) + (at(y1, x0) * (1 - u) + at(y1, x1) * u) * v;
        base::store_le(out.samples.data() + ((std::size_t{y} * columns + x) * spp + c) * 4, static_cast<std::int32_t>(std::lround(value)));
      }
    }
  }
  return out;
}

}  // namespace sansfilm::bench
