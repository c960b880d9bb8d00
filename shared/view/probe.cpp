#include "shared/view/probe.hpp"

#include <algorithm>
#include <cmath>

#include "shared/measure/pixel_values.hpp"
#include "shared/pixel/image.hpp"
#include "shared/view/format.hpp"

namespace sansfilm::view {
namespace {

void add_suv(const wire::Display& display, double stored, Probe& out) {
  if (!display.suv) return;
  const wire::Suv& suv = *display.suv;
  const double activity = out.value.value_or(stored);
  if (suv.body_weight > 0) {
    out.suv_body_weight = activity * suv.body_weight;
    out.suv_problem = pixel::SuvProblem::kNone;
  } else {
    out.suv_problem = pixel::suv_problem_named(suv.problem);
  }
  if (suv.lean_body_mass > 0) out.suv_lean_body_mass = activity * suv.lean_body_mass;
  if (suv.body_surface > 0) out.suv_body_surface = activity * suv.body_surface;
}

void add_colour(const wire::Display& display, double stored, Probe& out) {
  if (display.palette.size() != 3 || std::any_of(display.palette.begin(), display.palette.end(), [](const wire::Lut& lut) { return lut.entries.empty(); })) return;
  // A supplemental palette colours only the values from its first on; the rest is grey.
  if (display.supplemental_palette && stored < display.palette[0].first) return;
  out.colour.emplace();
  for (std::size_t c = 0; c < 3; ++c) (*out.colour)[c] = measure::entry_of(display.palette[c], std::llround(stored));
}

std::optional<std::array<double, 3>> place_of(const wire::Geometry& geometry, const wire::Frame& frame, double column, double row) {
  const bool in_patient = geometry.spacing_kind == wire::SpacingKind::kPixelSpacing && geometry.calibration.empty();
  if (!in_patient || !geometry.orientation || !frame.position_mm || geometry.row_spacing_mm <= 0 || geometry.column_spacing_mm <= 0) return std::nullopt;
  const auto& cosines = *geometry.orientation;
  std::array<double, 3> out{};
  for (std::size_t i = 0; i < 3; ++i) {
    out[i] = (*frame.position_mm)[i] + cosines[i] * geometry.column_spacing_mm * column + cosines[3 + i] * geometry.row_spacing_mm * row;
  }
  return out;
}

// As many digits as a reader can use: whole numbers whole, four significant digits for the rest.
std::string value_text(double value, Language language) {
  if (value == std::floor(value) || !std::isfinite(value)) return number_text(value, 0, language);
  const double magnitude = std::floor(std::log10(std::abs(value)));
  return number_text(value, std::clamp(3 - static_cast<int>(magnitude), 0, 9), language);
}

std::string with_unit(double value, const std::string& unit, Language language) {
  const std::string name = unit_text(unit, language);
  // C.11.1.1.2: OD counts thousandths.
  return value_text(unit == "OD" ? value / 1000.0 : value, language) + (name.empty() ? "" : "\u00A0" + name);
}

std::string triple_text(double a, double b, double c, Language language) {
  return value_text(a, language) + "  " + value_text(b, language) + "  " + value_text(c, language);
}

std::string value_line(const Probe& probe, Language language) {
  if (probe.padding) return fill(Text::kProbePadding, language, {value_text(probe.stored[0], language)});
  if (probe.stored.size() >= 3) {
    return std::string(probe.ybr ? "Y Cb Cr  " : text(Text::kProbeRgb, language)) + triple_text(probe.stored[0], probe.stored[1], probe.stored[2], language);
  }
  if (probe.value) return with_unit(*probe.value, probe.unit, language);
  if (probe.colour) {
    return text(Text::kProbeRgb, language) + triple_text((*probe.colour)[0], (*probe.colour)[1], (*probe.colour)[2], language);
  }
  return value_text(probe.stored[0], language);
}

std::string suv_line(const Probe& probe, Language language) {
  std::string out = "SUVbw " + number_text(*probe.suv_body_weight, 2, language) + "\u00A0g/ml";
  if (probe.suv_lean_body_mass) out += "  SUVlbm " + number_text(*probe.suv_lean_body_mass, 2, language);
  return out;
}

}  // namespace

std::optional<Probe> probe_at(const Picture& picture, const wire::Series& series, const wire::Frame& frame, Point at) {
  const wire::PixelFormat& format = series.pixel_formats[frame.pixels];
  const wire::Display& display = series.displays[frame.display];
  if (!(at.x >= 0 && at.y >= 0 && at.x < format.columns && at.y < format.rows)) return std::nullopt;
  Probe out;
  out.column = static_cast<std::uint32_t>(at.x);
  out.row = static_cast<std::uint32_t>(at.y);
  out.stored = measure::samples_at(picture.frame, picture.state.reduce, out.column, out.row);
  if (out.stored.empty()) return std::nullopt;
  out.exact = picture.state.is_final() && (picture.state.lossless || format.source_lossy);
  if (out.stored.size() == 1) {
    const double stored = out.stored[0];
    out.padding = measure::is_padding(format, stored);
    if (!out.padding) {
      out.value = measure::modality_value(display, stored);
      if (out.value) out.unit = measure::modality_unit(display);
      add_suv(display, stored, out);
      add_colour(display, stored, out);
    }
  } else {
    const pixel::Photometric photometric = pixel::parse_photometric(format.photometric);
    out.ybr = photometric == pixel::Photometric::kYbrFull || photometric == pixel::Photometric::kYbrFull422 || photometric == pixel::Photometric::kYbrPartial;
  }
  out.patient_mm = place_of(series.geometries[frame.geometry], frame, out.column, out.row);
  return out;
}

std::string unit_text(const std::string& unit, Language language) {
  if (unit == "US") return {};   // unspecified
  if (unit == "BQML") return "Bq/ml";
  if (unit == "GML") return "g/ml";
  if (unit == "CM2ML") return "cm²/ml";
  if (unit == "GY") return "Gy";
  if (unit == "CNTS") return text(Text::kUnitCounts, language);
  if (unit == "CPS") return text(Text::kUnitCountsPerSecond, language);
  if (unit == "PCT" || unit == "PERCENT") return "%";
  if (unit == "OD") return text(Text::kUnitOpticalDensity, language);
  return unit;
}

std::vector<ProbeLine> probe_lines(const Probe& probe, Language language) {
  std::vector<ProbeLine> out;
  const bool told = !probe.exact;
  out.push_back({told ? fill(Text::kProbeProvisional, language, {value_line(probe, language)}) : value_line(probe, language),
                 told ? Ink::kCaution : Ink::kText});
  if (probe.suv_body_weight) {
    out.push_back({suv_line(probe, language), told ? Ink::kCaution : Ink::kText});
  } else if (!probe.padding && probe.suv_problem != pixel::SuvProblem::kNone && probe.suv_problem != pixel::SuvProblem::kNotPet) {
    const pixel::SuvText why = pixel::text_of(probe.suv_problem);
    out.push_back({fill(Text::kProbeNoSuv, language, {language == Language::kFrench ? why.fr : why.en}), Ink::kQuiet});
  }
  const bool other_than_stored = probe.value || probe.colour;
  std::string place = fill(Text::kProbePlace, language, {std::to_string(probe.column), std::to_string(probe.row)});
  if (other_than_stored && !probe.padding) place += "  " + fill(Text::kProbeStored, language, {value_text(probe.stored[0], language)});
  out.push_back({std::move(place), Ink::kQuiet});
  if (probe.patient_mm) {
    const auto& mm = *probe.patient_mm;
    out.push_back({fill(Text::kProbePatient, language, {number_text(mm[0], 1, language), number_text(mm[1], 1, language), number_text(mm[2], 1, language)}), Ink::kQuiet});
  }
  return out;
}

}  // namespace sansfilm::view
