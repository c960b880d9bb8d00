// A series on its way from the strip to a viewport, in the hand.
//
// A mouse or a pen takes a card by moving it, a finger by resting on it: a finger that moves at once scrolls the strip. What is let go
// over no viewport goes back to its place.
//
// @units  device pixels; microseconds
// @owner  value
// @thread one caller
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "shared/stream/scheduler.hpp"
#include "shared/view/gestures.hpp"

namespace sansfilm::view {

class SeriesDrag {
 public:
  static constexpr double kSlopCss = 8.0;
  static constexpr stream::Micros kRest = 450'000;

  // Where the cards of the strip are on the screen, as far as they are seen; told anew with each paint.
  void begin_cards() { cards_.clear(); }
  void add_card(std::uint32_t series, Rect area) { cards_.push_back({series, area}); }
  [[nodiscard]] std::optional<std::uint32_t> card_at(Point screen) const;

  // What is let go with the event, and where; only when it was carried.
  struct Dropped {
    std::uint32_t series = 0;
    Point at;
  };
  std::optional<Dropped> pointer(const PointerEvent& event, double pixel_ratio, stream::Micros now);
  bool tick(stream::Micros now);               // true: a finger has rested long enough and carries now
  void cancel() { held_.reset(); }
  [[nodiscard]] stream::Micros wake_us() const { return held_ && !held_->carried && held_->kind == PointerKind::kTouch ? held_->since + kRest : stream::kNever; }

  [[nodiscard]] std::optional<std::uint32_t> carried() const { return held_ && held_->carried ? std::optional(held_->series) : std::nullopt; }
  [[nodiscard]] bool carries(std::int32_t pointer) const { return held_ && held_->carried && held_->id == pointer; }
  [[nodiscard]] Point at() const { return held_ ? held_->at : Point{}; }

 private:
  struct Card {
    std::uint32_t series = 0;
    Rect area;
  };
  struct Held {
    std::int32_t id = 0;
    PointerKind kind = PointerKind::kMouse;
    std::uint32_t series = 0;
    Point from, at;
    stream::Micros since = 0;
    bool carried = false;
  };

  std::vector<Card> cards_;
  std::optional<Held> held_;
};

}  // namespace sansfilm::view
