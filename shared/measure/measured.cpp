#include "shared/measure/measured.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "shared/measure/pixel_values.hpp"
#include "shared/pixel/samples.hpp"

namespace sansfilm::measure {
namespace {

// Picture to the plane in which lengths and angles are true: mm, or pixels with their proportion.
struct Plane {
  double x = 1.0, y = 1.0;
  [[nodiscard]] Point of(Point p) const { return {p.x * x, p.y * y}; }
  [[nodiscard]] double length(Point a, Point b) const { return std::hypot((b.x - a.x) * x, (b.y - a.y) * y); }
};

std::optional<Calibration> common_calibration(const Measurement& m, const wire::Geometry& geometry, double proportion) {
  const auto [low, high] = bounds(m, proportion);
  std::vector<Point> corners = m.points;
  if (is_region(m.kind)) corners = {low, high, {low.x, high.y}, {high.x, low.y}};
  std::optional<Calibration> common;
  for (const Point p : corners) {
    const auto here = calibration_at(geometry, p.x, p.y);
    if (!here || (common && !(*common == *here))) return std::nullopt;
    common = here;
  }
  return common;
}

double direction(const Plane& plane, Point from, Point to) {
  const Point a = plane.of(from), b = plane.of(to);
  return std::atan2(b.y - a.y, b.x - a.x) * 180.0 / std::numbers::pi;
}

// 0..180 between two directions.
double between(double a, double b) {
  const double d = std::fmod(std::abs(a - b), 360.0);
  return d > 180.0 ? 360.0 - d : d;
}

double polygon_area(const Plane& plane, std::span<const Point> corners) {
  double twice = 0.0;
  for (std::size_t i = 0; i < corners.size(); ++i) {
    const Point a = plane.of(corners[i]), b = plane.of(corners[(i + 1) % corners.size()]);
    twice += a.x * b.y - b.x * a.y;
  }
  return std::abs(twice) / 2;
}

double area_of(const Measurement& m, const Plane& plane, double proportion) {
  if (m.kind == Kind::kFreehand) return polygon_area(plane, m.points);
  const auto [low, high] = bounds(m, proportion);
  const double box = (high.x - low.x) * plane.x * (high.y - low.y) * plane.y;
  return m.kind == Kind::kRectangle ? box : box * std::numbers::pi / 4;
}

// --- values ----------------------------------------------------------------------------------------------------------

bool has_grey_values(const Measurable& picture) {
  if (picture.frame == nullptr || picture.frame->samples_per_pixel != 1) return false;
  // The numbers of a palette are names of colours.
  return picture.display->palette.empty() || picture.display->supplemental_palette;
}

double suv_factor(const wire::Display& display) { return display.suv && display.suv->body_weight > 0 ? display.suv->body_weight : 0.0; }

double value_of(const wire::Display& display, double stored) {
  const double value = modality_value(display, stored).value_or(stored);
  const double suv = suv_factor(display);
  return suv > 0 ? value * suv : value;
}

// Welford: no loss where the mean is large and the deviation small.
class Sum {
 public:
  void add(double value) {
    ++out_.pixels;
    const double before = value - out_.mean;
    out_.mean += before / static_cast<double>(out_.pixels);
    squares_ += before * (value - out_.mean);
    out_.least = out_.pixels == 1 ? value : std::min(out_.least, value);
    out_.most = out_.pixels == 1 ? value : std::max(out_.most, value);
  }
  [[nodiscard]] std::optional<Statistics> take(const wire::Display& display) {
    if (out_.pixels == 0) return std::nullopt;
    out_.deviation = std::sqrt(squares_ / static_cast<double>(out_.pixels));
    out_.unit = suv_factor(display) > 0 ? "SUVbw" : modality_unit(display);
    return out_;
  }

 private:
  Statistics out_;
  double squares_ = 0.0;
};

template <class T>
void add_row(const Measurable& picture, std::uint32_t row, double from, double to, Sum& sum) {
  const base::Frame& frame = *picture.frame;
  // Pixels whose centre is in from..to: centre (c + 0.5) * size.
  const double size = static_cast<double>(1U << picture.state.reduce);
  const double first = std::max(0.0, std::ceil(from / size - 0.5));
  const double last = std::min(static_cast<double>(frame.columns) - 1.0, std::floor(to / size - 0.5));
  for (double c = first; c <= last; c += 1.0) {
    const std::size_t at = static_cast<std::size_t>(row) * frame.columns + static_cast<std::size_t>(c);
    const auto stored = static_cast<double>(pixel::load_sample<T>(frame.samples.data(), at));
    if (!std::isnan(stored) && !is_padding(*picture.format, stored)) sum.add(value_of(*picture.display, stored));
  }
}

std::optional<Statistics> region_statistics(const Measurement& m, const Measurable& picture, double proportion) {
  const base::Frame& frame = *picture.frame;
  if (!pixel::has_all_samples(frame)) return std::nullopt;
  const double size = static_cast<double>(1U << picture.state.reduce);
  const auto [low, high] = bounds(m, proportion);
  const double first = std::max(0.0, std::floor(low.y / size));
  const double last = std::min(static_cast<double>(frame.rows) - 1.0, std::floor(high.y / size));
  Sum sum;
  pixel::with_sample_type(frame, [&](auto zero) {
    using T = decltype(zero);
    for (double row = first; row <= last; row += 1.0) {
      for (const auto& [from, to] : spans_at(m, proportion, (row + 0.5) * size)) add_row<T>(picture, static_cast<std::uint32_t>(row), from, to, sum);
    }
  });
  return sum.take(*picture.display);
}

std::optional<Statistics> point_statistics(const Measurement& m, const Measurable& picture) {
  const Point at = m.points[0];
  if (!(at.x >= 0 && at.y >= 0 && at.x < picture.format->columns && at.y < picture.format->rows)) return std::nullopt;
  const std::vector<double> stored = samples_at(*picture.frame, picture.state.reduce, static_cast<std::uint32_t>(at.x), static_cast<std::uint32_t>(at.y));
  if (stored.size() != 1 || std::isnan(stored[0]) || is_padding(*picture.format, stored[0])) return std::nullopt;
  Sum sum;
  sum.add(value_of(*picture.display, stored[0]));
  return sum.take(*picture.display);
}

void add_lengths(const Measurement& m, const Plane& plane, Measured& out) {
  const std::vector<Point>& p = m.points;
  switch (m.kind) {
    case Kind::kLength:
    case Kind::kPolyline: {
      double sum = 0.0;
      for (std::size_t i = 0; i + 1 < p.size(); ++i) sum += plane.length(p[i], p[i + 1]);
      out.length = sum;
      break;
    }
    case Kind::kBidirectional: {
      const double a = plane.length(p[0], p[1]), b = plane.length(p[2], p[3]);
      out.length = std::max(a, b);
      out.second_length = std::min(a, b);
      break;
    }
    case Kind::kCardiothoracic:
      out.length = plane.length(p[0], p[1]);
      out.second_length = plane.length(p[2], p[3]);
      if (*out.second_length > 0) out.ratio = *out.length / *out.second_length;
      break;
    case Kind::kAngle: out.angle_deg = between(direction(plane, p[1], p[0]), direction(plane, p[1], p[2])); break;
    case Kind::kCobb: {
      const double angle = between(direction(plane, p[0], p[1]), direction(plane, p[2], p[3]));
      out.angle_deg = std::min(angle, 180.0 - angle);
      break;
    }
    default: break;
  }
}

}  // namespace

Measured measure(const Measurement& m, const Measurable& picture, std::uint64_t most_pixels) {
  Measured out;
  const std::size_t wanted = points_wanted(m.kind);
  if (m.points.size() < std::max<std::size_t>(wanted, wanted == 0 ? 2 : 1)) return out;
  const double proportion = pixel_height(*picture.geometry);
  out.calibration = common_calibration(m, *picture.geometry, proportion);
  const Plane plane = out.calibration ? Plane{out.calibration->column_mm, out.calibration->row_mm} : Plane{1.0, proportion};
  add_lengths(m, plane, out);
  if (is_region(m.kind)) {
    out.area = area_of(m, plane, proportion);
    const auto [low, high] = bounds(m, proportion);
    const bool few = (high.x - low.x) * (high.y - low.y) <= static_cast<double>(most_pixels);
    if (few && has_grey_values(picture)) out.statistics = region_statistics(m, picture, proportion);
  }
  if (m.kind == Kind::kPoint && has_grey_values(picture)) out.statistics = point_statistics(m, picture);
  out.provisional = picture.frame == nullptr || !picture.state.is_final();
  return out;
}

}  // namespace sansfilm::measure
