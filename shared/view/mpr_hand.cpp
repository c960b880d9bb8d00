#include "shared/view/mpr_hand.hpp"

#include <algorithm>
#include <cmath>

namespace sansfilm::view {
namespace {

using volume::Vector3;

constexpr double kKnobPart = 0.36;        // of the shorter side of the plane
constexpr double kCrossingReach = 1.75;   // times that of a line: it is taken first

double far(Point a, Point b) { return std::hypot(a.x - b.x, a.y - b.y); }

}  // namespace

MprLine line_on_screen(const Mpr& mpr, MprPlane plane, MprPlane other) {
  MprLine out{.other = other, .centre = mpr.to_screen(plane, mpr.axes().centre())};
  const Point ahead = mpr.to_screen(plane, volume::plus(mpr.axes().centre(), mpr.axes().line(plane, other), 100.0));
  const double length = std::max(1e-9, far(ahead, out.centre));
  out.way = {(ahead.x - out.centre.x) / length, (ahead.y - out.centre.y) / length};
  const Rect& area = mpr.viewport(plane).area();
  out.knob_px = kKnobPart * std::min(area.width, area.height);
  return out;
}

MprHand::Hold MprHand::hold_at(const Mpr& mpr, Point at, double reach_px) {
  const auto plane = mpr.plane_at(at);
  if (!plane) return {};
  const Point centre = mpr.to_screen(*plane, mpr.axes().centre());
  if (far(at, centre) <= kCrossingReach * reach_px) return {Grip::kCrossing, *plane, *plane};
  Hold nearest{Grip::kNone, *plane, *plane};
  double least = reach_px;
  for (const MprPlane other : kMprPlanes) {
    if (other == *plane) continue;
    const MprLine line = line_on_screen(mpr, *plane, other);
    for (const double side : {1.0, -1.0}) {
      const Point knob{line.centre.x + side * line.knob_px * line.way.x, line.centre.y + side * line.knob_px * line.way.y};
      if (far(at, knob) <= reach_px * 1.25) return {Grip::kKnob, *plane, other};
    }
    const double aside = std::abs((at.x - line.centre.x) * line.way.y - (at.y - line.centre.y) * line.way.x);
    if (aside > least) continue;
    least = aside;
    nearest = {Grip::kLine, *plane, other};
  }
  return nearest;
}

bool MprHand::pointer(const PointerEvent& event, Mpr& mpr) {
  const double reach = (event.kind == PointerKind::kTouch ? kTouchReachCss : kMouseReachCss) * mpr.pixel_ratio();
  if (event.phase == PointerPhase::kDown) {
    if (hold_ && event.id != pointer_) {   // a second finger: it is a pinch
      cancel(mpr);
      return false;
    }
    press_.reset();
    if (event.button != 0) return false;
    const Hold found = hold_at(mpr, event.at, reach);
    if (found.grip == Grip::kNone) {
      if (const auto plane = mpr.plane_at(event.at)) press_ = Press{event.id, *plane, event.at};
      return false;
    }
    hold_ = found;
    pointer_ = event.id;
    last_ = event.at;
    mpr.set_moving(true);
    return true;
  }
  if (press_ && press_->pointer == event.id) {
    if (far(event.at, press_->at) > kClickSlopCss * mpr.pixel_ratio() || event.phase == PointerPhase::kCancel) press_.reset();
    else if (event.phase == PointerPhase::kUp) {
      mpr.move_to(mpr.to_patient(press_->plane, press_->at));
      press_.reset();
    }
    return false;
  }
  if (!hold_ || event.id != pointer_) return false;
  if (event.phase == PointerPhase::kMove || event.phase == PointerPhase::kUp) drag(event.at, mpr);
  if (event.phase != PointerPhase::kMove) cancel(mpr);
  return true;
}

void MprHand::cancel(Mpr& mpr) {
  hold_.reset();
  press_.reset();
  mpr.set_moving(false);
}

void MprHand::drag(Point to, Mpr& mpr) {
  const MprPlane plane = hold_->plane;
  const Vector3 centre = mpr.axes().centre();
  const Vector3 from_patient = mpr.to_patient(plane, last_), to_patient = mpr.to_patient(plane, to);
  const Vector3 way = volume::minus(to_patient, from_patient);
  last_ = to;
  switch (hold_->grip) {
    case Grip::kCrossing: mpr.move_to(volume::plus(centre, way)); break;
    case Grip::kLine: {
      const Vector3 normal = mpr.axes().axes(hold_->other).normal();
      mpr.move_to(volume::plus(centre, normal, volume::dot(way, normal)));
      break;
    }
    case Grip::kKnob: {
      const Vector3 a = volume::minus(from_patient, centre), b = volume::minus(to_patient, centre);
      const Vector3 normal = mpr.axes().axes(plane).normal();
      mpr.turn(plane, std::atan2(volume::dot(volume::cross(a, b), normal), volume::dot(a, b)));
      break;
    }
    case Grip::kNone: break;
  }
}

}  // namespace sansfilm::view
