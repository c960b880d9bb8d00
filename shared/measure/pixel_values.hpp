// What a pixel of a decoded frame says: its stored samples, and what they mean after the modality transform.
//
// @source PS3.3 2024e C.11.1 (modality LUT, rescale), C.7.5.1.1.2 (pixel padding)
// @shape  column and row from 0 in the full picture; the frame may hold it at 1/2^reduce
// @owner  values
// @thread pure
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "shared/base/frame.hpp"
#include "shared/wire/manifest.hpp"

namespace sansfilm::measure {

// The stored samples of a pixel; empty where the frame has none.
[[nodiscard]] std::vector<double> samples_at(const base::Frame& frame, std::uint8_t reduce, std::uint32_t column, std::uint32_t row);

[[nodiscard]] bool is_padding(const wire::PixelFormat& format, double stored);

// nullopt: the object states no modality transform.
[[nodiscard]] std::optional<double> modality_value(const wire::Display& display, double stored);
[[nodiscard]] std::string modality_unit(const wire::Display& display);   // "HU", "BQML"; empty: none stated

// The entry of a table; the first and last ones go on outside. PS3.3 C.11.1.1.1
[[nodiscard]] std::uint16_t entry_of(const wire::Lut& lut, std::int64_t stored);

}  // namespace sansfilm::measure
