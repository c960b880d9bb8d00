// The hand on the three planes: takes the crossing, a line or the end of a line, or else does what it does to any picture.
//
// A press near the crossing moves it; on a line, the plane that it stands for; on the knob of a line, it turns that plane about the
// normal of the one in which it is taken. A press that goes up where it went down, on none of them, brings the crossing there.
// A state machine without a clock.
//
// @units  screen: device pixels; reach is judged in CSS pixels
// @owner  borrows the planes for the time of a call
// @thread one caller
#pragma once

#include <cstdint>
#include <optional>

#include "shared/view/gestures.hpp"
#include "shared/view/mpr.hpp"

namespace sansfilm::view {

// A line of a plane on the screen.
struct MprLine {
  MprPlane other = MprPlane::kAxial;   // that it stands for
  Point centre;
  Point way;                           // unit
  double knob_px = 0;                  // from the centre, in both directions
};
[[nodiscard]] MprLine line_on_screen(const Mpr& mpr, MprPlane plane, MprPlane other);

class MprHand {
 public:
  static constexpr double kMouseReachCss = 8.0;
  static constexpr double kTouchReachCss = 22.0;
  static constexpr double kClickSlopCss = 4.0;

  enum class Grip : std::uint8_t { kNone, kCrossing, kLine, kKnob };
  struct Hold {
    Grip grip = Grip::kNone;
    MprPlane plane = MprPlane::kAxial;   // under the hand
    MprPlane other = MprPlane::kAxial;   // of the line
  };
  [[nodiscard]] static Hold hold_at(const Mpr& mpr, Point at, double reach_px);

  // True: the event was for the crossing or a line, and for nothing else.
  bool pointer(const PointerEvent& event, Mpr& mpr);
  void cancel(Mpr& mpr);
  [[nodiscard]] const std::optional<Hold>& hold() const { return hold_; }

 private:
  void drag(Point to, Mpr& mpr);

  std::optional<Hold> hold_;
  std::int32_t pointer_ = 0;
  Point last_;
  // A press on the picture itself, that may become a click.
  struct Press {
    std::int32_t pointer = 0;
    MprPlane plane = MprPlane::kAxial;
    Point at;
  };
  std::optional<Press> press_;
};

}  // namespace sansfilm::view
