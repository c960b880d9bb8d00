#include "shared/view/overlay.hpp"

#include <algorithm>
#include <cmath>

#include "shared/view/calibration.hpp"
#include "shared/view/format.hpp"
#include "shared/view/orientation.hpp"

namespace sansfilm::view {
namespace {

constexpr double kMarginCss = 14.0;
constexpr double kLineCss = 18.0;
constexpr double kScaleBarCss = 140.0;   // at most
constexpr double kTickCss = 4.0;

// Lines of text that grow from one corner of the viewport.
class Corner {
 public:
  Corner(const Rect& area, bool right, bool bottom, double ratio, DrawList& out)
      : out_(out), right_(right), bottom_(bottom), step_(kLineCss * ratio) {
    const double margin = kMarginCss * ratio;
    at_ = {right ? area.right() - margin : area.x + margin, bottom ? area.bottom() - margin : area.y + margin};
  }

  void add(std::string text, Ink ink = Ink::kText) {
    if (text.empty()) return;
    out_.texts.push_back({.at = at_,
                          .horizontal = right_ ? Anchor::kEnd : Anchor::kStart,
                          .vertical = bottom_ ? Anchor::kEnd : Anchor::kStart,
                          .ink = ink,
                          .text = std::move(text)});
    at_.y += bottom_ ? -step_ : step_;
  }

 private:
  DrawList& out_;
  bool right_, bottom_;
  double step_;
  Point at_;
};

void add_letters(const OverlayInput& in, const wire::Geometry& geometry, DrawList& out) {
  const pixel::EdgeLetters letters = edge_letters(geometry, *in.viewport);
  const Rect& area = in.viewport->area();
  const double margin = kMarginCss * in.pixel_ratio;
  const auto add = [&](const std::string& text, Point at, Anchor horizontal, Anchor vertical) {
    if (text.empty()) return;
    out.texts.push_back({at, horizontal, vertical, TextSize::kTitle, Ink::kText, text});
  };
  add(letters.left, {area.x + margin, area.centre().y}, Anchor::kStart, Anchor::kMiddle);
  add(letters.right, {area.right() - margin, area.centre().y}, Anchor::kEnd, Anchor::kMiddle);
  add(letters.top, {area.centre().x, area.y + margin}, Anchor::kMiddle, Anchor::kStart);
  add(letters.bottom, {area.centre().x, area.bottom() - margin}, Anchor::kMiddle, Anchor::kEnd);
}

void add_scale_bar(const OverlayInput& in, const wire::Geometry& geometry, DrawList& out) {
  const Rect& area = in.viewport->area();
  const Point middle = in.viewport->to_picture(area.centre());
  const auto calibration = calibration_at(geometry, middle.x, middle.y);
  // A vertical bar at the left: it measures whatever axis of the picture stands upright.
  const bool lying = in.viewport->quarters() % 2 != 0;
  const double px_per_pixel = lying ? in.viewport->scale() : in.viewport->scale() * pixel_height(geometry);
  if (!calibration || px_per_pixel <= 0) return;
  const double mm_per_px = (lying ? calibration->column_mm : calibration->row_mm) / px_per_pixel;
  const double room_px = std::min(kScaleBarCss * in.pixel_ratio, area.height / 4);
  const double length_mm = round_length(room_px * mm_per_px);
  if (length_mm <= 0) return;
  const double length_px = length_mm / mm_per_px;

  const double x = area.x + kMarginCss * in.pixel_ratio;
  const double y = area.y + area.height * 0.70;
  const double tick = kTickCss * in.pixel_ratio;
  const double pen = std::max(1.0, std::round(in.pixel_ratio * 1.25));
  out.lines.push_back({{x, y}, {x, y - length_px}, pen, Ink::kText});
  out.lines.push_back({{x, y}, {x + tick, y}, pen, Ink::kText});
  out.lines.push_back({{x, y - length_px}, {x + tick, y - length_px}, pen, Ink::kText});

  const bool in_cm = length_mm >= 10.0;
  std::string label = number_text(in_cm ? length_mm / 10.0 : length_mm, 3, in.language) + (in_cm ? " cm" : " mm");
  const std::string kind = qualification(calibration->kind, in.language);
  if (!kind.empty()) label += " " + kind;
  out.texts.push_back({{x + tick * 2, y - length_px / 2}, Anchor::kStart, Anchor::kMiddle, TextSize::kSmall, Ink::kText,
                       std::move(label)});
}

// Which planes lie over the picture, and whether they are seen; that a shutter hides part of it.
void add_graphics(const OverlayInput& in, const wire::Frame& frame, Corner& corner) {
  if (frame.graphics == wire::kNoIndex) return;
  const wire::Graphics& graphics = in.series->graphics[frame.graphics];
  if (!graphics.overlays.empty()) {
    if (in.graphics_hidden) {
      corner.add(text(Text::kGraphicsHidden, in.language), Ink::kCaution);
    } else {
      std::string names;
      for (const wire::Overlay& overlay : graphics.overlays) {
        if (!overlay.label.empty()) names += (names.empty() ? "" : ", ") + overlay.label;
      }
      corner.add(text(Text::kGraphicsShown, in.language) + (names.empty() ? "" : "  " + names), Ink::kQuiet);
    }
  }
  if (graphics.shutter) corner.add(text(Text::kShutter, in.language), Ink::kQuiet);
}

}  // namespace

double round_length(double most) {
  if (!(most > 0.0) || !std::isfinite(most)) return 0.0;
  const double power = std::pow(10.0, std::floor(std::log10(most)));
  for (const double step : {5.0, 2.0}) {
    if (step * power <= most * (1 + 1e-9)) return step * power;
  }
  return power;
}

std::string window_text(const WindowValues& window, Language language) {
  if (!window.known) return window.name;
  const int decimals = window.width < 10.0 ? 2 : 0;
  std::string out = fill(Text::kWindowValues, language, {number_text(window.center, decimals, language),
                                                          number_text(window.width, decimals, language)});
  if (!window.name.empty()) out = window.name + "  " + out;
  return out;
}

void build_overlay(const OverlayInput& in, DrawList& out) {
  if (in.viewport == nullptr || in.model == nullptr || in.series == nullptr || !in.model->has_pictures()) return;
  const Rect& area = in.viewport->area();
  const wire::Frame& frame = in.series->frames[in.model->frames[in.place]];
  const wire::Geometry& geometry = in.series->geometries[frame.geometry];

  Corner top_left(area, false, false, in.pixel_ratio, out);
  top_left.add(in.series->modality + (in.series->number != 0 ? "  " + fill(Text::kSeries, in.language,
                                                                            {std::to_string(in.series->number)})
                                                              : std::string{}));
  top_left.add(in.series->description, Ink::kQuiet);
  add_graphics(in, frame, top_left);
  if (in.model->order == StackOrder::kMixed) top_left.add(text(Text::kMixedStack, in.language), Ink::kCaution);

  Corner top_right(area, true, false, in.pixel_ratio, out);
  if (in.honesty != nullptr && !in.honesty->is_final) {
    const Ink ink = in.honesty->badge == Badge::kFault ? Ink::kFault : Ink::kCaution;
    top_right.add(text(Text::kNotFinal, in.language), ink);
    top_right.add(in.honesty->text, ink);
  }

  Corner bottom_left(area, false, true, in.pixel_ratio, out);
  if (geometry.slice_thickness_mm > 0) {
    bottom_left.add(fill(Text::kThickness, in.language, {number_text(geometry.slice_thickness_mm, 2, in.language)}),
                    Ink::kQuiet);
  }
  if (in.model->order == StackOrder::kPosition) {
    bottom_left.add(fill(Text::kSlicePosition, in.language,
                         {number_text(in.model->along_mm[in.place], 1, in.language)}),
                    Ink::kQuiet);
  }
  bottom_left.add(fill(Text::kSlice, in.language,
                       {std::to_string(in.place + 1), std::to_string(in.model->count())}));

  Corner bottom_right(area, true, true, in.pixel_ratio, out);
  bottom_right.add(window_text(in.window, in.language));
  const std::string zoom = number_text(in.viewport->scale() * 100, 0, in.language);
  bottom_right.add(fill(Text::kZoomValue, in.language, {zoom + (in.language == Language::kFrench ? "\u00A0%" : "%")}),
                   Ink::kQuiet);
  if (in.inverted) bottom_right.add(text(Text::kInverted, in.language), Ink::kCaution);

  add_letters(in, geometry, out);
  add_scale_bar(in, geometry, out);
}

}  // namespace sansfilm::view
