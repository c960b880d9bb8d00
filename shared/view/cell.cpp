#include "shared/view/cell.hpp"

#include <utility>

#include "shared/view/blending.hpp"
#include "shared/view/chest_wall.hpp"
#include "shared/measure/calibration.hpp"
#include "shared/view/display.hpp"
#include "shared/view/layer_picture.hpp"
#include "shared/view/window_choice.hpp"

namespace sansfilm::view {
void Cell::set_area(Rect area, double pixel_ratio) {
  area_ = area;
  pixel_ratio_ = pixel_ratio;
  setting_.viewport.set_area(area);
}

void Cell::show_series(const StudyModel& model, std::uint32_t series) {
  if (series_) kept_.insert_or_assign(*series_, setting_);
  const auto kept = kept_.find(series);
  setting_ = kept != kept_.end() ? kept->second : SeriesSetting{};
  series_ = series;
  setting_.viewport.set_area(area_);
  setting_changed();
  fit_picture(model);
}

void Cell::show_place(const StudyModel& model, std::uint32_t place) {
  setting_.place = place;
  setting_changed();
  fit_picture(model);
}

void Cell::show_nothing() {
  if (series_) kept_.insert_or_assign(*series_, setting_);
  series_.reset();
  setting_ = {};
  setting_.viewport.set_area(area_);
  setting_changed();
}

void Cell::forget_study() {
  series_.reset();
  setting_ = {};
  setting_.viewport.set_area(area_);
  kept_.clear();
  back_to_back_ = false;
  faced_.reset();
  graphics_for_.reset();
  graphics_ = {};
  setting_changed();
}

// Frames of one series may differ in size: the viewport then fits anew.
void Cell::fit_picture(const StudyModel& model) {
  const wire::Series& series = model.series_of(*series_);
  if (!model.series()[*series_].has_pictures()) return;
  const wire::Frame& frame = model.frame_of(*series_, setting_.place);
  const wire::PixelFormat& format = series.pixel_formats[frame.pixels];
  setting_.viewport.set_picture(format.columns, format.rows, pixel_height_of(model));
  face_chest_wall(model);
  follow_presentation(model);
}

void Cell::set_back_to_back(const StudyModel& model, bool on) {
  if (on == back_to_back_) return;
  back_to_back_ = on;
  faced_.reset();
  if (!on) {
    const auto as_stored = [](Viewport& viewport) {
      viewport.lean(Viewport::Edge::kNone);
      viewport.orient(0, false);
    };
    as_stored(setting_.viewport);
    for (auto& [series, kept] : kept_) as_stored(kept.viewport);
  }
  if (series_) fit_picture(model);
}

void Cell::face_chest_wall(const StudyModel& model) {
  if (!back_to_back_ || faced_ == std::pair(*series_, setting_.place)) return;
  faced_ = std::pair(*series_, setting_.place);
  const wire::Series& series = model.series_of(*series_);
  const wire::Frame& frame = model.frame_of(*series_, setting_.place);
  const auto turn = chest_wall(series.pixel_formats[frame.pixels].laterality, series.geometries[frame.geometry].patient_orientation);
  setting_.viewport.lean(turn ? turn->edge : Viewport::Edge::kNone);
  setting_.viewport.orient(0, turn && turn->mirrored);
}

stream::FrameId Cell::frame(const StudyModel& model) const {
  const SeriesModel& series = model.series()[*series_];
  return {series.series, series.frames[setting_.place]};
}

std::optional<pixel::Plane> Cell::plane(const StudyModel& model) const { return plane_of(model.series_of(*series_), model.frame_of(*series_, setting_.place)); }

void Cell::toggle_invert() {
  setting_.invert = !setting_.invert;
  setting_changed();
}

void Cell::choose(const Preset& preset) {
  setting_.preset_name = preset.name;
  setting_.voi = voi_of(preset);
  setting_changed();
}

void Cell::adjust_window(double d_center, double d_width) {
  const auto moved = moved_window(parameters_, d_center, d_width);
  if (made_for_ == 0 || !moved) return;
  setting_.voi = {};
  setting_.voi.kind = pixel::VoiChoice::Kind::kWindow;
  setting_.voi.window = *moved;
  setting_.preset_name.clear();
  setting_changed();
  parameters_.window = *moved;  // the next move of the same drag starts from here, even before a paint
}

void Cell::take_window(const Cell& from) {
  setting_.voi = from.setting_.voi;
  setting_.preset_name = from.setting_.preset_name;
  setting_.invert = from.setting_.invert;
  setting_changed();
}

void Cell::take_display(const StudyModel& model, const Cell& from) {
  const std::uint32_t place = setting_.place;
  setting_ = from.setting_;
  setting_.place = place;
  setting_.viewport.set_area(area_);
  setting_changed();
  fit_picture(model);
}

void Cell::reset(const StudyModel& model) {
  setting_.voi = {};
  setting_.preset_name.clear();
  setting_.invert = false;
  setting_.viewport.reset();
  faced_.reset();
  setting_.followed.reset();
  setting_changed();
  if (series_) fit_picture(model);
}

const PictureGraphics& Cell::graphics(const StudyModel& model, bool show_overlays, const Over& over) {
  const bool follows = presentation(model) != nullptr;
  const GraphicsKey key{*series_, setting_.place, show_overlays, layers_.revision(), follows ? setting_.presentation : std::nullopt,
                        over.picture != nullptr ? over.picture->revision : 0};
  if (graphics_for_ == key) return graphics_;
  graphics_for_ = key;
  graphics_ = make_graphics(model, show_overlays, over);
  graphics_.revision = ++graphics_revision_;
  return graphics_;
}

PictureGraphics Cell::make_graphics(const StudyModel& model, bool show_overlays, const Over& over) const {
  const wire::Series& series = model.series_of(*series_);
  const wire::Frame& frame = model.frame_of(*series_, setting_.place);
  const ShownImage image = shown_image(series, frame);
  const pixel::PresentationState* state = presentation(model);
  std::vector<std::uint8_t> masks;
  if (state != nullptr && over.picture != nullptr) masks = blended_over(*state, image, *over.series, *over.frame, *over.picture);
  if (!layers_.hidden()) {
    for (const std::uint32_t index : layers_.of_series(series)) {
      if (layers_.at(index).on) paint_segments(layers_.at(index), image, masks);
    }
  }
  if (frame.graphics == wire::kNoIndex && state == nullptr && masks.empty()) return {};
  pixel::ImageDescription described = describe_image(series, frame);
  if (state != nullptr) {
    described.shutter = state->shutter;
    described.overlays.insert(described.overlays.end(), state->overlays.begin(), state->overlays.end());
  }
  return picture_graphics(described, show_overlays, std::move(masks));
}

const pixel::ShaderParameters& Cell::parameters(const StudyModel& model, const Picture& picture) {
  if (made_for_ == picture.revision && !stale_) return parameters_;
  const wire::Series& series = model.series_of(*series_);
  const wire::Frame& frame = model.frame_of(*series_, setting_.place);
  const pixel::ImageDescription image = describe_image(series, frame);
  pixel::DisplayState state;
  if (const auto* chosen = presentation(model)) state = pixel::apply_presentation_state(*chosen, image, shown_image(series, frame).uid);
  if (setting_.voi.kind != pixel::VoiChoice::Kind::kDefault) state.voi = setting_.voi;
  state.invert = setting_.invert;
  parameters_ = pixel::shader_parameters(picture.frame, image, state);
  made_for_ = picture.revision;
  stale_ = false;
  ++parameters_revision_;
  return parameters_;
}

}  // namespace sansfilm::view
