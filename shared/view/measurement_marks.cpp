#include "shared/view/measurement_marks.hpp"

#include <algorithm>
#include <cmath>

namespace sansfilm::view {
namespace {

constexpr Colour kLine{0xFF, 0xD1, 0x66, 255};
constexpr Colour kSelected{0x7D, 0xE3, 0xFF, 255};
constexpr double kLineCss = 1.75;
constexpr double kHandleCss = 4.0;
constexpr double kPointCss = 9.0;
constexpr double kTextGapCss = 10.0;
constexpr double kTextStepCss = 18.0;
constexpr double kTextWidthCss = 150.0;   // what values mostly take: decides the side on which they stand

PathMark square_about(Point at, double half, double width_px, const Colour& colour) {
  return {.points = {{at.x - half, at.y - half}, {at.x + half, at.y - half}, {at.x + half, at.y + half}, {at.x - half, at.y + half}}, .closed = true, .width_px = width_px, .colour = colour};
}

void draw_cross(Point at, double arm, double width_px, const Colour& colour, DrawList& out) {
  out.paths.push_back({.points = {{at.x - arm, at.y}, {at.x + arm, at.y}}, .width_px = width_px, .colour = colour});
  out.paths.push_back({.points = {{at.x, at.y - arm}, {at.x, at.y + arm}}, .width_px = width_px, .colour = colour});
}

// Beside the point that is furthest to the right, or to the left where the viewport ends; always in sight.
void draw_lines(const MeasurementMark& mark, const std::vector<Point>& corners, const Rect& area, double ratio, const Colour& colour, DrawList& out) {
  if (mark.lines.empty() || corners.empty()) return;
  const auto by_x = [](Point a, Point b) { return a.x < b.x; };
  const Point right = *std::max_element(corners.begin(), corners.end(), by_x);
  const Point left = *std::min_element(corners.begin(), corners.end(), by_x);
  const bool room = right.x + (kTextGapCss + kTextWidthCss) * ratio < area.right();
  const double step = kTextStepCss * ratio;
  Point at = room ? Point{right.x + kTextGapCss * ratio, right.y} : Point{left.x - kTextGapCss * ratio, left.y};
  at.y -= step * static_cast<double>(mark.lines.size()) / 2;
  at.y = std::clamp(at.y, area.y, std::max(area.y, area.bottom() - step * static_cast<double>(mark.lines.size())));
  for (const std::string& line : mark.lines) {
    out.texts.push_back({.at = at, .horizontal = room ? Anchor::kStart : Anchor::kEnd, .ink = mark.provisional ? Ink::kCaution : Ink::kText, .text = line,
                         .colour = mark.provisional ? std::nullopt : std::optional(colour)});
    at.y += step;
  }
}

}  // namespace

void draw_measurement(const MeasurementMark& mark, const Viewport& viewport, double pixel_height, double pixel_ratio, DrawList& out) {
  const measure::Measurement& one = *mark.measurement;
  const Colour colour = mark.colour.value_or(mark.selected ? kSelected : kLine);
  const double width = kLineCss * pixel_ratio;
  std::vector<Point> corners;
  for (const measure::Path& path : measure::outline(one, pixel_height)) {
    PathMark drawn{.points = {}, .closed = path.closed, .width_px = width, .colour = colour};
    for (const Point point : path.points) drawn.points.push_back(viewport.to_screen(point));
    corners.insert(corners.end(), drawn.points.begin(), drawn.points.end());
    out.paths.push_back(std::move(drawn));
  }
  if (one.kind == measure::Kind::kPoint && !one.points.empty()) {
    corners.push_back(viewport.to_screen(one.points[0]));
    draw_cross(corners.back(), kPointCss * pixel_ratio, width, colour, out);
  }
  const bool handles = mark.selected && one.kind != measure::Kind::kFreehand;
  for (std::size_t i = 0; handles && i < one.points.size(); ++i) out.paths.push_back(square_about(viewport.to_screen(one.points[i]), kHandleCss * pixel_ratio, width, colour));
  draw_lines(mark, corners, viewport.area(), pixel_ratio, colour, out);
}

}  // namespace sansfilm::view
