// What a measurement says: lengths, angles, areas, and the values under it, in the unit that the picture allows.
//
// Lengths are millimetres only where every point of the measurement has the same calibration; else they are picture pixels
// (columns wide). Statistics take the pixels whose centres lie inside, after the modality transform; padding is left out.
// What comes from a picture that is not final is provisional.
//
// @source PS3.3 2024e C.11.1 (modality transform), C.8.9.1.1.3 (units of a PET), C.7.5.1.1.2 (padding), 10.7.1 (calibration)
// @units  `calibration` set: mm, mm2; else pixels, square pixels. Angles: degrees
// @owner  values
// @thread pure
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "shared/base/frame.hpp"
#include "shared/measure/calibration.hpp"
#include "shared/measure/measurement.hpp"
#include "shared/wire/manifest.hpp"
#include "shared/wire/quality.hpp"

namespace sansfilm::measure {

struct Statistics {
  std::uint64_t pixels = 0;
  double mean = 0.0, deviation = 0.0;   // of the pixels themselves, not an estimate for more of them
  double least = 0.0, most = 0.0;
  std::string unit;                     // as the manifest names it; "SUVbw" for a PET that has what it needs
  bool operator==(const Statistics&) const = default;
};

struct Measured {
  std::optional<Calibration> calibration;   // of the lengths and areas
  std::optional<double> length;             // kLength, kPolyline; the longer one of kBidirectional; the heart of kCardiothoracic
  std::optional<double> second_length;      // the shorter one; the thorax
  std::optional<double> ratio;              // kCardiothoracic
  std::optional<double> angle_deg;          // kAngle 0..180, kCobb 0..90
  std::optional<double> area;
  std::optional<Statistics> statistics;     // regions and kPoint of pictures of one sample
  bool provisional = false;
  bool operator==(const Measured&) const = default;
};

// The picture that is measured; everything is borrowed.
struct Measurable {
  const base::Frame* frame = nullptr;          // nullptr: not decoded; lengths and angles are still known
  wire::PictureState state;
  const wire::PixelFormat* format = nullptr;
  const wire::Display* display = nullptr;
  const wire::Geometry* geometry = nullptr;
};

// `most_pixels`: a region of more picture pixels gets no statistics (while a hand still draws it).
inline constexpr std::uint64_t kAllPixels = ~std::uint64_t{0};
[[nodiscard]] Measured measure(const Measurement& measurement, const Measurable& picture, std::uint64_t most_pixels = kAllPixels);

}  // namespace sansfilm::measure
