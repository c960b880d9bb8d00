// Writes a picture as PNG.
// @source ISO/IEC 15948
// @shape  rows * columns * channels bytes; 1 channel grey, 4 channels RGBA
// @errors kIo, kInternal
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "shared/base/result.hpp"

namespace sansfilm::app {

[[nodiscard]] base::Status write_png(const std::string& path, std::uint32_t columns, std::uint32_t rows,
                                     std::uint32_t channels, std::span<const std::uint8_t> bytes);

}  // namespace sansfilm::app
