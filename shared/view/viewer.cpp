#include "shared/view/viewer.hpp"

#include <algorithm>
#include <cmath>

#include "shared/view/format.hpp"
#include "shared/view/scrubber.hpp"

namespace sansfilm::view {
namespace {

constexpr stream::Micros kRestAfter = 250'000;         // without a step the scroll is at rest
constexpr stream::Micros kAnnounceAfter = 500'000;     // a screen reader is told once the hand rests
constexpr stream::Micros kCountdownStep = 1'000'000;
constexpr double kWindowPerCss = 1.0 / 320.0;          // parts of the width per CSS pixel
constexpr double kZoomStep = 1.25;
constexpr int kPage = 10;

}  // namespace

Viewer::Viewer(ViewerHost& host, const stream::Settings& settings) : host_(host), settings_(settings) {}

void Viewer::set_language(Language language) {
  language_ = language;
  host_.request_paint();
}

void Viewer::set_page(double width_px, double height_px, double pixel_ratio) {
  width_px_ = width_px;
  height_px_ = height_px;
  pixel_ratio_ = pixel_ratio > 0 ? pixel_ratio : 1.0;
  lay_out_page();
}

void Viewer::lay_out_page() {
  page_ = lay_out(width_px_, height_px_, pixel_ratio_, grid_, show_strip_);
  cell_.set_area(page_.cells.front());
  gestures_.set_pixel_ratio(pixel_ratio_);
  host_.request_paint();
}

void Viewer::open(std::string_view study_uid, stream::Micros now) {
  close();
  study_ = std::make_unique<StudyStream>(host_, settings_, next_request_);
  study_->open(study_uid, now);
  changed(now);
}

void Viewer::close() {
  if (study_) next_request_ = study_->next_request();
  study_.reset();
  cell_.forget_study();
  thumbnails_.clear();
  toasts_ = {};
  gestures_.cancel();
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

void Viewer::batch_end(std::uint32_t batch, int http_status, bool cancelled, stream::Micros now) {
  if (study_) take(study_->batch_end(batch, http_status, cancelled, now), now);
}

void Viewer::decoded(std::uint32_t job, base::Result<base::Frame> frame, std::uint32_t took_us, stream::Micros now) {
  if (study_) take(study_->decoded(job, std::move(frame), took_us, now), now);
}

void Viewer::worker_died(std::uint32_t job, stream::Micros now) {
  if (!study_) return;
  toasts_.add(Text::kWorkerReplaced, text(Text::kWorkerReplaced, language_), now);
  const base::Error died{base::ErrorCode::kInternal, "the decoder stopped"};
  take(study_->decoded(job, died, 0, now), now);
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
  if (news.series_added && !cell_.has_series()) {
    if (const auto first = study_->model().first_with_pictures()) {
      cell_.show_series(study_->model(), *first);
      gestures_.set_stack(study_->model().series()[*first].count(), cell_.viewport().area().height);
      announce_picture(false);
    }
  }
  if (news.series_added) wish(now);
  // A picture that is decoded in advance changes nothing on the screen.
  bool visible = news.series_added || news.state_changed;
  if (news.picture) {
    const bool shown = has_frame() && *news.picture == frame();
    const bool thumbnail = thumbnails_.make(*study_);
    if (shown || thumbnail) wish(now);
    if (shown && announce_at_ == stream::kNever) announce_at_ = now + kAnnounceAfter;
    visible = visible || shown || thumbnail;
  }
  if (visible) {
    watch_connection(now);
    changed(now);
  } else {
    host_.wake_at(wake_us());
  }
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
    if (frames_per_s_ != 0.0 && now - scrolled_at_ >= kRestAfter) {
      frames_per_s_ = 0.0;
      wish(now);
    }
    if (announce_at_ <= now) announce_picture(true);
    take(study_->tick(now), now);
    if (study_->offline_until()) host_.request_paint();  // the countdown
    watch_connection(now);
  }
  host_.wake_at(wake_us());
}

stream::Micros Viewer::wake_us() const {
  stream::Micros wake = toasts_.wake_us();
  if (!study_) return wake;
  wake = std::min({wake, study_->wake_us(), announce_at_});
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
  if (!hidden_) host_.request_paint();
  host_.wake_at(wake_us());
}

// --- the user --------------------------------------------------------------------------------------------------------

bool Viewer::scrub(const PointerEvent& event, stream::Micros now) {
  if (!has_frame()) return false;
  const std::uint32_t count = study_->model().series()[cell_.series()].count();
  const Rect& area = cell_.viewport().area();
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
  if (scrub(event, now)) return;
  std::vector<Action> actions;
  gestures_.pointer(event, actions);
  apply(actions, now);
}

void Viewer::wheel(Point at, double delta_y, bool zoom, stream::Micros now) {
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
        if (const Picture* shown = picture()) cell_.parameters(study_->model(), *shown);
        cell_.adjust_window(action.dy * kWindowPerCss, action.dx * kWindowPerCss);
        break;
      case ActionKind::kZoom: cell_.viewport().zoom_about(action.about, action.factor); break;
      case ActionKind::kPan: cell_.viewport().pan_by(action.dx, action.dy); break;
    }
    if (action.kind == ActionKind::kZoom) wish(now);
  }
  changed(now);
}

void Viewer::move_by(int steps, stream::Micros now) {
  if (!has_frame() || steps == 0) return;
  const auto last = static_cast<std::int64_t>(study_->model().series()[cell_.series()].count()) - 1;
  const auto place = std::clamp<std::int64_t>(static_cast<std::int64_t>(cell_.place()) + steps, 0, last);
  const auto moved = static_cast<double>(place - static_cast<std::int64_t>(cell_.place()));
  if (moved == 0.0) return;
  const double elapsed_s = static_cast<double>(std::max<stream::Micros>(now - scrolled_at_, 8'000)) / 1e6;
  const double speed = elapsed_s < 1.0 ? moved / elapsed_s : 0.0;
  frames_per_s_ = frames_per_s_ * speed > 0 ? 0.6 * frames_per_s_ + 0.4 * speed : speed;
  if (frames_per_s_ == 0.0) frames_per_s_ = moved;
  scrolled_at_ = now;
  cell_.show_place(study_->model(), static_cast<std::uint32_t>(place));
  announce_at_ = now + kAnnounceAfter;
  wish(now);
}

void Viewer::scroll_to(std::uint32_t place, stream::Micros now) {
  if (!has_frame()) return;
  const std::uint32_t count = study_->model().series()[cell_.series()].count();
  move_by(static_cast<int>(std::min(place, count - 1)) - static_cast<int>(cell_.place()), now);
  changed(now);
}

void Viewer::choose_series(std::uint32_t model, stream::Micros now) {
  if (!study_ || model >= study_->model().series().size()) return;
  cell_.show_series(study_->model(), model);
  gestures_.cancel();
  gestures_.set_stack(study_->model().series()[model].count(), cell_.viewport().area().height);
  frames_per_s_ = 0.0;
  announce_at_ = now + kAnnounceAfter;
  wish(now);
  changed(now);
}

bool Viewer::show_instance(std::string_view sop_instance_uid, std::uint32_t frame, stream::Micros now) {
  if (!study_) return false;
  const StudyModel& model = study_->model();
  for (std::uint32_t series = 0; series < model.series().size(); ++series) {
    const wire::Series& from = model.series_of(series);
    for (std::uint32_t place = 0; place < model.series()[series].count(); ++place) {
      const wire::Frame& one = model.frame_of(series, place);
      if (one.frame != frame || one.instance >= from.instances.size() || from.instances[one.instance].sop_instance_uid != sop_instance_uid) continue;
      if (!cell_.has_series() || cell_.series() != series) choose_series(series, now);
      scroll_to(place, now);
      return true;
    }
  }
  return false;
}

void Viewer::choose_preset(const Preset& preset, stream::Micros now) {
  if (!has_frame()) return;
  cell_.choose(preset);
  changed(now);
}

bool Viewer::key(std::string_view key, std::uint8_t modifiers, stream::Micros now) {
  const auto command = command_for(key, modifiers);
  if (!command) return false;
  if (*command == Command::kLeave && help_open_) {
    set_help(false);
    return true;
  }
  run(*command, now);
  return true;
}

void Viewer::run(Command command, stream::Micros now) {
  Viewport& viewport = cell_.viewport();
  const Point centre = viewport.area().centre();
  const int all = has_frame() ? static_cast<int>(study_->model().series()[cell_.series()].count()) : 0;
  switch (command) {
    case Command::kToolWindow: gestures_.set_tool(Tool::kWindow, true); break;
    case Command::kToolScroll: gestures_.set_tool(Tool::kScroll, true); break;
    case Command::kToolZoom: gestures_.set_tool(Tool::kZoom, true); break;
    case Command::kToolPan: gestures_.set_tool(Tool::kPan, true); break;
    case Command::kFit: viewport.fit(); break;
    case Command::kOneToOne: viewport.one_to_one(); break;
    case Command::kZoomIn: viewport.zoom_about(centre, kZoomStep); break;
    case Command::kZoomOut: viewport.zoom_about(centre, 1.0 / kZoomStep); break;
    case Command::kInvert: cell_.toggle_invert(); break;
    case Command::kTurnRight: viewport.turn(1); break;
    case Command::kTurnLeft: viewport.turn(-1); break;
    case Command::kFlipLeftRight: viewport.flip_left_right(); break;
    case Command::kFlipTopBottom: viewport.flip_top_bottom(); break;
    case Command::kReset: cell_.reset(); break;
    case Command::kSmooth: smooth_ = !smooth_; break;
    case Command::kNextImage: move_by(1, now); break;
    case Command::kPreviousImage: move_by(-1, now); break;
    case Command::kTenForward: move_by(kPage, now); break;
    case Command::kTenBack: move_by(-kPage, now); break;
    case Command::kFirstImage: move_by(-all, now); break;
    case Command::kLastImage: move_by(all, now); break;
    case Command::kNextSeries:
    case Command::kPreviousSeries:
      if (study_ && cell_.has_series()) {
        const int step = command == Command::kNextSeries ? 1 : -1;
        if (const auto next = study_->model().neighbour(cell_.series(), step)) choose_series(*next, now);
      }
      break;
    case Command::kNextPreset: choose_next_preset(now); break;
    case Command::kToggleStrip:
      show_strip_ = !show_strip_;
      lay_out_page();
      break;
    case Command::kToggleOverlay: show_overlay_ = !show_overlay_; break;
    case Command::kToggleGraphics: show_graphics_ = !show_graphics_; break;
    case Command::kHelp: set_help(!help_open_); break;
    case Command::kLeave: host_.leave(false); break;
  }
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

void Viewer::set_help(bool open) {
  help_open_ = open;
  host_.request_paint();
}

// --- what to draw ----------------------------------------------------------------------------------------------------

bool Viewer::has_frame() const {
  return study_ && cell_.has_series() && study_->model().series()[cell_.series()].has_pictures();
}

const Picture* Viewer::picture() const { return has_frame() ? study_->picture(frame()) : nullptr; }

void Viewer::wish(stream::Micros now) {
  if (!study_) return;
  std::vector<stream::Viewport> wanted;
  if (has_frame()) {
    wanted.push_back({.series = cell_.series(),
                      .position = cell_.place(),
                      .device_px_per_image_px = cell_.viewport().scale(),
                      .frames_per_s = frames_per_s_,
                      .active = true});
    if (picture() != nullptr) thumbnails_.want(*study_, wanted);  // the picture first
  }
  study_->want(wanted, now);
}

Honesty Viewer::honesty() const {
  if (!has_frame()) return {};
  const stream::FrameId id = frame();
  const wire::Series& series = study_->model().series_of(cell_.series());
  const wire::Frame& described = series.frames[id.frame];
  PictureFacts facts;
  if (const Picture* shown = study_->picture(id)) facts.state = shown->state;
  facts.fraction = study_->fraction(id);
  if (const auto failure = study_->failure(id)) {
    facts.failed = true;
    if (failure->kind == stream::FailureKind::kFetch) {
      facts.chunk_error = failure->chunk_error;
      facts.error.code = base::ErrorCode::kIo;
    } else {
      facts.error = study_->decode_error(id).value_or(base::Error{failure->decode_error});
    }
  }
  const wire::Codestream* stream =
      described.codestream == wire::kNoIndex ? nullptr : &series.codestreams[described.codestream];
  facts.waiting_for_server = stream == nullptr;
  return describe_picture(facts, series.pixel_formats[described.pixels], stream, language_);
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
  if (!cell_.has_series() && study_->manifest_complete()) {
    return {Badge::kQuiet, text(Text::kEmptyStudy, language_)};
  }
  return {};
}

WindowValues Viewer::window_values() const {
  WindowValues out;
  if (!has_frame()) return out;
  out.name = cell_.preset_name();
  if (picture() == nullptr) return out;
  using Mode = pixel::ShaderParameters::Mode;
  const pixel::ShaderParameters& parameters = cell_.last_parameters();
  out.known = parameters.mode == Mode::kGrey || parameters.mode == Mode::kSupplemental ||
              parameters.mode == Mode::kPseudoColour;
  out.center = parameters.window.centre;
  out.width = parameters.window.width;
  if (out.name.empty() && parameters.automatic) out.name = text(Text::kPresetAuto, language_);
  if (out.name.empty()) out.name = parameters.window.explanation;
  return out;
}

std::vector<Preset> Viewer::presets() const {
  if (!has_frame()) return {};
  const wire::Series& series = study_->model().series_of(cell_.series());
  const wire::Frame& described = series.frames[frame().frame];
  if (series.pixel_formats[described.pixels].samples > 1) return {};
  return presets_for(series.modality, series.displays[described.display], language_);
}

void Viewer::build_overlay(DrawList& out) const {
  if (!show_overlay_ || !has_frame()) return;
  const Honesty state = honesty();
  view::build_overlay({.viewport = &cell_.viewport(),
                       .series = &study_->model().series_of(cell_.series()),
                       .model = &study_->model().series()[cell_.series()],
                       .place = cell_.place(),
                       .honesty = &state,
                       .window = window_values(),
                       .inverted = cell_.inverted(),
                       .graphics_hidden = !show_graphics_,
                       .pixel_ratio = pixel_ratio_,
                       .language = language_},
                      out);
}

void Viewer::announce_picture(bool at_once) {
  announce_at_ = stream::kNever;
  if (!study_ || !has_frame()) return;
  std::string sentence;
  if (!at_once) {
    const wire::Study& study = study_->study();
    sentence = fill(Text::kAnnounceStudy, language_,
                    {person_name_text(study.patient_name), date_text(study.date, language_)});
  } else {
    const wire::Series& series = study_->model().series_of(cell_.series());
    const std::string name = series.description.empty() ? series.modality : series.description;
    sentence = fill(Text::kAnnouncePicture, language_,
                    {name, std::to_string(cell_.place() + 1),
                     std::to_string(study_->model().series()[cell_.series()].count()), honesty().text});
  }
  if (sentence == announced_) return;
  announced_ = sentence;
  host_.announce(sentence, false);
}

}  // namespace sansfilm::view
