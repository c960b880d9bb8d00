#include "shared/view/annotations.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "shared/pixel/colour.hpp"

namespace sansfilm::view {
namespace {

constexpr double kPenCss = 1.5;
constexpr double kCrossCss = 5.0;
constexpr double kLineCss = 18.0;
constexpr double kGapCss = 4.0;
constexpr Colour kUsualColour{255, 221, 102, 255};   // told from grey, seen on black and on white with a halo
constexpr int kCurveSteps = 12;                      // between two points
constexpr int kEllipseSteps = 96;

double distance(Point a, Point b) { return std::hypot(a.x - b.x, a.y - b.y); }

class Annotator {
 public:
  Annotator(const AnnotationPlace& place, Colour colour, DrawList& out)
      : place_(place), map_(place.viewport->to_screen()), colour_(colour), out_(out) {
    const Rect& area = place.area;
    const Point corners[] = {map_.apply({area.x, area.y}), map_.apply({area.right(), area.bottom()})};
    screen_area_ = {std::min(corners[0].x, corners[1].x), std::min(corners[0].y, corners[1].y), std::abs(corners[1].x - corners[0].x),
                    std::abs(corners[1].y - corners[0].y)};
  }

  void add(const pixel::GraphicObject& graphic) {
    std::vector<Point> points = to_screen(graphic.points, graphic.units);
    switch (graphic.type) {
      case pixel::GraphicType::kPoint:
        for (const Point& point : points) add_cross(point);
        return;
      case pixel::GraphicType::kPolyline: return add_path(std::move(points), graphic.filled);
      case pixel::GraphicType::kInterpolated: return add_path(smooth_curve(points), graphic.filled);
      case pixel::GraphicType::kCircle: return add_ellipse(circle(graphic), graphic);
      case pixel::GraphicType::kEllipse: return add_ellipse(graphic.points, graphic);
    }
  }

  void add(const pixel::TextObject& text) {
    std::optional<Point> anchor;
    if (text.anchor) anchor = point_on_screen(*text.anchor, text.anchor_units);
    if (text.box) {
      add_boxed(text, anchor);
    } else if (anchor) {
      const double gap = kGapCss * place_.pixel_ratio;
      add_lines(text.text, {anchor->x + gap, anchor->y + gap}, Anchor::kStart);
      if (text.anchor_visible) add_cross(*anchor);
    }
  }

 private:
  [[nodiscard]] Point point_on_screen(const pixel::GraphicPoint& at, pixel::AnnotationUnits units) const {
    if (units == pixel::AnnotationUnits::kDisplay) return {screen_area_.x + at[0] * screen_area_.width, screen_area_.y + at[1] * screen_area_.height};
    return map_.apply({at[0], at[1]});
  }

  [[nodiscard]] std::vector<Point> to_screen(const std::vector<pixel::GraphicPoint>& points, pixel::AnnotationUnits units) const {
    std::vector<Point> out;
    out.reserve(points.size());
    for (const auto& point : points) out.push_back(point_on_screen(point, units));
    return out;
  }

  // A circle as the ends of two axes, in its own units.
  static std::vector<pixel::GraphicPoint> circle(const pixel::GraphicObject& graphic) {
    const auto& centre = graphic.points[0];
    const double radius = std::hypot(graphic.points[1][0] - centre[0], graphic.points[1][1] - centre[1]);
    return {{centre[0] - radius, centre[1]}, {centre[0] + radius, centre[1]}, {centre[0], centre[1] - radius}, {centre[0], centre[1] + radius}};
  }

  void add_ellipse(const std::vector<pixel::GraphicPoint>& ends, const pixel::GraphicObject& graphic) {
    const double cx = (ends[0][0] + ends[1][0]) / 2, cy = (ends[0][1] + ends[1][1]) / 2;
    const double ax = (ends[1][0] - ends[0][0]) / 2, ay = (ends[1][1] - ends[0][1]) / 2;
    const double bx = (ends[3][0] - ends[2][0]) / 2, by = (ends[3][1] - ends[2][1]) / 2;
    std::vector<Point> points;
    for (int i = 0; i < kEllipseSteps; ++i) {
      const double t = 2 * std::numbers::pi * i / kEllipseSteps;
      points.push_back(point_on_screen({cx + ax * std::cos(t) + bx * std::sin(t), cy + ay * std::cos(t) + by * std::sin(t)}, graphic.units));
    }
    out_.paths.push_back({std::move(points), true, graphic.filled, pen(), colour_});
  }

  void add_path(std::vector<Point> points, bool filled) {
    const bool closed = points.size() > 2 && distance(points.front(), points.back()) < 0.5;
    if (closed) points.pop_back();
    out_.paths.push_back({std::move(points), closed, filled, pen(), colour_});
  }

  void add_cross(Point at) {
    const double arm = kCrossCss * place_.pixel_ratio;
    out_.paths.push_back({{{at.x - arm, at.y}, {at.x + arm, at.y}}, false, false, pen(), colour_});
    out_.paths.push_back({{{at.x, at.y - arm}, {at.x, at.y + arm}}, false, false, pen(), colour_});
  }

  void add_boxed(const pixel::TextObject& text, const std::optional<Point>& anchor) {
    const Point a = point_on_screen((*text.box)[0], text.box_units), b = point_on_screen((*text.box)[1], text.box_units);
    const Rect box{std::min(a.x, b.x), std::min(a.y, b.y), std::abs(b.x - a.x), std::abs(b.y - a.y)};
    Anchor side = Anchor::kStart;
    double x = box.x;
    if (text.justification == "RIGHT") side = Anchor::kEnd, x = box.right();
    if (text.justification == "CENTER") side = Anchor::kMiddle, x = box.centre().x;
    add_lines(text.text, {x, box.y}, side);
    if (!anchor || !text.anchor_visible) return;
    const Point near{std::clamp(anchor->x, box.x, box.right()), std::clamp(anchor->y, box.y, box.bottom())};
    out_.paths.push_back({{near, *anchor}, false, false, pen(), colour_});
  }

  // Lines end by CR LF, or by either.
  void add_lines(std::string_view text, Point at, Anchor side) {
    while (!text.empty()) {
      const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
      if (end > 0) out_.texts.push_back({.at = at, .horizontal = side, .text = std::string(text.substr(0, end)), .colour = colour_});
      at.y += kLineCss * place_.pixel_ratio;
      text.remove_prefix(end);
      if (text.starts_with("\r\n")) text.remove_prefix(1);
      if (!text.empty()) text.remove_prefix(1);
    }
  }

  [[nodiscard]] double pen() const { return kPenCss * place_.pixel_ratio; }

  const AnnotationPlace& place_;
  Affine map_;
  Colour colour_;
  DrawList& out_;
  Rect screen_area_;
};

Colour colour_of(const pixel::GraphicLayer* layer) {
  if (layer == nullptr) return kUsualColour;
  if (layer->cie_lab) {
    const pixel::Rgb rgb = pixel::rgb_of_cie_lab(*layer->cie_lab);
    return {rgb[0], rgb[1], rgb[2], 255};
  }
  if (!layer->grey) return kUsualColour;
  const auto level = static_cast<std::uint8_t>((*layer->grey + 128U) / 257U);
  return {level, level, level, 255};
}

void add_of_layer(const pixel::PresentationState& state, const pixel::GraphicLayer* layer, std::string_view uid, std::uint32_t frame,
                  const AnnotationPlace& place, DrawList& out) {
  const auto is_known = [&](const std::string& name) {
    return std::any_of(state.layers.begin(), state.layers.end(), [&](const pixel::GraphicLayer& known) { return known.name == name; });
  };
  Annotator annotator(place, colour_of(layer), out);
  for (const pixel::Annotation& annotation : state.annotations) {
    const bool is_of_layer = layer != nullptr ? annotation.layer == layer->name : !is_known(annotation.layer);
    if (!is_of_layer || !pixel::refers_to(annotation.images, uid, frame)) continue;
    for (const pixel::GraphicObject& graphic : annotation.graphics) annotator.add(graphic);
    for (const pixel::TextObject& text : annotation.texts) annotator.add(text);
  }
}

}  // namespace

Rect displayed_rect(const pixel::PresentationState& state, std::string_view uid, std::uint32_t frame, std::uint32_t rows, std::uint32_t columns) {
  const pixel::DisplayedArea* area = pixel::displayed_area(state, uid, frame);
  if (area == nullptr) return {0, 0, static_cast<double>(columns), static_cast<double>(rows)};
  // Corners are those of the turned picture: in the picture itself either may be the upper one (C.10.4). Both belong to the area.
  const double left = std::min(area->top_left[0], area->bottom_right[0]) - 1.0, right = std::max(area->top_left[0], area->bottom_right[0]);
  const double top = std::min(area->top_left[1], area->bottom_right[1]) - 1.0, bottom = std::max(area->top_left[1], area->bottom_right[1]);
  return {left, top, right - left, bottom - top};
}

// A centripetal curve would avoid loops; through points as close as a hand sets them the uniform one of Catmull and Rom does.
std::vector<Point> smooth_curve(const std::vector<Point>& through) {
  if (through.size() < 3) return through;
  const bool closed = distance(through.front(), through.back()) < 0.5;
  const auto count = static_cast<std::ptrdiff_t>(closed ? through.size() - 1 : through.size());
  const auto at = [&](std::ptrdiff_t i) {
    return through[static_cast<std::size_t>(closed ? (i + count) % count : std::clamp<std::ptrdiff_t>(i, 0, count - 1))];
  };
  std::vector<Point> out;
  for (std::ptrdiff_t i = 0; i < (closed ? count : count - 1); ++i) {
    const Point a = at(i - 1), b = at(i), c = at(i + 1), d = at(i + 2);
    for (int step = 0; step < kCurveSteps; ++step) {
      const double t = static_cast<double>(step) / kCurveSteps;
      const auto along = [&](double pa, double pb, double pc, double pd) {
        return 0.5 * (2 * pb + (pc - pa) * t + (2 * pa - 5 * pb + 4 * pc - pd) * t * t + (3 * pb - pa - 3 * pc + pd) * t * t * t);
      };
      out.push_back({along(a.x, b.x, c.x, d.x), along(a.y, b.y, c.y, d.y)});
    }
  }
  out.push_back(closed ? out.front() : through.back());
  return out;
}

void add_annotations(const pixel::PresentationState& state, std::string_view uid, std::uint32_t frame, const AnnotationPlace& place, DrawList& out) {
  for (const pixel::GraphicLayer& layer : state.layers) add_of_layer(state, &layer, uid, frame, place, out);
  add_of_layer(state, nullptr, uid, frame, place, out);
}

}  // namespace sansfilm::view
