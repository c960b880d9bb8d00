// The viewer's part in which series is shown where: chosen, carried from the strip into a viewport, spread over all of them.
#include "shared/view/viewer.hpp"

namespace sansfilm::view {

void Viewer::choose_series(std::uint32_t model, stream::Micros now) {
  if (!study_ || model >= study_->model().series().size()) return;
  close_mpr(now);
  hanging_.hand_at_work();
  if (tiles_.on() && !study_->model().series()[model].has_pictures()) tiles_.leave(study_->model(), viewports_);
  if (tiles_.on()) tiles_.spread(study_->model(), viewports_, model);
  else pane().show_series(model);
  links_.scroll.shows_anew(viewports_.active());
  cine_.stop();
  gestures_.cancel();
  hold_active();
  row_cursor_.reset();
  frames_per_s_ = 0.0;
  announce_at_ = now + kAnnounceAfter;
  wish(now);
  changed(now);
}

// From what the active viewport shows to the next series; a free viewport takes one that no other shows, or else the first.
void Viewer::step_series(int step, stream::Micros now) {
  if (!study_) return;
  const StudyModel& model = study_->model();
  if (cell().has_series()) {
    if (const auto next = model.neighbour(cell().series(), step)) choose_series(*next, now);
    return;
  }
  std::optional<std::uint32_t> found = model.first_with_pictures();
  for (auto one = found; one; one = model.neighbour(*one, 1)) {
    if (!viewports_.all_showing(*one).empty()) continue;
    found = one;
    break;
  }
  if (found) choose_series(*found, now);
}

bool Viewer::carry(const PointerEvent& event, stream::Micros now) {
  const bool carried = series_drag_.carries(event.id);
  const auto dropped = series_drag_.pointer(event, pixel_ratio_, now);
  const bool held = carried || series_drag_.carries(event.id);
  if (held) host_.request_paint();
  host_.wake_at(wake_us());
  const auto target = dropped ? viewports_.at(dropped->at) : std::nullopt;
  if (!target) return held;
  close_mpr(now);
  activate(*target, now);
  choose_series(dropped->series, now);
  return true;
}

std::optional<std::size_t> Viewer::carried_to() const {
  return series_drag_.carried() ? viewports_.at(series_drag_.at()) : std::nullopt;
}

void Viewer::toggle_tiles(stream::Micros now) {
  if (!has_frame()) return;
  cancel_gestures();
  if (tiles_.on()) {
    tiles_.leave(study_->model(), viewports_);
  } else {
    if (viewports_.count() == 1) viewports_.set_grid({2, 2});
    viewports_.expand(false);
    tiles_.enter(study_->model(), viewports_);
  }
  links_.scroll.set_mode(links_.scroll.mode(), viewports_);
  if (hanging_.protocol() != nullptr) hanging_.in_force(nullptr);
  lay_out_page();
  remember_layout();
  host_.announce(fill(tiles_.on() ? Text::kSwitchedOn : Text::kSwitchedOff, language_, {text(Text::kTiles, language_)}), false);
  announce_at_ = now + kAnnounceAfter;
}

}  // namespace sansfilm::view
