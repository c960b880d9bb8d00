// The viewer plays the stack of its viewport.
#include "shared/view/viewer.hpp"

namespace sansfilm::view {

void Viewer::run_cine(Command command, stream::Micros now) {
  if (!has_frame()) return;
  switch (command) {
    case Command::kPlay:
      if (cine_.playing()) cine_.stop();
      else cine_.start(pane().series().frame_time_ms, now);
      announce_at_ = now;   // that it stands, and where
      break;
    case Command::kFaster: cine_.faster(now); break;
    case Command::kSlower: cine_.slower(now); break;
    case Command::kBackwards: cine_.turn_round(); break;
    case Command::kToAndFro: cine_.set_sweep(!cine_.sweep()); break;
    default: break;
  }
}

void Viewer::play_on(stream::Micros now) {
  if (!cine_.playing() || !has_frame()) return;
  const SeriesModel& stack = pane().stack();
  const bool waited = cine_.waiting();
  const auto has_picture = [&](std::uint32_t place) { return study_->picture({cell().series(), stack.frames[place]}) != nullptr; };
  const auto due = cine_.tick(now, cell().place(), stack.count(), has_picture);
  if (waited != cine_.waiting()) changed(now);
  if (!due) return;
  go_to(*due);
  // The stream fetches ahead in this direction; what is told to a screen reader waits until it stands.
  frames_per_s_ = cine_.rate_fps() * (cine_.forward() ? 1.0 : -1.0);
  scrolled_at_ = now;
  wish(now);
  changed(now);
}

}  // namespace sansfilm::view
