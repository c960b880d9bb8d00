#include "shared/pixel/calibration.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "shared/pixel/element_values.hpp"
#include "shared/pixel/tags.hpp"

namespace sansfilm::pixel {

using base::ErrorCode;

namespace {

struct Spacing {
  double row = 0;
  double column = 0;
};

constexpr std::array<std::string_view, 11> kProjection = {"CR", "DX", "MG", "RG", "RF", "XA", "XF", "PX", "IO", "RTIMAGE", "DR"};
constexpr std::array<std::string_view, 9> kSectional = {"CT", "MR", "PT", "NM", "SEG", "RTDOSE", "SM", "OPT", "PX3D"};

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::optional<Spacing> read_spacing(const dicom::Dataset& holder, dicom::Tag tag, bool& bad, std::vector<base::Error>& findings) {
  if (!holder.has_value(tag)) return std::nullopt;
  const auto values = finite_numbers(holder, tag, 2);
  if (values.empty() || values[0] <= 0 || values[1] <= 0) {
    bad = true;
    findings.push_back({.code = ErrorCode::kMalformed, .detail = "a spacing is not two positive numbers; it is not used for lengths", .tag = tag.value});
    return std::nullopt;
  }
  return Spacing{values[0], values[1]};
}

bool nearly_equal(const Spacing& a, const Spacing& b) {
  return std::abs(a.row - b.row) <= 1e-3 * a.row && std::abs(a.column - b.column) <= 1e-3 * a.column;
}

Calibration made(const Spacing& spacing, CalibrationKind kind) {
  return {.row_mm = spacing.row, .column_mm = spacing.column, .kind = kind, .reason = NoCalibration::kNotApplicable};
}

Calibration at_detector(const FrameScope& scope, const Spacing& imager, std::vector<base::Error>& findings) {
  const auto& top = scope.top();
  if (!top.has_value(tag::kMagnificationFactor)) return made(imager, CalibrationKind::kDetector);
  const auto factor = finite(top, tag::kMagnificationFactor);
  if (!factor || *factor < 1.0 || *factor > 20.0) {
    findings.push_back({.code = ErrorCode::kMalformed, .detail = "the estimated magnification is not a factor of 1 or more; lengths are at the detector",
                        .tag = tag::kMagnificationFactor.value});
    return made(imager, CalibrationKind::kDetector);
  }
  return made({imager.row / *factor, imager.column / *factor}, CalibrationKind::kMagnified);
}

CalibrationKind kind_of_pixel_spacing(const FrameScope& scope, const std::optional<Spacing>& imager, const Spacing& spacing) {
  const auto& top = scope.top();
  const auto type = top.raw_text(tag::kPixelSpacingCalibrationType).value_or("");
  if (type == "GEOMETRY") return CalibrationKind::kGeometry;
  if (type == "FIDUCIAL") return CalibrationKind::kFiducial;
  const auto modality = top.raw_text(tag::kModality).value_or("");
  if (!is_one_of(kProjection, modality)) {
    const bool has_plane = scope.holder(tag::kPlaneOrientation, tag::kImageOrientation).has_value(tag::kImageOrientation);
    return has_plane || is_one_of(kSectional, modality) ? CalibrationKind::kPatient : CalibrationKind::kUnspecified;
  }
  // 10.7.1.3: equal to Imager Pixel Spacing, it is the spacing at the detector.
  return imager && nearly_equal(*imager, spacing) ? CalibrationKind::kDetector : CalibrationKind::kUnspecified;
}

}  // namespace

Calibration read_calibration(const FrameScope& scope, std::vector<base::Error>& findings) {
  const auto& top = scope.top();
  if (top.has_value(dicom::Tag(0x0018, 0x6011))) return {.reason = NoCalibration::kOutsideRegions};
  bool bad = false;
  const auto spacing = read_spacing(scope.holder(tag::kPixelMeasures, tag::kPixelSpacing), tag::kPixelSpacing, bad, findings);
  const auto imager = read_spacing(top, tag::kImagerPixelSpacing, bad, findings);
  if (spacing) {
    const auto kind = kind_of_pixel_spacing(scope, imager, *spacing);
    return kind == CalibrationKind::kDetector ? at_detector(scope, *imager, findings) : made(*spacing, kind);
  }
  if (imager) return at_detector(scope, *imager, findings);
  if (const auto scanned = read_spacing(top, tag::kNominalScannedPixelSpacing, bad, findings)) return made(*scanned, CalibrationKind::kScanned);
  if (bad) return {.reason = NoCalibration::kBadSpacing};
  return {.reason = top.has_value(tag::kPixelAspectRatio) ? NoCalibration::kAspectOnly : NoCalibration::kNoSpacing};
}

Calibration calibration_at(const Calibration& whole, const std::vector<UsRegion>& regions, double row, double column) {
  if (regions.empty()) return whole;
  const auto* region = region_at(regions, row, column);
  if (region == nullptr) return {.reason = NoCalibration::kOutsideRegions};
  if (!region->measures_millimetres()) return {.reason = NoCalibration::kNotSpatialRegion};
  return made({std::abs(region->delta_y) * 10.0, std::abs(region->delta_x) * 10.0}, CalibrationKind::kUltrasound);
}

BilingualText text_of(CalibrationKind kind) {
  switch (kind) {
    case CalibrationKind::kNone: return {"pixels, sans calibration", "pixels, not calibrated"};
    case CalibrationKind::kPatient: return {"mm dans le plan de coupe", "mm in the plane of the slice"};
    case CalibrationKind::kGeometry: return {"mm, agrandissement corrigé (géométrie)", "mm, corrected for magnification (geometry)"};
    case CalibrationKind::kFiducial: return {"mm, étalonné sur un objet connu", "mm, calibrated on a known object"};
    case CalibrationKind::kUnspecified: return {"mm, étalonnage non précisé", "mm, calibration not specified"};
    case CalibrationKind::kDetector: return {"mm au détecteur, agrandissement non corrigé", "mm at the detector, not corrected for magnification"};
    case CalibrationKind::kMagnified: return {"mm, agrandissement estimé", "mm, estimated magnification"};
    case CalibrationKind::kScanned: return {"mm sur le film numérisé", "mm on the digitised film"};
    case CalibrationKind::kUltrasound: return {"mm, région échographique étalonnée", "mm, calibrated ultrasound region"};
  }
  return {};
}

BilingualText text_of(NoCalibration reason) {
  switch (reason) {
    case NoCalibration::kNotApplicable: return {};
    case NoCalibration::kNoSpacing: return {"l'image ne donne pas la taille de ses pixels", "the image does not give the size of its pixels"};
    case NoCalibration::kAspectOnly: return {"l'image ne donne que la forme de ses pixels", "the image gives only the shape of its pixels"};
    case NoCalibration::kBadSpacing: return {"la taille des pixels est illisible", "the size of the pixels is not readable"};
    case NoCalibration::kOutsideRegions: return {"hors des régions étalonnées", "outside the calibrated regions"};
    case NoCalibration::kNotSpatialRegion: return {"cette région ne mesure pas des longueurs", "this region does not measure lengths"};
  }
  return {};
}

}  // namespace sansfilm::pixel
