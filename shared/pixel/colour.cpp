#include "shared/pixel/colour.hpp"

#include <algorithm>
#include <cmath>

namespace sansfilm::pixel {

namespace {

using Triple = std::array<double, 3>;

// From D50 to the linear light of sRGB: Bradford adaptation and the primaries of IEC 61966-2-1 in one matrix.
constexpr std::array<Triple, 3> kXyzToRgb{{{3.1338561, -1.6168667, -0.4906146}, {-0.9787684, 1.9161415, 0.0334540}, {0.0719453, -0.2289914, 1.4052427}}};
constexpr Triple kWhiteD50{0.96422, 1.0, 0.82521};

double inverse_f(double t) {
  constexpr double kEdge = 6.0 / 29.0;
  return t > kEdge ? t * t * t : 3.0 * kEdge * kEdge * (t - 4.0 / 29.0);
}

std::uint8_t encode(double linear) {
  const double c = std::clamp(linear, 0.0, 1.0);
  const double coded = c <= 0.0031308 ? 12.92 * c : 1.055 * std::pow(c, 1.0 / 2.4) - 0.055;
  return static_cast<std::uint8_t>(std::lround(coded * 255.0));
}

}  // namespace

std::array<std::uint8_t, 3> rgb_of_cie_lab(const std::array<std::uint16_t, 3>& encoded) {
  const double lightness = encoded[0] * 100.0 / 65535.0;
  const double a = encoded[1] * 255.0 / 65535.0 - 128.0, b = encoded[2] * 255.0 / 65535.0 - 128.0;
  const double y = (lightness + 16.0) / 116.0;
  const Triple xyz{kWhiteD50[0] * inverse_f(y + a / 500.0), kWhiteD50[1] * inverse_f(y), kWhiteD50[2] * inverse_f(y - b / 200.0)};
  std::array<std::uint8_t, 3> rgb{};
  for (std::size_t i = 0; i < 3; ++i) rgb[i] = encode(kXyzToRgb[i][0] * xyz[0] + kXyzToRgb[i][1] * xyz[1] + kXyzToRgb[i][2] * xyz[2]);
  return rgb;
}

std::array<std::uint8_t, 3> palette_colour(std::size_t index) {
  // Okabe and Ito's set for colour blindness, without its black.
  constexpr std::array<std::array<std::uint8_t, 3>, 7> kColours{
      {{230, 159, 0}, {86, 180, 233}, {0, 158, 115}, {240, 228, 66}, {0, 114, 178}, {213, 94, 0}, {204, 121, 167}}};
  return kColours[index % kColours.size()];
}

}  // namespace sansfilm::pixel
