#include "shared/view/measuring.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace sansfilm::view {
namespace {

double apart(Point a, Point b) { return std::hypot(a.x - b.x, a.y - b.y); }

bool is_here(const measure::Measurement& one, const MeasuringPlace& place) {
  return one.sop_instance_uid == place.sop_instance_uid && one.frame == place.frame;
}

// A point outside the picture measures nothing: the edge is as far as it goes.
Point inside(Point picture, const MeasuringPlace& place) {
  return {std::clamp(picture.x, 0.0, static_cast<double>(place.columns)), std::clamp(picture.y, 0.0, static_cast<double>(place.rows))};
}

Point picture_point(Point screen, const MeasuringPlace& place) { return inside(place.viewport->to_picture(screen), place); }

}  // namespace

void Measuring::choose(std::optional<measure::Kind> kind) {
  cancel();
  chosen_ = kind;
}

// The nearest point of what is drawn here, the selected one first; else the nearest line.
std::optional<Measuring::Hold> Measuring::hold_at(const PointerEvent& event, const MeasuringPlace& place) const {
  const bool touch = event.kind == PointerKind::kTouch;
  const double reach = (touch ? kTouchReachCss : kMouseReachCss) * place.pixel_ratio;
  std::optional<Hold> best;
  double nearest = std::numeric_limits<double>::infinity();
  const auto offer = [&](const measure::Measurement& one, std::optional<std::size_t> point, double distance) {
    // What is selected wins over what is not, a point over a line.
    const double rank = distance + (list_.selected() == one.id ? 0.0 : 1e3) + (point ? 0.0 : 1e6);
    if (distance > reach || rank >= nearest) return;
    nearest = rank;
    best = Hold{one.id, point, one.points, picture_point(event.at, place), false};
  };
  for (const measure::Measurement& one : list_.all()) {
    if (!is_here(one, place)) continue;
    if (touch && !chosen_ && list_.selected() != one.id) continue;
    // Corners of a freehand region are too many to be taken one by one.
    if (one.kind != measure::Kind::kFreehand) {
      for (std::size_t i = 0; i < one.points.size(); ++i) offer(one, i, apart(place.viewport->to_screen(one.points[i]), event.at));
    }
    std::vector<measure::Path> paths = measure::outline(one, place.pixel_height);
    for (measure::Path& path : paths) {
      for (Point& point : path.points) point = place.viewport->to_screen(point);
    }
    offer(one, std::nullopt, measure::distance_to(paths, event.at));
  }
  return best;
}

bool Measuring::pointer(const PointerEvent& event, const MeasuringPlace& place) {
  if (event.phase == PointerPhase::kDown) return down(event, place);
  if (pointer_ != event.id) return false;
  switch (event.phase) {
    case PointerPhase::kMove: drag(event, place); break;
    case PointerPhase::kUp: up(event, place); break;
    case PointerPhase::kCancel: cancel(); break;
    case PointerPhase::kDown: break;
  }
  return true;
}

bool Measuring::down(const PointerEvent& event, const MeasuringPlace& place) {
  if (pointer_) {
    // A second finger means to zoom, not to measure.
    if (event.kind == PointerKind::kTouch) cancel();
    return false;
  }
  if (event.button != 0) return false;
  if (draft_ && !is_here(*draft_, place)) cancel();
  pressed_ = event.at;
  dragged_ = false;
  if (!draft_) {
    hold_ = hold_at(event, place);
    if (hold_) {
      list_.select(hold_->id);
      pointer_ = event.id;
      return true;
    }
    list_.select(std::nullopt);
    if (!chosen_) return false;
    begin(picture_point(event.at, place), place);
  } else {
    // The second click on the last point ends a polyline.
    const bool again = draft_->kind == measure::Kind::kPolyline && set_ >= 2 && apart(place.viewport->to_screen(draft_->points[set_ - 1]), event.at) <= kClickSlopCss * 2 * place.pixel_ratio;
    if (again) return finish();
    set_point(picture_point(event.at, place));
  }
  if (draft_) pointer_ = event.id;   // what is complete has let the pointer go
  return true;
}

void Measuring::begin(Point at, const MeasuringPlace& place) {
  draft_ = measure::Measurement{.kind = *chosen_, .sop_instance_uid = place.sop_instance_uid, .frame = place.frame};
  set_ = 0;
  draft_->points.push_back(at);
  set_point(at);
}

// The point under the hand is set; another one follows it if the kind wants more.
void Measuring::set_point(Point at) {
  draft_->points.back() = at;
  set_ = draft_->points.size();
  const std::size_t wanted = measure::points_wanted(draft_->kind);
  if (set_ == wanted) complete();
  else draft_->points.push_back(at);
}

void Measuring::drag(const PointerEvent& event, const MeasuringPlace& place) {
  if (apart(event.at, pressed_) > kClickSlopCss * place.pixel_ratio) dragged_ = true;
  const Point at = picture_point(event.at, place);
  if (hold_) {
    if ((!dragged_ && !hold_->moved) || list_.is_kept(hold_->id)) return;
    if (!std::exchange(hold_->moved, true)) list_.keep();
    std::vector<Point> points = hold_->before;
    if (hold_->point) {
      points[*hold_->point] = at;
    } else {
      for (Point& point : points) point = inside({point.x + at.x - hold_->from.x, point.y + at.y - hold_->from.y}, place);
    }
    list_.change(hold_->id, std::move(points));
    return;
  }
  if (!draft_) return;
  draft_->points.back() = at;
  if (draft_->kind != measure::Kind::kFreehand || !dragged_) return;
  const Point last = place.viewport->to_screen(draft_->points[set_ - 1]);
  if (apart(event.at, last) >= 2.0 * place.pixel_ratio) set_point(at);
}

void Measuring::up(const PointerEvent& event, const MeasuringPlace& place) {
  pointer_.reset();
  if (hold_) {
    hold_.reset();
    return;
  }
  if (!draft_) return;
  if (draft_->kind == measure::Kind::kFreehand) {
    if (set_ >= 3) complete();
    else cancel();
    return;
  }
  if (dragged_) set_point(picture_point(event.at, place));
}

bool Measuring::hover(Point at, const MeasuringPlace& place) {
  if (!draft_ || pointer_ || !is_here(*draft_, place)) return false;
  draft_->points.back() = picture_point(at, place);
  return true;
}

bool Measuring::enough() const {
  return draft_ && measure::points_wanted(draft_->kind) == 0 && set_ >= (draft_->kind == measure::Kind::kFreehand ? 3U : 2U);
}

bool Measuring::finish() {
  if (!enough()) return false;
  complete();
  return true;
}

void Measuring::complete() {
  measure::Measurement whole = std::move(*draft_);
  whole.points.resize(set_);
  draft_.reset();
  set_ = 0;
  pointer_.reset();
  // Two clicks on one pixel are no length.
  const auto same = [&](Point p) { return apart(p, whole.points.front()) < 1e-6; };
  const bool nothing = whole.kind != measure::Kind::kPoint && std::all_of(whole.points.begin(), whole.points.end(), same);
  if (!nothing) list_.add(std::move(whole));
}

bool Measuring::cancel() {
  const bool something = busy();
  if (hold_ && hold_->moved) list_.undo();
  hold_.reset();
  draft_.reset();
  set_ = 0;
  pointer_.reset();
  return something;
}

}  // namespace sansfilm::view
