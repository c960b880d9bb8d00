#include "shared/view/mpr_overlay.hpp"

#include <algorithm>
#include <cmath>

#include "shared/pixel/orientation.hpp"
#include "shared/view/format.hpp"
#include "shared/view/mpr_hand.hpp"

namespace sansfilm::view {
namespace {

constexpr double kMarginCss = 14.0;
constexpr double kLineCss = 18.0;
constexpr double kGapCss = 18.0;          // around the crossing, so that it hides nothing
constexpr double kKnobCss = 6.0;
constexpr double kScaleBarCss = 110.0;
constexpr int kKnobCorners = 20;

// The part of a line that lies in the area, from the crossing outwards in both directions, without the gap.
void add_line(const MprLine& line, const Rect& area, const Colour& colour, double ratio, DrawList& out) {
  const double reach = area.width + area.height + std::hypot(line.centre.x - area.centre().x, line.centre.y - area.centre().y);
  for (const double side : {1.0, -1.0}) {
    double from = kGapCss * ratio, to = reach;
    const auto clip = [&](double start, double way, double low, double high) {
      if (std::abs(way) < 1e-9) {
        if (start < low || start > high) to = from;
        return;
      }
      const double a = (low - start) / way, b = (high - start) / way;
      from = std::max(from, std::min(a, b));
      to = std::min(to, std::max(a, b));
    };
    const Point way{side * line.way.x, side * line.way.y};
    clip(line.centre.x, way.x, area.x, area.right());
    clip(line.centre.y, way.y, area.y, area.bottom());
    if (to <= from) continue;
    const auto at = [&](double t) { return Point{line.centre.x + t * way.x, line.centre.y + t * way.y}; };
    out.paths.push_back({.points = {at(from), at(to)}, .width_px = std::max(1.0, std::round(ratio * 1.25)), .colour = colour});
    if (line.knob_px < from || line.knob_px > to) continue;
    PathMark knob{.points = {}, .closed = true, .filled = true, .width_px = std::max(1.0, ratio * 1.5), .colour = colour};
    for (int i = 0; i < kKnobCorners; ++i) {
      const double angle = 6.283185307179586 * i / kKnobCorners;
      knob.points.push_back({at(line.knob_px).x + kKnobCss * ratio * std::cos(angle), at(line.knob_px).y + kKnobCss * ratio * std::sin(angle)});
    }
    out.paths.push_back(std::move(knob));
  }
}

// Where the slab of the other plane begins and ends.
void add_slab_edges(const Mpr& mpr, MprPlane plane, const MprLine& line, DrawList& out) {
  const double half = mpr.thickness_mm() / 2;
  if (half <= 0) return;
  const Rect& area = mpr.viewport(plane).area();
  for (const double side : {half, -half}) {
    const Point on = mpr.to_screen(plane, volume::plus(mpr.axes().centre(), mpr.axes().axes(line.other).normal(), side));
    Colour faint = colour_of(line.other);
    faint.alpha = 110;
    MprLine edge = line;
    edge.centre = on;
    edge.knob_px = -1;
    DrawList lines;
    add_line(edge, area, faint, mpr.pixel_ratio(), lines);
    for (PathMark& mark : lines.paths) {
      mark.width_px = std::max(1.0, std::round(mpr.pixel_ratio()));
      out.paths.push_back(std::move(mark));
    }
  }
}

struct Words {
  DrawList& out;
  const Rect& area;
  double ratio;

  void column(std::initializer_list<std::pair<std::string, Ink>> lines, bool right, bool bottom) const {
    const double margin = kMarginCss * ratio, step = kLineCss * ratio;
    Point at{right ? area.right() - margin : area.x + margin, bottom ? area.bottom() - margin : area.y + margin};
    for (const auto& [words, ink] : lines) {
      if (words.empty()) continue;
      out.texts.push_back({.at = at, .horizontal = right ? Anchor::kEnd : Anchor::kStart, .vertical = bottom ? Anchor::kEnd : Anchor::kStart, .ink = ink, .text = words});
      at.y += bottom ? -step : step;
    }
  }
};

void add_letters(const Mpr& mpr, MprPlane plane, DrawList& out) {
  const Viewport& viewport = mpr.viewport(plane);
  const PlaneAxes& axes = mpr.axes().axes(plane);
  const int quarters = viewport.mirrored() ? (4 - viewport.quarters()) % 4 : viewport.quarters();
  const pixel::EdgeLetters letters = pixel::edge_letters(pixel::Directions{axes.right, axes.down}, {.degrees = 90.0 * quarters, .flip = viewport.mirrored()});
  const Rect& area = viewport.area();
  const double margin = kMarginCss * mpr.pixel_ratio();
  const auto add = [&](const std::string& text, Point at, Anchor horizontal, Anchor vertical) {
    if (!text.empty()) out.texts.push_back({at, horizontal, vertical, TextSize::kTitle, Ink::kText, text});
  };
  add(letters.left, {area.x + margin, area.centre().y}, Anchor::kStart, Anchor::kMiddle);
  add(letters.right, {area.right() - margin, area.centre().y}, Anchor::kEnd, Anchor::kMiddle);
  add(letters.top, {area.centre().x, area.y + margin}, Anchor::kMiddle, Anchor::kStart);
  add(letters.bottom, {area.centre().x, area.bottom() - margin}, Anchor::kMiddle, Anchor::kEnd);
}

void add_scale_bar(const Mpr& mpr, MprPlane plane, Language language, DrawList& out) {
  const Rect& area = mpr.viewport(plane).area();
  const double ratio = mpr.pixel_ratio();
  const double px_per_mm = mpr.viewport(plane).scale() / mpr.field(plane).pixel_mm;
  if (px_per_mm <= 0) return;
  const double length_mm = round_length(std::min(kScaleBarCss * ratio, area.height * 0.18) / px_per_mm);
  if (length_mm <= 0) return;
  const double length_px = length_mm * px_per_mm, x = area.x + kMarginCss * ratio, y = area.y + area.height * 0.74, tick = 4 * ratio;
  const double pen = std::max(1.0, std::round(ratio * 1.25));
  out.lines.push_back({{x, y}, {x, y - length_px}, pen, Ink::kText});
  out.lines.push_back({{x, y}, {x + tick, y}, pen, Ink::kText});
  out.lines.push_back({{x, y - length_px}, {x + tick, y - length_px}, pen, Ink::kText});
  const bool in_cm = length_mm >= 10.0;
  const std::string label = number_text(in_cm ? length_mm / 10.0 : length_mm, 3, language) + (in_cm ? " cm" : " mm");
  out.texts.push_back({{x + tick * 2, y - length_px / 2}, Anchor::kStart, Anchor::kMiddle, TextSize::kSmall, Ink::kText, label});
}

// What was done to the stack so that it can be cut, in words.
std::string notes_of(const Mpr& mpr, Language language) {
  const volume::Lattice& lattice = mpr.source().volume().lattice();
  constexpr double kTilted = 0.1;
  std::string out;
  if (lattice.tilt_degrees() >= kTilted) out = fill(Text::kMprTilt, language, {number_text(lattice.tilt_degrees(), 1, language)});
  if (!lattice.even()) out += (out.empty() ? "" : ", ") + std::string(text(Text::kMprUneven, language));
  if (mpr.source().time_points() > 1) {
    out += (out.empty() ? "" : ", ") +
           fill(Text::kMprTime, language, {std::to_string(mpr.source().time_point() + 1), std::to_string(mpr.source().time_points())});
  }
  return out;
}

}  // namespace

Colour colour_of(MprPlane plane) {
  switch (plane) {
    case MprPlane::kAxial: return {0x5A, 0xB0, 0xFF, 255};
    case MprPlane::kCoronal: return {0x6C, 0xD0, 0x8A, 255};
    case MprPlane::kSagittal: return {0xF2, 0xB0, 0x5A, 255};
  }
  return {};
}

std::string plane_name(const Mpr& mpr, MprPlane plane, Language language) {
  constexpr std::array kNames = {Text::kMprAxial, Text::kMprCoronal, Text::kMprSagittal};
  const std::string name = text(kNames[static_cast<std::size_t>(plane)], language);
  return mpr.axes().oblique(plane) ? fill(Text::kMprOblique, language, {name}) : name;
}

std::string slab_text(const Mpr& mpr, Language language) {
  const std::string mm = number_text(mpr.thickness_mm(), 1, language);
  switch (mpr.slab()) {
    case MprSlab::kNone: return {};
    case MprSlab::kMean: return fill(Text::kMprSlabText, language, {text(Text::kMprMean, language), mm});
    case MprSlab::kMaximum: return fill(Text::kMprSlabText, language, {"MIP", mm});
    case MprSlab::kMinimum: return fill(Text::kMprSlabText, language, {"MinIP", mm});
  }
  return {};
}

void build_mpr_overlay(const Mpr& mpr, MprPlane plane, const wire::Series& series, const Honesty& honesty, bool texts, Language language, DrawList& out) {
  const Rect& area = mpr.viewport(plane).area();
  const double ratio = mpr.pixel_ratio();
  for (const MprPlane other : kMprPlanes) {
    if (other == plane) continue;
    const MprLine line = line_on_screen(mpr, plane, other);
    add_slab_edges(mpr, plane, line, out);
    add_line(line, area, colour_of(other), ratio, out);
  }
  const Words words{out, area, ratio};
  const Ink state = honesty.badge == Badge::kFault ? Ink::kFault : Ink::kCaution;
  // Whether it is final stands there always.
  if (!honesty.is_final) words.column({{text(Text::kNotFinal, language), state}, {honesty.text, state}}, true, false);
  else if (honesty.badge != Badge::kFinal) words.column({{honesty.text, Ink::kCaution}}, true, false);
  out.texts.push_back({.at = {area.x + kMarginCss * ratio, area.y + kMarginCss * ratio}, .text = plane_name(mpr, plane, language), .colour = colour_of(plane)});
  if (!texts) return;
  const std::string first = plane == MprPlane::kAxial ? (series.description.empty() ? series.modality : series.description) : std::string();
  words.column({{" ", Ink::kQuiet}, {slab_text(mpr, language), Ink::kText}, {first, Ink::kQuiet}, {plane == MprPlane::kAxial ? notes_of(mpr, language) : "", Ink::kCaution}}, false, false);
  words.column({{fill(Text::kSlicePosition, language, {number_text(mpr.axes().position_mm(plane), 1, language)}), Ink::kText}}, false, true);
  const std::string zoom = number_text(mpr.viewport(plane).scale() * 100, 0, language) + (language == Language::kFrench ? "\u00A0%" : "%");
  if (plane == MprPlane::kAxial) {
    words.column({{window_text(mpr.window_values(), language), Ink::kText}, {fill(Text::kZoomValue, language, {zoom}), Ink::kQuiet}, {mpr.inverted() ? text(Text::kInverted, language) : "", Ink::kCaution}}, true, true);
  } else {
    words.column({{fill(Text::kZoomValue, language, {zoom}), Ink::kQuiet}}, true, true);
  }
  add_letters(mpr, plane, out);
  add_scale_bar(mpr, plane, language, out);
}

}  // namespace sansfilm::view
