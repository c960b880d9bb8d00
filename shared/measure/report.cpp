#include "shared/measure/report.hpp"

#include <cmath>

#include "shared/json/json.hpp"

namespace sansfilm::measure {
namespace {

using base::Error;
using base::ErrorCode;
using json::Value;

constexpr std::uint32_t kMostFrame = 0x7FFF'FFFF;

struct KindName {
  LengthKind kind;
  std::string_view name;
};
constexpr KindName kLengthKinds[] = {{LengthKind::kPatient, "patient"}, {LengthKind::kCalibrated, "calibrated"}, {LengthKind::kAtDetector, "detector"}, {LengthKind::kNominal, "nominal"}};

Error wrong(std::string_view key) { return Error{.code = ErrorCode::kMalformed, .detail = "a measurement's value is missing or of the wrong kind", .subject = std::string(key)}; }

// --- writing ---------------------------------------------------------------------------------------------------------

void write_optional(json::Writer& out, std::string_view name, const std::optional<double>& value) {
  if (value) out.member(name, *value);
}

void write_one(json::Writer& out, const Reported& one) {
  const Measurement& m = one.measurement;
  const Measured& v = one.value;
  out.begin_object().member("kind", name_of(m.kind)).member("uid", m.sop_instance_uid).member("frame", m.frame);
  out.key("points").begin_array();
  for (const Point p : m.points) out.begin_array().number(p.x).number(p.y).end();
  out.end();
  if (v.calibration) {
    out.key("calibration").begin_object().member("kind", name_of(v.calibration->kind));
    if (v.calibration->column_mm > 0) out.member("column", v.calibration->column_mm).member("row", v.calibration->row_mm);
    out.end();
  }
  write_optional(out, "length", v.length);
  write_optional(out, "secondLength", v.second_length);
  write_optional(out, "ratio", v.ratio);
  write_optional(out, "angle", v.angle_deg);
  write_optional(out, "area", v.area);
  if (v.statistics) {
    const Statistics& s = *v.statistics;
    out.key("statistics").begin_object().member("pixels", s.pixels).member("mean", s.mean).member("deviation", s.deviation);
    out.member("least", s.least).member("most", s.most).member("unit", s.unit).end();
  }
  out.end();
}

void write_all(json::Writer& out, const std::vector<Reported>& reported) {
  out.key("measurements").begin_array();
  for (const Reported& one : reported) write_one(out, one);
  out.end();
}

// --- reading ---------------------------------------------------------------------------------------------------------

base::Result<double> finite(const Value& value, std::string_view key) {
  const auto number = value.number();
  if (!number || !std::isfinite(*number)) return wrong(key);
  return *number;
}

base::Status read_optional(const Value& in, std::string_view key, std::optional<double>& out) {
  if (in[key].is_null()) return {};
  SF_TRY(out, finite(in[key], key));
  return {};
}

base::Status read_points(const Value& in, Measurement& out) {
  const std::vector<Value> points = in["points"].items();
  if (points.empty() || points.size() > kMostPoints) return wrong("points");
  for (const Value& point : points) {
    const std::vector<Value> pair = point.items();
    if (pair.size() != 2) return wrong("points");
    SF_TRY(const double x, finite(pair[0], "points"));
    SF_TRY(const double y, finite(pair[1], "points"));
    out.points.push_back({x, y});
  }
  const std::size_t wanted = points_wanted(out.kind);
  if (wanted != 0 ? out.points.size() != wanted : out.points.size() < 2) return wrong("points");
  return {};
}

base::Status read_calibration(const Value& in, Measured& out) {
  if (in.is_null()) return {};
  const auto kind = length_kind_named(in["kind"].string().value_or(""));
  if (!kind) return wrong("calibration.kind");
  out.calibration = Calibration{*kind};
  if (in["column"].is_null() && in["row"].is_null()) return {};   // a document tells millimetres, not whence
  SF_TRY(out.calibration->column_mm, finite(in["column"], "calibration.column"));
  SF_TRY(out.calibration->row_mm, finite(in["row"], "calibration.row"));
  if (!(out.calibration->column_mm > 0) || !(out.calibration->row_mm > 0)) return wrong("calibration");
  return {};
}

base::Status read_statistics(const Value& in, Measured& out) {
  if (in.is_null()) return {};
  Statistics s;
  const auto pixels = in["pixels"].integer();
  if (!pixels || *pixels < 1) return wrong("statistics.pixels");
  s.pixels = static_cast<std::uint64_t>(*pixels);
  SF_TRY(s.mean, finite(in["mean"], "statistics.mean"));
  SF_TRY(s.deviation, finite(in["deviation"], "statistics.deviation"));
  SF_TRY(s.least, finite(in["least"], "statistics.least"));
  SF_TRY(s.most, finite(in["most"], "statistics.most"));
  s.unit = std::string(in["unit"].string().value_or(""));
  if (s.unit.size() > 64) return wrong("statistics.unit");
  out.statistics = std::move(s);
  return {};
}

base::Result<Reported> read_one(const Value& in) {
  Reported out;
  const auto kind = kind_named(in["kind"].string().value_or(""));
  if (!kind) return wrong("kind");
  out.measurement.kind = *kind;
  const auto uid = in["uid"].string();
  if (!uid || uid->empty() || uid->size() > 64) return wrong("uid");
  out.measurement.sop_instance_uid = std::string(*uid);
  const auto frame = in["frame"].integer();
  if (!frame || *frame < 0 || *frame > kMostFrame) return wrong("frame");
  out.measurement.frame = static_cast<std::uint32_t>(*frame);
  SF_CHECK(read_points(in, out.measurement));
  SF_CHECK(read_calibration(in["calibration"], out.value));
  SF_CHECK(read_optional(in, "length", out.value.length));
  SF_CHECK(read_optional(in, "secondLength", out.value.second_length));
  SF_CHECK(read_optional(in, "ratio", out.value.ratio));
  SF_CHECK(read_optional(in, "angle", out.value.angle_deg));
  SF_CHECK(read_optional(in, "area", out.value.area));
  SF_CHECK(read_statistics(in["statistics"], out.value));
  return out;
}

base::Result<std::vector<Reported>> read_all(const Value& in) {
  if (!in["measurements"].is_array() || in["measurements"].size() > kMostReported) return wrong("measurements");
  std::vector<Reported> out;
  for (const Value& one : in["measurements"].items()) {
    SF_TRY(Reported reported, read_one(one));
    out.push_back(std::move(reported));
  }
  return out;
}

}  // namespace

std::string_view name_of(LengthKind kind) {
  for (const KindName& one : kLengthKinds) {
    if (one.kind == kind) return one.name;
  }
  return {};
}

std::optional<LengthKind> length_kind_named(std::string_view name) {
  for (const KindName& one : kLengthKinds) {
    if (one.name == name) return one.kind;
  }
  return std::nullopt;
}

base::Result<std::string> write_reported(const std::vector<Reported>& reported) {
  json::Writer out;
  out.begin_object();
  write_all(out, reported);
  out.end();
  return out.finish();
}

base::Result<std::vector<Reported>> read_reported(std::string_view text, base::Budget& budget) {
  SF_TRY(const json::Document document, json::Document::parse(text, budget));
  return read_all(document.root());
}

base::Result<std::string> write_reports(const std::vector<Report>& reports) {
  json::Writer out;
  out.begin_object().key("reports").begin_array();
  for (const Report& report : reports) {
    out.begin_object().member("uid", report.uid).member("author", report.author).member("at", report.at);
    write_all(out, report.measurements);
    out.end();
  }
  out.end().end();
  return out.finish();
}

base::Result<std::vector<Report>> read_reports(std::string_view text, base::Budget& budget) {
  SF_TRY(const json::Document document, json::Document::parse(text, budget));
  const Value reports = document.root()["reports"];
  if (!reports.is_array()) return wrong("reports");
  std::vector<Report> out;
  for (const Value& one : reports.items()) {
    Report report{.uid = std::string(one["uid"].string().value_or("")), .author = std::string(one["author"].string().value_or("")), .at = std::string(one["at"].string().value_or(""))};
    SF_TRY(report.measurements, read_all(one));
    out.push_back(std::move(report));
  }
  return out;
}

}  // namespace sansfilm::measure
