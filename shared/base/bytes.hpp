// Loads and stores of integers at any alignment and in a stated byte order. The caller has checked the length.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

namespace sansfilm::base {

using Bytes = std::span<const std::uint8_t>;

template <class T>
[[nodiscard]] inline T load_le(const std::uint8_t* at) {
  static_assert(std::endian::native == std::endian::little, "this core assumes a little endian machine");
  T value;
  std::memcpy(&value, at, sizeof value);
  return value;
}

template <class T>
[[nodiscard]] inline T load_be(const std::uint8_t* at) {
  std::uint8_t swapped[sizeof(T)];
  for (std::size_t i = 0; i < sizeof(T); ++i) swapped[i] = at[sizeof(T) - 1 - i];
  return load_le<T>(swapped);
}

template <class T>
inline void store_le(std::uint8_t* at, T value) {
  std::memcpy(at, &value, sizeof value);
}

template <class T>
inline void store_be(std::uint8_t* at, T value) {
  std::uint8_t native[sizeof(T)];
  std::memcpy(native, &value, sizeof value);
  for (std::size_t i = 0; i < sizeof(T); ++i) at[i] = native[sizeof(T) - 1 - i];
}

// std::bit_cast, which libc++ of Emscripten 3.1.6 does not have yet.
template <class To, class From>
[[nodiscard]] constexpr To bit_cast(const From& from) {
  static_assert(sizeof(To) == sizeof(From));
  return __builtin_bit_cast(To, from);
}

}  // namespace sansfilm::base
