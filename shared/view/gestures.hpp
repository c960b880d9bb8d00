// From pointers and wheel to what they mean: scroll, window, zoom, pan. No picture, no clock: a state machine.
//
// Mouse and pen: the left button does the chosen tool, the middle one pans, the right one zooms; the wheel scrolls, with
// Control it zooms. Touch: one finger scrolls (or does the chosen tool once it was chosen by hand), two zoom and pan,
// three set the window. A finger that leaves does not turn the rest into another gesture: it ends when all have left.
//
// @units  screen: device pixels; pixel_ratio turns them into CSS pixels, in which distances by hand are judged
// @owner  value
// @thread one caller
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "shared/view/shapes.hpp"

namespace sansfilm::view {

enum class Tool : std::uint8_t { kWindow, kScroll, kZoom, kPan };
enum class PointerKind : std::uint8_t { kMouse, kTouch, kPen };
enum class PointerPhase : std::uint8_t { kDown, kMove, kUp, kCancel };

struct PointerEvent {
  PointerPhase phase = PointerPhase::kMove;
  PointerKind kind = PointerKind::kMouse;
  std::int32_t id = 0;
  Point at;
  std::uint8_t button = 0;        // on kDown: 0 left, 1 middle, 2 right
  bool shift = false;
};

enum class ActionKind : std::uint8_t { kScroll, kWindow, kZoom, kPan };

struct Action {
  ActionKind kind = ActionKind::kScroll;
  int steps = 0;                  // kScroll: images
  double dx = 0.0, dy = 0.0;      // kPan: device pixels; kWindow: CSS pixels
  double factor = 1.0;            // kZoom
  Point about{};                  // kZoom
};

class Gestures {
 public:
  void set_tool(Tool tool, bool by_hand);
  [[nodiscard]] Tool tool() const { return tool_; }
  void set_pixel_ratio(double ratio) { pixel_ratio_ = ratio > 0 ? ratio : 1.0; }

  // The number of images decides how far a hand moves for one: a long stack is passed in one sweep of the viewport.
  void set_stack(std::uint32_t images, double viewport_height_px);

  void pointer(const PointerEvent& event, std::vector<Action>& out);
  // Wheel deltas in CSS pixels, as a browser gives them (deltaMode 0); small ones of a touchpad add up.
  void wheel(Point at, double delta_y, bool zoom, std::vector<Action>& out);
  void cancel();                  // the window lost the focus: all pointers are gone

  [[nodiscard]] bool active() const { return !pointers_.empty(); }

 private:
  enum class Meaning : std::uint8_t { kNone, kScroll, kWindow, kZoom, kPan, kPinch };
  struct Pointer {
    std::int32_t id;
    Point at;
  };

  [[nodiscard]] Meaning meaning_of(const PointerEvent& event) const;
  void move_one(Point from, Point to, std::vector<Action>& out);
  void move_pinch(std::size_t moved, Point to, std::vector<Action>& out);
  void scroll_by(double travel_css, std::vector<Action>& out);
  [[nodiscard]] double css_per_image() const;

  Tool tool_ = Tool::kWindow;
  bool tool_by_hand_ = false;
  double pixel_ratio_ = 1.0;
  std::uint32_t images_ = 1;
  double viewport_css_ = 500.0;
  Meaning meaning_ = Meaning::kNone;
  PointerKind kind_ = PointerKind::kMouse;
  Point zoom_about_;
  double scroll_rest_css_ = 0.0;
  double wheel_rest_ = 0.0;
  std::vector<Pointer> pointers_;
};

}  // namespace sansfilm::view
