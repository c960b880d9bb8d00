// The calibrated regions of an ultrasound image: where each lies and what a pixel means in it (centimetres in B-mode, seconds
// and centimetres in M-mode, seconds and cm/s or hertz in spectral Doppler).
//
// @source PS3.3 2024e C.8.5.5 (US region calibration)
// @units  pixels from 0 in the whole image; physical units as declared for each axis
// @errors findings: kMissing, kMalformed; such a region is left out and said
// @owner  values
// @thread pure
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "shared/base/error.hpp"
#include "shared/pixel/frame_scope.hpp"

namespace sansfilm::pixel {

// (0018,6024), (0018,6026), C.8.5.5.1.15
enum class UsUnit : std::uint8_t {
  kNone = 0, kPercent, kDecibel, kCentimetre, kSecond, kHertz, kDecibelPerSecond, kCentimetrePerSecond, kSquareCentimetre,
  kSquareCentimetrePerSecond, kCubicCentimetre, kCubicCentimetrePerSecond, kDegree
};

// (0018,6012), C.8.5.5.1.1
enum class UsSpatialFormat : std::uint8_t { kNone = 0, k2d, kMMode, kSpectral, kWaveform, kGraphics };

struct UsRegion {
  std::int32_t left = 0, top = 0, right = 0, bottom = 0;  // both ends included
  UsSpatialFormat format = UsSpatialFormat::kNone;
  std::uint16_t data_type = 0;          // (0018,6014): 1 tissue, 2 colour flow, 3 PW, 4 CW...
  std::uint32_t flags = 0;              // (0018,6016)
  UsUnit unit_x = UsUnit::kNone;
  UsUnit unit_y = UsUnit::kNone;
  double delta_x = 0;                   // physical units a pixel
  double delta_y = 0;
  double reference_x_px = 0;            // in the whole image
  double reference_y_px = 0;
  double reference_x_value = 0;
  double reference_y_value = 0;

  [[nodiscard]] bool contains(double row, double column) const;
  [[nodiscard]] bool is_low_priority() const { return (flags & 1U) != 0; }
  [[nodiscard]] bool measures_millimetres() const { return unit_x == UsUnit::kCentimetre && unit_y == UsUnit::kCentimetre; }
  [[nodiscard]] double x_at(double column) const { return reference_x_value + (column - reference_x_px) * delta_x; }
  [[nodiscard]] double y_at(double row) const { return reference_y_value + (row - reference_y_px) * delta_y; }
};

[[nodiscard]] std::vector<UsRegion> read_us_regions(const FrameScope& scope, std::vector<base::Error>& findings);

// The region that a point belongs to: of those that contain it, high priority first, then the smallest; nullptr: none.
[[nodiscard]] const UsRegion* region_at(const std::vector<UsRegion>& regions, double row, double column);

[[nodiscard]] const char* symbol_of(UsUnit unit);  // "cm", "s", "Hz", "cm/s"...

}  // namespace sansfilm::pixel
