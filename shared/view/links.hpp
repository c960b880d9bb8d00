// What viewports do together, and the point of the patient that all of them show.
//
// @units  mm in the patient
// @owner  value
// @thread one caller
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "shared/view/draw_list.hpp"
#include "shared/view/patient_place.hpp"
#include "shared/view/scroll_link.hpp"

namespace sansfilm::view {

// A point of the patient, by the frame of reference in which it was pointed at.
struct PatientPoint {
  volume::Vector3 mm{};
  std::string reference;
};

class Links {
 public:
  ScrollLink scroll;
  bool window = false;
  bool view = false;
  bool lines = true;                        // where the active image cuts the others
  bool pointing = false;                    // a press points in the patient, instead of using the tool
  std::optional<PatientPoint> point;

  // Points at what lies under `screen` in the active viewport; false: its image has no place in the patient.
  bool point_at(const Viewports& viewports, Point screen);

  // The active viewport's line and the point, on the image of another or the same viewport.
  void draw(const Viewports& viewports, std::size_t viewport, double pixel_ratio, DrawList& out) const;
  [[nodiscard]] std::optional<ReferenceLine> line_on(const Viewports& viewports, std::size_t viewport) const;
  // In picture coordinates; nothing where another image of the stack lies nearer to it.
  [[nodiscard]] std::optional<Point> point_on(const Pane& pane) const;
};

}  // namespace sansfilm::view
