// How far a decoded picture is from its original.
#pragma once

#include "shared/base/frame.hpp"

namespace sansfilm::bench {

// In steps of the samples; both of one shape.
[[nodiscard]] double root_mean_square(const base::Frame& original, const base::Frame& decoded);

// Peak signal to noise against the range that the original really has; kExact_db when they are equal.
[[nodiscard]] double decibels(const base::Frame& original, const base::Frame& decoded);

// A reduced picture at full size, bilinear, as a graphics card draws it.
[[nodiscard]] base::Frame enlarged(const base::Frame& reduced, std::uint32_t columns, std::uint32_t rows, unsigned reduce);

}  // namespace sansfilm::bench
