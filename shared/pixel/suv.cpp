#include "shared/pixel/suv.hpp"

#include <array>
#include <cmath>
#include <string_view>

#include "shared/pixel/element_values.hpp"
#include "shared/pixel/tags.hpp"

namespace sansfilm::pixel {

using dicom::Tag;

namespace {

// clang-format off
constexpr Tag kSex{0x0010, 0x0040}, kHeight{0x0010, 0x1020}, kWeight{0x0010, 0x1030},
    kSeriesDate{0x0008, 0x0021}, kAcquisitionDate{0x0008, 0x0022}, kSeriesTime{0x0008, 0x0031}, kAcquisitionTime{0x0008, 0x0032},
    kCorrectedImage{0x0028, 0x0051}, kDecayCorrection{0x0054, 0x1102}, kRadiopharmaceutical{0x0054, 0x0016},
    kStartTime{0x0018, 0x1072}, kTotalDose{0x0018, 0x1074}, kHalfLife{0x0018, 0x1075}, kStartDateTime{0x0018, 0x1078};
// clang-format on

// In the order of SuvProblem.
constexpr std::array<std::string_view, 12> kProblemNames = {
    "", "not-pet", "units", "not-corrected", "no-weight", "no-dose", "no-half-life", "no-injection-time", "no-scan-time", "times-contradict", "no-height", "no-sex"};

std::optional<int> digits(std::string_view text, std::size_t at, std::size_t count) {
  if (text.size() < at + count) return std::nullopt;
  int value = 0;
  for (std::size_t i = at; i < at + count; ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

// Seconds since midnight of HHMMSS.FFFFFF; minutes and seconds may lack.
std::optional<double> seconds_of_time(std::string_view text) {
  const auto hours = digits(text, 0, 2);
  if (!hours || *hours > 23) return std::nullopt;
  double out = *hours * 3600.0 + digits(text, 2, 2).value_or(0) * 60.0 + digits(text, 4, 2).value_or(0);
  if (text.size() > 7 && text[6] == '.') {
    double scale = 0.1;
    for (std::size_t i = 7; i < text.size() && text[i] >= '0' && text[i] <= '9'; ++i, scale /= 10) out += (text[i] - '0') * scale;
  }
  return out;
}

// Days since a fixed day, of YYYYMMDD (civil calendar).
std::optional<double> days_of_date(std::string_view text) {
  const auto year = digits(text, 0, 4), month = digits(text, 4, 2), day = digits(text, 6, 2);
  if (!year || !month || !day || *month < 1 || *month > 12 || *day < 1 || *day > 31) return std::nullopt;
  const int y = *month <= 2 ? *year - 1 : *year;
  const int m = *month <= 2 ? *month + 9 : *month - 3;
  return 365.0 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + *day;
}

std::optional<double> moment(const dicom::Dataset& dataset, Tag date, Tag time) {
  const auto days = days_of_date(dataset.raw_text(date).value_or(""));
  const auto seconds = seconds_of_time(dataset.raw_text(time).value_or(""));
  if (!days || !seconds) return std::nullopt;
  return *days * 86400.0 + *seconds;
}

// The instant to which the activities are corrected (START): the earlier of series and acquisition, because some writers set
// Series Time when they post-process (QIBA).
std::optional<double> scan_start(const dicom::Dataset& dataset) {
  const auto series = moment(dataset, kSeriesDate, kSeriesTime);
  const auto acquisition = moment(dataset, kAcquisitionDate, kAcquisitionTime);
  if (series && acquisition) return std::min(*series, *acquisition);
  return series ? series : acquisition;
}

std::optional<double> injection(const dicom::Dataset& dataset, const dicom::Dataset& drug) {
  if (const auto text = drug.raw_text(kStartDateTime); text && text->size() >= 10) {
    const auto days = days_of_date(*text);
    const auto seconds = seconds_of_time(text->substr(8));
    if (days && seconds) return *days * 86400.0 + *seconds;
  }
  // Only a time: on the day of the series.
  const auto days = days_of_date(dataset.raw_text(kSeriesDate).value_or(""));
  const auto seconds = seconds_of_time(drug.raw_text(kStartTime).value_or(""));
  if (!days || !seconds) return std::nullopt;
  return *days * 86400.0 + *seconds;
}

bool is_decay_corrected(const dicom::Dataset& dataset) {
  for (std::size_t i = 0; i < dataset.multiplicity(kCorrectedImage); ++i) {
    if (dataset.raw_text(kCorrectedImage, i) == "DECY") return true;
  }
  return false;
}

void add_other_bodies(const dicom::Dataset& dataset, double weight_kg, double per_gram, SuvFactors& out) {
  const auto height = finite(dataset, kHeight);
  if (!height || *height < 0.3 || *height > 2.7) {
    out.lean_problem = SuvProblem::kNoHeight;
    return;
  }
  const double height_cm = *height * 100.0;
  out.body_surface = per_gram * 71.84 * std::pow(weight_kg, 0.425) * std::pow(height_cm, 0.725);  // cm2
  const auto sex = dataset.raw_text(kSex).value_or("");
  const double ratio = weight_kg / height_cm;
  if (sex == "M") {
    out.lean_body_mass = per_gram * 1000.0 * (1.10 * weight_kg - 128.0 * ratio * ratio);
  } else if (sex == "F") {
    out.lean_body_mass = per_gram * 1000.0 * (1.07 * weight_kg - 148.0 * ratio * ratio);
  } else {
    out.lean_problem = SuvProblem::kNoSex;
  }
  if (out.lean_body_mass && *out.lean_body_mass <= 0) out.lean_body_mass.reset();
}

SuvFactors failed(SuvProblem problem) { return {.problem = problem}; }

}  // namespace

SuvFactors read_suv_factors(const dicom::Dataset& dataset) {
  if (dataset.raw_text(tag::kModality).value_or("") != "PT") return failed(SuvProblem::kNotPet);
  const auto units = dataset.raw_text(tag::kUnits).value_or("");
  if (units == "GML") return {.body_weight = 1.0, .lean_problem = SuvProblem::kUnits};
  if (units != "BQML") return failed(SuvProblem::kUnits);
  const auto correction = dataset.raw_text(kDecayCorrection).value_or("");
  if (!is_decay_corrected(dataset) || (correction != "START" && correction != "ADMIN")) return failed(SuvProblem::kNotCorrected);
  const auto weight_kg = finite(dataset, kWeight);
  if (!weight_kg || *weight_kg <= 0) return failed(SuvProblem::kNoWeight);
  const auto* drug = dataset.item(kRadiopharmaceutical);
  if (drug == nullptr) return failed(SuvProblem::kNoDose);
  const auto dose_bq = finite(*drug, kTotalDose);
  if (!dose_bq || *dose_bq <= 0) return failed(SuvProblem::kNoDose);
  double decayed_bq = *dose_bq;
  if (correction == "START") {
    const auto half_life_s = finite(*drug, kHalfLife);
    if (!half_life_s || *half_life_s <= 0) return failed(SuvProblem::kNoHalfLife);
    const auto start = scan_start(dataset);
    if (!start) return failed(SuvProblem::kNoScanTime);
    auto given = injection(dataset, *drug);
    if (!given) return failed(SuvProblem::kNoInjectionTime);
    const bool only_time = !drug->has_value(kStartDateTime);
    if (*given > *start && only_time) *given -= 86400.0;  // injected before midnight
    const double elapsed_s = *start - *given;
    if (elapsed_s < 0 || elapsed_s > 20.0 * *half_life_s) return failed(SuvProblem::kTimesContradict);
    decayed_bq *= std::exp2(-elapsed_s / *half_life_s);
  }
  SuvFactors out;
  const double per_gram = 1.0 / decayed_bq;
  out.body_weight = per_gram * *weight_kg * 1000.0;
  add_other_bodies(dataset, *weight_kg, per_gram, out);
  return out;
}

std::string_view name_of(SuvProblem problem) { return kProblemNames[static_cast<std::size_t>(problem)]; }

SuvProblem suv_problem_named(std::string_view name) {
  for (std::size_t i = 0; i < kProblemNames.size(); ++i) {
    if (kProblemNames[i] == name) return static_cast<SuvProblem>(i);
  }
  return SuvProblem::kNone;
}

SuvText text_of(SuvProblem problem) {
  switch (problem) {
    case SuvProblem::kNone: return {};
    case SuvProblem::kNotPet: return {"ce n'est pas une TEP", "this is not a PET image"};
    case SuvProblem::kUnits: return {"les valeurs ne sont pas en Bq/mL", "the values are not in Bq/mL"};
    case SuvProblem::kNotCorrected: return {"la décroissance n'est pas corrigée", "decay is not corrected"};
    case SuvProblem::kNoWeight: return {"le poids du patient manque", "the patient's weight is missing"};
    case SuvProblem::kNoDose: return {"l'activité injectée manque", "the injected dose is missing"};
    case SuvProblem::kNoHalfLife: return {"la période du radionucléide manque", "the half-life of the radionuclide is missing"};
    case SuvProblem::kNoInjectionTime: return {"l'heure d'injection manque", "the time of injection is missing"};
    case SuvProblem::kNoScanTime: return {"l'heure d'acquisition manque", "the time of acquisition is missing"};
    case SuvProblem::kTimesContradict: return {"les heures d'injection et d'acquisition se contredisent", "the times of injection and acquisition contradict each other"};
    case SuvProblem::kNoHeight: return {"la taille du patient manque", "the patient's height is missing"};
    case SuvProblem::kNoSex: return {"le sexe du patient manque", "the patient's sex is missing"};
  }
  return {};
}

}  // namespace sansfilm::pixel
