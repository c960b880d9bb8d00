#include "shared/view/gestures.hpp"

#include <algorithm>
#include <cmath>

namespace sansfilm::view {
namespace {

constexpr double kMostCssPerImage = 12.0;
constexpr double kLeastCssPerImage = 1.5;
constexpr double kWheelNotch = 100.0;         // what browsers report for one notch of a mouse wheel
constexpr double kWheelStep = 40.0;           // of a touchpad for one image
constexpr double kZoomPerCss = 0.006;

double distance(Point a, Point b) { return std::hypot(a.x - b.x, a.y - b.y); }

}  // namespace

void Gestures::set_tool(Tool tool, bool by_hand) {
  tool_ = tool;
  tool_by_hand_ = by_hand;
}

void Gestures::set_stack(std::uint32_t images, double viewport_height_px) {
  images_ = std::max(1U, images);
  viewport_css_ = std::max(1.0, viewport_height_px / pixel_ratio_);
}

double Gestures::css_per_image() const {
  return std::clamp(viewport_css_ * 0.8 / images_, kLeastCssPerImage, kMostCssPerImage);
}

Gestures::Meaning Gestures::meaning_of(const PointerEvent& event) const {
  if (event.kind == PointerKind::kTouch) {
    if (pointers_.size() >= 3) return Meaning::kWindow;
    if (pointers_.size() == 2) return Meaning::kPinch;
    if (!tool_by_hand_) return Meaning::kScroll;
  } else {
    if (event.button == 1) return Meaning::kPan;
    if (event.button == 2) return Meaning::kZoom;
  }
  switch (tool_) {
    case Tool::kWindow: return Meaning::kWindow;
    case Tool::kScroll: return Meaning::kScroll;
    case Tool::kZoom: return Meaning::kZoom;
    case Tool::kPan: return Meaning::kPan;
  }
  return Meaning::kNone;
}

void Gestures::pointer(const PointerEvent& event, std::vector<Action>& out) {
  const auto found = std::find_if(pointers_.begin(), pointers_.end(),
                                  [&](const Pointer& pointer) { return pointer.id == event.id; });
  switch (event.phase) {
    case PointerPhase::kDown:
      if (found != pointers_.end()) return;
      // A second device does not mix into a gesture under way (a palm beside a pen).
      if (!pointers_.empty() && event.kind != kind_) return;
      if (!pointers_.empty() && event.kind != PointerKind::kTouch) return;
      kind_ = event.kind;
      pointers_.push_back({event.id, event.at});
      meaning_ = meaning_of(event);
      zoom_about_ = event.at;
      scroll_rest_css_ = 0.0;
      return;
    case PointerPhase::kMove: {
      if (found == pointers_.end()) return;
      const Point from = found->at;
      if (meaning_ == Meaning::kPinch) {
        move_pinch(static_cast<std::size_t>(found - pointers_.begin()), event.at, out);
      } else if (found == pointers_.begin()) {
        move_one(from, event.at, out);  // of several fingers the first one leads
      }
      found->at = event.at;
      return;
    }
    case PointerPhase::kUp:
    case PointerPhase::kCancel:
      if (found == pointers_.end()) return;
      pointers_.erase(found);
      meaning_ = Meaning::kNone;
      return;
  }
}

void Gestures::move_one(Point from, Point to, std::vector<Action>& out) {
  const double dx = to.x - from.x;
  const double dy = to.y - from.y;
  if (dx == 0.0 && dy == 0.0) return;
  switch (meaning_) {
    case Meaning::kScroll: scroll_by(dy / pixel_ratio_, out); return;
    case Meaning::kWindow:
      out.push_back({.kind = ActionKind::kWindow, .dx = dx / pixel_ratio_, .dy = dy / pixel_ratio_});
      return;
    case Meaning::kZoom:
      out.push_back({.kind = ActionKind::kZoom, .factor = std::exp(-dy / pixel_ratio_ * kZoomPerCss),
                     .about = zoom_about_});
      return;
    case Meaning::kPan: out.push_back({.kind = ActionKind::kPan, .dx = dx, .dy = dy}); return;
    case Meaning::kPinch:
    case Meaning::kNone: return;
  }
}

void Gestures::move_pinch(std::size_t moved, Point to, std::vector<Action>& out) {
  if (moved > 1 || pointers_.size() < 2) return;
  const Point other = pointers_[1 - moved].at;
  const Point from = pointers_[moved].at;
  const double before = distance(from, other);
  const double after = distance(to, other);
  const Point middle{(to.x + other.x) / 2, (to.y + other.y) / 2};
  out.push_back({.kind = ActionKind::kPan, .dx = (to.x - from.x) / 2, .dy = (to.y - from.y) / 2});
  if (before > 1.0 && after > 1.0) {
    out.push_back({.kind = ActionKind::kZoom, .factor = after / before, .about = middle});
  }
}

void Gestures::scroll_by(double travel_css, std::vector<Action>& out) {
  scroll_rest_css_ += travel_css;
  const double step = css_per_image();
  const int steps = static_cast<int>(scroll_rest_css_ / step);
  if (steps == 0) return;
  scroll_rest_css_ -= steps * step;
  out.push_back({.kind = ActionKind::kScroll, .steps = steps});
}

void Gestures::wheel(Point at, double delta_y, bool zoom, std::vector<Action>& out) {
  if (delta_y == 0.0 || !std::isfinite(delta_y)) return;
  if (zoom) {
    const double bounded = std::clamp(delta_y, -kWheelNotch * 2, kWheelNotch * 2);
    out.push_back({.kind = ActionKind::kZoom, .factor = std::exp(-bounded * 0.002), .about = at});
    return;
  }
  if ((wheel_rest_ > 0) != (delta_y > 0)) wheel_rest_ = 0.0;  // turning back answers at once
  // One notch of a wheel is one image, whatever the machine multiplies it with.
  if (std::abs(delta_y) >= kWheelNotch / 2) {
    wheel_rest_ = 0.0;
    const int notches = std::max(1, static_cast<int>(std::abs(delta_y) / kWheelNotch + 0.5));
    out.push_back({.kind = ActionKind::kScroll, .steps = delta_y > 0 ? notches : -notches});
    return;
  }
  wheel_rest_ += delta_y;
  const int steps = static_cast<int>(wheel_rest_ / kWheelStep);
  if (steps == 0) return;
  wheel_rest_ -= steps * kWheelStep;
  out.push_back({.kind = ActionKind::kScroll, .steps = steps});
}

void Gestures::cancel() {
  pointers_.clear();
  meaning_ = Meaning::kNone;
}

}  // namespace sansfilm::view
