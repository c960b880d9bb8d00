// YCbCr to RGB for eight-bit samples, in 16.16 fixed point: within half a level of the real-valued matrices, then clipped.
// @source PS3.3 2024e C.7.6.3.1.2 (the inverses of the matrices given there for YBR_FULL and YBR_PARTIAL_422)
// @thread pure
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>

namespace sansfilm::pixel {

struct YbrTables {
  std::array<std::int32_t, 256> y{};
  std::array<std::int32_t, 256> red_cr{};
  std::array<std::int32_t, 256> green_cb{};
  std::array<std::int32_t, 256> green_cr{};
  std::array<std::int32_t, 256> blue_cb{};
};

namespace ybr_detail {

constexpr std::int32_t fixed(double value) { return static_cast<std::int32_t>(value * 65536.0 + (value < 0 ? -0.5 : 0.5)); }

constexpr YbrTables make(double y_scale, double y_offset, double red_cr, double green_cb, double green_cr, double blue_cb) {
  YbrTables out;
  for (std::size_t i = 0; i < 256; ++i) {
    const double chroma = static_cast<double>(i) - 128.0;
    out.y[i] = fixed(y_scale * (static_cast<double>(i) - y_offset)) + 32768;  // the half that rounds
    out.red_cr[i] = fixed(red_cr * chroma);
    out.green_cb[i] = fixed(green_cb * chroma);
    out.green_cr[i] = fixed(green_cr * chroma);
    out.blue_cb[i] = fixed(blue_cb * chroma);
  }
  return out;
}

inline constexpr YbrTables kFull = make(1.0, 0.0, 1.402, -0.344136, -0.714136, 1.772);
inline constexpr YbrTables kPartial = make(1.164384, 16.0, 1.596027, -0.391762, -0.812968, 2.017232);

}  // namespace ybr_detail

[[nodiscard]] inline const YbrTables& ybr_full_tables() { return ybr_detail::kFull; }
[[nodiscard]] inline const YbrTables& ybr_partial_tables() { return ybr_detail::kPartial; }

// In place: Y Cb Cr -> R G B.
inline void ybr_to_rgb(const YbrTables& t, std::uint8_t* p) {
  const std::int32_t y = t.y[p[0]];
  const std::int32_t red = (y + t.red_cr[p[2]]) >> 16;
  const std::int32_t green = (y + t.green_cb[p[1]] + t.green_cr[p[2]]) >> 16;
  const std::int32_t blue = (y + t.blue_cb[p[1]]) >> 16;
  p[0] = static_cast<std::uint8_t>(std::clamp(red, 0, 255));
  p[1] = static_cast<std::uint8_t>(std::clamp(green, 0, 255));
  p[2] = static_cast<std::uint8_t>(std::clamp(blue, 0, 255));
}

}  // namespace sansfilm::pixel
