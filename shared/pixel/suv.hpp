// Standardised uptake values of PET: the factor from activity (BQML) to SUV, or why there is none.
//
// SUVbw = Bq/mL * weight_g / dose_Bq, the dose decayed to the time to which the activities are corrected:
// START: dose * 2^(-(series time - injection) / half-life); ADMIN: the dose as injected. SUVlbm (James) and SUVbsa (Du Bois)
// replace the weight by lean body mass and body surface. Images in g/ml (GML) are SUVbw already.
//
// @source PS3.3 2024e C.8.9.1 (Units, Decay Correction, Counts), C.8.9.2 (radiopharmaceutical); QIBA SUV pseudo-code, 2016 (scan
//         time = the earlier of Series Time and Acquisition Time); James 1976 (lean body mass); Du Bois 1916 (body surface)
// @units  SUVbw and SUVlbm in g/mL; SUVbsa in cm2/mL; the factor multiplies modality values (after the rescale)
// @errors none: `reason` names the attribute that lacks
// @owner  values
// @thread pure
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "shared/dicom/dataset.hpp"

namespace sansfilm::pixel {

enum class SuvProblem : std::uint8_t {
  kNone, kNotPet, kUnits, kNotCorrected, kNoWeight, kNoDose, kNoHalfLife, kNoInjectionTime, kNoScanTime, kTimesContradict, kNoHeight, kNoSex
};

struct SuvFactors {
  std::optional<double> body_weight;
  std::optional<double> lean_body_mass;
  std::optional<double> body_surface;
  SuvProblem problem = SuvProblem::kNone;       // why body_weight is absent
  SuvProblem lean_problem = SuvProblem::kNone;  // why the others are absent although body_weight is there
};

[[nodiscard]] SuvFactors read_suv_factors(const dicom::Dataset& dataset);

// "no-weight": how the manifest and the viewer's state name a problem. kNone for a name that is not known.
[[nodiscard]] std::string_view name_of(SuvProblem problem);
[[nodiscard]] SuvProblem suv_problem_named(std::string_view name);

struct SuvText {
  const char* fr = "";
  const char* en = "";
};
[[nodiscard]] SuvText text_of(SuvProblem problem);

}  // namespace sansfilm::pixel
