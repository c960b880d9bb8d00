// The viewer's part in multiplanar reconstruction: entering and leaving it, whose hand and keys it gets, what it wishes for.
#include <algorithm>
#include <utility>

#include "shared/view/format.hpp"
#include "shared/view/mpr_overlay.hpp"
#include "shared/view/viewer.hpp"

namespace sansfilm::view {
namespace {

constexpr std::uint64_t kRoomy_bytes = std::uint64_t{256} << 20;   // for pictures: a device that can give twice that to a volume

// The volume takes the place of decoded pictures, of which a quarter is kept.
std::uint64_t volume_budget(const stream::Settings& settings) {
  const std::uint64_t bytes = settings.decoded_budget_bytes;
  return bytes >= kRoomy_bytes ? 2 * bytes : bytes;
}

std::string reason_of(const volume::Refusal& refusal, Language language) {
  return language == Language::kFrench ? volume::text_fr(refusal) : volume::text_en(refusal);
}

}  // namespace

void Viewer::toggle_mpr(stream::Micros now) {
  if (mpr_) {
    close_mpr(now);
    return;
  }
  if (!has_frame()) return;
  auto planned = MprSource::plan(study_->model(), cell().series(), cell().place(), volume_budget(settings_));
  if (const auto* refusal = std::get_if<volume::Refusal>(&planned)) {
    mpr_refusal_ = reason_of(*refusal, language_);
    say(Text::kMprRefused, fill(Text::kMprRefused, language_, {mpr_refusal_}), now);
    return;
  }
  mpr_refusal_.clear();
  auto& source = std::get<MprSource>(planned);
  const volume::Lattice& lattice = source.volume().lattice();
  const volume::Vector3 middle = lattice.middle();
  // The plane of the slices is the one that was looked at, the other two go through the middle.
  const auto plane = cell().plane(study_->model());
  const volume::Vector3 centre = plane ? volume::plus(middle, lattice.normal(), volume::dot(volume::minus(plane->position, middle), lattice.normal())) : middle;
  pixel::VoiChoice voi = cell().voi();
  if (const WindowValues window = window_values(); window.known && voi.kind != pixel::VoiChoice::Kind::kLut) {
    voi = {};
    voi.kind = pixel::VoiChoice::Kind::kWindow;
    voi.window = cell().last_parameters().window;
  }
  const std::string name = window_values().name;
  cine_.stop();
  cancel_gestures();
  probe_pointer_.clear();
  choose_measure(std::nullopt);
  mpr_ = std::make_unique<Mpr>(std::move(source), centre, voi, name, cell().inverted());
  mpr_->source().take_all(*study_);
  study_->limit_decoded(settings_.decoded_budget_bytes / 4);
  lay_out_page();
  hold_mpr();
  announce_at_ = now + kAnnounceAfter;
  wish(now);
  changed(now);
}

void Viewer::close_mpr(stream::Micros now) {
  if (!mpr_) return;
  const std::uint32_t place = mpr_->source().place_of(mpr_->axes().centre());
  mpr_.reset();
  mpr_hand_ = {};
  study_->limit_decoded(std::nullopt);
  gestures_.cancel();
  cell().show_place(study_->model(), place);   // the slice that the planes crossed in
  hold_active();
  announce_at_ = now + kAnnounceAfter;
  wish(now);
  changed(now);
}

void Viewer::hold_mpr() { gestures_.set_stack(mpr_->steps(mpr_->active()), mpr_->viewport(mpr_->active()).area().height); }

bool Viewer::mpr_takes(stream::FrameId frame) {
  if (!mpr_ || !mpr_->source().take(*study_, frame)) return false;
  mpr_->source_changed();
  return true;
}

std::uint32_t Viewer::mpr_failed() const { return mpr_ ? mpr_->source().failed(*study_) : 0; }

Honesty Viewer::mpr_honesty(MprPlane plane) const { return mpr_->honesty(plane, mpr_failed(), language_); }

// The plane that is worst: what the page says as a whole.
Honesty Viewer::mpr_honesty() const {
  Honesty worst = mpr_honesty(mpr_->active());
  for (const MprPlane plane : kMprPlanes) {
    const Honesty one = mpr_honesty(plane);
    if (worst.is_final && !one.is_final) worst = one;
  }
  return worst;
}

void Viewer::build_mpr_overlay(MprPlane plane, DrawList& out) const {
  view::build_mpr_overlay(*mpr_, plane, study_->model().series_of(mpr_->source().series()), mpr_honesty(plane), show_overlay_, language_, out);
}

void Viewer::mpr_pointer(const PointerEvent& event, stream::Micros now) {
  if (event.phase == PointerPhase::kDown && !gestures_.active()) {
    if (const auto plane = mpr_->plane_at(event.at)) mpr_->activate(*plane);
    hold_mpr();
  }
  const bool was_held = mpr_hand_.hold().has_value();
  const bool taken = mpr_hand_.pointer(event, *mpr_);
  if (was_held || taken) announce_at_ = now + kAnnounceAfter;
  if (!taken) {
    std::vector<Action> actions;
    gestures_.pointer(event, actions);
    if (event.phase != PointerPhase::kMove) mpr_->set_moving(event.phase == PointerPhase::kDown);
    apply_mpr(actions, now);
  }
  mpr_moved(now);
}

void Viewer::mpr_wheel(Point at, double delta_y, bool zoom, stream::Micros now) {
  if (const auto plane = mpr_->plane_at(at)) mpr_->activate(*plane);
  hold_mpr();
  std::vector<Action> actions;
  gestures_.wheel(at, delta_y, zoom, actions);
  apply_mpr(actions, now);
  mpr_moved(now);
}

void Viewer::apply_mpr(const std::vector<Action>& actions, stream::Micros now) {
  const MprPlane plane = mpr_->active();
  for (const Action& action : actions) {
    switch (action.kind) {
      case ActionKind::kScroll:
        mpr_->scroll(plane, action.steps);
        announce_at_ = now + kAnnounceAfter;
        break;
      case ActionKind::kWindow: mpr_->adjust_window(action.dy * kWindowPerCss, action.dx * kWindowPerCss); break;
      case ActionKind::kZoom: mpr_->viewport(plane).zoom_about(action.about, action.factor); break;
      case ActionKind::kPan: mpr_->viewport(plane).pan_by(action.dx, action.dy); break;
    }
  }
}

// Another slice is the nearest one now, perhaps.
void Viewer::mpr_moved(stream::Micros now) {
  if (!mpr_->source().volume().complete()) wish(now);
  changed(now);
}

// False: the command means the same as without planes.
bool Viewer::run_mpr(Command command, stream::Micros now) {
  Viewport& viewport = mpr_->viewport(mpr_->active());
  const Point centre = viewport.area().centre();
  const int all = static_cast<int>(mpr_->steps(mpr_->active()));
  const auto scroll = [&](int steps) {
    mpr_->scroll(mpr_->active(), steps);
    announce_at_ = now + kAnnounceAfter;
  };
  switch (command) {
    case Command::kToolWindow:
    case Command::kToolScroll:
    case Command::kToolZoom:
    case Command::kToolPan:
    case Command::kSmooth:
    case Command::kToggleStrip:
    case Command::kToggleOverlay:
    case Command::kNextPreset:
    case Command::kNextSeries:
    case Command::kPreviousSeries:
    case Command::kNextViewport:
    case Command::kPreviousViewport:
    case Command::kHelp:
    case Command::kLeave:
    case Command::kMpr: return false;
    case Command::kFit: viewport.fit(); break;
    case Command::kOneToOne: viewport.one_to_one(); break;
    case Command::kZoomIn: viewport.zoom_about(centre, kZoomStep); break;
    case Command::kZoomOut: viewport.zoom_about(centre, 1.0 / kZoomStep); break;
    case Command::kTurnRight: viewport.turn(1); break;
    case Command::kTurnLeft: viewport.turn(-1); break;
    case Command::kFlipLeftRight: viewport.flip_left_right(); break;
    case Command::kFlipTopBottom: viewport.flip_top_bottom(); break;
    case Command::kInvert: mpr_->toggle_invert(); break;
    case Command::kReset: mpr_->reset(); break;
    case Command::kNextImage: scroll(1); break;
    case Command::kPreviousImage: scroll(-1); break;
    case Command::kTenForward: scroll(kPage); break;
    case Command::kTenBack: scroll(-kPage); break;
    case Command::kFirstImage: scroll(-all); break;
    case Command::kLastImage: scroll(all); break;
    case Command::kMprSlab: set_mpr_slab(static_cast<MprSlab>((static_cast<int>(mpr_->slab()) + 1) % 4), now); break;
    case Command::kMprThicker: change_mpr_thickness(1, now); break;
    case Command::kMprThinner: change_mpr_thickness(-1, now); break;
    default:
      // Measurements, layers and the probe are of stored images: named, never silently ignored.
      say(Text::kMprNotHere, fill(Text::kMprNotHere, language_, {text(entry_of(command).name, language_)}), now);
      return true;
  }
  mpr_moved(now);
  return true;
}

// From one plane to the next as from viewport to viewport; false: there is none in that direction.
bool Viewer::run_planes(Command command, stream::Micros now) {
  if (command != Command::kNextViewport && command != Command::kPreviousViewport) return run_mpr(command, now);
  const int next = static_cast<int>(mpr_->active()) + (command == Command::kNextViewport ? 1 : -1);
  if (next < 0 || next > 2) return false;
  mpr_->activate(static_cast<MprPlane>(next));
  hold_mpr();
  announce_at_ = now + kAnnounceAfter;
  changed(now);
  return true;
}

void Viewer::set_mpr_slab(MprSlab slab, stream::Micros now) {
  if (!mpr_) return;
  mpr_->set_slab(slab);
  announce_at_ = now + kAnnounceAfter;
  changed(now);
}

void Viewer::change_mpr_thickness(int steps, stream::Micros now) {
  if (!mpr_) return;
  if (mpr_->slab() == MprSlab::kNone) mpr_->set_slab(MprSlab::kMaximum);
  else mpr_->change_thickness(steps);
  announce_at_ = now + kAnnounceAfter;
  changed(now);
}

std::string Viewer::mpr_sentence() const {
  const MprPlane plane = mpr_->active();
  const std::string slab = slab_text(*mpr_, language_);
  const std::string name = plane_name(*mpr_, plane, language_) + (slab.empty() ? "" : ", " + slab);
  return fill(Text::kAnnounceMpr, language_, {name, number_text(mpr_->axes().position_mm(plane), 1, language_), mpr_honesty(plane).text});
}

}  // namespace sansfilm::view
