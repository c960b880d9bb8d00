#include "shared/view/links.hpp"

#include <algorithm>
#include <cmath>

namespace sansfilm::view {
namespace {

constexpr double kLineCss = 1.25;
constexpr double kGapCss = 5.0, kReachCss = 18.0;

}  // namespace

bool Links::point_at(const Viewports& viewports, Point screen) {
  const Pane& pane = viewports.pane();
  if (!pane.has_frame() || pane.series().frame_of_reference_uid.empty()) return false;
  const auto mm = patient_point(pane, pane.cell().viewport().to_picture(screen));
  if (!mm) return false;
  point = PatientPoint{*mm, pane.series().frame_of_reference_uid};
  return true;
}

std::optional<ReferenceLine> Links::line_on(const Viewports& viewports, std::size_t viewport) const {
  if (!lines || viewport == viewports.active() || !viewports.is_shown(viewport)) return std::nullopt;
  return reference_line(viewports.pane(viewport), viewports.pane());
}

std::optional<Point> Links::point_on(const Pane& pane) const {
  if (!point || !pane.has_frame() || pane.series().frame_of_reference_uid != point->reference) return std::nullopt;
  const auto nearest = nearest_image(pane, point->mm);
  if (!nearest || nearest->place != pane.cell().place()) return std::nullopt;
  const auto plane = plane_at(pane, nearest->place);
  return plane ? picture_point(*plane, point->mm) : std::nullopt;
}

void Links::draw(const Viewports& viewports, std::size_t viewport, double pixel_ratio, DrawList& out) const {
  const Viewport& shown = viewports.pane(viewport).cell().viewport();
  const double pen = std::max(1.0, std::round(kLineCss * pixel_ratio));
  if (const auto line = line_on(viewports, viewport)) out.lines.push_back({shown.to_screen(line->from), shown.to_screen(line->to), pen, Ink::kAccent});
  const auto at_picture = point_on(viewports.pane(viewport));
  if (!at_picture) return;
  const Point at = shown.to_screen(*at_picture);
  const double gap = kGapCss * pixel_ratio, end = kReachCss * pixel_ratio;
  for (const Point d : {Point{1, 0}, Point{-1, 0}, Point{0, 1}, Point{0, -1}}) {
    out.lines.push_back({{at.x + d.x * gap, at.y + d.y * gap}, {at.x + d.x * end, at.y + d.y * end}, pen, Ink::kCaution});
  }
}

}  // namespace sansfilm::view
