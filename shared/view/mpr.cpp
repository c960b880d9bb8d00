#include "shared/view/mpr.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "shared/view/format.hpp"

namespace sansfilm::view {
namespace {

using volume::Vector3;

constexpr std::uint32_t kFirstRevision = 0x80000000U;   // PictureStore counts from 1: both are textures of one cache
constexpr double kSlowSamples = 2.5e6;                  // of all planes: more of them in one paint are felt by the hand

volume::SlabMode mode_of(MprSlab slab) {
  switch (slab) {
    case MprSlab::kMaximum: return volume::SlabMode::kMaximum;
    case MprSlab::kMinimum: return volume::SlabMode::kMinimum;
    case MprSlab::kNone:
    case MprSlab::kMean: break;
  }
  return volume::SlabMode::kMean;
}

bool same_plane(const volume::CutPlane& a, const volume::CutPlane& b) {
  return a.middle == b.middle && a.right == b.right && a.down == b.down && a.pixel_mm == b.pixel_mm && a.columns == b.columns && a.rows == b.rows &&
         a.slab.mode == b.slab.mode && a.slab.thickness_mm == b.slab.thickness_mm && a.slab.finest == b.slab.finest;
}

}  // namespace

Point MprField::to_picture(const Vector3& point) const {
  const Vector3 off = volume::minus(point, middle);
  return {volume::dot(off, axes.right) / pixel_mm + columns / 2.0, volume::dot(off, axes.down) / pixel_mm + rows / 2.0};
}

Vector3 MprField::to_patient(Point picture) const {
  return volume::plus(volume::plus(middle, axes.right, (picture.x - columns / 2.0) * pixel_mm), axes.down, (picture.y - rows / 2.0) * pixel_mm);
}

Mpr::Mpr(MprSource source, const Vector3& centre, const pixel::VoiChoice& voi, const std::string& preset_name, bool inverted)
    : source_(std::move(source)), preset_name_(preset_name), next_revision_(kFirstRevision) {
  display_.voi = voi;
  display_.invert = inverted;
  first_display_ = display_;
  first_preset_name_ = preset_name_;
  axes_.reset(source_.volume().lattice().clamped(centre));
  renew_pixels();
}

// The finest spacing, but no plane larger than a screen can show.
void Mpr::renew_pixels() {
  const volume::Lattice& lattice = source_.volume().lattice();
  const double finest = std::min({lattice.column_mm(), lattice.row_mm(), lattice.spacing_mm()});
  double largest = 0;
  for (const Vector3& axis : {Vector3{1, 0, 0}, Vector3{0, 1, 0}, Vector3{0, 0, 1}}) largest = std::max(largest, 2 * lattice.half_extent(axis));
  pixel_mm_ = std::max(finest, largest / (kMostPixels - 2));
}

void Mpr::lay_out(const Rect& stage, double pixel_ratio) {
  layout_ = lay_out_mpr(stage, pixel_ratio);
  pixel_ratio_ = pixel_ratio;
  for (const MprPlane plane : kMprPlanes) {
    viewport(plane).set_area(layout_.planes[index(plane)]);
    fit_picture(plane, false);
  }
}

MprField Mpr::field(MprPlane plane) const {
  const volume::Lattice& lattice = source_.volume().lattice();
  const PlaneAxes& axes = axes_.axes(plane);
  const Vector3 normal = axes.normal();
  const auto pixels = [&](const Vector3& direction) {
    // A pixel at each end, and an even number: half the resolution then covers the same.
    const auto count = static_cast<std::uint32_t>(std::ceil(2 * lattice.half_extent(direction) / pixel_mm_ - 1e-6)) + 2;
    return count + count % 2;
  };
  const Vector3 middle = lattice.middle();
  const double off = volume::dot(volume::minus(axes_.centre(), middle), normal);
  return {.middle = volume::plus(middle, normal, off), .axes = axes, .pixel_mm = pixel_mm_, .columns = pixels(axes.right), .rows = pixels(axes.down)};
}

Point Mpr::to_screen(MprPlane plane, const Vector3& point) const { return viewport(plane).to_screen(field(plane).to_picture(point)); }
Vector3 Mpr::to_patient(MprPlane plane, Point screen) const { return field(plane).to_patient(viewport(plane).to_picture(screen)); }

std::optional<MprPlane> Mpr::plane_at(Point screen) const {
  for (const MprPlane plane : kMprPlanes) {
    if (layout_.planes[index(plane)].contains(screen)) return plane;
  }
  return std::nullopt;
}

void Mpr::fit_picture(MprPlane plane, bool keep_scale) {
  const MprField now = field(plane);
  Viewport& view = viewport(plane);
  if (!keep_scale || view.empty()) {
    view.set_picture(now.columns, now.rows);
    return;
  }
  // A plane that turns changes its size: what lies at the centre stays where it is, as large as it is.
  const double scale = view.scale();
  view.set_picture(now.columns, now.rows);
  view.show_at(now.to_picture(axes_.centre()), scale);
}

void Mpr::move_to(const Vector3& centre) { axes_.move_to(source_.volume().lattice().clamped(centre)); }

void Mpr::turn(MprPlane about, double radians) {
  if (radians == 0) return;
  std::array<Point, 3> before;
  for (const MprPlane plane : kMprPlanes) before[index(plane)] = to_screen(plane, axes_.centre());
  axes_.turn(about, radians);
  for (const MprPlane plane : kMprPlanes) {
    if (plane == about) continue;
    fit_picture(plane, true);
    const Point after = to_screen(plane, axes_.centre());
    viewport(plane).pan_by(before[index(plane)].x - after.x, before[index(plane)].y - after.y);
  }
}

double Mpr::step_mm(MprPlane plane) const {
  const volume::Lattice& lattice = source_.volume().lattice();
  const double along_slices = volume::dot(axes_.axes(plane).normal(), lattice.normal());
  constexpr double kNearly = 0.9;
  return std::abs(along_slices) > kNearly ? lattice.spacing_mm() * (along_slices < 0 ? -1 : 1) : pixel_mm_;
}

void Mpr::scroll(MprPlane plane, int steps) {
  const volume::Lattice& lattice = source_.volume().lattice();
  const Vector3 normal = axes_.axes(plane).normal();
  const Vector3 wanted = volume::plus(axes_.centre(), normal, step_mm(plane) * steps);
  // At the end of the volume the plane stops, and the other two stay where they are.
  const Vector3 there = lattice.clamped(wanted);
  if (volume::distance_mm(there, wanted) < 1e-6) {
    axes_.move_to(wanted);
    return;
  }
  const double way = volume::dot(volume::minus(there, axes_.centre()), normal);
  axes_.move_to(lattice.clamped(volume::plus(axes_.centre(), normal, way)));
}

std::uint32_t Mpr::steps(MprPlane plane) const {
  const Vector3 normal = axes_.axes(plane).normal();
  return static_cast<std::uint32_t>(2 * source_.volume().lattice().half_extent(normal) / std::abs(step_mm(plane))) + 1;
}

void Mpr::change_thickness(int steps) {
  const auto last = static_cast<std::int64_t>(kThicknesses_mm.size()) - 1;
  thickness_ = static_cast<std::size_t>(std::clamp<std::int64_t>(static_cast<std::int64_t>(thickness_) + steps, 0, last));
}

void Mpr::reset() {
  axes_.reset(source_.volume().lattice().middle());
  slab_ = MprSlab::kNone;
  display_ = first_display_;
  preset_name_ = first_preset_name_;
  for (const MprPlane plane : kMprPlanes) {
    viewport(plane).reset();
    fit_picture(plane, false);
  }
  display_changed();
}

// --- display ---------------------------------------------------------------------------------------------------------

void Mpr::display_changed() {
  for (Pane& pane : panes_) pane.parameters_for = 0;
}

void Mpr::choose(const Preset& preset) {
  display_.voi = voi_of(preset);
  preset_name_ = preset.name;
  display_changed();
}

void Mpr::adjust_window(double d_center, double d_width) {
  const auto moved = moved_window(parameters(active_), d_center, d_width);
  if (!moved) return;
  display_.voi = {};
  display_.voi.kind = pixel::VoiChoice::Kind::kWindow;
  display_.voi.window = *moved;
  preset_name_.clear();
  display_changed();
}

void Mpr::toggle_invert() {
  display_.invert = !display_.invert;
  display_changed();
}

const pixel::ShaderParameters& Mpr::parameters(MprPlane plane) {
  Pane& pane = panes_[index(plane)];
  if (!pane.has_picture || pane.parameters_for == pane.picture.revision) return pane.parameters;
  // The range of a plane would change with every step: it is that of the first, until another window is chosen.
  pane.parameters = pixel::shader_parameters(pane.picture.frame, source_.image(), display_);
  if (pane.parameters.automatic) {
    display_.voi = {};
    display_.voi.kind = pixel::VoiChoice::Kind::kWindow;
    display_.voi.window = pane.parameters.window;
  }
  pane.parameters_for = pane.picture.revision;
  // Never one that a cell counts: both upload their tables to the same shader.
  pane.parameters_revision = kFirstRevision + ++next_parameters_;
  return pane.parameters;
}

WindowValues Mpr::window_values() const {
  const Pane& pane = panes_[index(active_)];
  WindowValues out{.name = preset_name_};
  if (!pane.has_picture) return out;
  using Mode = pixel::ShaderParameters::Mode;
  out.known = pane.parameters.mode == Mode::kGrey;
  out.center = pane.parameters.window.centre;
  out.width = pane.parameters.window.width;
  if (out.name.empty()) out.name = pane.parameters.window.explanation;
  return out;
}

// --- pictures --------------------------------------------------------------------------------------------------------

volume::CutPlane Mpr::wanted_cut(MprPlane plane, std::uint8_t reduce) const {
  const MprField now = field(plane);
  const std::uint32_t step = 1U << reduce;
  return {.middle = now.middle,
          .right = now.axes.right,
          .down = now.axes.down,
          .pixel_mm = now.pixel_mm * step,
          .columns = now.columns / step,
          .rows = now.rows / step,
          .slab = {mode_of(slab_), thickness_mm(), reduce > 0 ? 1.0 : 0.5}};
}

std::uint8_t Mpr::wanted_reduce() const {
  if (!moving_ || slab_ == MprSlab::kNone) return 0;
  double samples = 0;   // all three are cut in one paint
  for (const MprPlane one : kMprPlanes) {
    const volume::CutPlane full = wanted_cut(one, 0);
    samples += 1.0 * full.columns * full.rows * volume::slab_samples(source_.volume().lattice(), full.slab, axes_.axes(one).normal());
  }
  return samples > kSlowSamples ? 1 : 0;
}

void Mpr::cut(MprPlane plane, const volume::CutPlane& order, std::uint8_t reduce, stream::Micros now) {
  Pane& pane = panes_[index(plane)];
  const volume::Cut made = volume::cut_plane(source_.volume(), order);
  pane.quality = volume::quality_of(source_.volume(), made);
  const bool same_size = pane.has_picture && pane.picture.frame.columns == made.columns && pane.picture.frame.rows == made.rows;
  const std::uint32_t before = pane.picture.revision;
  pane.has_picture = !made.samples.empty();
  if (pane.has_picture) {
    pane.picture.frame = volume::frame_of(source_.volume(), made, pane.quality.is_final());
    pane.picture.state.quality = pane.quality.is_final() ? wire::Quality::kFull : wire::Quality::kPartial;
    pane.picture.state.reduce = reduce;
    pane.picture.state.lossless = source_.lossless();
    pane.picture.revision = next_revision_++;
    // A texture of the same size gets new samples instead of a new one beside it.
    pane.picture.patch = same_size ? Patch{before, 0, 0, made.columns, made.rows} : Patch{};
    pane.parameters_for = 0;
  }
  pane.cut = order;
  pane.reduce = reduce;
  pane.volume_revision = source_.volume().revision();
  pane.made_at = now;
  (void)parameters(plane);
}

bool Mpr::make(stream::Micros now) {
  bool any = false;
  const std::uint32_t revision = source_.volume().revision();
  const bool complete = source_.volume().complete();
  const std::uint8_t reduce = wanted_reduce();
  stale_ = false;
  for (const MprPlane plane : kMprPlanes) {
    const Pane& pane = panes_[index(plane)];
    const volume::CutPlane order = wanted_cut(plane, reduce);
    const bool moved = !pane.has_picture || !same_plane(order, pane.cut);
    const bool better = pane.volume_revision != revision;
    if (moved || (better && (complete || now - pane.made_at >= kRefreshAfter))) {
      cut(plane, order, reduce, now);
      any = true;
    } else if (better) {
      stale_ = true;
    }
  }
  return any;
}

stream::Micros Mpr::wake_us() const {
  if (!stale_) return stream::kNever;
  stream::Micros oldest = stream::kNever;
  for (const Pane& pane : panes_) oldest = std::min(oldest, pane.made_at);
  return std::max(source_.volume().complete() ? oldest : oldest + kRefreshAfter, asked_at_ + kRefreshAfter);
}

const Picture* Mpr::picture(MprPlane plane) const {
  const Pane& pane = panes_[index(plane)];
  return pane.has_picture && pane.quality.finals + pane.quality.previews > 0 ? &pane.picture : nullptr;
}

Honesty Mpr::honesty(MprPlane plane, std::uint32_t failed, Language language) const {
  const volume::CutQuality& made_of = quality(plane);
  const std::string finals = std::to_string(made_of.finals), slices = std::to_string(made_of.slices);
  if (!made_of.is_final() || made_of.slices == 0) {
    if (failed > 0) return {.badge = Badge::kFault, .text = fill(Text::kMprFailed, language, {std::to_string(failed), finals, slices})};
    return {.badge = Badge::kWorking, .text = fill(Text::kMprPartial, language, {finals, slices})};
  }
  Honesty out{.badge = Badge::kFinal, .is_final = true, .lossless = source_.lossless()};
  out.text = text(out.lossless ? Text::kMprFinal : Text::kMprFinalLossy, language);
  const bool not_whole = source_.volume().coarseness() > 1;
  if (not_whole) out.text += ". " + fill(Text::kMprCoarse, language, {std::to_string(source_.volume().coarseness())});
  if (coarse(plane)) out.text += ". " + std::string(text(Text::kMprMoving, language));
  if (!out.lossless || not_whole || coarse(plane)) out.badge = Badge::kCaution;
  return out;
}

}  // namespace sansfilm::view
