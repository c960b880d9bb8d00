// How a mammogram is turned so that those of both sides stand back to back: the chest wall of a right breast at the right edge of its
// viewport, that of a left one at the left edge.
//
// @source PS3.3 2024e C.7.6.1.1.1 (Patient Orientation: the first value is the direction of the rows); C.8.11.7 (laterality)
// @owner  values
// @thread pure
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "shared/view/viewport.hpp"

namespace sansfilm::view {

struct ChestWall {
  bool mirrored = false;
  Viewport::Edge edge = Viewport::Edge::kNone;
  bool operator==(const ChestWall&) const = default;
};

// Nothing where the image doesn't say which breast it is, or which way its rows run: it is shown as it was stored then.
[[nodiscard]] inline std::optional<ChestWall> chest_wall(std::string_view laterality, const std::array<std::string, 2>& patient_orientation) {
  if ((laterality != "R" && laterality != "L") || patient_orientation[0].empty()) return std::nullopt;
  const char along = patient_orientation[0].front();
  if (along != 'A' && along != 'P') return std::nullopt;
  const bool wanted_right = laterality == "R", stored_right = along == 'P';   // rows that run to the back end at the chest wall
  return ChestWall{wanted_right != stored_right, wanted_right ? Viewport::Edge::kRight : Viewport::Edge::kLeft};
}

}  // namespace sansfilm::view
