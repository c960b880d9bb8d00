// Typed views of a decoded frame's samples.
// @shape  as base::Frame
// @thread pure
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "shared/base/frame.hpp"

namespace sansfilm::pixel {

struct SampleRange {
  std::int64_t low = 0;
  std::int64_t high = 0;
};

// The values that bits and sign of an integer frame of 8 or 16 bits allow.
[[nodiscard]] inline SampleRange sample_range(const base::Frame& frame) {
  const int bits = std::clamp<int>(frame.bits_stored, 1, std::min(16, 8 * frame.bytes_per_sample));
  if (frame.is_signed) return {-(std::int64_t{1} << (bits - 1)), (std::int64_t{1} << (bits - 1)) - 1};
  return {0, (std::int64_t{1} << bits) - 1};
}

[[nodiscard]] inline std::uint64_t wanted_samples(const base::Frame& frame) {
  return std::uint64_t{frame.columns} * frame.rows * frame.samples_per_pixel;
}

[[nodiscard]] inline bool has_all_samples(const base::Frame& frame) {
  return frame.samples.size() / frame.bytes_per_sample >= wanted_samples(frame);
}

// The samples that the frame has, at most those that its size says.
[[nodiscard]] inline std::size_t sample_count(const base::Frame& frame) {
  return static_cast<std::size_t>(std::min<std::uint64_t>(wanted_samples(frame), frame.samples.size() / frame.bytes_per_sample));
}

template <class T>
[[nodiscard]] inline T load_sample(const std::uint8_t* samples, std::size_t index) {
  T value;
  std::memcpy(&value, samples + index * sizeof(T), sizeof(T));
  return value;
}

// Calls visitor(T{}) with the C++ type of the frame's samples.
template <class Visitor>
auto with_sample_type(const base::Frame& frame, Visitor&& visitor) {
  if (frame.kind == base::SampleKind::kFloat64) return visitor(double{});
  if (frame.kind == base::SampleKind::kFloat32) return visitor(float{});
  switch (frame.bytes_per_sample) {
    case 1: return frame.is_signed ? visitor(std::int8_t{}) : visitor(std::uint8_t{});
    case 2: return frame.is_signed ? visitor(std::int16_t{}) : visitor(std::uint16_t{});
    default: return frame.is_signed ? visitor(std::int32_t{}) : visitor(std::uint32_t{});
  }
}

template <class Function>
void for_each_sample(const base::Frame& frame, Function&& function) {
  with_sample_type(frame, [&](auto zero) {
    using T = decltype(zero);
    const std::size_t count = sample_count(frame);
    for (std::size_t i = 0; i < count; ++i) function(static_cast<double>(load_sample<T>(frame.samples.data(), i)));
  });
}

}  // namespace sansfilm::pixel
