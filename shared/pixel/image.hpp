// Everything that the display of one frame needs to know, read once from its dataset.
//
// What is wrong with the dataset is a finding (error with the attribute); the description then holds the documented
// fallback, so that whatever can be shown is shown and marked. Only an image without rows or columns is an Error.
//
// @source PS3.3 2024e C.7.6.3 (pixels), C.7.6.16 (functional groups), C.11.1, C.11.2, C.7.6.11, C.9.2, C.7.5.1.1.2 (padding)
// @units  stored values unless said otherwise; modality units are modality.units
// @errors kMissing (Rows, Columns), kInvalidArgument (no such frame)
// @owner  owns everything except `icc_profile`, which borrows from the dataset
// @thread pure
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "shared/base/bytes.hpp"
#include "shared/base/result.hpp"
#include "shared/dicom/dataset.hpp"
#include "shared/pixel/calibration.hpp"
#include "shared/pixel/orientation.hpp"
#include "shared/pixel/overlay.hpp"
#include "shared/pixel/palette.hpp"
#include "shared/pixel/plane.hpp"
#include "shared/pixel/shutter.hpp"
#include "shared/pixel/suv.hpp"
#include "shared/pixel/transform.hpp"
#include "shared/pixel/ultrasound.hpp"

namespace sansfilm::pixel {

enum class Photometric : std::uint8_t {
  kMonochrome1, kMonochrome2, kPalette, kRgb, kYbrFull, kYbrFull422, kYbrPartial, kYbrIct, kYbrRct, kOther
};

// Stored values that are not image: never windowed, excluded from the automatic window, shown black.
struct Padding {
  double low = 0;
  double high = 0;
  [[nodiscard]] bool contains(double stored) const { return stored >= low && stored <= high; }
};

// One mapping of stored values to a quantity of the real world. PS3.3 C.7.6.16.2.11.
struct RealWorldMap {
  double first = 0;  // stored values first..last are mapped
  double last = 0;
  double slope = 1;
  double intercept = 0;
  std::vector<double> table;  // instead of slope and intercept; entry i is for first + i
  std::string units;          // UCUM code, "mm2/s"
  std::string label;

  [[nodiscard]] std::optional<double> apply(double stored) const;
};

struct ImageDescription {
  std::uint32_t columns = 0;
  std::uint32_t rows = 0;
  std::uint32_t frames = 1;
  std::uint32_t frame = 0;              // the frame described, from 0
  std::uint16_t samples_per_pixel = 1;
  std::uint16_t bits_stored = 16;
  bool is_signed = false;
  Photometric photometric = Photometric::kMonochrome2;
  std::string modality_code;            // (0008,0060)
  std::string sop_class_uid;

  ModalityTransform modality;
  std::vector<Window> windows;          // usable ones, in the order of the dataset
  std::vector<LookupTable> voi_luts;
  bool inverse = false;                 // low values are bright: MONOCHROME1
  std::optional<Padding> padding;

  std::optional<Palette> palette;       // of PALETTE COLOR, or
  bool supplemental = false;            // for values from palette->first on, over a grey image

  std::vector<Overlay> overlays;
  Shutter shutter;
  std::vector<RealWorldMap> real_world;

  std::optional<Plane> plane;           // in the patient
  std::optional<Directions> directions;  // also where the position lacks
  std::optional<PatientOrientation> patient_orientation;
  Calibration calibration;              // of the whole frame; calibration_at(calibration, us_regions, ...) at a point
  std::vector<UsRegion> us_regions;
  SuvFactors suv;
  double aspect = 1.0;                  // height of a pixel / its width, from Pixel Aspect Ratio where no spacing is given
  base::Bytes icc_profile;              // borrowed; empty if there is none

  std::vector<base::Error> findings;
};

// The letters at the edges, from the cosines, else from Patient Orientation; empty when neither exists.
[[nodiscard]] EdgeLetters edge_letters(const ImageDescription& image, const SpatialTransform& transform);

// Height of a pixel over its width on the screen: from the spacings where there are any, else Pixel Aspect Ratio, else 1.
[[nodiscard]] double display_aspect(const ImageDescription& image);

[[nodiscard]] base::Result<ImageDescription> describe_image(const dicom::Dataset& dataset, std::uint32_t frame);

[[nodiscard]] Photometric parse_photometric(std::string_view text);

// The windows of one item (a functional group, an image, a softcopy VOI item); unusable ones become findings.
void read_windows(const dicom::Dataset& holder, std::vector<Window>& out, std::vector<base::Error>& findings);

// Rescale or Modality LUT Sequence of one item.
[[nodiscard]] ModalityTransform read_modality(const dicom::Dataset& holder, bool is_signed, std::vector<base::Error>& findings);

}  // namespace sansfilm::pixel
