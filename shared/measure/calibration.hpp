// Whether a length in this picture may be given in millimetres, and with which qualification.
//
// @source PS3.3 2024e 10.7.1.1 and 10.7.1.3 (Pixel Spacing, calibration), C.8.11.7 (Imager Pixel Spacing, magnification),
//         C.8.5.5 (ultrasound regions)
// @units  mm a picture pixel
// @owner  values
// @thread pure
#pragma once

#include <cstdint>
#include <optional>

#include "shared/wire/manifest.hpp"

namespace sansfilm::measure {

enum class LengthKind : std::uint8_t {
  kPatient,      // spacing in the patient: plain mm
  kCalibrated,   // a projection that was calibrated (GEOMETRY, FIDUCIAL): mm, named
  kAtDetector,   // a projection: mm at the detector, larger than in the patient
  kNominal,      // of a digitised film or a scan
};

struct Calibration {
  LengthKind kind = LengthKind::kPatient;
  double column_mm = 0.0;   // width of a pixel
  double row_mm = 0.0;      // height of a pixel
  bool operator==(const Calibration&) const = default;
};

// Nothing: lengths are in pixels. For ultrasound the region under `x`, `y` decides.
[[nodiscard]] std::optional<Calibration> calibration_at(const wire::Geometry& geometry, double x, double y);

// Height of a picture pixel over its width, for drawing in true proportion; 1 when unknown.
[[nodiscard]] double pixel_height(const wire::Geometry& geometry);

}  // namespace sansfilm::measure
