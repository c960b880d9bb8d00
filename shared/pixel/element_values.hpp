// Binary words of an element, whatever its value representation says: for attributes that may be US, SS or OW.
// @source PS3.5 2024e 7.3 (byte order), Annex A.1 (ambiguous value representations under implicit VR)
// @thread pure
#pragma once

#include <cmath>
#include <cstdint>
#include <optional>
#include <vector>

#include "shared/base/bytes.hpp"
#include "shared/dicom/dataset.hpp"

namespace sansfilm::pixel {

[[nodiscard]] inline std::vector<std::uint16_t> words_of(const dicom::Element& element) {
  std::vector<std::uint16_t> out(element.value.size() / 2);
  for (std::size_t i = 0; i < out.size(); ++i) {
    const auto* at = element.value.data() + 2 * i;
    out[i] = element.big_endian ? base::load_be<std::uint16_t>(at) : base::load_le<std::uint16_t>(at);
  }
  return out;
}

// A number of the dataset that arithmetic can use: present, readable, finite.
[[nodiscard]] inline std::optional<double> finite(const dicom::Dataset& dataset, dicom::Tag tag, std::size_t index = 0) {
  const auto value = dataset.number(tag, index);
  if (!value || !std::isfinite(*value)) return std::nullopt;
  return value;
}

// All values of an attribute as finite numbers, or none when there are fewer than `at_least` or one is not a number.
[[nodiscard]] inline std::vector<double> finite_numbers(const dicom::Dataset& dataset, dicom::Tag tag,
                                                        std::size_t at_least = 1) {
  auto values = dataset.numbers(tag);
  if (values.size() < at_least) return {};
  for (const double value : values) {
    if (!std::isfinite(value)) return {};
  }
  return values;
}

}  // namespace sansfilm::pixel
