// The viewer's part in what viewports do together.
#include <algorithm>

#include "shared/view/viewer.hpp"

namespace sansfilm::view {

// The active viewport goes to another image, and those that are linked to it, or are tiles of the same series, go with it.
void Viewer::go_to(std::uint32_t place) {
  if (tiles_.on()) {
    const std::size_t active = viewports_.active();
    tiles_.show(study_->model(), viewports_, place, pointers_down_.empty());
    if (active == viewports_.active()) return;
    if (viewports_.expanded()) lay_out_page();
    hold_active();
    return;
  }
  const std::uint32_t from = cell().place();
  cell().show_place(study_->model(), place);
  for (const auto& [index, other] : links_.scroll.follow(viewports_, from)) viewports_.pane(index).cell().show_place(study_->model(), other);
}

// After the active viewport's window or view was changed by hand.
void Viewer::share_setting(bool window, bool view) {
  if (!has_frame()) return;
  if (tiles_.on()) {
    tiles_.share_display(study_->model(), viewports_);
    return;
  }
  for (const std::size_t index : viewports_.shown()) {
    Pane& other = viewports_.pane(index);
    if (index == viewports_.active() || !other.has_frame()) continue;
    // A window means the same only in the same units: a CT's says nothing to an MR.
    if (window && links_.window && other.series().modality == pane().series().modality) other.cell().take_window(cell());
    if (view && links_.view) other.cell().viewport().take_view(cell().viewport());
  }
}

bool Viewer::point_in_patient(const PointerEvent& event, stream::Micros now) {
  const bool begins = event.phase == PointerPhase::kDown && event.button == 0 && pointers_down_.size() <= 1 && (event.shift || links_.pointing);
  if (begins && has_frame()) pointing_ = event.id;
  if (pointing_ != event.id) return false;
  if (event.phase == PointerPhase::kCancel) {
    pointing_.reset();
    return true;
  }
  if (links_.point_at(viewports_, event.at)) {
    for (const std::size_t index : viewports_.shown()) {
      Pane& other = viewports_.pane(index);
      if (index == viewports_.active() || tiles_.on() || !same_reference(pane(), other)) continue;
      if (const auto nearest = nearest_image(other, links_.point->mm)) other.cell().show_place(study_->model(), nearest->place);
    }
  } else if (begins) {
    say(Text::kNoPlaceInPatient, text(Text::kNoPlaceInPatient, language_), now);
  }
  if (event.phase == PointerPhase::kUp) {
    pointing_.reset();
    announce_at_ = now + kAnnounceAfter;
  }
  wish(now);
  changed(now);
  return true;
}

void Viewer::run_links(Command command) {
  using Mode = ScrollLink::Mode;
  const auto tell = [&](Text id, bool on) { host_.announce(fill(on ? Text::kSwitchedOn : Text::kSwitchedOff, language_, {text(id, language_)}), false); };
  switch (command) {
    case Command::kLinkScroll: {
      const Mode next = links_.scroll.mode() == Mode::kOff ? Mode::kPosition : links_.scroll.mode() == Mode::kPosition ? Mode::kOffset : Mode::kOff;
      links_.scroll.set_mode(next, viewports_);
      const Text told = next == Mode::kOff ? Text::kScrollAlone : next == Mode::kPosition ? Text::kScrollByPosition : Text::kScrollByOffset;
      say(told, text(told, language_), last_now_);
      break;
    }
    case Command::kLinkWindow:
      links_.window = !links_.window;
      share_setting(true, false);
      tell(Text::kLinkWindow, links_.window);
      break;
    case Command::kLinkView:
      links_.view = !links_.view;
      share_setting(false, true);
      tell(Text::kLinkView, links_.view);
      break;
    case Command::kReferenceLines:
      links_.lines = !links_.lines;
      tell(Text::kReferenceLines, links_.lines);
      break;
    case Command::kPointInPatient:
      if (!links_.pointing) choose_measure(std::nullopt);
      links_.pointing = !links_.pointing;
      if (!links_.pointing) links_.point.reset();
      tell(Text::kPointInPatient, links_.pointing);
      break;
    default: break;
  }
}

}  // namespace sansfilm::view
