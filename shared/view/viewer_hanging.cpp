// The viewer's part in hanging protocols: when one is applied, what the reader chooses, what is remembered of it.
#include <algorithm>
#include <utility>

#include "shared/view/viewer.hpp"

namespace sansfilm::view {
namespace {

const std::string& in_language(const hanging::Words& words, Language language) { return language == Language::kFrench ? words.french : words.english; }

ScrollLink::Mode mode_of(hanging::ScrollLink link) {
  switch (link) {
    case hanging::ScrollLink::kOff: return ScrollLink::Mode::kOff;
    case hanging::ScrollLink::kPosition: return ScrollLink::Mode::kPosition;
    case hanging::ScrollLink::kOffset: return ScrollLink::Mode::kOffset;
  }
  return ScrollLink::Mode::kOff;
}

std::uint32_t place_of(const SeriesModel& stack, const hanging::Placed& placed, hanging::Which image) {
  if (placed.frame) return static_cast<std::uint32_t>(std::find(stack.frames.begin(), stack.frames.end(), *placed.frame) - stack.frames.begin());
  switch (image) {
    case hanging::Which::kFirst: return 0;
    case hanging::Which::kMiddle: return stack.count() / 2;
    case hanging::Which::kLast: return stack.count() - 1;
  }
  return 0;
}

}  // namespace

void Viewer::set_hanging_protocols(std::string_view json, stream::Micros now) {
  hanging_.set_protocols(json);
  hang_when_due(now);
}

bool Viewer::keep_layout(const std::string& kind, std::string_view text) {
  auto layout = read_layout(text);
  if (!layout) return false;
  hanging_.keep(kind, std::move(*layout));
  return true;
}

// Once the study is known whole, unless its reader has begun to arrange it.
void Viewer::hang_when_due(stream::Micros now) {
  if (!study_ || !study_->has_study() || !study_->manifest_complete() || !hanging_.due()) return;
  hanging_.examine(*study_->model().manifest());
  if (mpr_) {
    hanging_.hand_at_work();
    return;
  }
  const KeptLayout* kept = hanging_.kept();
  const HangingDesk::Fit* chosen = kept != nullptr && !kept->protocol.empty() ? hanging_.fit(kept->protocol) : nullptr;
  if (chosen == nullptr && (kept == nullptr || !kept->protocol.empty()) && !hanging_.fits().empty()) chosen = &hanging_.fits().front();
  if (chosen != nullptr) {
    hang(*chosen, now);
    return;
  }
  hanging_.in_force(nullptr);
  if (kept == nullptr) return;
  viewports_.set_grid(kept->grid);
  viewports_.fill_empty(study_->model());
  if (kept->tiles && has_frame()) tiles_.enter(study_->model(), viewports_);
  hung(now);
}

void Viewer::hang(const HangingDesk::Fit& fit, stream::Micros now) {
  const hanging::Protocol& protocol = *fit.protocol;
  const StudyModel& model = study_->model();
  clear_arrangement();
  hanging_.in_force(&protocol);
  viewports_.set_grid({protocol.rows, protocol.columns});
  viewports_.activate(0);
  for (std::size_t i = 0; i < viewports_.count(); ++i) {
    Cell& cell = viewports_.pane(i).cell();
    const auto placed = i < fit.hung.size() ? fit.hung[i] : std::nullopt;
    if (!placed || placed->prior) {
      cell.show_nothing();
      continue;
    }
    const hanging::View& view = protocol.views[i];
    cell.show_series(model, placed->series);
    const std::uint32_t place = place_of(model.series()[placed->series], *placed, view.image);
    if (place != 0 || placed->frame) cell.show_place(model, place);
    cell.set_back_to_back(model, protocol.back_to_back);
    if (view.window) {
      cell.choose({.origin = PresetOrigin::kModality, .name = in_language(view.window->name, language_), .center = view.window->center, .width = view.window->width});
    }
    if (view.invert != cell.inverted()) cell.toggle_invert();
  }
  for (std::size_t i = viewports_.count(); i-- > 0;) {
    if (viewports_.pane(i).has_frame()) viewports_.activate(i);   // the first that shows something
  }
  if (protocol.tiles && has_frame()) tiles_.enter(model, viewports_);
  links_.scroll.set_mode(mode_of(protocol.link_scroll), viewports_);
  links_.window = protocol.link_window;
  links_.view = protocol.link_zoom;
  if (viewports_.count() > 1) host_.announce(fill(Text::kHungBy, language_, {in_language(protocol.name, language_)}), false);
  hung(now);
}

// What a protocol has arranged, taken back.
void Viewer::clear_arrangement() {
  close_mpr(last_now_);
  cancel_gestures();
  probe_pointer_.clear();
  cine_.stop();
  if (tiles_.on()) tiles_.leave(study_->model(), viewports_);
  for (std::size_t i = 0; i < viewports_.count(); ++i) viewports_.pane(i).cell().set_back_to_back(study_->model(), false);
  links_.scroll.set_mode(ScrollLink::Mode::kOff, viewports_);
  links_.window = links_.view = false;
}

void Viewer::hung(stream::Micros now) {
  row_cursor_.reset();
  frames_per_s_ = 0.0;
  lay_out_page();
  announce_at_ = now + kAnnounceAfter;
  wish(now);
  changed(now);
}

bool Viewer::choose_protocol(std::string_view id, stream::Micros now) {
  if (!study_ || !study_->has_study()) return false;
  if (hanging_.fits().empty()) hanging_.examine(*study_->model().manifest());
  if (id.empty()) {
    clear_arrangement();
    hanging_.in_force(nullptr);
    viewports_.set_grid({1, 1});
    hung(now);
    remember_layout();
    return true;
  }
  const HangingDesk::Fit* fit = hanging_.fit(id);
  if (fit == nullptr) return false;
  hang(*fit, now);
  remember_layout();
  return true;
}

// Through those that fit, and none after the last.
void Viewer::choose_next_protocol(stream::Micros now) {
  if (!study_ || !study_->has_study()) return;
  if (hanging_.fits().empty()) hanging_.examine(*study_->model().manifest());
  const auto& fits = hanging_.fits();
  const auto current = std::find_if(fits.begin(), fits.end(), [&](const HangingDesk::Fit& one) { return one.protocol == hanging_.protocol(); });
  const auto next = hanging_.protocol() == nullptr ? fits.begin() : current == fits.end() ? current : current + 1;
  if (fits.empty() || next == fits.end()) {
    choose_protocol({}, now);
    say(Text::kNoProtocol, text(Text::kNoProtocol, language_), now);
    return;
  }
  const hanging::Protocol& chosen = *next->protocol;
  choose_protocol(chosen.id, now);
  say(Text::kHungBy, fill(Text::kHungBy, language_, {in_language(chosen.name, language_)}), now);
}

// The reader's own arrangement, for the next study of this kind.
void Viewer::remember_layout() {
  hanging_.hand_at_work();
  if (!study_ || !study_->has_study()) return;
  const std::string kind = hanging::kind_of(*study_->model().manifest());
  if (kind.empty()) return;
  const KeptLayout layout{viewports_.grid(), tiles_.on(), hanging_.protocol() != nullptr ? hanging_.protocol()->id : std::string()};
  hanging_.keep(kind, layout);
  host_.keep_layout(kind, write_layout(layout));
}

}  // namespace sansfilm::view
