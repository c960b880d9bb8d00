// The hand that measures: sets points, takes hold of a point or of a whole measurement, moves it. A state machine that knows one
// image at a time.
//
// A press sets a point; a drag sets the next one where it ends, so that a length is one drag or two clicks. A polyline ends with a
// second click on its last point or with finish(); a freehand region is one drag. A mouse takes hold of whatever it presses on; a
// finger only while a kind is chosen or on what is selected, for it mostly means to scroll.
//
// @units  screen: device pixels; reach is judged in CSS pixels
// @owner  borrows the list
// @thread one caller
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "shared/view/gestures.hpp"
#include "shared/view/measurement_list.hpp"
#include "shared/view/viewport.hpp"

namespace sansfilm::view {

// Where the hand is at work.
struct MeasuringPlace {
  const Viewport* viewport = nullptr;
  double pixel_height = 1.0;       // of the picture's pixels over their width
  double pixel_ratio = 1.0;
  std::uint32_t columns = 0, rows = 0;
  std::string sop_instance_uid;
  std::uint32_t frame = 0;
};

class Measuring {
 public:
  static constexpr double kMouseReachCss = 8.0;
  static constexpr double kTouchReachCss = 22.0;
  static constexpr double kClickSlopCss = 4.0;

  explicit Measuring(MeasurementList& list) : list_(list) {}

  // What the next press begins; nothing: presses only take hold.
  void choose(std::optional<measure::Kind> kind);
  [[nodiscard]] std::optional<measure::Kind> chosen() const { return chosen_; }

  // True: the event was for measuring, and for nothing else.
  bool pointer(const PointerEvent& event, const MeasuringPlace& place);
  // The mouse without a button: the next point follows it.
  bool hover(Point at, const MeasuringPlace& place);
  bool finish();                   // ends a polyline that has two points or more
  bool cancel();                   // gives up what is being drawn, or puts back what is being moved; true: there was something

  // What is being drawn, its last point under the hand.
  [[nodiscard]] const std::optional<measure::Measurement>& draft() const { return draft_; }
  [[nodiscard]] bool busy() const { return draft_.has_value() || hold_.has_value(); }

 private:
  struct Hold {
    std::uint32_t id = 0;
    std::optional<std::size_t> point;    // nothing: all of it
    std::vector<Point> before;
    Point from;                          // picture
    bool moved = false;
  };

  bool down(const PointerEvent& event, const MeasuringPlace& place);
  void drag(const PointerEvent& event, const MeasuringPlace& place);
  void up(const PointerEvent& event, const MeasuringPlace& place);
  [[nodiscard]] std::optional<Hold> hold_at(const PointerEvent& event, const MeasuringPlace& place) const;
  void begin(Point at, const MeasuringPlace& place);
  void set_point(Point at);
  void complete();
  [[nodiscard]] bool enough() const;

  MeasurementList& list_;
  std::optional<measure::Kind> chosen_;
  std::optional<measure::Measurement> draft_;
  std::size_t set_ = 0;                  // points of the draft that are set; one more may follow the hand
  std::optional<Hold> hold_;
  std::optional<std::int32_t> pointer_;  // the one that is down
  Point pressed_;                        // screen
  bool dragged_ = false;
};

}  // namespace sansfilm::view
