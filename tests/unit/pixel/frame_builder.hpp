// Frames for tests.
#pragma once

#include <cstring>
#include <type_traits>
#include <vector>

#include "shared/base/frame.hpp"

namespace sansfilm::test {

template <class T>
base::Frame make_frame(std::uint32_t columns, std::uint32_t rows, const std::vector<T>& samples, std::uint16_t bits_stored,
                       std::uint16_t samples_per_pixel = 1) {
  base::Frame frame;
  frame.columns = columns;
  frame.rows = rows;
  frame.samples_per_pixel = samples_per_pixel;
  frame.bits_stored = bits_stored;
  frame.bytes_per_sample = sizeof(T);
  frame.is_signed = std::is_signed_v<T>;
  if constexpr (std::is_same_v<T, float>) frame.kind = base::SampleKind::kFloat32;
  if constexpr (std::is_same_v<T, double>) frame.kind = base::SampleKind::kFloat64;
  frame.colour = samples_per_pixel == 3 ? base::ColourModel::kRgb : base::ColourModel::kMonochrome;
  frame.samples.resize(samples.size() * sizeof(T));
  std::memcpy(frame.samples.data(), samples.data(), frame.samples.size());
  return frame;
}

}  // namespace sansfilm::test
