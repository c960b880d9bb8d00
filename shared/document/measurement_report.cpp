#include "shared/document/measurement_report.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <optional>

#include "shared/dicom/structured_report.hpp"
#include "shared/dicom/tags.hpp"
#include "shared/dicom/uid.hpp"
#include "shared/dicom/writer.hpp"
#include "shared/document/report_codes.hpp"

namespace sansfilm::document {

namespace {

using base::Error;
using base::ErrorCode;
using codes::Concept;
using dicom::DatasetBuilder;
using measure::Kind;
using measure::Measured;
using measure::Measurement;
using measure::Point;
using measure::Reported;

constexpr std::string_view kComprehensiveSr = "1.2.840.10008.5.1.4.1.1.88.33";
constexpr std::string_view kExplicitLittle = "1.2.840.10008.1.2.1";
constexpr std::int64_t kReportSeries = 9900;   // after those of the modality

// clang-format off
constexpr dicom::Tag kContent{0x0040, 0xA730}, kRelationship{0x0040, 0xA010}, kValueType{0x0040, 0xA040}, kConceptName{0x0040, 0xA043}, kPersonName{0x0040, 0xA123},
    kUid{0x0040, 0xA124}, kText{0x0040, 0xA160}, kConceptCode{0x0040, 0xA168}, kMeasuredValue{0x0040, 0xA300}, kNumericValue{0x0040, 0xA30A}, kUnits{0x0040, 0x08EA},
    kCompletion{0x0040, 0xA491}, kVerification{0x0040, 0xA493}, kContinuity{0x0040, 0xA050}, kTemplate{0x0040, 0xA504}, kTemplateId{0x0040, 0xDB00}, kMapping{0x0008, 0x0105},
    kEvidence{0x0040, 0xA375}, kGraphicData{0x0070, 0x0022}, kGraphicType{0x0070, 0x0023}, kPerformedCodes{0x0040, 0xA372}, kReferencedPerformed{0x0008, 0x1111};
// clang-format on

// --- items -----------------------------------------------------------------------------------------------------------

DatasetBuilder code(const Concept& what) {
  DatasetBuilder out;
  out.text(dicom::tags::kCodeValue, what.value).text(dicom::tags::kCodingSchemeDesignator, what.scheme).text(dicom::tags::kCodeMeaning, what.meaning);
  return out;
}

DatasetBuilder item(std::string_view relationship, std::string_view type, const Concept* name) {
  DatasetBuilder out;
  if (!relationship.empty()) out.text(kRelationship, relationship);
  out.text(kValueType, type);
  if (name != nullptr) out.sequence(kConceptName, {code(*name)});
  return out;
}

DatasetBuilder code_item(std::string_view relationship, const Concept& name, const Concept& value) {
  DatasetBuilder out = item(relationship, "CODE", &name);
  out.sequence(kConceptCode, {code(value)});
  return out;
}

DatasetBuilder text_item(std::string_view relationship, const Concept& name, std::string_view text) {
  DatasetBuilder out = item(relationship, "TEXT", &name);
  out.text(kText, text);
  return out;
}

DatasetBuilder container(std::string_view relationship, const Concept& name, std::vector<DatasetBuilder> children) {
  DatasetBuilder out = item(relationship, "CONTAINER", &name);
  out.text(kContinuity, "SEPARATE");
  if (!children.empty()) out.sequence(kContent, std::move(children));
  return out;
}

DatasetBuilder with_template(DatasetBuilder what, std::string_view identifier) {
  DatasetBuilder which;
  which.text(kMapping, "DCMR").text(kTemplateId, identifier);
  what.sequence(kTemplate, {which});
  return what;
}

// --- one measurement -------------------------------------------------------------------------------------------------

class Group {
 public:
  Group(const Reported& reported, const dicom::Dataset& image) : m_(reported.measurement), v_(reported.value), image_(image) {}

  DatasetBuilder build(std::string_view tracking_uid) {
    children_.push_back(text_item("HAS OBS CONTEXT", codes::kTrackingIdentifier, measure::name_of(m_.kind)));
    DatasetBuilder uid = item("HAS OBS CONTEXT", "UIDREF", &codes::kTrackingUid);
    uid.text(kUid, tracking_uid);
    children_.push_back(std::move(uid));
    if (v_.calibration && v_.calibration->kind != measure::LengthKind::kPatient) {
      children_.push_back(text_item("CONTAINS", codes::kComment, std::string("calibration: ") + std::string(measure::name_of(v_.calibration->kind))));
    }
    const bool region = measure::is_region(m_.kind) || m_.kind == Kind::kPoint;
    if (region) add_region();
    else add_lines();
    return with_template(container("CONTAINS", codes::kGroup, std::move(children_)), region ? "1410" : "1501");
  }

 private:
  DatasetBuilder selected_image() const {
    DatasetBuilder reference;
    reference.text(dicom::tags::kReferencedSopClassUid, image_.raw_text(dicom::tags::kSopClassUid).value_or(""));
    reference.text(dicom::tags::kReferencedSopInstanceUid, m_.sop_instance_uid);
    const bool has_frames = image_.integer(dicom::tags::kNumberOfFrames).value_or(1) > 1;
    if (has_frames) reference.integer(dicom::tags::kReferencedFrameNumber, std::int64_t{m_.frame} + 1);
    DatasetBuilder out = item("SELECTED FROM", "IMAGE", nullptr);
    out.sequence(dicom::tags::kReferencedSopSequence, {reference});
    return out;
  }

  DatasetBuilder coordinates(std::string_view relationship, const Concept& name, std::string_view type, const std::vector<Point>& points) const {
    std::vector<double> numbers;
    for (const Point p : points) {
      numbers.push_back(p.x);
      numbers.push_back(p.y);
    }
    DatasetBuilder out = item(relationship, "SCOORD", &name);
    out.reals(kGraphicData, dicom::Vr::FL, numbers).text(kGraphicType, type).sequence(kContent, {selected_image()});
    return out;
  }

  void add_number(const Concept& name, double value, const Concept& unit, std::vector<DatasetBuilder> under) {
    DatasetBuilder measured;
    measured.text(kNumericValue, dicom::decimal_string(value)).sequence(kUnits, {code(unit)});
    DatasetBuilder out = item("CONTAINS", "NUM", &name);
    out.sequence(kMeasuredValue, {measured});
    if (!under.empty()) out.sequence(kContent, std::move(under));
    children_.push_back(std::move(out));
  }

  [[nodiscard]] const Concept& length_unit() const { return v_.calibration ? codes::kMillimetre : codes::kPixels; }

  void add_line(const Concept& name, double value, const Concept& unit, std::size_t first, std::size_t count) {
    const std::vector<Point> points(m_.points.begin() + static_cast<std::ptrdiff_t>(first), m_.points.begin() + static_cast<std::ptrdiff_t>(first + count));
    add_number(name, value, unit, {coordinates("INFERRED FROM", codes::kPath, "POLYLINE", points)});
  }

  void add_lines() {
    switch (m_.kind) {
      case Kind::kAngle: add_line(codes::kAngle, v_.angle_deg.value_or(0), codes::kDegree, 0, 3); break;
      case Kind::kCobb: add_line(codes::kCobb, v_.angle_deg.value_or(0), codes::kDegree, 0, 4); break;
      case Kind::kBidirectional: add_axes(); break;
      case Kind::kCardiothoracic:
        add_number(codes::kCardiothoracic, v_.ratio.value_or(0), codes::kNoUnit, {});
        add_line(codes::kHeart, v_.length.value_or(0), length_unit(), 0, 2);
        add_line(codes::kThorax, v_.second_length.value_or(0), length_unit(), 2, 2);
        break;
      default: add_line(codes::kLength, v_.length.value_or(0), length_unit(), 0, m_.points.size()); break;
    }
  }

  // Which of the two was drawn first does not say which is the longer one.
  void add_axes() {
    const double column = v_.calibration ? v_.calibration->column_mm : 1.0, row = v_.calibration ? v_.calibration->row_mm : 1.0;
    const auto length = [&](std::size_t i) { return std::hypot((m_.points[i].x - m_.points[i + 1].x) * column, (m_.points[i].y - m_.points[i + 1].y) * row); };
    const bool first_is_longer = length(0) >= length(2);
    add_line(codes::kLongAxis, v_.length.value_or(0), length_unit(), first_is_longer ? 0 : 2, 2);
    add_line(codes::kShortAxis, v_.second_length.value_or(0), length_unit(), first_is_longer ? 2 : 0, 2);
  }

  void add_region() {
    const std::vector<Point>& p = m_.points;
    if (m_.kind == Kind::kPoint) {
      children_.push_back(coordinates("CONTAINS", codes::kRegion, "POINT", p));
    } else if (m_.kind == Kind::kEllipse) {
      // Ends of the major axis, then of the minor one. C.18.6.1.2
      const Point c{(p[0].x + p[1].x) / 2, (p[0].y + p[1].y) / 2};
      const std::vector<Point> across{{std::min(p[0].x, p[1].x), c.y}, {std::max(p[0].x, p[1].x), c.y}}, down{{c.x, std::min(p[0].y, p[1].y)}, {c.x, std::max(p[0].y, p[1].y)}};
      const bool wide = across[1].x - across[0].x >= down[1].y - down[0].y;
      std::vector<Point> axes = wide ? across : down;
      axes.insert(axes.end(), (wide ? down : across).begin(), (wide ? down : across).end());
      children_.push_back(coordinates("CONTAINS", codes::kRegion, "ELLIPSE", axes));
    } else if (m_.kind == Kind::kCircle) {
      children_.push_back(coordinates("CONTAINS", codes::kRegion, "CIRCLE", p));
    } else {
      std::vector<Point> corners = p;
      if (m_.kind == Kind::kRectangle) corners = {p[0], {p[1].x, p[0].y}, p[1], {p[0].x, p[1].y}};
      corners.push_back(corners.front());   // closed: the last point is the first
      children_.push_back(coordinates("CONTAINS", codes::kRegion, "POLYLINE", corners));
    }
    if (v_.area) add_number(codes::kArea, *v_.area, v_.calibration ? codes::kSquareMillimetre : codes::kSquarePixels, {});
    if (v_.statistics) add_statistics(*v_.statistics);
  }

  void add_statistics(const measure::Statistics& s) {
    const bool hounsfield = s.unit == "HU", suv = s.unit == "SUVbw";
    const Concept& name = hounsfield ? codes::kAttenuation : suv ? codes::kSuv : codes::kPixelValue;
    const Concept unit = hounsfield ? codes::kHounsfield : suv ? codes::kSuvUnit : s.unit.empty() || s.unit == "US" ? codes::kNoUnit : Concept{s.unit, "99SANSFILM", s.unit};
    const auto add = [&](double value, const Concept& derivation) { add_number(name, value, unit, {code_item("HAS CONCEPT MOD", codes::kDerivation, derivation)}); };
    add(s.mean, codes::kMean);
    if (m_.kind == Kind::kPoint) return;
    add(s.deviation, codes::kDeviation);
    add(s.least, codes::kLeast);
    add(s.most, codes::kMost);
    add_number(codes::kPixelCount, static_cast<double>(s.pixels), codes::kPixels, {});
  }

  const Measurement& m_;
  const Measured& v_;
  const dicom::Dataset& image_;
  std::vector<DatasetBuilder> children_;
};

// --- the document ----------------------------------------------------------------------------------------------------

// What patient and study are called, as the image says.
void copy_context(const dicom::Dataset& image, DatasetBuilder& out) {
  using namespace dicom::tags;
  for (const dicom::Tag tag : {kPatientName, kPatientId, kIssuerOfPatientId, kPatientBirthDate, kPatientSex, kStudyInstanceUid, kStudyDate, kStudyTime, kAccessionNumber, kStudyId,
                               kStudyDescription, kReferringPhysicianName}) {
    const dicom::Element* element = image.find(tag);
    if (element != nullptr) out.text(tag, element->vr, image.text(tag));
    else if (tag != kIssuerOfPatientId && tag != kStudyDescription) out.empty(tag);   // the others are of type 2
  }
}

std::vector<DatasetBuilder> evidence(const MeasurementReportContext& context, const std::string& study_uid) {
  std::map<std::string, std::vector<DatasetBuilder>> by_series;
  for (const auto& [uid, image] : context.images) {
    DatasetBuilder reference;
    reference.text(dicom::tags::kReferencedSopClassUid, image->raw_text(dicom::tags::kSopClassUid).value_or("")).text(dicom::tags::kReferencedSopInstanceUid, uid);
    by_series[std::string(image->raw_text(dicom::tags::kSeriesInstanceUid).value_or(""))].push_back(std::move(reference));
  }
  std::vector<DatasetBuilder> series;
  for (auto& [uid, references] : by_series) {
    DatasetBuilder one;
    one.text(dicom::tags::kSeriesInstanceUid, uid).sequence(dicom::tags::kReferencedSopSequence, std::move(references));
    series.push_back(std::move(one));
  }
  DatasetBuilder study;
  study.text(dicom::tags::kStudyInstanceUid, study_uid).sequence(dicom::tags::kReferencedSeriesSequence, std::move(series));
  return {study};
}

DatasetBuilder image_library(const MeasurementReportContext& context) {
  std::vector<DatasetBuilder> images;
  for (const auto& [uid, image] : context.images) {
    DatasetBuilder reference;
    reference.text(dicom::tags::kReferencedSopClassUid, image->raw_text(dicom::tags::kSopClassUid).value_or("")).text(dicom::tags::kReferencedSopInstanceUid, uid);
    DatasetBuilder one = item("CONTAINS", "IMAGE", nullptr);
    one.sequence(dicom::tags::kReferencedSopSequence, {reference});
    images.push_back(std::move(one));
  }
  return container("CONTAINS", codes::kImageLibrary, {container("CONTAINS", codes::kImageLibraryGroup, std::move(images))});
}

base::Status check_images(const MeasurementReportContext& context, const std::vector<Reported>& measurements) {
  if (measurements.empty() || context.images.empty()) return Error{.code = ErrorCode::kInvalidArgument, .detail = "there is no measurement to report"};
  if (context.random.size() < measurements.size()) return Error{.code = ErrorCode::kInternal, .detail = "fewer random numbers than measurements"};
  for (const Reported& one : measurements) {
    if (context.images.count(one.measurement.sop_instance_uid) == 0) return Error{.code = ErrorCode::kInvalidArgument, .detail = "a measurement is of an image that is not given", .subject = "uid"};
  }
  for (const auto& [uid, image] : context.images) {
    for (const dicom::Tag tag : {dicom::tags::kStudyInstanceUid, dicom::tags::kSeriesInstanceUid, dicom::tags::kSopClassUid}) {
      if (image->raw_text(tag).value_or("").empty()) return Error{.code = ErrorCode::kMissing, .detail = "an image does not say where it belongs", .tag = tag.value};
    }
  }
  return {};
}

}  // namespace

base::Result<std::vector<std::uint8_t>> write_measurement_report(const MeasurementReportContext& context, const std::vector<Reported>& measurements) {
  SF_CHECK(check_images(context, measurements));
  const dicom::Dataset& first = *context.images.begin()->second;
  std::vector<DatasetBuilder> groups;
  for (std::size_t i = 0; i < measurements.size(); ++i) {
    const auto [high, low] = context.random[i];
    groups.push_back(Group(measurements[i], *context.images.at(measurements[i].measurement.sop_instance_uid)).build(dicom::uid_from_random_bits(high, low)));
  }
  DatasetBuilder observer = item("HAS OBS CONTEXT", "PNAME", &codes::kObserverName);
  observer.text(kPersonName, context.author);

  DatasetBuilder out = container({}, codes::kReport, {
      code_item("HAS CONCEPT MOD", codes::kLanguage, codes::kEnglish),   // of the coded names
      code_item("HAS OBS CONTEXT", codes::kObserverType, codes::kPerson), observer,
      code_item("HAS CONCEPT MOD", codes::kProcedure, codes::kImagingProcedure),
      image_library(context), container("CONTAINS", codes::kMeasurements, std::move(groups))});
  out = with_template(std::move(out), "1500");
  copy_context(first, out);
  using namespace dicom::tags;
  out.text(kSopClassUid, kComprehensiveSr).text(kSopInstanceUid, context.sop_instance_uid).text(kSeriesInstanceUid, context.series_instance_uid).text(kModality, "SR");
  out.integer(kSeriesNumber, kReportSeries).integer(kInstanceNumber, 1).text(kManufacturer, "sansfilm").text(kSeriesDescription, "Mesures");
  out.text(kContentDate, context.date).text(kContentTime, context.time).text(kInstanceCreationDate, context.date).text(kInstanceCreationTime, context.time);
  out.text(kCompletion, "PARTIAL").text(kVerification, "UNVERIFIED").sequence(kEvidence, evidence(context, std::string(first.raw_text(kStudyInstanceUid).value_or(""))));
  out.empty(kPerformedCodes).empty(kReferencedPerformed);
  return dicom::write_file(out, kExplicitLittle);
}

// --- reading ---------------------------------------------------------------------------------------------------------

namespace {

using dicom::ReportItem;

bool is(const dicom::Code& found, const Concept& wanted) {
  if (found.value != wanted.value) return false;
  // SRT was SNOMED's name before 2019; its values differ, so that the value decides.
  return found.scheme == wanted.scheme;
}

double number_of(const ReportItem& num) { return std::strtod(num.value.c_str(), nullptr); }

std::string unit_of(const ReportItem& num) {
  const std::size_t space = num.value.find(' ');
  return space == std::string::npos ? std::string() : num.value.substr(space + 1);
}

std::vector<Point> points_of(const ReportItem& scoord) {
  std::vector<Point> out;
  for (std::size_t i = 0; i + 1 < scoord.graphic_points.size(); i += 2) out.push_back({scoord.graphic_points[i], scoord.graphic_points[i + 1]});
  return out;
}

const ReportItem* find_scoord(const ReportItem& under) {
  const auto found = std::find_if(under.children.begin(), under.children.end(), [](const ReportItem& one) { return one.value_type == "SCOORD"; });
  return found == under.children.end() ? nullptr : &*found;
}

// The image that coordinates were taken from.
bool take_image(const ReportItem& scoord, Measurement& out) {
  for (const ReportItem& image : scoord.children) {
    if (image.value_type != "IMAGE") continue;
    out.sop_instance_uid = image.sop_instance_uid;
    out.frame = image.frames.empty() ? 0 : static_cast<std::uint32_t>(std::max<std::int64_t>(1, image.frames[0]) - 1);
    return !out.sop_instance_uid.empty();
  }
  return false;
}

// The kind that a region's graphic can be.
bool take_region(const ReportItem& scoord, Measurement& out) {
  std::vector<Point> p = points_of(scoord);
  if (scoord.graphic_type == "POINT" && p.size() == 1) {
    out.kind = Kind::kPoint;
  } else if (scoord.graphic_type == "CIRCLE" && p.size() == 2) {
    out.kind = Kind::kCircle;
  } else if (scoord.graphic_type == "ELLIPSE" && p.size() == 4) {
    const bool upright = std::abs(p[0].x - p[1].x) < 1e-3 || std::abs(p[0].y - p[1].y) < 1e-3;
    if (!upright) return false;   // ours lies along the rows
    out.kind = Kind::kEllipse;
    const auto [low_x, high_x] = std::minmax({p[0].x, p[1].x, p[2].x, p[3].x});
    const auto [low_y, high_y] = std::minmax({p[0].y, p[1].y, p[2].y, p[3].y});
    p = {{low_x, low_y}, {high_x, high_y}};
  } else if (scoord.graphic_type == "POLYLINE" && p.size() >= 4 && p.front() == p.back()) {
    p.pop_back();
    const bool rectangle = p.size() == 4 && p[0].y == p[1].y && p[1].x == p[2].x && p[2].y == p[3].y && p[3].x == p[0].x;
    out.kind = rectangle ? Kind::kRectangle : Kind::kFreehand;
    if (rectangle) p = {p[0], p[2]};
  } else {
    return false;
  }
  out.points = std::move(p);
  return take_image(scoord, out);
}

void take_value(const ReportItem& num, Reported& out) {
  const std::string unit = unit_of(num);
  if (is(num.name, codes::kArea)) out.value.area = number_of(num);
  if (is(num.name, codes::kArea) && unit == codes::kSquareMillimetre.value && !out.value.calibration) out.value.calibration = measure::Calibration{};
  if (is(num.name, codes::kPixelCount) && out.value.statistics) out.value.statistics->pixels = static_cast<std::uint64_t>(std::max(0.0, number_of(num)));
  for (const ReportItem& modifier : num.children) {
    if (!is(modifier.name, codes::kDerivation)) continue;
    if (!out.value.statistics) out.value.statistics = measure::Statistics{.pixels = 1, .unit = unit == codes::kHounsfield.value ? "HU" : unit == codes::kSuvUnit.value ? "SUVbw" : unit};
    measure::Statistics& s = *out.value.statistics;
    if (modifier.value == codes::kMean.meaning) s.mean = number_of(num);
    if (modifier.value == codes::kDeviation.meaning) s.deviation = number_of(num);
    if (modifier.value == codes::kLeast.meaning) s.least = number_of(num);
    if (modifier.value == codes::kMost.meaning) s.most = number_of(num);
  }
}

// Lines: what they are called and how many points they have says the kind.
bool take_line(const ReportItem& num, Reported& out) {
  const ReportItem* scoord = find_scoord(num);
  if (scoord == nullptr || scoord->graphic_type != "POLYLINE") return false;
  const std::vector<Point> p = points_of(*scoord);
  Measurement& m = out.measurement;
  Measured& v = out.value;
  const auto lengths = [&] { if (unit_of(num) == codes::kMillimetre.value) v.calibration = measure::Calibration{}; };
  const auto append = [&](Kind kind) {
    m.kind = kind;
    m.points.insert(m.points.end(), p.begin(), p.end());
    lengths();
  };
  if (is(num.name, codes::kLength) && p.size() >= 2) {
    append(p.size() == 2 ? Kind::kLength : Kind::kPolyline);
    v.length = number_of(num);
  } else if (is(num.name, codes::kAngle) && p.size() == 3) {
    m.kind = Kind::kAngle, m.points = p, v.angle_deg = number_of(num);
  } else if (is(num.name, codes::kCobb) && p.size() == 4) {
    m.kind = Kind::kCobb, m.points = p, v.angle_deg = number_of(num);
  } else if (is(num.name, codes::kLongAxis) && p.size() == 2) {
    append(Kind::kBidirectional);
    v.length = number_of(num);
  } else if (is(num.name, codes::kShortAxis) && p.size() == 2) {
    append(Kind::kBidirectional);
    v.second_length = number_of(num);
  } else if (is(num.name, codes::kHeart) && p.size() == 2) {
    append(Kind::kCardiothoracic);
    v.length = number_of(num);
  } else if (is(num.name, codes::kThorax) && p.size() == 2) {
    append(Kind::kCardiothoracic);
    v.second_length = number_of(num);
  } else {
    return false;
  }
  return take_image(*scoord, m);
}

std::optional<Reported> read_group(const ReportItem& group) {
  Reported out;
  bool found = false;
  std::optional<measure::LengthKind> kind;
  for (const ReportItem& child : group.children) {
    if (child.value_type == "SCOORD" && is(child.name, codes::kRegion)) found = take_region(child, out.measurement) || found;
    if (child.value_type == "NUM" && !measure::is_region(out.measurement.kind) && out.measurement.kind != Kind::kPoint) found = take_line(child, out) || found;
    if (child.value_type == "NUM" && is(child.name, codes::kCardiothoracic)) out.value.ratio = number_of(child);
    if (child.value_type == "NUM") take_value(child, out);
    constexpr std::string_view kCalibration = "calibration: ";
    if (child.value_type == "TEXT" && is(child.name, codes::kComment) && child.value.starts_with(kCalibration)) kind = measure::length_kind_named(child.value.substr(kCalibration.size()));
  }
  if (out.value.calibration && kind) out.value.calibration->kind = *kind;
  const std::size_t wanted = measure::points_wanted(out.measurement.kind);
  const std::size_t points = out.measurement.points.size();
  if (!found || (wanted != 0 ? points != wanted : points < 2)) return std::nullopt;
  return out;
}

void read_groups(const ReportItem& under, ReadMeasurements& out) {
  for (const ReportItem& child : under.children) {
    if (child.value_type == "CONTAINER" && is(child.name, codes::kGroup)) {
      if (auto group = read_group(child)) out.report.measurements.push_back(std::move(*group));
      else ++out.left_out;
    } else if (child.value_type == "CONTAINER") {
      read_groups(child, out);
    } else if (child.value_type == "PNAME" && is(child.name, codes::kObserverName)) {
      out.report.author = child.value;
    }
  }
}

}  // namespace

std::optional<ReadMeasurements> read_measurement_report(const dicom::Dataset& dataset) {
  const auto read = dicom::read_structured_report(dataset);
  if (!read.ok() || !is(read->root.name, codes::kReport)) return std::nullopt;
  ReadMeasurements out;
  out.report.uid = std::string(dataset.raw_text(dicom::tags::kSopInstanceUid).value_or(""));
  out.report.at = std::string(dataset.raw_text(dicom::tags::kContentDate).value_or("")) + std::string(dataset.raw_text(dicom::tags::kContentTime).value_or("")).substr(0, 6);
  read_groups(read->root, out);
  return out;
}

}  // namespace sansfilm::document
