// What a cell shows, told in a way that a screen of any size can follow.
#include <algorithm>

#include "shared/view/cell.hpp"

namespace sansfilm::view {
namespace {

using Kind = pixel::VoiChoice::Kind;

constexpr pixel::VoiFunction kFunctions[] = {pixel::VoiFunction::kLinear, pixel::VoiFunction::kLinearExact, pixel::VoiFunction::kSigmoid};

}  // namespace

together::SharedView Cell::shared(const StudyModel& model) const {
  const wire::Series& series = model.series_of(*series_);
  const wire::Frame& frame = model.frame_of(*series_, setting_.place);
  together::SharedView out;
  out.series_uid = series.series_instance_uid;
  out.image_uid = series.instances[frame.instance].sop_instance_uid;
  out.frame = frame.frame;
  const pixel::VoiChoice& voi = setting_.voi;
  if (voi.kind == Kind::kWindow) {
    out.voi = together::Voi::kWindow;
    out.center = voi.window.centre;
    out.width = voi.window.width;
    out.function = static_cast<std::uint8_t>(std::find(std::begin(kFunctions), std::end(kFunctions), voi.window.function) - std::begin(kFunctions));
  } else if (voi.kind == Kind::kLut) {
    out.voi = together::Voi::kLut;
    out.lut = static_cast<std::uint32_t>(voi.index);
  } else if (voi.kind == Kind::kAutomatic) {
    out.voi = together::Voi::kAutomatic;
  }
  out.inverted = setting_.invert;
  const Viewport& viewport = setting_.viewport;
  out.fitted = viewport.fitted();
  if (!out.fitted) {
    out.middle = viewport.to_picture(viewport.area().centre());
    out.seen_width = viewport.area().width / viewport.scale();
    out.seen_height = viewport.area().height / viewport.scale();
  }
  out.quarters = viewport.quarters();
  out.mirrored = viewport.mirrored();
  return out;
}

void Cell::follow(const together::SharedView& view) {
  setting_.voi = {};
  setting_.preset_name.clear();
  if (view.voi == together::Voi::kWindow) {
    setting_.voi.kind = Kind::kWindow;
    setting_.voi.window = {view.center, view.width, kFunctions[std::min<std::size_t>(view.function, std::size(kFunctions) - 1)], {}};
  } else if (view.voi == together::Voi::kLut) {
    setting_.voi.kind = Kind::kLut;
    setting_.voi.index = view.lut;
  } else if (view.voi == together::Voi::kAutomatic) {
    setting_.voi.kind = Kind::kAutomatic;
  }
  setting_.invert = view.inverted;
  Viewport& viewport = setting_.viewport;
  viewport.orient(view.quarters, view.mirrored);
  if (view.fitted) viewport.fit();
  else viewport.show_at(view.middle, std::min(viewport.area().width / view.seen_width, viewport.area().height / view.seen_height));
  setting_changed();
}

}  // namespace sansfilm::view
