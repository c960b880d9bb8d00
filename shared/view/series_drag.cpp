#include "shared/view/series_drag.hpp"

#include <cmath>

namespace sansfilm::view {

std::optional<std::uint32_t> SeriesDrag::card_at(Point screen) const {
  for (const Card& card : cards_) {
    if (card.area.contains(screen)) return card.series;
  }
  return std::nullopt;
}

std::optional<SeriesDrag::Dropped> SeriesDrag::pointer(const PointerEvent& event, double pixel_ratio, stream::Micros now) {
  if (event.phase == PointerPhase::kDown) {
    const auto series = event.button == 0 && !held_ ? card_at(event.at) : std::nullopt;
    // A second finger is no part of it: nothing is carried by two hands.
    held_.reset();
    if (series) held_ = Held{event.id, event.kind, *series, event.at, event.at, now};
    return std::nullopt;
  }
  if (!held_ || held_->id != event.id) return std::nullopt;
  held_->at = event.at;
  const bool moved = std::hypot(event.at.x - held_->from.x, event.at.y - held_->from.y) > kSlopCss * pixel_ratio;
  if (event.phase == PointerPhase::kMove) {
    if (held_->carried || !moved) return std::nullopt;
    if (held_->kind == PointerKind::kTouch) held_.reset();   // it scrolls
    else held_->carried = true;
    return std::nullopt;
  }
  const Held let_go = *held_;
  held_.reset();
  if (event.phase == PointerPhase::kCancel || !let_go.carried) return std::nullopt;
  return Dropped{let_go.series, event.at};
}

bool SeriesDrag::tick(stream::Micros now) {
  if (now < wake_us()) return false;
  held_->carried = true;
  return true;
}

}  // namespace sansfilm::view
