// Two short presses at one place: by a mouse's left button, a pen or one finger. A press that moves or lasts is none.
//
// @units  device pixels; microseconds
// @owner  value
// @thread one caller
#pragma once

#include <cmath>
#include <optional>

#include "shared/stream/scheduler.hpp"
#include "shared/view/gestures.hpp"

namespace sansfilm::view {

class DoublePress {
 public:
  static constexpr stream::Micros kWithin = 400'000;
  static constexpr double kMouseSlopCss = 5.0;
  static constexpr double kTouchSlopCss = 22.0;

  // True once, when the second press goes down.
  bool pointer(const PointerEvent& event, double pixel_ratio, stream::Micros now) {
    const double slop = (event.kind == PointerKind::kTouch ? kTouchSlopCss : kMouseSlopCss) * pixel_ratio;
    const auto near = [&](Point a) { return std::hypot(event.at.x - a.x, event.at.y - a.y) <= slop; };
    switch (event.phase) {
      case PointerPhase::kDown: {
        const bool second = first_ && event.button == 0 && first_->kind == event.kind && now - first_->since <= kWithin && near(first_->at);
        const bool alone = !down_;
        first_.reset();
        down_ = Press{event.id, event.kind, event.at, now};
        if (!alone || event.button != 0) down_->counts = false;
        if (second && alone) down_->counts = false;   // a third press is the first of another pair
        return second && alone;
      }
      case PointerPhase::kMove:
        if (down_ && down_->id == event.id && !near(down_->at)) down_->counts = false;
        return false;
      case PointerPhase::kUp:
        if (down_ && down_->id == event.id && down_->counts && now - down_->since <= kWithin && near(down_->at)) first_ = down_;
        down_.reset();
        return false;
      case PointerPhase::kCancel:
        cancel();
        return false;
    }
    return false;
  }
  void cancel() {
    first_.reset();
    down_.reset();
  }

 private:
  struct Press {
    std::int32_t id = 0;
    PointerKind kind = PointerKind::kMouse;
    Point at;
    stream::Micros since = 0;
    bool counts = true;
  };
  std::optional<Press> first_, down_;
};

}  // namespace sansfilm::view
