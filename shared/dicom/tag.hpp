// A DICOM attribute tag. The tags that this software names are in tags.hpp.
// @source PS3.5 2024e 7.1
#pragma once

#include <compare>
#include <cstdint>

namespace sansfilm::dicom {

struct Tag {
  std::uint32_t value = 0;  // group << 16 | element

  constexpr Tag() = default;
  constexpr explicit Tag(std::uint32_t packed) : value(packed) {}
  constexpr Tag(std::uint16_t group, std::uint16_t element)
      : value((std::uint32_t{group} << 16) | element) {}

  [[nodiscard]] constexpr std::uint16_t group() const { return static_cast<std::uint16_t>(value >> 16); }
  [[nodiscard]] constexpr std::uint16_t element() const { return static_cast<std::uint16_t>(value & 0xFFFFU); }
  [[nodiscard]] constexpr bool is_private() const { return (group() & 1U) != 0; }
  constexpr auto operator<=>(const Tag&) const = default;
};

}  // namespace sansfilm::dicom
