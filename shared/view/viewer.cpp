#include "shared/view/viewer.hpp"

#include <algorithm>
#include <cmath>

#include "shared/view/format.hpp"
#include "shared/view/scrubber.hpp"

namespace sansfilm::view {
namespace {

constexpr stream::Micros kRestAfter = 250'000;         // without a step the scroll is at rest
constexpr stream::Micros kProgressEvery = 250'000;     // paints of what has come
constexpr stream::Micros kCountdownStep = 1'000'000;
constexpr std::uint64_t kLayersMost_bytes = std::uint64_t{256} << 20;   // of the objects that are drawn over pictures

}  // namespace

Viewer::Viewer(ViewerHost& host, const stream::Settings& settings)
    : host_(host), settings_(settings), layers_(std::min(kLayersMost_bytes, settings.decoded_budget_bytes / 2)) {}

void Viewer::set_language(Language language) {
  language_ = language;
  host_.request_paint();
}

void Viewer::set_page(double width_px, double height_px, double pixel_ratio) {
  width_px_ = width_px;
  height_px_ = height_px;
  pixel_ratio_ = pixel_ratio > 0 ? pixel_ratio : 1.0;
  lay_out_page();
  // What is on the screen now is asked for in the next tick, which knows the time.
  page_changed_ = true;
  host_.wake_at(wake_us());
}

void Viewer::set_data_saver(bool on, stream::Micros now) {
  settings_.data_saver = on;
  if (!study_) return;
  study_->set_data_saver(on, now);
  changed(now);
}

void Viewer::lay_out_page() {
  page_ = lay_out(width_px_, height_px_, pixel_ratio_, viewports_.visible_grid(), show_strip_, layers_open_ || measurements_open_);
  viewports_.lay_out(page_.cells, pixel_ratio_);
  hold_same_scale(viewports_, hanging_.protocol() != nullptr && hanging_.protocol()->same_scale);
  if (mpr_) mpr_->lay_out(page_.stage, pixel_ratio_);
  gestures_.set_pixel_ratio(pixel_ratio_);
  hold_active();
  host_.request_paint();
}

void Viewer::open(std::string_view study_uid, stream::Micros now) {
  close();
  measurements_.open_study(std::string(study_uid));
  study_ = std::make_unique<StudyStream>(host_, settings_, next_request_);
  viewports_.open_study(study_.get());
  lay_out_page();
  const Rect& area = cell().viewport().area();
  study_->open(study_uid, area.width, area.height, now);
  changed(now);
}

void Viewer::close() {
  mpr_.reset();
  mpr_hand_ = {};
  mpr_refusal_.clear();
  if (study_) next_request_ = study_->next_request();
  viewports_.open_study(nullptr);
  links_ = {};
  tiles_.forget();
  hanging_.open_study();
  study_.reset();
  layers_.clear();
  asked_objects_.clear();
  sought_layer_.reset();
  row_cursor_.reset();
  cine_ = {};
  thumbnails_.clear();
  toasts_ = {};
  cancel_gestures();
  measurements_.open_study({});
  measurements_request_.reset();
  keep_request_.reset();
  measurements_asked_ = false;
  can_keep_ = false;
  probe_pointer_.clear();
  pointed_.reset();
  others_.clear();
  help_open_ = false;
  was_offline_ = false;
  session_end_told_ = false;
  announced_.clear();
  announce_at_ = stream::kNever;
  host_.request_paint();
}

// --- the world's answers ---------------------------------------------------------------------------------------------

void Viewer::manifest_bytes(std::uint32_t request, base::Bytes bytes, stream::Micros now) {
  if (study_) take(study_->manifest_bytes(request, bytes, now), now);
}

void Viewer::manifest_end(std::uint32_t request, int http_status, stream::Micros now) {
  if (study_) take(study_->manifest_end(request, http_status, now), now);
}

void Viewer::batch_bytes(std::uint32_t batch, base::Bytes bytes, stream::Micros now) {
  if (study_) take(study_->batch_bytes(batch, bytes, now), now);
}

void Viewer::page_was_late(stream::Micros late_us, stream::Micros now) {
  if (study_) study_->page_was_late(late_us, now);
}

void Viewer::batch_end(std::uint32_t batch, int http_status, bool cancelled, stream::Micros now) {
  if (study_) take(study_->batch_end(batch, http_status, cancelled, now), now);
}

void Viewer::decoded(std::uint32_t job, base::Result<base::Frame> frame, std::uint32_t took_us, stream::Micros now) {
  if (study_) take(study_->decoded(job, std::move(frame), took_us, now), now);
}

void Viewer::worker_died(std::uint32_t job, stream::Micros now) {
  if (!study_) return;
  toasts_.add(Text::kWorkerReplaced, text(Text::kWorkerReplaced, language_), now);
  take(study_->worker_died(job, now), now);
}

void Viewer::set_hidden(bool hidden, stream::Micros now) {
  hidden_ = hidden;
  if (study_) study_->set_hidden(hidden, now);
  changed(now);
}

void Viewer::set_online(bool online, stream::Micros now) {
  if (online && study_) study_->network_is_back(now);
  changed(now);
}

void Viewer::graphics_lost(stream::Micros now) {
  host_.announce(text(Text::kGraphicsLost, language_), true);
  changed(now);
}

void Viewer::graphics_back(stream::Micros now) {
  toasts_.add(Text::kGraphicsBack, text(Text::kGraphicsBack, language_), now);
  host_.announce(text(Text::kGraphicsBack, language_), false);
  changed(now);
}

void Viewer::take(const StreamNews& news, stream::Micros now) {
  if (news.series_added) show_first_series();
  hang_when_due(now);
  if (study_->has_study()) layers_.update(*study_->model().manifest());
  if (news.series_added) wish(now);
  ask_for_layers();
  ask_for_measurements();
  // A picture that is decoded in advance changes nothing on the screen.
  bool visible = news.series_added;
  if (news.picture) {
    const bool shown = shows(*news.picture);
    const bool thumbnail = thumbnails_.make(*study_);
    const bool in_planes = mpr_takes(*news.picture);
    if (shown || thumbnail || in_planes) wish(now);
    if (shown && announce_at_ == stream::kNever) announce_at_ = now + kAnnounceAfter;
    visible = visible || shown || thumbnail || (in_planes && mpr_->wake_us() <= now);
  }
  if (visible || news.state_changed) watch_connection(now);
  // What only moves the bars of what has come: a paint for every chunk would keep the page from reading the next ones.
  if (!visible && news.state_changed) {
    progress_due_ = progress_painted_ + kProgressEvery;
    visible = progress_due_ <= now;
  }
  if (visible) changed(now);
  else host_.wake_at(wake_us());
}

void Viewer::show_first_series() {
  const auto first = study_->model().first_with_pictures();
  if (!first) return;
  const bool is_first = !cell().has_series();
  if (is_first) pane().show_series(*first);
  if (viewports_.count() > 1 && !tiles_.on() && hanging_.protocol() == nullptr) viewports_.fill_empty(study_->model());
  hold_active();
  if (is_first) announce_picture(false);
}

bool Viewer::shows(stream::FrameId id) const {
  const std::vector<std::size_t> visible = viewports_.shown();
  return std::any_of(visible.begin(), visible.end(), [&](std::size_t index) {
    const Pane& one = viewports_.pane(index);
    if (!one.has_frame()) return false;
    const auto over = one.superimposed();
    return id == one.frame() || (over && id == one.frame_of(*over));
  });
}

void Viewer::watch_connection(stream::Micros now) {
  const bool offline = study_->offline_until().has_value();
  if (offline && !was_offline_) host_.announce(text(Text::kOfflineNow, language_), true);
  if (!offline && was_offline_) {
    toasts_.add(Text::kBackOnline, text(Text::kBackOnline, language_), now);
    host_.announce(text(Text::kBackOnline, language_), false);
  }
  was_offline_ = offline;
  if (study_->session_ended() && !session_end_told_) {
    session_end_told_ = true;
    host_.announce(text(Text::kSessionEnded, language_), true);
    host_.leave(true);
  }
}

void Viewer::tick(stream::Micros now) {
  if (toasts_.tick(now)) host_.request_paint();
  if (study_) {
    if (page_changed_) wish(now);
    page_changed_ = false;
    if (frames_per_s_ != 0.0 && now - scrolled_at_ >= kRestAfter) {
      frames_per_s_ = 0.0;
      wish(now);
    }
    if (announce_at_ <= now) announce_picture(true);
    if (probe_pointer_.tick(now)) {
      gestures_.cancel();
      announce_probe();
      host_.request_paint();
    }
    if (series_drag_.tick(now)) host_.request_paint();
    if (progress_due_ <= now) changed(now);
    play_on(now);
    if (mpr_ && mpr_->wake_us() <= now) {
      mpr_->asked(now);
      changed(now);
    }
    take(study_->tick(now), now);
    if (study_->offline_until()) host_.request_paint();  // the countdown
    watch_connection(now);
  }
  host_.wake_at(wake_us());
}

stream::Micros Viewer::wake_us() const {
  stream::Micros wake = toasts_.wake_us();
  if (!study_) return wake;
  wake = std::min({wake, study_->wake_us(), cine_.wake_us(), progress_due_, announce_at_, probe_pointer_.wake_us(), series_drag_.wake_us()});
  if (page_changed_) wake = std::min(wake, last_now_);
  if (mpr_) wake = std::min(wake, mpr_->wake_us());
  if (frames_per_s_ != 0.0) wake = std::min(wake, scrolled_at_ + kRestAfter);
  if (const auto until = study_->offline_until()) {
    // Whole seconds before the next attempt, so that the countdown moves.
    wake = std::min(wake, *until);
    if (last_now_ < *until) wake = std::min(wake, last_now_ + kCountdownStep);
  }
  return wake;
}

void Viewer::changed(stream::Micros now) {
  last_now_ = now;
  progress_painted_ = now;
  progress_due_ = stream::kNever;
  if (hanging_.protocol() != nullptr && hanging_.protocol()->same_scale) hold_same_scale(viewports_, true);
  // What is told of the window is that of the picture that is there now, also before it is painted.
  for (const std::size_t index : viewports_.shown()) viewports_.pane(index).refresh_parameters();
  if (!hidden_) host_.request_paint();
  host_.wake_at(wake_us());
}

// --- the user --------------------------------------------------------------------------------------------------------

bool Viewer::scrub(const PointerEvent& event, stream::Micros now) {
  if (!has_frame()) return false;
  const std::uint32_t count = pane().count();
  const Rect& area = cell().viewport().area();
  const bool begins = event.phase == PointerPhase::kDown && event.button == 0 && count > 1 && !gestures_.active() &&
                      scrubber_reach(area, pixel_ratio_).contains(event.at);
  if (begins) scrubbing_ = event.id;
  if (scrubbing_ != event.id) return false;
  if (event.phase == PointerPhase::kUp || event.phase == PointerPhase::kCancel) {
    scrubbing_.reset();
    return true;
  }
  scroll_to(scrubber_place(scrubber_bar(area, pixel_ratio_), event.at.y, count), now);
  return true;
}

void Viewer::pointer(const PointerEvent& event, stream::Micros now) {
  if (event.kind == PointerKind::kTouch) pointed_ = event.phase == PointerPhase::kMove || event.phase == PointerPhase::kDown ? std::optional(event.at) : std::nullopt;
  if (event.phase == PointerPhase::kDown) hanging_.hand_at_work();
  if (mpr_) {
    mpr_pointer(event, now);
    return;
  }
  take_hold(event, now);
  if (scrub(event, now) || point_in_patient(event, now) || measure_with(event, now)) return;
  if (viewports_.count() > 1 && double_press_.pointer(event, pixel_ratio_, now)) {
    set_expanded(!viewports_.expanded(), now);
    return;
  }
  if (event.kind == PointerKind::kTouch) {
    const bool pinned = probe_pointer_.pinned();
    const bool reading = probe_pointer_.touch(event, pixel_ratio_, now);
    if (reading || pinned != probe_pointer_.pinned()) host_.request_paint();
    if (event.phase == PointerPhase::kUp && reading) announce_probe();
    host_.wake_at(wake_us());
    if (reading) return;
  }
  std::vector<Action> actions;
  gestures_.pointer(event, actions);
  apply(actions, now);
}

void Viewer::wheel(Point at, double delta_y, bool zoom, stream::Micros now) {
  hanging_.hand_at_work();
  if (mpr_) {
    mpr_wheel(at, delta_y, zoom, now);
    return;
  }
  if (const auto under = viewports_.at(at); under && pointers_down_.empty()) activate(*under, now);
  std::vector<Action> actions;
  gestures_.wheel(at, delta_y, zoom, actions);
  apply(actions, now);
}

void Viewer::apply(const std::vector<Action>& actions, stream::Micros now) {
  if (actions.empty() || !has_frame()) return;
  for (const Action& action : actions) {
    switch (action.kind) {
      case ActionKind::kScroll: move_by(action.steps, now); break;
      case ActionKind::kWindow:
        pane().refresh_parameters();
        cell().adjust_window(action.dy * kWindowPerCss, action.dx * kWindowPerCss);
        break;
      case ActionKind::kZoom: cell().viewport().zoom_about(action.about, action.factor); break;
      case ActionKind::kPan: cell().viewport().pan_by(action.dx, action.dy); break;
    }
    share_setting(action.kind == ActionKind::kWindow, action.kind == ActionKind::kZoom || action.kind == ActionKind::kPan);
    if (action.kind == ActionKind::kZoom || action.kind == ActionKind::kPan) wish(now);
  }
  changed(now);
}

void Viewer::move_by(int steps, stream::Micros now) {
  if (!has_frame() || steps == 0) return;
  cine_.stop();   // a hand that scrolls has taken over
  const auto last = static_cast<std::int64_t>(pane().count()) - 1;
  const auto place = std::clamp<std::int64_t>(static_cast<std::int64_t>(cell().place()) + steps, 0, last);
  const auto moved = static_cast<double>(place - static_cast<std::int64_t>(cell().place()));
  if (moved == 0.0) return;
  const double elapsed_s = static_cast<double>(std::max<stream::Micros>(now - scrolled_at_, 8'000)) / 1e6;
  const double speed = elapsed_s < 1.0 ? moved / elapsed_s : 0.0;
  frames_per_s_ = frames_per_s_ * speed > 0 ? 0.6 * frames_per_s_ + 0.4 * speed : speed;
  if (frames_per_s_ == 0.0) frames_per_s_ = moved;
  scrolled_at_ = now;
  go_to(static_cast<std::uint32_t>(place));
  announce_at_ = now + kAnnounceAfter;
  wish(now);
}

void Viewer::scroll_to(std::uint32_t place, stream::Micros now) {
  if (!has_frame()) return;
  const std::uint32_t count = pane().count();
  move_by(static_cast<int>(std::min(place, count - 1)) - static_cast<int>(cell().place()), now);
  changed(now);
}

bool Viewer::show_instance(std::string_view sop_instance_uid, std::uint32_t frame, stream::Micros now) {
  if (!study_) return false;
  close_mpr(now);
  const StudyModel& model = study_->model();
  for (std::uint32_t series = 0; series < model.series().size(); ++series) {
    const wire::Series& from = model.series_of(series);
    for (std::uint32_t place = 0; place < model.series()[series].count(); ++place) {
      const wire::Frame& one = model.frame_of(series, place);
      if (one.frame != frame || one.instance >= from.instances.size() || from.instances[one.instance].sop_instance_uid != sop_instance_uid) continue;
      hanging_.hand_at_work();
      if (const auto shown = viewports_.showing(series)) activate(*shown, now);
      else choose_series(series, now);
      scroll_to(place, now);
      return true;
    }
  }
  return false;
}

void Viewer::choose_preset(const Preset& preset, stream::Micros now) {
  if (!has_frame()) return;
  if (mpr_) {
    mpr_->choose(preset);
  } else {
    cell().choose(preset);
    share_setting(true, false);
  }
  changed(now);
}

bool Viewer::key(std::string_view key, std::uint8_t modifiers, stream::Micros now) {
  const auto command = command_for(key, modifiers);
  if (!command) return false;
  if (*command == Command::kLeave && help_open_) {
    set_help(false);
    return true;
  }
  if (*command == Command::kLeave && series_drag_.carried()) {
    series_drag_.cancel();
    host_.request_paint();
    return true;
  }
  if (*command == Command::kLeave && mpr_) {
    close_mpr(now);
    return true;
  }
  if (*command == Command::kLeave && measurements_.hand().cancel()) {
    changed(now);
    return true;
  }
  if (*command == Command::kLeave && measurements_.hand().chosen()) {
    choose_measure(std::nullopt);
    return true;
  }
  if (*command == Command::kLeave && measurements_open_) {
    set_measurements_open(false);
    return true;
  }
  if (*command == Command::kLeave && layers_open_) {
    set_layers_open(false);
    return true;
  }
  if (*command == Command::kLeave && links_.pointing) {
    run(Command::kPointInPatient, now);
    return true;
  }
  if (*command == Command::kLeave && viewports_.expanded()) {
    set_expanded(false, now);
    return true;
  }
  // At the last viewport the key goes on to what follows the canvas in the page.
  if (*command == Command::kNextViewport || *command == Command::kPreviousViewport) return run_viewports(*command, now);
  run(*command, now);
  return true;
}

void Viewer::run(Command command, stream::Micros now) {
  hanging_.hand_at_work();
  if (mpr_ && run_mpr(command, now)) return;
  Viewport& viewport = cell().viewport();
  const Point centre = viewport.area().centre();
  const int all = static_cast<int>(pane().count());
  const int page = tiles_.on() ? static_cast<int>(viewports_.count()) : kPage;
  switch (command) {
    case Command::kPlay:
    case Command::kFaster:
    case Command::kSlower:
    case Command::kBackwards:
    case Command::kToAndFro: run_cine(command, now); break;
    case Command::kToolWindow: set_tool(Tool::kWindow); break;
    case Command::kToolScroll: set_tool(Tool::kScroll); break;
    case Command::kToolZoom: set_tool(Tool::kZoom); break;
    case Command::kToolPan: set_tool(Tool::kPan); break;
    case Command::kFit: viewport.fit(); break;
    case Command::kOneToOne: viewport.one_to_one(); break;
    case Command::kZoomIn: viewport.zoom_about(centre, kZoomStep); break;
    case Command::kZoomOut: viewport.zoom_about(centre, 1.0 / kZoomStep); break;
    case Command::kInvert: cell().toggle_invert(); break;
    case Command::kTurnRight: viewport.turn(1); break;
    case Command::kTurnLeft: viewport.turn(-1); break;
    case Command::kFlipLeftRight: viewport.flip_left_right(); break;
    case Command::kFlipTopBottom: viewport.flip_top_bottom(); break;
    case Command::kReset:
      if (study_) cell().reset(study_->model());
      break;
    case Command::kSmooth: smooth_ = !smooth_; break;
    case Command::kNextImage: move_by(1, now); break;
    case Command::kPreviousImage: move_by(-1, now); break;
    case Command::kTenForward: move_by(page, now); break;
    case Command::kTenBack: move_by(-page, now); break;
    case Command::kFirstImage: move_by(-all, now); break;
    case Command::kLastImage: move_by(all, now); break;
    case Command::kNextSeries:
    case Command::kPreviousSeries:
      step_series(command == Command::kNextSeries ? 1 : -1, now);
      break;
    case Command::kTiles: toggle_tiles(now); break;
    case Command::kNextProtocol: choose_next_protocol(now); break;
    case Command::kNextPreset: choose_next_preset(now); break;
    case Command::kToggleStrip:
      show_strip_ = !show_strip_;
      lay_out_page();
      break;
    case Command::kToggleOverlay: show_overlay_ = !show_overlay_; break;
    case Command::kToggleGraphics: show_graphics_ = !show_graphics_; break;
    case Command::kProbe: toggle_probe(); break;
    case Command::kToggleLayers:
    case Command::kToggleDrawn:
    case Command::kNextPresentation:
    case Command::kNextRow:
    case Command::kPreviousRow:
    case Command::kSwitchRow:
    case Command::kMoreOpaque:
    case Command::kLessOpaque: run_layers(command, now); break;
    case Command::kMeasureLength:
    case Command::kMeasurePolyline:
    case Command::kMeasureAngle:
    case Command::kMeasureCobb:
    case Command::kMeasureBidirectional:
    case Command::kMeasureRectangle:
    case Command::kMeasureEllipse:
    case Command::kMeasureCircle:
    case Command::kMeasureFreehand:
    case Command::kMeasurePoint:
    case Command::kMeasureCardiothoracic:
    case Command::kFinishMeasure:
    case Command::kDeleteMeasure:
    case Command::kNextMeasure:
    case Command::kToggleMeasurements:
    case Command::kKeepMeasurements:
    case Command::kUndo:
    case Command::kRedo: run_measurements(command, now); break;
    case Command::kNextViewport:
    case Command::kPreviousViewport:
    case Command::kExpandViewport:
    case Command::kMoreViewports:
    case Command::kFewerViewports: run_viewports(command, now); break;
    case Command::kLinkScroll:
    case Command::kLinkWindow:
    case Command::kLinkView:
    case Command::kReferenceLines:
    case Command::kPointInPatient: run_links(command); break;
    case Command::kMpr: toggle_mpr(now); break;
    case Command::kMprSlab:
    case Command::kMprThicker:
    case Command::kMprThinner:   // of the planes, which are not there
      if (has_frame()) toggle_mpr(now);
      break;
    case Command::kHelp: set_help(!help_open_); break;
    case Command::kLeave: host_.leave(false); break;
  }
  const bool view = command == Command::kFit || command == Command::kOneToOne || command == Command::kZoomIn || command == Command::kZoomOut;
  share_setting(command == Command::kInvert || command == Command::kReset, view || command == Command::kReset);
  wish(now);
  changed(now);
}

// The one after the window in force, by its name or else by its values; one that would change nothing is passed over.
void Viewer::choose_next_preset(stream::Micros now) {
  const std::vector<Preset> all = presets();
  const WindowValues current = window_values();
  const auto has_values = [](const Preset& p) {
    return p.origin == PresetOrigin::kFileWindow || p.origin == PresetOrigin::kModality;
  };
  const auto looks_the_same = [&](const Preset& p) {
    return has_values(p) && current.known && p.center == current.center && p.width == current.width;
  };
  const auto is_current = [&](const Preset& p) {
    return current.name.empty() ? looks_the_same(p) : p.name == current.name;
  };
  const auto found = std::find_if(all.begin(), all.end(), is_current);
  const auto start = found == all.end() ? 0U : static_cast<std::size_t>(found - all.begin()) + 1;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Preset& next = all[(start + i) % all.size()];
    if (looks_the_same(next)) continue;
    choose_preset(next, now);
    return;
  }
}

void Viewer::set_tool(Tool tool) {
  choose_measure(std::nullopt);
  links_.pointing = false;
  gestures_.set_tool(tool, true);
}

void Viewer::set_help(bool open) {
  help_open_ = open;
  host_.request_paint();
}

// --- what to draw ----------------------------------------------------------------------------------------------------

// What is visible, the active viewport first; then the thumbnails, once every viewport has a picture.
void Viewer::wish(stream::Micros now) {
  if (!study_) return;
  std::vector<stream::Viewport> wanted;
  if (mpr_) {
    study_->want(mpr_->source().wishes(*study_, mpr_->axes().centre(), settings_.data_saver), now);
    return;
  }
  bool all_there = true;
  for (const std::size_t index : viewports_.shown()) {
    const Pane& one = viewports_.pane(index);
    if (!one.has_frame()) continue;
    const Viewport& viewport = one.cell().viewport();
    const Rect seen = viewport.seen();
    const bool active = index == viewports_.active();
    wanted.push_back({.series = one.cell().series(),
                      .position = one.cell().place(),
                      .device_px_per_image_px = viewport.scale(),
                      .frames_per_s = active ? frames_per_s_ : 0.0,
                      .active = active,
                      .part = {seen.x, seen.y, seen.right(), seen.bottom()}});
    const bool there = one.picture() != nullptr || study_->failure(one.frame()).has_value();
    all_there = all_there && there;
    if (const auto over = one.superimposed(); over && there) wanted.push_back({.series = over->series, .position = over->place, .device_px_per_image_px = 1.0});
  }
  if (!wanted.empty() && all_there) thumbnails_.want(*study_, wanted);
  study_->want(wanted, now);
}

StudyNotice Viewer::notice(stream::Micros now) const {
  if (!study_) return {Badge::kQuiet, text(Text::kNoStudy, language_)};
  if (study_->session_ended()) return {Badge::kFault, text(Text::kSessionEnded, language_)};
  switch (study_->study_error()) {
    case StudyError::kAbsent: return {Badge::kFault, text(Text::kStudyAbsent, language_)};
    case StudyError::kDenied: return {Badge::kFault, text(Text::kStudyAbsent, language_)};
    case StudyError::kUnreadable: return {Badge::kFault, text(Text::kStudyUnreadable, language_)};
    case StudyError::kServer:
    case StudyError::kNone: break;
  }
  if (const auto until = study_->offline_until()) {
    const std::int64_t seconds = (*until - now + 999'999) / 1'000'000;
    if (*until == stream::kNever || seconds < 1) return {Badge::kCaution, text(Text::kOfflineNow, language_)};
    const std::string wait = fill(Text::kSeconds, language_, {std::to_string(seconds)});
    return {Badge::kCaution, fill(Text::kOffline, language_, {wait})};
  }
  if (!study_->has_study()) return {Badge::kWorking, text(Text::kLoadingStudy, language_)};
  if (study_->manifest_complete() && !study_->model().first_with_pictures()) {
    return {Badge::kQuiet, text(Text::kEmptyStudy, language_)};
  }
  if (settings_.data_saver) return {Badge::kQuiet, text(Text::kDataSaverOn, language_)};
  return {};
}

void Viewer::build_overlay(std::size_t viewport, DrawList& out) const {
  const Pane& shown = viewports_.pane(viewport);
  if (!shown.has_frame()) return;
  shown.draw_layers(show_graphics_, pixel_ratio_, out);
  if (const auto image = shown.measured_image(pixel_ratio_)) {
    measurements_.draw(*image, language_, out);
    others_.draw(*image, language_, out);
  }
  links_.draw(viewports_, viewport, pixel_ratio_, out);
  if (!show_overlay_) return;
  const Honesty state = shown.honesty(language_);
  const std::optional<Probe> read = probe(viewport);
  view::build_overlay({.viewport = &shown.cell().viewport(),
                       .series = &shown.series(),
                       .model = &shown.stack(),
                       .place = shown.cell().place(),
                       .honesty = &state,
                       .window = shown.window_values(language_),
                       .inverted = shown.cell().inverted(),
                       .cine = viewport == viewports_.active() ? cine_text(cine_, language_) : std::string(),
                       .graphics_hidden = !show_graphics_,
                       .probe = read ? &*read : nullptr,
                       .probe_mark = read && probe_pointer_.needs_mark() ? probe_pointer_.at() : std::nullopt,
                       .layers = shown.layer_lines(language_, show_graphics_),
                       .pixel_ratio = pixel_ratio_,
                       .language = language_},
                      out);
}

void Viewer::announce_picture(bool at_once) {
  announce_at_ = stream::kNever;
  if (!study_ || !has_frame()) return;
  std::string sentence;
  if (mpr_) {
    sentence = mpr_sentence();
  } else if (!at_once) {
    const wire::Study& study = study_->study();
    sentence = fill(Text::kAnnounceStudy, language_,
                    {person_name_text(study.patient_name), date_text(study.date, language_)});
  } else {
    const wire::Series& series = pane().series();
    const std::string name = series.description.empty() ? series.modality : series.description;
    sentence = viewport_name() + fill(Text::kAnnouncePicture, language_,
                                      {name, std::to_string(cell().place() + 1), std::to_string(pane().count()), honesty().text});
  }
  if (sentence == announced_) return;
  announced_ = sentence;
  host_.announce(sentence, false);
}

}  // namespace sansfilm::view
