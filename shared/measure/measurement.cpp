#include "shared/measure/measurement.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace sansfilm::measure {
namespace {

constexpr int kRoundSteps = 72;   // corners of what is drawn for a curve

struct KindEntry {
  Kind kind;
  std::string_view name;
  std::size_t points;
  bool region;
};

constexpr KindEntry kTable[] = {
    {Kind::kLength, "length", 2, false},         {Kind::kPolyline, "polyline", 0, false},
    {Kind::kAngle, "angle", 3, false},           {Kind::kCobb, "cobb", 4, false},
    {Kind::kBidirectional, "bidirectional", 4, false}, {Kind::kRectangle, "rectangle", 2, true},
    {Kind::kEllipse, "ellipse", 2, true},        {Kind::kCircle, "circle", 2, true},
    {Kind::kFreehand, "freehand", 0, true},      {Kind::kPoint, "point", 1, false},
    {Kind::kCardiothoracic, "cardiothoracic", 4, false},
};

const KindEntry& entry_of(Kind kind) { return *std::find_if(std::begin(kTable), std::end(kTable), [&](const KindEntry& one) { return one.kind == kind; }); }

// An axis-aligned ellipse: that of the kinds that have one.
struct Ellipse {
  Point centre;
  double rx = 0.0, ry = 0.0;
};

Ellipse ellipse_of(const Measurement& m, double pixel_height) {
  const Point a = m.points[0], b = m.points[1];
  if (m.kind == Kind::kEllipse) return {{(a.x + b.x) / 2, (a.y + b.y) / 2}, std::abs(b.x - a.x) / 2, std::abs(b.y - a.y) / 2};
  const double radius = std::hypot(b.x - a.x, (b.y - a.y) * pixel_height);
  return {a, radius, radius / pixel_height};
}

bool is_round(const Measurement& m) { return (m.kind == Kind::kEllipse || m.kind == Kind::kCircle) && m.points.size() >= 2; }

Path round_path(const Ellipse& e) {
  Path out{{}, true};
  for (int i = 0; i < kRoundSteps; ++i) {
    const double turn = 2 * std::numbers::pi * i / kRoundSteps;
    out.points.push_back({e.centre.x + e.rx * std::cos(turn), e.centre.y + e.ry * std::sin(turn)});
  }
  return out;
}

std::vector<Path> segments(std::span<const Point> points) {
  std::vector<Path> out;
  for (std::size_t i = 0; i < points.size(); i += 2) {
    out.push_back({{points.begin() + static_cast<std::ptrdiff_t>(i), points.begin() + static_cast<std::ptrdiff_t>(std::min(i + 2, points.size()))}, false});
  }
  return out;
}

// Even-odd: where a polygon's edges cross the line.
std::vector<std::pair<double, double>> polygon_spans(std::span<const Point> corners, double y) {
  std::vector<double> crossings;
  for (std::size_t i = 0; i < corners.size(); ++i) {
    const Point a = corners[i], b = corners[(i + 1) % corners.size()];
    if ((a.y <= y) == (b.y <= y)) continue;
    crossings.push_back(a.x + (y - a.y) * (b.x - a.x) / (b.y - a.y));
  }
  std::sort(crossings.begin(), crossings.end());
  std::vector<std::pair<double, double>> out;
  for (std::size_t i = 0; i + 1 < crossings.size(); i += 2) out.emplace_back(crossings[i], crossings[i + 1]);
  return out;
}

std::vector<Point> rectangle_corners(Point a, Point b) { return {a, {b.x, a.y}, b, {a.x, b.y}}; }

double distance_to_segment(Point a, Point b, Point at) {
  const double dx = b.x - a.x, dy = b.y - a.y;
  const double square = dx * dx + dy * dy;
  const double part = square > 0 ? std::clamp(((at.x - a.x) * dx + (at.y - a.y) * dy) / square, 0.0, 1.0) : 0.0;
  return std::hypot(at.x - a.x - part * dx, at.y - a.y - part * dy);
}

}  // namespace

std::size_t points_wanted(Kind kind) { return entry_of(kind).points; }
bool is_region(Kind kind) { return entry_of(kind).region; }
std::string_view name_of(Kind kind) { return entry_of(kind).name; }

std::optional<Kind> kind_named(std::string_view name) {
  for (const KindEntry& entry : kTable) {
    if (entry.name == name) return entry.kind;
  }
  return std::nullopt;
}

std::vector<Path> outline(const Measurement& m, double pixel_height) {
  switch (m.kind) {
    case Kind::kLength:
    case Kind::kPolyline:
    case Kind::kAngle: return {{m.points, false}};
    case Kind::kFreehand: return {{m.points, true}};
    case Kind::kCobb:
    case Kind::kBidirectional:
    case Kind::kCardiothoracic: return segments(m.points);
    case Kind::kPoint: return {};
    case Kind::kRectangle:
      if (m.points.size() >= 2) return {{rectangle_corners(m.points[0], m.points[1]), true}};
      return {};
    case Kind::kEllipse:
    case Kind::kCircle:
      if (is_round(m)) return {round_path(ellipse_of(m, pixel_height))};
      return {};
  }
  return {};
}

std::vector<std::pair<double, double>> spans_at(const Measurement& m, double pixel_height, double y) {
  if (!is_region(m.kind) || m.points.size() < 2) return {};
  if (m.kind == Kind::kFreehand) return polygon_spans(m.points, y);
  if (m.kind == Kind::kRectangle) return polygon_spans(rectangle_corners(m.points[0], m.points[1]), y);
  const Ellipse e = ellipse_of(m, pixel_height);
  const double part = e.ry > 0 ? (y - e.centre.y) / e.ry : 2.0;
  if (std::abs(part) >= 1.0) return {};
  const double half = e.rx * std::sqrt(1 - part * part);
  return {{e.centre.x - half, e.centre.x + half}};
}

std::pair<Point, Point> bounds(const Measurement& m, double pixel_height) {
  if (is_round(m)) {
    const Ellipse e = ellipse_of(m, pixel_height);
    return {{e.centre.x - e.rx, e.centre.y - e.ry}, {e.centre.x + e.rx, e.centre.y + e.ry}};
  }
  if (m.points.empty()) return {};
  Point low = m.points[0], high = m.points[0];
  for (const Point p : m.points) {
    low = {std::min(low.x, p.x), std::min(low.y, p.y)};
    high = {std::max(high.x, p.x), std::max(high.y, p.y)};
  }
  return {low, high};
}

double distance_to(std::span<const Path> paths, Point at) {
  double nearest = std::numeric_limits<double>::infinity();
  for (const Path& path : paths) {
    const std::size_t count = path.points.size();
    for (std::size_t i = 0; i + 1 < count; ++i) nearest = std::min(nearest, distance_to_segment(path.points[i], path.points[i + 1], at));
    if (path.closed && count > 1) nearest = std::min(nearest, distance_to_segment(path.points[count - 1], path.points[0], at));
  }
  return nearest;
}

}  // namespace sansfilm::measure
