// Where the value under the pointer is read: under a mouse that hovers, under a finger that rests (a long press: it then moves the
// reading point instead of the picture, and the point stays when it leaves), or where the keyboard pinned it.
//
// @units  device pixels; microseconds
// @owner  value
// @thread one caller
#pragma once

#include <cmath>
#include <cstdint>
#include <optional>

#include "shared/stream/scheduler.hpp"
#include "shared/view/gestures.hpp"

namespace sansfilm::view {

class ProbePointer {
 public:
  static constexpr stream::Micros kLongPress = 500'000;
  static constexpr double kSlopCss = 8.0;

  void hover(std::optional<Point> at) { hover_ = at; }

  // A touch over the picture. True: the finger moves the reading point, the event is no gesture.
  bool touch(const PointerEvent& event, double pixel_ratio, stream::Micros now) {
    if (event.phase == PointerPhase::kDown) {
      pinned_.reset();
      const bool alone = !finger_ && !others_;
      if (alone) finger_ = Finger{event.id, event.at, now, false};
      else others_ = true;
      if (!alone) drop_waiting();
      return false;
    }
    if (!finger_ || finger_->id != event.id) {
      if (event.phase != PointerPhase::kMove) others_ = false;
      return false;
    }
    const bool reading = finger_->reading;
    if (event.phase == PointerPhase::kMove) {
      if (reading) pinned_ = event.at;
      else if (std::hypot(event.at.x - finger_->from.x, event.at.y - finger_->from.y) > kSlopCss * pixel_ratio) finger_.reset();
      return reading;
    }
    finger_.reset();
    return reading;
  }

  // True once, when a finger has rested long enough: what it did until then is no gesture.
  bool tick(stream::Micros now) {
    if (!finger_ || finger_->reading || now < finger_->since + kLongPress) return false;
    finger_->reading = true;
    pinned_ = finger_->from;
    return true;
  }
  [[nodiscard]] stream::Micros wake_us() const { return finger_ && !finger_->reading ? finger_->since + kLongPress : stream::kNever; }

  void pin(std::optional<Point> at) { pinned_ = at; }
  void cancel() {
    hover_.reset();
    finger_.reset();
    others_ = false;
  }
  void clear() {
    cancel();
    pinned_.reset();
  }

  [[nodiscard]] std::optional<Point> at() const { return hover_ ? hover_ : pinned_; }
  // Where no pointer shows the place, a mark must.
  [[nodiscard]] bool needs_mark() const { return !hover_ && pinned_.has_value(); }
  [[nodiscard]] bool pinned() const { return pinned_.has_value(); }

 private:
  struct Finger {
    std::int32_t id;
    Point from;
    stream::Micros since;
    bool reading;
  };
  void drop_waiting() {
    if (finger_ && !finger_->reading) finger_.reset();
  }

  std::optional<Point> hover_;
  std::optional<Point> pinned_;
  std::optional<Finger> finger_;
  bool others_ = false;      // more than one finger is down
};

}  // namespace sansfilm::view
