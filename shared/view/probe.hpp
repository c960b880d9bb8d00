// What a picture says at one pixel: the stored value, what it means after the modality transform, SUV of a PET, the place.
//
// The value comes from the decoded samples that are on the screen. It is exact once the picture is final and its form without
// loss of its own; before that it belongs to a preview (reduced, or without its last bits) and is marked provisional.
//
// @source PS3.3 2024e C.7.6.2.1.1 (position of a pixel's centre), C.11.1.1.2 (units of the rescale), C.8.9.1.1.3 (units of a PET)
// @shape  column and row from 0, the first pixel at the top left
// @units  value: see `unit`; patient_mm: the patient-based coordinate system
// @errors none: nullopt outside the picture
// @owner  values
// @thread pure
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "shared/pixel/suv.hpp"
#include "shared/view/draw_list.hpp"
#include "shared/view/picture_store.hpp"
#include "shared/view/texts.hpp"
#include "shared/wire/manifest.hpp"

namespace sansfilm::view {

struct Probe {
  std::uint32_t column = 0, row = 0;
  std::vector<double> stored;                          // one a sample
  bool ybr = false;                                    // three samples are Y Cb Cr, else R G B
  bool padding = false;                                // not a value of the picture
  std::optional<double> value;                         // one sample, after a modality transform that the object states
  std::string unit;                                    // as the manifest names it: "HU", "BQML", "GY"...
  std::optional<std::array<std::uint16_t, 3>> colour;  // of the palette
  std::optional<double> suv_body_weight, suv_lean_body_mass, suv_body_surface;
  pixel::SuvProblem suv_problem = pixel::SuvProblem::kNotPet;  // kNone where there is an SUV
  std::optional<std::array<double, 3>> patient_mm;     // of the pixel's centre
  bool exact = false;
};

// `at` in picture coordinates: pixel (c, r) covers c..c+1, r..r+1.
[[nodiscard]] std::optional<Probe> probe_at(const Picture& picture, const wire::Series& series, const wire::Frame& frame, Point at);

struct ProbeLine {
  std::string text;
  Ink ink = Ink::kText;
};

// What the reader is told, the value first.
[[nodiscard]] std::vector<ProbeLine> probe_lines(const Probe& probe, Language language);

// "HU", "Bq/ml", "g/ml", "Gy": a unit as it is written; what is not known stands as in the file.
[[nodiscard]] std::string unit_text(const std::string& unit, Language language);

}  // namespace sansfilm::view
