#include "shared/pixel/image.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "shared/pixel/element_values.hpp"
#include "shared/pixel/tags.hpp"

namespace sansfilm::pixel {

using base::Error;
using base::ErrorCode;

namespace {

constexpr std::array<std::pair<std::string_view, Photometric>, 11> kPhotometrics = {{
    {"MONOCHROME1", Photometric::kMonochrome1},
    {"MONOCHROME2", Photometric::kMonochrome2},
    {"PALETTE COLOR", Photometric::kPalette},
    {"RGB", Photometric::kRgb},
    {"YBR_FULL", Photometric::kYbrFull},
    {"YBR_FULL_422", Photometric::kYbrFull422},
    {"YBR_PARTIAL_422", Photometric::kYbrPartial},
    {"YBR_PARTIAL_420", Photometric::kYbrPartial},
    {"YBR_PARTIAL", Photometric::kYbrPartial},
    {"YBR_ICT", Photometric::kYbrIct},
    {"YBR_RCT", Photometric::kYbrRct},
}};

void note(ImageDescription& image, ErrorCode code, const char* detail, dicom::Tag tag) {
  image.findings.push_back({.code = code, .detail = detail, .tag = tag.value});
}

void read_pixel_module(const dicom::Dataset& dataset, ImageDescription& out) {
  out.samples_per_pixel = static_cast<std::uint16_t>(std::clamp<std::int64_t>(dataset.integer(tag::kSamplesPerPixel).value_or(1), 1, 4));
  const auto allocated = dataset.integer(tag::kBitsAllocated).value_or(16);
  out.bits_stored = static_cast<std::uint16_t>(std::clamp<std::int64_t>(dataset.integer(tag::kBitsStored).value_or(allocated), 1, 64));
  out.is_signed = dataset.integer(tag::kPixelRepresentation).value_or(0) == 1;
  out.modality_code = std::string(dataset.raw_text(tag::kModality).value_or(""));
  out.sop_class_uid = std::string(dataset.raw_text(tag::kSopClassUid).value_or(""));
  const auto text = dataset.raw_text(tag::kPhotometricInterpretation);
  out.photometric = parse_photometric(text.value_or(""));
  if (out.photometric == Photometric::kOther) {
    out.photometric = out.samples_per_pixel >= 3 ? Photometric::kRgb : Photometric::kMonochrome2;
    note(out, text && !text->empty() ? ErrorCode::kUnsupported : ErrorCode::kMissing,
         out.samples_per_pixel >= 3 ? "no known photometric interpretation; shown as RGB" : "no known photometric interpretation; shown as MONOCHROME2",
         tag::kPhotometricInterpretation);
  }
  out.inverse = out.photometric == Photometric::kMonochrome1;
}

// Presentation LUT Shape repeats what the photometric interpretation says (DX, C.8.11.3.1.2); in conflict the latter holds.
void check_shape(const dicom::Dataset& dataset, ImageDescription& out) {
  const auto shape = dataset.raw_text(tag::kPresentationLutShape);
  if (!shape || shape->empty()) return;
  const bool monochrome = out.photometric == Photometric::kMonochrome1 || out.photometric == Photometric::kMonochrome2;
  if (monochrome && ((*shape == "INVERSE" && !out.inverse) || (*shape == "IDENTITY" && out.inverse))) {
    note(out, ErrorCode::kInconsistent, "the presentation LUT shape contradicts the photometric interpretation, which is followed",
         tag::kPresentationLutShape);
  }
}

// XA and XRF whose pixels are already LOG or DISP carry a modality LUT that leads back to X-ray intensity: not for display.
// PS3.3 C.8.7.1.1.2.
bool modality_is_not_for_display(const dicom::Dataset& dataset, const ImageDescription& image) {
  static constexpr std::string_view kXrayPrefix = "1.2.840.10008.5.1.4.1.1.12.";
  if (!image.sop_class_uid.starts_with(kXrayPrefix)) return false;
  const auto relationship = dataset.raw_text(tag::kPixelIntensityRelationship);
  return relationship && (*relationship == "LOG" || *relationship == "DISP");
}

void read_modality_stage(const FrameScope& scope, ImageDescription& out) {
  const auto& top = scope.top();
  const bool is_dose = top.has_value(tag::kDoseGridScaling);
  if (is_dose) {
    if (const auto scaling = finite(top, tag::kDoseGridScaling); scaling && *scaling > 0) {
      out.modality = {.slope = *scaling, .units = std::string(top.raw_text(tag::kDoseUnits).value_or("")), .declared = true};
    } else {
      note(out, ErrorCode::kMalformed, "the dose grid scaling is not a positive number; stored values are shown", tag::kDoseGridScaling);
    }
    return;
  }
  if (modality_is_not_for_display(top, out)) return;
  const auto* macro = scope.macro(tag::kPixelValueTransformation);
  out.modality = read_modality(macro != nullptr ? *macro : top, out.is_signed, out.findings);
  if (!out.modality.declared) return;
  if (out.modality_code == "CT" && (out.modality.units.empty() || out.modality.units == "HU")) {
    out.modality.units = "HU";  // C.8.2.1.1.2: CT values are Hounsfield units unless Rescale Type says otherwise
  } else if (out.modality.units.empty() && out.modality_code == "PT") {
    out.modality.units = std::string(top.raw_text(tag::kUnits).value_or(""));
  }
}

bool voi_input_is_signed(const ImageDescription& image) {
  if (image.modality.lut) return false;
  return image.is_signed || image.modality.intercept < 0 || image.modality.slope < 0;
}

void read_voi_stage(const FrameScope& scope, ImageDescription& out) {
  const auto* macro = scope.macro(tag::kFrameVoiLut);
  const auto& holder = macro != nullptr ? *macro : scope.top();
  read_windows(holder, out.windows, out.findings);
  for (const auto& item : holder.items(tag::kVoiLutSequence)) {
    auto table = read_lookup_table(item, voi_input_is_signed(out));
    if (table.ok()) {
      out.voi_luts.push_back(std::move(table).value());
    } else {
      out.findings.push_back(table.error());
    }
  }
}

std::optional<double> padding_number(const dicom::Dataset& dataset, const ImageDescription& image, dicom::Tag integer, dicom::Tag real,
                                     dicom::Tag double_real) {
  if (const auto value = finite(dataset, real)) return value;
  if (const auto value = finite(dataset, double_real)) return value;
  const auto* element = dataset.find(integer);
  if (element == nullptr || element->value.size() < 2) return std::nullopt;
  const std::uint16_t word = words_of(*element).front();
  return image.is_signed ? static_cast<double>(static_cast<std::int16_t>(word)) : static_cast<double>(word);
}

void read_padding(const dicom::Dataset& dataset, ImageDescription& out) {
  const auto value = padding_number(dataset, out, tag::kPixelPaddingValue, tag::kFloatPixelPaddingValue, tag::kDoubleFloatPixelPaddingValue);
  if (!value) return;
  const auto limit = padding_number(dataset, out, tag::kPixelPaddingRangeLimit, tag::kFloatPixelPaddingRangeLimit,
                                    tag::kDoubleFloatPixelPaddingRangeLimit).value_or(*value);
  out.padding = Padding{std::min(*value, limit), std::max(*value, limit)};
}

void read_colours(const dicom::Dataset& dataset, ImageDescription& out) {
  if (!has_palette(dataset)) {
    if (out.photometric == Photometric::kPalette) {
      note(out, ErrorCode::kMissing, "PALETTE COLOR without a palette; shown as grey", tag::kRedDescriptor);
    }
    return;
  }
  const bool is_grey = out.photometric == Photometric::kMonochrome1 || out.photometric == Photometric::kMonochrome2;
  if (!is_grey && out.photometric != Photometric::kPalette) return;
  // A palette beside a grey image counts only where Pixel Presentation says so (C.7.6.19, C.8.16.2.1.2).
  const auto presentation = dataset.raw_text(tag::kPixelPresentation).value_or("");
  if (is_grey && presentation != "COLOR" && presentation != "MIXED") return;
  auto palette = read_palette(dataset, out.is_signed);
  if (!palette.ok()) {
    out.findings.push_back(palette.error());
    return;
  }
  out.palette = std::move(palette).value();
  out.supplemental = is_grey;
}

void read_real_world(const FrameScope& scope, ImageDescription& out) {
  const auto* own = scope.top().item(tag::kPerFrameFunctionalGroups, scope.frame());
  const auto* shared = scope.top().item(tag::kSharedFunctionalGroups);
  const auto* holder = own != nullptr && !own->items(tag::kRealWorldValueMapping).empty() ? own : nullptr;
  if (holder == nullptr && shared != nullptr && !shared->items(tag::kRealWorldValueMapping).empty()) holder = shared;
  if (holder == nullptr) holder = &scope.top();
  for (const auto& item : holder->items(tag::kRealWorldValueMapping)) {
    const auto first = finite(item, tag::kRealWorldDoubleFirstMapped).has_value() ? finite(item, tag::kRealWorldDoubleFirstMapped) : finite(item, tag::kRealWorldFirstMapped);
    const auto last = finite(item, tag::kRealWorldDoubleLastMapped).has_value() ? finite(item, tag::kRealWorldDoubleLastMapped) : finite(item, tag::kRealWorldLastMapped);
    const auto slope = finite(item, tag::kRealWorldSlope);
    const auto intercept = finite(item, tag::kRealWorldIntercept);
    auto table = finite_numbers(item, tag::kRealWorldLutData);
    if (!first || !last || (table.empty() && (!slope || !intercept))) {
      note(out, ErrorCode::kMissing, "a real world value mapping lacks its range or its slope and intercept; it is ignored", tag::kRealWorldSlope);
      continue;
    }
    RealWorldMap map{.first = *first, .last = *last, .slope = slope.value_or(1), .intercept = intercept.value_or(0), .table = std::move(table),
                     .label = item.text(tag::kLutLabel)};
    if (const auto* code = item.item(tag::kMeasurementUnitsCode)) map.units = std::string(code->raw_text(tag::kCodeValue).value_or(""));
    out.real_world.push_back(std::move(map));
  }
}

void read_aspect(const dicom::Dataset& dataset, ImageDescription& out) {
  if (!dataset.has_value(tag::kPixelAspectRatio)) return;
  const auto vertical = finite(dataset, tag::kPixelAspectRatio, 0);
  const auto horizontal = finite(dataset, tag::kPixelAspectRatio, 1);
  if (!vertical || !horizontal || *vertical <= 0 || *horizontal <= 0) {
    note(out, ErrorCode::kMalformed, "the pixel aspect ratio is not two positive numbers; pixels are shown square", tag::kPixelAspectRatio);
    return;
  }
  out.aspect = *vertical / *horizontal;
}

void read_geometry(const FrameScope& scope, ImageDescription& out) {
  out.plane = read_plane(scope, out.findings);
  if (out.plane) {
    out.directions = out.plane->directions;
  } else {
    std::vector<Error> said_by_read_plane;
    out.directions = read_directions(scope, said_by_read_plane);
  }
  out.patient_orientation = read_patient_orientation(scope.top(), out.findings);
  out.us_regions = read_us_regions(scope, out.findings);
  out.calibration = read_calibration(scope, out.findings);
  read_aspect(scope.top(), out);
}

void read_icc(const dicom::Dataset& dataset, ImageDescription& out) {
  const auto* element = dataset.find(tag::kIccProfile);
  if (element == nullptr || element->value.empty()) {
    const auto* path = dataset.item(tag::kOpticalPath);
    element = path != nullptr ? path->find(tag::kIccProfile) : nullptr;
  }
  if (element != nullptr) out.icc_profile = element->value;
}

}  // namespace

EdgeLetters edge_letters(const ImageDescription& image, const SpatialTransform& transform) {
  if (image.directions) return edge_letters(*image.directions, transform);
  if (image.patient_orientation) return edge_letters(*image.patient_orientation, transform);
  return {};
}

double display_aspect(const ImageDescription& image) {
  const auto& c = image.calibration;
  return c.row_mm > 0 && c.column_mm > 0 ? c.row_mm / c.column_mm : image.aspect;
}

Photometric parse_photometric(std::string_view text) {
  for (const auto& [name, value] : kPhotometrics) {
    if (name == text) return value;
  }
  return Photometric::kOther;
}

std::optional<double> RealWorldMap::apply(double stored) const {
  if (!(stored >= first && stored <= last)) return std::nullopt;
  if (table.empty()) return stored * slope + intercept;
  const auto index = static_cast<std::size_t>(stored - first);
  return index < table.size() ? std::optional(table[index]) : std::nullopt;
}

base::Result<ImageDescription> describe_image(const dicom::Dataset& dataset, std::uint32_t frame) {
  const auto rows = dataset.integer(tag::kRows);
  const auto columns = dataset.integer(tag::kColumns);
  if (!rows || *rows <= 0 || *rows > 0xFFFF) return Error{.code = ErrorCode::kMissing, .detail = "the image has no rows", .tag = tag::kRows.value};
  if (!columns || *columns <= 0 || *columns > 0xFFFF) {
    return Error{.code = ErrorCode::kMissing, .detail = "the image has no columns", .tag = tag::kColumns.value};
  }
  ImageDescription out;
  out.rows = static_cast<std::uint32_t>(*rows);
  out.columns = static_cast<std::uint32_t>(*columns);
  out.frames = static_cast<std::uint32_t>(std::clamp<std::int64_t>(dataset.integer(tag::kNumberOfFrames).value_or(1), 1, 0xFFFFFFFFLL));
  out.frame = frame;
  if (frame >= out.frames) {
    return Error{.code = ErrorCode::kInvalidArgument, .detail = "the image has no such frame", .tag = tag::kNumberOfFrames.value};
  }
  const FrameScope scope(dataset, frame);
  read_pixel_module(dataset, out);
  check_shape(dataset, out);
  read_modality_stage(scope, out);
  read_voi_stage(scope, out);
  read_padding(dataset, out);
  read_colours(dataset, out);
  read_real_world(scope, out);
  out.overlays = read_overlays(dataset, frame, out.findings);
  const auto* frame_shutter = scope.macro(tag::kFrameDisplayShutter);
  out.shutter = read_shutter(frame_shutter != nullptr ? *frame_shutter : dataset, out.findings);
  read_geometry(scope, out);
  out.suv = read_suv_factors(dataset);
  read_icc(dataset, out);
  return out;
}

}  // namespace sansfilm::pixel
