// How long a pixel is, and by whose word: millimetres only where the object allows them, with the kind of calibration named;
// else pixels, with the reason.
//
// @source PS3.3 2024e 10.7.1 (basic pixel spacing calibration), 10.7.1.3 (Pixel Spacing against Imager Pixel Spacing),
//         C.8.11.4 (DX), C.8.11.7 (estimated radiographic magnification), C.8.6.2 (nominal scanned), C.8.5.5 (ultrasound)
// @units  mm a pixel; row_mm is the distance between rows (vertical), column_mm between columns (horizontal)
// @errors findings name what is malformed; the result is then the next best calibration, or pixels
// @owner  values
// @thread pure
#pragma once

#include <cstdint>
#include <vector>

#include "shared/base/error.hpp"
#include "shared/pixel/frame_scope.hpp"
#include "shared/pixel/ultrasound.hpp"

namespace sansfilm::pixel {

enum class CalibrationKind : std::uint8_t {
  kNone,         // pixels; see `reason`
  kPatient,      // in the plane of the slice (CT, MR, PET, slide...)
  kGeometry,     // projection, corrected for an assumed geometry (Calibration Type GEOMETRY)
  kFiducial,     // projection, calibrated on an object of known size (FIDUCIAL)
  kUnspecified,  // Pixel Spacing whose calibration the object does not explain
  kDetector,     // at the detector, not corrected for magnification
  kMagnified,    // at the detector, divided by the estimated magnification
  kScanned,      // on the digitised film
  kUltrasound,   // a calibrated region
};

enum class NoCalibration : std::uint8_t {
  kNotApplicable,     // there is a calibration
  kNoSpacing,         // the object gives no spacing
  kAspectOnly,        // only an aspect ratio
  kBadSpacing,        // spacing present but not two positive numbers
  kOutsideRegions,    // ultrasound: the point is in no calibrated region
  kNotSpatialRegion,  // ultrasound: the region measures time, velocity... not lengths in both directions
};

struct Calibration {
  double row_mm = 0;
  double column_mm = 0;
  CalibrationKind kind = CalibrationKind::kNone;
  NoCalibration reason = NoCalibration::kNoSpacing;

  [[nodiscard]] bool in_millimetres() const { return kind != CalibrationKind::kNone; }
};

struct BilingualText {
  const char* fr = "";
  const char* en = "";
};

// The calibration of the whole frame. For ultrasound with regions it is kNone (kOutsideRegions): ask calibration_at.
[[nodiscard]] Calibration read_calibration(const FrameScope& scope, std::vector<base::Error>& findings);

// The calibration at a point: the ultrasound region there if the image has regions, else that of the whole frame.
[[nodiscard]] Calibration calibration_at(const Calibration& whole, const std::vector<UsRegion>& regions, double row, double column);

// For the screen: "mm (au détecteur, sans correction d'agrandissement)".
[[nodiscard]] BilingualText text_of(CalibrationKind kind);
[[nodiscard]] BilingualText text_of(NoCalibration reason);

}  // namespace sansfilm::pixel
