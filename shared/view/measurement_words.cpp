#include "shared/view/measurement_words.hpp"

#include <cmath>

#include "shared/view/format.hpp"
#include "shared/view/probe.hpp"

namespace sansfilm::view {
namespace {

constexpr double kInSquareCentimetres = 100.0;   // mm2 from which an area is told in cm2

// Three digits that a ruler could justify: tenths below 100, whole numbers above.
std::string measure_text(double value, Language language) { return number_text(value, std::abs(value) < 100.0 ? 1 : 0, language); }

std::string with_qualification(std::string line, const measure::Measured& measured, Language language) {
  if (!measured.calibration) return line;
  const std::string kind = qualification(measured.calibration->kind, language);
  return kind.empty() ? line : line + " " + kind;
}

const char* length_unit(const measure::Measured& measured) { return measured.calibration ? "\u00A0mm" : "\u00A0px"; }

std::string area_text(const measure::Measured& measured, Language language) {
  const double area = *measured.area;
  if (!measured.calibration) return number_text(area, 0, language) + "\u00A0px²";
  if (area >= kInSquareCentimetres) return number_text(area / kInSquareCentimetres, 2, language) + "\u00A0cm²";
  return measure_text(area, language) + "\u00A0mm²";
}

void add_statistics(measure::Kind kind, const measure::Statistics& s, Language language, std::vector<std::string>& out) {
  const std::string unit = s.unit == "SUVbw" ? "SUVbw" : unit_text(s.unit, language);
  const std::string after = unit.empty() ? "" : "\u00A0" + unit;
  // SUV and other small numbers need their decimals.
  const int decimals = std::max(std::abs(s.most), std::abs(s.least)) < 100.0 ? 2 : 0;
  const auto number = [&](double value, int more = 0) { return number_text(value, decimals + more, language); };
  if (kind == measure::Kind::kPoint) {
    out.push_back(number(s.mean) + after);
    return;
  }
  out.push_back(fill(Text::kMeasuredMean, language, {number(s.mean, decimals == 0 ? 1 : 0), number(s.deviation, decimals == 0 ? 1 : 0)}) + after);
  out.push_back(fill(Text::kMeasuredRange, language, {number(s.least), number(s.most)}) + after);
}

}  // namespace

Text name_text(measure::Kind kind) {
  switch (kind) {
    case measure::Kind::kLength: return Text::kMeasureLength;
    case measure::Kind::kPolyline: return Text::kMeasurePolyline;
    case measure::Kind::kAngle: return Text::kMeasureAngle;
    case measure::Kind::kCobb: return Text::kMeasureCobb;
    case measure::Kind::kBidirectional: return Text::kMeasureBidirectional;
    case measure::Kind::kRectangle: return Text::kMeasureRectangle;
    case measure::Kind::kEllipse: return Text::kMeasureEllipse;
    case measure::Kind::kCircle: return Text::kMeasureCircle;
    case measure::Kind::kFreehand: return Text::kMeasureFreehand;
    case measure::Kind::kPoint: return Text::kMeasurePoint;
    case measure::Kind::kCardiothoracic: return Text::kMeasureCardiothoracic;
  }
  return Text::kMeasureLength;
}

std::vector<std::string> measured_lines(measure::Kind kind, const measure::Measured& m, Language language) {
  std::vector<std::string> out;
  const auto length = [&](double value) { return measure_text(value, language); };
  if (m.ratio) {
    out.push_back(fill(Text::kMeasuredRatio, language, {number_text(*m.ratio, 2, language)}));
    out.push_back(with_qualification(length(*m.length) + " / " + length(*m.second_length) + length_unit(m), m, language));
  } else if (m.second_length && m.length) {
    out.push_back(with_qualification(length(*m.length) + " × " + length(*m.second_length) + length_unit(m), m, language));
  } else if (m.length) {
    out.push_back(with_qualification(length(*m.length) + length_unit(m), m, language));
  }
  if (m.angle_deg) out.push_back((kind == measure::Kind::kCobb ? "Cobb " : "") + number_text(*m.angle_deg, 1, language) + "°");
  if (m.statistics) add_statistics(kind, *m.statistics, language, out);
  if (m.area) out.push_back(with_qualification(area_text(m, language), m, language));
  if (m.provisional) {
    for (std::string& line : out) line = fill(Text::kProbeProvisional, language, {line});
  }
  return out;
}

const char* qualification(measure::LengthKind kind, Language language) {
  switch (kind) {
    case measure::LengthKind::kPatient: return "";
    case measure::LengthKind::kCalibrated: return text(Text::kScaleCalibrated, language);
    case measure::LengthKind::kAtDetector: return text(Text::kScaleAtDetector, language);
    case measure::LengthKind::kNominal: return text(Text::kScaleNominal, language);
  }
  return "";
}

}  // namespace sansfilm::view
