// The viewer's part in viewports: how many, which one the hand and the keys work on.
#include <algorithm>
#include <array>

#include "shared/view/viewer.hpp"

namespace sansfilm::view {
namespace {

// What two keys go through, from few viewports to many.
constexpr std::array kGrids = {Grid{1, 1}, Grid{1, 2}, Grid{1, 3}, Grid{2, 2}, Grid{2, 3}, Grid{2, 4}, Grid{3, 3}, Grid{3, 4}, Grid{4, 4}};

int cells_of(Grid grid) { return int{grid.rows} * grid.columns; }

Grid next_grid(Grid from, int step) {
  if (step > 0) {
    const auto more = std::find_if(kGrids.begin(), kGrids.end(), [&](Grid one) { return cells_of(one) > cells_of(from); });
    return more == kGrids.end() ? from : *more;
  }
  const auto fewer = std::find_if(kGrids.rbegin(), kGrids.rend(), [&](Grid one) { return cells_of(one) < cells_of(from); });
  return fewer == kGrids.rend() ? from : *fewer;
}

}  // namespace

void Viewer::set_grid(Grid grid, stream::Micros now) {
  cancel_gestures();
  probe_pointer_.clear();
  viewports_.set_grid(grid);
  hanging_.in_force(nullptr);   // its sizes and its free places hold no longer
  links_.scroll.set_mode(links_.scroll.mode(), viewports_);
  if (tiles_.on()) tiles_.spread(study_->model(), viewports_, *tiles_.series());
  else if (study_) viewports_.fill_empty(study_->model());
  lay_out_page();
  remember_layout();
  announce_at_ = now + kAnnounceAfter;
  wish(now);
  changed(now);
}

void Viewer::activate(std::size_t viewport, stream::Micros now) {
  if (viewport >= viewports_.count() || viewport == viewports_.active()) return;
  gestures_.cancel();
  cine_.stop();
  viewports_.activate(viewport);
  if (viewports_.expanded()) lay_out_page();
  hold_active();
  row_cursor_.reset();
  frames_per_s_ = 0.0;
  announce_at_ = now + kAnnounceAfter;
  wish(now);
  changed(now);
}

void Viewer::set_expanded(bool alone, stream::Micros now) {
  if (viewports_.count() < 2 || alone == viewports_.expanded()) return;
  cancel_gestures();
  probe_pointer_.clear();
  viewports_.expand(alone);
  lay_out_page();
  announce_at_ = now + kAnnounceAfter;
  wish(now);
  changed(now);
}

void Viewer::hold_active() {
  if (mpr_) hold_mpr();
  else gestures_.set_stack(std::max(1U, pane().count()), cell().viewport().area().height);
}

// The first pointer that goes down decides; another one joins its gesture wherever it is.
void Viewer::take_hold(const PointerEvent& event, stream::Micros now) {
  const auto held = std::find(pointers_down_.begin(), pointers_down_.end(), event.id);
  if (event.phase == PointerPhase::kDown) {
    if (pointers_down_.empty()) {
      if (const auto under = viewports_.at(event.at)) activate(*under, now);
    }
    if (held == pointers_down_.end()) pointers_down_.push_back(event.id);
  } else if (event.phase != PointerPhase::kMove && held != pointers_down_.end()) {
    pointers_down_.erase(held);
  }
}

// False: there is no other viewport in that direction.
bool Viewer::run_viewports(Command command, stream::Micros now) {
  if (mpr_) return run_planes(command, now);
  switch (command) {
    case Command::kNextViewport:
    case Command::kPreviousViewport: {
      const auto next = viewports_.neighbour(command == Command::kNextViewport ? 1 : -1);
      if (next) activate(*next, now);
      return next.has_value();
    }
    case Command::kExpandViewport: set_expanded(!viewports_.expanded(), now); break;
    case Command::kMoreViewports: set_grid(next_grid(viewports_.grid(), 1), now); break;
    case Command::kFewerViewports: set_grid(next_grid(viewports_.grid(), -1), now); break;
    default: break;
  }
  return true;
}

// "View 2 of 4, " where there are several.
std::string Viewer::viewport_name() const {
  if (viewports_.count() < 2) return {};
  return fill(Text::kViewportOf, language_, {std::to_string(viewports_.active() + 1), std::to_string(viewports_.count())}) + ", ";
}

}  // namespace sansfilm::view
