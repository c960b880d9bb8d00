// What two who read a study together tell each other: what the one who leads sees, where each one points, what each one has measured
// and not kept yet; and its form on the way, as JSON.
//
//   view     {"series","image","frame","voi":"default|window|lut|automatic","window":[centre,width,function],"lut":n,"inverted",
//             "fitted","middle":[x,y],"seen":[width,height],"quarters","mirrored"}
//   pointer  {"image","frame","at":[x,y]}; without "at": it points nowhere
//   marks    {"marks":[{"kind","image","frame","points":[[x,y]]}]}
//
// A view is told by what it shows and not by pixels of a screen: `middle` is the picture point in the middle, `seen` how much of the
// picture the screen of the one who leads holds, so that a phone shows the same part.
//
// @units  picture pixels; the window in units of the modality transform
// @errors kMalformed (subject: the key), kOverBudget
// @owner  values
// @thread pure
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/budget.hpp"
#include "shared/base/result.hpp"
#include "shared/base/shapes.hpp"
#include "shared/measure/measurement.hpp"

namespace sansfilm::together {

inline constexpr std::uint32_t kVersion = 1;
inline constexpr std::size_t kMostMarks = 100;
inline constexpr std::size_t kMostMarkPoints = 500;     // of one mark; a longer outline is told by every n-th point
inline constexpr std::size_t kMostMarkedPoints = 1500;  // of all marks together
inline constexpr std::size_t kLargestMessage_bytes = std::size_t{64} << 10;

enum class Voi : std::uint8_t { kDefault, kWindow, kLut, kAutomatic };

struct SharedView {
  std::string series_uid, image_uid;
  std::uint32_t frame = 0;               // of the image, from 0
  Voi voi = Voi::kDefault;
  double center = 0.0, width = 1.0;      // kWindow
  std::uint8_t function = 0;             // kWindow: 0 LINEAR, 1 LINEAR_EXACT, 2 SIGMOID
  std::uint32_t lut = 0;                 // kLut
  bool inverted = false;
  bool fitted = true;
  base::Point middle;                    // unless it is fitted
  double seen_width = 0.0, seen_height = 0.0;
  int quarters = 0;                      // clockwise, after the mirror
  bool mirrored = false;
  bool operator==(const SharedView&) const = default;
};

struct SharedPointer {
  std::string image_uid;
  std::uint32_t frame = 0;
  std::optional<base::Point> at;
  bool operator==(const SharedPointer&) const = default;
};

[[nodiscard]] std::string write_view(const SharedView& view);
[[nodiscard]] std::string write_pointer(const SharedPointer& pointer);
// At most kMostMarks and kMostMarkedPoints in all, the first ones: a message has to hold them.
[[nodiscard]] std::string write_marks(const std::vector<measure::Measurement>& marks);

[[nodiscard]] base::Result<SharedView> read_view(std::string_view json, base::Budget& budget);
[[nodiscard]] base::Result<SharedPointer> read_pointer(std::string_view json, base::Budget& budget);
[[nodiscard]] base::Result<std::vector<measure::Measurement>> read_marks(std::string_view json, base::Budget& budget);

}  // namespace sansfilm::together
