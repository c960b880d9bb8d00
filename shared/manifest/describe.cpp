#include "shared/manifest/describe.hpp"

#include <algorithm>

#include "shared/dicom/frames.hpp"
#include "shared/dicom/sop_classes.hpp"
#include "shared/dicom/tags.hpp"
#include "shared/manifest/references.hpp"
#include "shared/manifest/table.hpp"
#include "shared/pixel/image.hpp"
#include "shared/wire/manifest_json.hpp"

namespace sansfilm::manifest {

namespace {

namespace tags = dicom::tags;
using dicom::Dataset;

wire::Lut lut_of(const pixel::LookupTable& table) {
  return {table.first, static_cast<std::uint8_t>(table.bits), table.entries, table.explanation};
}

wire::Suv suv_of(const pixel::SuvFactors& factors) {
  return {factors.body_weight.value_or(0.0), factors.lean_body_mass.value_or(0.0), factors.body_surface.value_or(0.0),
          std::string(pixel::name_of(factors.problem)), std::string(pixel::name_of(factors.lean_problem))};
}

wire::Display display_of(const pixel::ImageDescription& image) {
  wire::Display display;
  if (image.modality.lut) {
    display.modality_lut = lut_of(*image.modality.lut);
    display.modality_lut->explanation = image.modality.units;
  } else if (image.modality.declared) {
    display.rescale = wire::Rescale{image.modality.slope, image.modality.intercept, image.modality.units};
  }
  for (const pixel::Window& window : image.windows) {
    display.windows.push_back({window.centre, window.width, window.explanation, static_cast<wire::WindowFunction>(window.function)});
  }
  for (const pixel::LookupTable& table : image.voi_luts) display.voi_luts.push_back(lut_of(table));
  if (image.palette) {
    for (std::size_t channel = 0; channel < 3; ++channel) {
      wire::Lut lut{image.palette->first, 8, {}, {}};
      for (std::size_t i = 0; i < image.palette->size(); ++i) lut.entries.push_back(image.palette->rgb[3 * i + channel]);
      display.palette.push_back(std::move(lut));
    }
    display.supplemental_palette = image.supplemental;
  }
  display.presentation_inverse = image.inverse;
  if (image.suv.problem != pixel::SuvProblem::kNotPet) display.suv = suv_of(image.suv);
  return display;
}

wire::Shutter shutter_of(const pixel::Shutter& from) {
  wire::Shutter shutter;
  if (from.rectangle) shutter.rectangle = {from.rectangle->left, from.rectangle->right, from.rectangle->upper, from.rectangle->lower};
  if (from.circle) shutter.circle = {from.circle->row, from.circle->column, from.circle->radius};
  for (const auto& vertex : from.polygon) {
    shutter.polygon.push_back(vertex.row);
    shutter.polygon.push_back(vertex.column);
  }
  shutter.bitmap_group = from.bitmap_group;
  shutter.presentation_value = from.presentation_value;
  return shutter;
}

wire::Graphics graphics_of(const pixel::ImageDescription& image) {
  wire::Graphics graphics;
  for (const pixel::Overlay& from : image.overlays) {
    wire::Overlay overlay{from.group, from.rows, from.columns, from.origin_row, from.origin_column, from.is_region,
                          from.label.empty() ? from.description : from.label, from.bits};
    overlay.bits.resize((std::uint64_t{from.rows} * from.columns + 7) / 8);
    graphics.overlays.push_back(std::move(overlay));
  }
  if (!image.shutter.empty()) graphics.shutter = shutter_of(image.shutter);
  return graphics;
}

wire::SpacingKind spacing_kind_of(pixel::CalibrationKind kind) {
  switch (kind) {
    case pixel::CalibrationKind::kNone:
      return wire::SpacingKind::kNone;
    case pixel::CalibrationKind::kPatient:
    case pixel::CalibrationKind::kGeometry:
    case pixel::CalibrationKind::kFiducial:
    case pixel::CalibrationKind::kUnspecified:
      return wire::SpacingKind::kPixelSpacing;
    case pixel::CalibrationKind::kDetector:
    case pixel::CalibrationKind::kMagnified:
      return wire::SpacingKind::kImagerSpacing;
    case pixel::CalibrationKind::kScanned:
      return wire::SpacingKind::kNominalScanned;
    case pixel::CalibrationKind::kUltrasound:
      return wire::SpacingKind::kUltrasound;
  }
  return wire::SpacingKind::kNone;
}

wire::Geometry geometry_of(const pixel::ImageDescription& image, const Dataset& dataset) {
  wire::Geometry geometry;
  geometry.spacing_kind = spacing_kind_of(image.calibration.kind);
  geometry.row_spacing_mm = image.calibration.row_mm;
  geometry.column_spacing_mm = image.calibration.column_mm;
  if (image.calibration.kind == pixel::CalibrationKind::kGeometry) geometry.calibration = "GEOMETRY";
  if (image.calibration.kind == pixel::CalibrationKind::kFiducial) geometry.calibration = "FIDUCIAL";
  if (image.calibration.kind == pixel::CalibrationKind::kUnspecified) geometry.calibration = "UNSPECIFIED";
  if (image.calibration.kind == pixel::CalibrationKind::kMagnified) {
    geometry.magnification = dataset.number(tags::kEstimatedRadiographicMagnificationFactor).value_or(0.0);
  }
  if (image.directions) {
    const auto& [row, column] = *image.directions;
    geometry.orientation = std::array<double, 6>{row[0], row[1], row[2], column[0], column[1], column[2]};
  }
  if (image.patient_orientation) geometry.patient_orientation = {image.patient_orientation->row, image.patient_orientation->column};
  if (image.plane) geometry.slice_thickness_mm = image.plane->thickness_mm;
  geometry.pixel_aspect_vertical = image.aspect;
  for (const pixel::UsRegion& region : image.us_regions) {
    wire::UltrasoundRegion to;
    to.x0 = region.left, to.y0 = region.top, to.x1 = region.right, to.y1 = region.bottom;
    to.spatial_format = static_cast<std::uint16_t>(region.format);
    to.data_type = region.data_type;
    to.flags = region.flags;
    to.units_x = static_cast<std::uint16_t>(region.unit_x);
    to.units_y = static_cast<std::uint16_t>(region.unit_y);
    to.delta_x = region.delta_x, to.delta_y = region.delta_y;
    to.reference_x = static_cast<std::int32_t>(region.reference_x_px);
    to.reference_y = static_cast<std::int32_t>(region.reference_y_px);
    geometry.regions.push_back(to);
  }
  return geometry;
}

// A mammogram may name its view by code alone. PS3.3 C.8.11.7; PS3.16 CID 4014, in SNOMED CT and in the older SNOMED-RT codes.
std::string_view view_of_code(std::string_view code) {
  struct Named {
    std::string_view code, view;
  };
  static constexpr Named kViews[] = {
      {"399162004", "CC"}, {"R-10242", "CC"},  {"399368009", "MLO"}, {"R-10226", "MLO"}, {"399260004", "ML"}, {"R-10224", "ML"},    {"399352003", "LM"},
      {"R-10228", "LM"},   {"399099002", "LMO"}, {"R-10230", "LMO"}, {"R-10244", "FB"},  {"R-1024A", "XCCL"}, {"R-1024B", "XCCM"},
  };
  for (const Named& one : kViews) {
    if (one.code == code) return one.view;
  }
  return {};
}

std::string view_of(const Dataset& dataset) {
  std::string view = dataset.text(tags::kViewPosition);
  const auto& codes = dataset.items(tags::kViewCodeSequence);
  if (view.empty() && !codes.empty()) view = view_of_code(codes.front().text(tags::kCodeValue));
  return view;
}

wire::PixelFormat pixel_format_of(const pixel::ImageDescription& image, const Dataset& dataset) {
  wire::PixelFormat format;
  format.rows = image.rows;
  format.columns = image.columns;
  format.samples = image.samples_per_pixel;
  format.bits_stored = image.bits_stored;
  format.bytes_per_sample = image.bits_stored <= 8 ? 1 : image.bits_stored <= 16 ? 2 : 4;
  format.is_signed = image.is_signed;
  format.photometric = std::string(dataset.raw_text(tags::kPhotometricInterpretation).value_or(""));
  if (image.padding) {
    format.padding_first = static_cast<std::int64_t>(image.padding->low);
    format.padding_last = static_cast<std::int64_t>(image.padding->high);
  }
  format.source_lossy = dataset.raw_text(tags::kLossyImageCompression).value_or("") == "01";
  format.lossy_method = std::string(dataset.raw_text(tags::kLossyImageCompressionMethod).value_or(""));
  format.lossy_ratio = dataset.number(tags::kLossyImageCompressionRatio).value_or(0.0);
  format.laterality = dataset.text(tags::kImageLaterality);
  if (format.laterality.empty()) format.laterality = dataset.text(tags::kLaterality);
  format.view = view_of(dataset);
  return format;
}

wire::Study study_of(const Dataset& dataset) {
  wire::Study study;
  study.study_instance_uid = dataset.text(tags::kStudyInstanceUid);
  study.patient_name = dataset.text(tags::kPatientName);
  study.patient_id = dataset.text(tags::kPatientId);
  study.issuer = dataset.text(tags::kIssuerOfPatientId);
  study.birth_date = dataset.text(tags::kPatientBirthDate);
  study.sex = dataset.text(tags::kPatientSex);
  study.age = dataset.text(tags::kPatientAge);
  study.date = dataset.text(tags::kStudyDate);
  study.time = dataset.text(tags::kStudyTime);
  study.description = dataset.text(tags::kStudyDescription);
  study.accession_number = dataset.text(tags::kAccessionNumber);
  study.institution = dataset.text(tags::kInstitutionName);
  study.referring_physician = dataset.text(tags::kReferringPhysicianName);
  study.series_count = 1;
  return study;
}

std::int32_t small_integer(const Dataset& dataset, dicom::Tag tag) {
  const std::int64_t value = dataset.integer(tag).value_or(0);
  return static_cast<std::int32_t>(std::clamp<std::int64_t>(value, INT32_MIN, INT32_MAX));
}

wire::Series series_of(const Dataset& dataset) {
  wire::Series series;
  series.series_instance_uid = dataset.text(tags::kSeriesInstanceUid);
  series.modality = dataset.text(tags::kModality);
  series.number = small_integer(dataset, tags::kSeriesNumber);
  series.description = dataset.text(tags::kSeriesDescription);
  series.protocol = dataset.text(tags::kProtocolName);
  series.body_part = dataset.text(tags::kBodyPartExamined);
  series.laterality = dataset.text(tags::kLaterality);
  series.frame_of_reference_uid = dataset.text(tags::kFrameOfReferenceUid);
  series.patient_position = dataset.text(tags::kPatientPosition);
  series.date = dataset.text(tags::kSeriesDate);
  series.time = dataset.text(tags::kSeriesTime);
  series.manufacturer = dataset.text(tags::kManufacturer);
  series.station = dataset.text(tags::kStationName);
  series.frame_time_ms = dataset.number(tags::kFrameTime).value_or(0.0);
  const double rate = dataset.number(tags::kCineRate).value_or(dataset.number(tags::kRecommendedDisplayFrameRate).value_or(0.0));
  if (series.frame_time_ms <= 0.0) series.frame_time_ms = rate > 0.0 ? 1000.0 / rate : 0.0;
  return series;
}

wire::ObjectKind object_kind_of(const dicom::File& file) {
  const std::string uid = file.dataset.text(tags::kSopClassUid);
  const dicom::SopClass* known = dicom::find_sop_class(uid);
  if (known == nullptr) return wire::ObjectKind::kOther;
  switch (known->kind) {
    case dicom::ObjectKind::kImage:
      return dicom::pixel_element(file.dataset) != nullptr ? wire::ObjectKind::kUnreadable : wire::ObjectKind::kOther;
    case dicom::ObjectKind::kReport:
      return wire::ObjectKind::kReport;
    case dicom::ObjectKind::kKeyObjects:
      return wire::ObjectKind::kKeyObjects;
    case dicom::ObjectKind::kPresentationState:
      return wire::ObjectKind::kPresentation;
    case dicom::ObjectKind::kSegmentation:
      return wire::ObjectKind::kSegmentation;
    case dicom::ObjectKind::kContours:
      return wire::ObjectKind::kStructureSet;
    case dicom::ObjectKind::kWaveform:
      return wire::ObjectKind::kWaveform;
    case dicom::ObjectKind::kDocument: {
      const std::string type = file.dataset.text(tags::kMimeTypeOfEncapsulatedDocument);
      return type == "application/pdf" ? wire::ObjectKind::kPdf : type == "text/XML" ? wire::ObjectKind::kCda : wire::ObjectKind::kModel;
    }
    case dicom::ObjectKind::kOther:
      break;
  }
  return wire::ObjectKind::kOther;
}

bool is_drawn(wire::ObjectKind kind) {
  return kind == wire::ObjectKind::kPresentation || kind == wire::ObjectKind::kSegmentation || kind == wire::ObjectKind::kStructureSet;
}

base::Status add_frames(const dicom::File& file, std::uint32_t frames, wire::Series& series, const wire::ContentId& content) {
  for (std::uint32_t f = 0; f < frames; ++f) {
    SF_TRY(const pixel::ImageDescription image, pixel::describe_image(file.dataset, f));
    wire::Frame frame;
    frame.content = content;
    frame.frame = f;
    frame.pixels = row_of(series.pixel_formats, pixel_format_of(image, file.dataset));
    frame.display = row_of(series.displays, display_of(image));
    frame.geometry = row_of(series.geometries, geometry_of(image, file.dataset));
    if (const wire::Graphics graphics = graphics_of(image); !graphics.empty()) frame.graphics = row_of(series.graphics, graphics);
    frame.codestream = wire::kNoIndex;
    if (image.plane) frame.position_mm = image.plane->position;
    frame.time_ms = series.frame_time_ms * f;
    series.frames.push_back(std::move(frame));
  }
  return {};
}

}  // namespace

wire::Manifest describe_instance(const dicom::File& file, const wire::ContentId& content) {
  const auto frames = dicom::count_frames(file);
  return describe_instance(file, content, frames.ok() ? *frames : 0);
}

wire::Manifest describe_instance(const dicom::File& file, const wire::ContentId& content, std::uint32_t frames) {
  const Dataset& dataset = file.dataset;
  wire::Manifest manifest{study_of(dataset), {series_of(dataset)}};
  wire::Series& series = manifest.series[0];
  series.instances.push_back({dataset.text(tags::kSopInstanceUid), small_integer(dataset, tags::kInstanceNumber),
                              small_integer(dataset, tags::kAcquisitionNumber)});
  const bool picture = dicom::is_picture(file);
  if (picture) {
    wire::Series with_frames = series;
    const base::Status status = add_frames(file, frames, with_frames, content);
    if (status.ok() && !with_frames.frames.empty()) {
      series = std::move(with_frames);
      return manifest;
    }
  }
  wire::Object object;
  object.content = content;
  object.kind = picture                                                        ? wire::ObjectKind::kUnreadable
                : file.transfer_syntax->coding == dicom::PixelCoding::kVideo ? wire::ObjectKind::kVideo
                                                                               : object_kind_of(file);
  object.sop_class_uid = dataset.text(tags::kSopClassUid);
  object.sop_instance_uid = dataset.text(tags::kSopInstanceUid);
  object.label = dataset.text(tags::kDocumentTitle);
  if (is_drawn(object.kind)) {
    object.series = series_drawn_over(dataset);
    if (object.label.empty()) object.label = name_of_drawing(dataset);
  }
  series.instances.clear();
  series.objects.push_back(std::move(object));
  return manifest;
}

std::string write_fragment(const wire::Manifest& instance) { return wire::write_manifest(instance); }

std::optional<wire::Manifest> read_fragment(base::Bytes bytes) {
  wire::ManifestReader reader;
  if (!reader.feed(bytes).ok() || !reader.ended() || reader.manifest().series.size() != 1) return std::nullopt;
  return reader.manifest();
}

}  // namespace sansfilm::manifest
