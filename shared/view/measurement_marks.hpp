// What is drawn of a measurement: its lines, the points by which it is held, its values beside it.
//
// @units  device pixels
// @owner  values
// @thread pure
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "shared/measure/measured.hpp"
#include "shared/view/draw_list.hpp"
#include "shared/view/viewport.hpp"

namespace sansfilm::view {

struct MeasurementMark {
  const measure::Measurement* measurement = nullptr;
  std::vector<std::string> lines;    // its values in words; empty: none
  bool provisional = false;
  bool selected = false;
  std::optional<Colour> colour = {};   // instead of those of one's own
};

void draw_measurement(const MeasurementMark& mark, const Viewport& viewport, double pixel_height, double pixel_ratio, DrawList& out);

}  // namespace sansfilm::view
