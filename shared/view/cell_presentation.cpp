// How a cell follows a presentation state: turned, mirrored and fitted as it wants, for the images that it speaks of.
//
// @source PS3.3 2024e C.10.4 (displayed area), C.10.6 (rotation, then flip)
#include <cmath>

#include "shared/measure/calibration.hpp"
#include "shared/view/cell.hpp"
#include "shared/view/layer_picture.hpp"

namespace sansfilm::view {
namespace {

// What a browser calls an inch is 96 of its pixels, whatever the screen: a true size is as true as that.
constexpr double kCssPerMm = 96.0 / 25.4;

}  // namespace

const pixel::PresentationState* Cell::presentation(const StudyModel& model) const {
  if (!series_ || !setting_.presentation || !model.series()[*series_].has_pictures()) return nullptr;
  const Layer& layer = layers_.at(*setting_.presentation);
  if (!layer.presentation) return nullptr;
  const ShownImage image = shown_image(model.series_of(*series_), model.frame_of(*series_, setting_.place));
  return pixel::refers_to(layer.presentation->images, image.uid, image.frame) ? &*layer.presentation : nullptr;
}

void Cell::choose_presentation(const StudyModel& model, std::optional<std::uint32_t> layer) {
  setting_.presentation = layer;
  reset(model);
}

void Cell::presentation_arrived(const StudyModel& model) {
  setting_changed();
  if (series_) fit_picture(model);
}

// The state may say how wide and high a pixel is shown; else the image does.
double Cell::pixel_height_of(const StudyModel& model) const {
  const wire::Series& series = model.series_of(*series_);
  const wire::Frame& frame = model.frame_of(*series_, setting_.place);
  if (const auto* state = presentation(model)) {
    const ShownImage image = shown_image(series, frame);
    if (const auto* area = pixel::displayed_area(*state, image.uid, image.frame)) {
      if (area->spacing_mm) return (*area->spacing_mm)[0] / (*area->spacing_mm)[1];
      if (area->aspect) return (*area->aspect)[0] / (*area->aspect)[1];
    }
  }
  return measure::pixel_height(series.geometries[frame.geometry]);
}

// Once for the images of a state that follow one another, so that what the user changes by hand stays while scrolling.
void Cell::follow_presentation(const StudyModel& model) {
  const pixel::PresentationState* state = presentation(model);
  const std::optional<std::uint32_t> now = state != nullptr ? setting_.presentation : std::nullopt;
  if (now == setting_.followed) return;
  setting_.followed = now;
  setting_changed();
  Viewport& viewport = setting_.viewport;
  viewport.reset();
  if (state == nullptr) return;
  // The state turns first and mirrors then, the viewport mirrors first: the turn changes its sense.
  const int quarters = static_cast<int>(std::lround(state->transform.degrees / 90.0));
  viewport.orient(state->transform.flip ? -quarters : quarters, state->transform.flip);
  const ShownImage image = shown_image(model.series_of(*series_), model.frame_of(*series_, setting_.place));
  const pixel::DisplayedArea* area = pixel::displayed_area(*state, image.uid, image.frame);
  if (area == nullptr) return;
  const Rect part = displayed_rect(*state, image.uid, image.frame, image.rows, image.columns);
  switch (area->size) {
    case pixel::DisplayedArea::Size::kScaleToFit: viewport.fit_region(part); break;
    case pixel::DisplayedArea::Size::kMagnify: viewport.show_at(part.centre(), area->magnification * pixel_ratio_); break;
    case pixel::DisplayedArea::Size::kTrueSize: viewport.show_at(part.centre(), (*area->spacing_mm)[1] * kCssPerMm * pixel_ratio_); break;
  }
}

}  // namespace sansfilm::view
