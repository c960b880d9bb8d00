#include "shared/view/cell.hpp"

#include <algorithm>

#include "shared/view/calibration.hpp"
#include "shared/view/display.hpp"

namespace sansfilm::view {
namespace {

constexpr double kLeastWidth = 1e-6;

}  // namespace

void Cell::set_area(Rect area) {
  area_ = area;
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

void Cell::forget_study() {
  series_.reset();
  setting_ = {};
  setting_.viewport.set_area(area_);
  kept_.clear();
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
  setting_.viewport.set_picture(format.columns, format.rows, pixel_height(series.geometries[frame.geometry]));
}

stream::FrameId Cell::frame(const StudyModel& model) const {
  const SeriesModel& series = model.series()[*series_];
  return {series.series, series.frames[setting_.place]};
}

void Cell::toggle_invert() {
  setting_.invert = !setting_.invert;
  setting_changed();
}

void Cell::choose(const Preset& preset) {
  using Kind = pixel::VoiChoice::Kind;
  setting_.preset_name = preset.name;
  setting_.voi = {};
  switch (preset.origin) {
    case PresetOrigin::kFileWindow:
    case PresetOrigin::kModality: {
      pixel::VoiFunction function = pixel::VoiFunction::kLinear;
      if (preset.function == wire::WindowFunction::kLinearExact) function = pixel::VoiFunction::kLinearExact;
      if (preset.function == wire::WindowFunction::kSigmoid) function = pixel::VoiFunction::kSigmoid;
      setting_.voi.kind = Kind::kWindow;
      setting_.voi.window = {preset.center, preset.width, function, preset.name};
      break;
    }
    case PresetOrigin::kFileLut:
      setting_.voi.kind = Kind::kLut;
      setting_.voi.index = preset.index;
      break;
    case PresetOrigin::kRange: setting_.voi.kind = Kind::kAutomatic; break;
  }
  setting_changed();
}

void Cell::adjust_window(double d_center, double d_width) {
  using Mode = pixel::ShaderParameters::Mode;
  const bool grey = parameters_.mode == Mode::kGrey || parameters_.mode == Mode::kTable ||
                    parameters_.mode == Mode::kSupplemental || parameters_.mode == Mode::kPseudoColour;
  if (made_for_ == 0 || !grey) return;
  pixel::Window window = parameters_.window;
  const double unit = window.width;
  window.centre += d_center * unit;
  // LINEAR is only defined from a width of 1 on (PS3.3 C.11.2.1.2.1).
  const double least = window.function == pixel::VoiFunction::kLinear ? 1.0 : kLeastWidth;
  window.width = std::max(least, window.width + d_width * unit);
  window.explanation.clear();
  setting_.voi = {};
  setting_.voi.kind = pixel::VoiChoice::Kind::kWindow;
  setting_.voi.window = window;
  setting_.preset_name.clear();
  setting_changed();
  parameters_.window = window;  // the next move of the same drag starts from here, even before a paint
}

void Cell::reset() {
  setting_.voi = {};
  setting_.preset_name.clear();
  setting_.invert = false;
  setting_.viewport.reset();
  setting_changed();
}

const PictureGraphics& Cell::graphics(const StudyModel& model, bool show_overlays) {
  const GraphicsKey key{*series_, setting_.place, show_overlays};
  if (graphics_for_ == key) return graphics_;
  graphics_for_ = key;
  graphics_ = {};
  const wire::Frame& frame = model.frame_of(key.series, key.place);
  if (frame.graphics != wire::kNoIndex) graphics_ = picture_graphics(describe_image(model.series_of(key.series), frame), show_overlays);
  graphics_.revision = ++graphics_revision_;
  return graphics_;
}

const pixel::ShaderParameters& Cell::parameters(const StudyModel& model, const Picture& picture) {
  if (made_for_ == picture.revision && !stale_) return parameters_;
  const wire::Series& series = model.series_of(*series_);
  pixel::DisplayState state;
  state.voi = setting_.voi;
  state.invert = setting_.invert;
  parameters_ = pixel::shader_parameters(picture.frame, describe_image(series, model.frame_of(*series_, setting_.place)),
                                         state);
  made_for_ = picture.revision;
  stale_ = false;
  ++parameters_revision_;
  return parameters_;
}

}  // namespace sansfilm::view
