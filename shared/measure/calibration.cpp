#include "shared/measure/calibration.hpp"

#include <cmath>

namespace sansfilm::measure {
namespace {

constexpr std::uint16_t kCentimetres = 3;   // Physical Units X/Y Direction, PS3.3 C.8.5.5.1.15
constexpr std::uint16_t kTwoDimensional = 1;

bool usable(double spacing) { return std::isfinite(spacing) && spacing > 0.0; }

std::optional<Calibration> of_region(const wire::Geometry& geometry, double x, double y) {
  for (const wire::UltrasoundRegion& region : geometry.regions) {
    const bool inside = x >= region.x0 && x < region.x1 + 1.0 && y >= region.y0 && y < region.y1 + 1.0;
    if (!inside) continue;
    const bool lengths = region.spatial_format == kTwoDimensional && region.units_x == kCentimetres &&
                         region.units_y == kCentimetres;
    const double column = std::abs(region.delta_x) * 10.0;
    const double row = std::abs(region.delta_y) * 10.0;
    if (lengths && usable(column) && usable(row)) return Calibration{LengthKind::kPatient, column, row};
    return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Calibration> calibration_at(const wire::Geometry& geometry, double x, double y) {
  if (geometry.spacing_kind == wire::SpacingKind::kUltrasound) return of_region(geometry, x, y);
  if (!usable(geometry.row_spacing_mm) || !usable(geometry.column_spacing_mm)) return std::nullopt;
  Calibration out{LengthKind::kPatient, geometry.column_spacing_mm, geometry.row_spacing_mm};
  switch (geometry.spacing_kind) {
    case wire::SpacingKind::kPixelSpacing:
      if (!geometry.calibration.empty()) out.kind = LengthKind::kCalibrated;
      return out;
    case wire::SpacingKind::kImagerSpacing:
      // The estimated magnification brings the length back from the detector to the patient; it stays an estimate.
      if (geometry.magnification > 0.0) {
        out.column_mm /= geometry.magnification;
        out.row_mm /= geometry.magnification;
        out.kind = LengthKind::kNominal;
      } else {
        out.kind = LengthKind::kAtDetector;
      }
      return out;
    case wire::SpacingKind::kNominalScanned: out.kind = LengthKind::kNominal; return out;
    case wire::SpacingKind::kNone:
    case wire::SpacingKind::kUltrasound: return std::nullopt;
  }
  return std::nullopt;
}

double pixel_height(const wire::Geometry& geometry) {
  const bool spaced = geometry.spacing_kind != wire::SpacingKind::kNone &&
                      geometry.spacing_kind != wire::SpacingKind::kUltrasound && usable(geometry.row_spacing_mm) &&
                      usable(geometry.column_spacing_mm);
  const double ratio = spaced ? geometry.row_spacing_mm / geometry.column_spacing_mm
                              : geometry.pixel_aspect_vertical / geometry.pixel_aspect_horizontal;
  if (!std::isfinite(ratio) || ratio < 0.02 || ratio > 50.0) return 1.0;
  return std::abs(ratio - 1.0) < 1e-6 ? 1.0 : ratio;
}

}  // namespace sansfilm::measure
