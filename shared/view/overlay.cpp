#include "shared/view/overlay.hpp"

#include <algorithm>
#include <cmath>

#include "shared/measure/calibration.hpp"
#include "shared/view/format.hpp"
#include "shared/view/measurement_words.hpp"
#include "shared/view/orientation.hpp"

namespace sansfilm::view {
namespace {

constexpr double kMarginCss = 14.0;
constexpr double kLineCss = 18.0;
constexpr double kScaleBarCss = 140.0;   // at most
constexpr double kTickCss = 4.0;
constexpr double kProbeGapCss = 4.0;
constexpr double kProbeReachCss = 13.0;
constexpr double kLetterCss = 16.0;      // beside an orientation letter in the middle of an edge
constexpr double kLetterRowCss = 22.0;   // the line that it stands in
constexpr double kFullWidthCss = 340.0, kFullHeightCss = 260.0;
constexpr double kShortWidthCss = 200.0, kShortHeightCss = 150.0;
constexpr double kSliceWidthCss = 260.0; // "Image 123 / 456" beside a letter
constexpr double kBarHeightCss = 240.0;  // a lower viewport has no room for the scale bar beside its letter

// Lines of text that grow from one corner of the viewport.
class Corner {
 public:
  Corner(const Rect& area, bool right, bool bottom, double ratio, DrawList& out)
      : out_(out), right_(right), bottom_(bottom), step_(kLineCss * ratio) {
    const double margin = kMarginCss * ratio;
    half_ = std::max(1.0, area.width / 2 - margin - kLetterCss * ratio);
    whole_ = std::max(1.0, area.width - 2 * margin);
    letter_ = kLetterRowCss * ratio;
    at_ = {right ? area.right() - margin : area.x + margin, bottom ? area.bottom() - margin : area.y + margin};
    edge_ = at_.y;
  }

  // Beside what the other corner says, or with the line to itself.
  void add(std::string text, Ink ink = Ink::kText, bool alone = false) {
    if (text.empty()) return;
    out_.texts.push_back({.at = at_,
                          .horizontal = right_ ? Anchor::kEnd : Anchor::kStart,
                          .vertical = bottom_ ? Anchor::kEnd : Anchor::kStart,
                          .ink = ink,
                          .text = std::move(text),
                          .most_px = alone ? whole_ : half_});
    skip(1);
  }
  void skip(int lines) { at_.y += (bottom_ ? -step_ : step_) * lines; }
  // To where a line may cross the whole width.
  void leave_letter() { at_.y = bottom_ ? std::min(at_.y, edge_ - letter_) : std::max(at_.y, edge_ + letter_); }

 private:
  DrawList& out_;
  bool right_, bottom_;
  double step_;
  double edge_ = 0.0, letter_ = 0.0;
  double half_ = 0.0, whole_ = 0.0;
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
  const auto calibration = measure::calibration_at(geometry, middle.x, middle.y);
  // A vertical bar at the left: it measures whatever axis of the picture stands upright.
  const bool lying = in.viewport->quarters() % 2 != 0;
  const double px_per_pixel = lying ? in.viewport->scale() : in.viewport->scale() * measure::pixel_height(geometry);
  if (!calibration || px_per_pixel <= 0) return;
  const double mm_per_px = (lying ? calibration->column_mm : calibration->row_mm) / px_per_pixel;
  // Between the letter in the middle of the edge and its own foot at seven tenths of the height.
  const double room_px = std::min({kScaleBarCss * in.pixel_ratio, area.height * 0.18, area.height * 0.2 - kLetterCss * in.pixel_ratio});
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

void add_probe(const OverlayInput& in, Corner& corner) {
  const std::vector<ProbeLine> lines = probe_lines(*in.probe, in.language);
  for (auto line = lines.rbegin(); line != lines.rend(); ++line) corner.add(line->text, line->ink, true);   // the corner grows upwards
}

// A cross that leaves its middle free.
void add_probe_mark(const OverlayInput& in, DrawList& out) {
  const Point at = *in.probe_mark;
  const double gap = kProbeGapCss * in.pixel_ratio, end = kProbeReachCss * in.pixel_ratio;
  const double pen = std::max(1.0, std::round(in.pixel_ratio));
  for (const Point d : {Point{1, 0}, Point{-1, 0}, Point{0, 1}, Point{0, -1}}) {
    out.lines.push_back({{at.x + d.x * gap, at.y + d.y * gap}, {at.x + d.x * end, at.y + d.y * end}, pen, Ink::kAccent});
  }
}

// "R CC": of an image of one of two sides.
std::string side_and_view(const wire::PixelFormat& format) {
  if (format.laterality != "R" && format.laterality != "L") return {};
  return format.view.empty() ? format.laterality : format.laterality + " " + format.view;
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

OverlayDetail overlay_detail(const Rect& area, double ratio) {
  const double width = area.width / ratio, height = area.height / ratio;
  if (width >= kFullWidthCss && height >= kFullHeightCss) return OverlayDetail::kFull;
  return width >= kShortWidthCss && height >= kShortHeightCss ? OverlayDetail::kShort : OverlayDetail::kLeast;
}

void build_overlay(const OverlayInput& in, DrawList& out) {
  if (in.viewport == nullptr || in.model == nullptr || in.series == nullptr || !in.model->has_pictures()) return;
  const Rect& area = in.viewport->area();
  const wire::Frame& frame = in.series->frames[in.model->frames[in.place]];
  const wire::Geometry& geometry = in.series->geometries[frame.geometry];
  const OverlayDetail detail = overlay_detail(area, in.pixel_ratio);

  // Where there is no room side by side, what is not final stands under the name of the series, over the whole width.
  const bool narrow = area.width / in.pixel_ratio < kFullWidthCss;
  int state_lines = 0;
  if (in.honesty != nullptr && !in.honesty->is_final) {
    Corner top_right(area, true, false, in.pixel_ratio, out);
    if (narrow) top_right.leave_letter();
    const Ink ink = in.honesty->badge == Badge::kFault ? Ink::kFault : Ink::kCaution;
    top_right.add(text(Text::kNotFinal, in.language), ink, narrow);
    if (detail != OverlayDetail::kLeast) top_right.add(in.honesty->text, ink, narrow);
    state_lines = detail != OverlayDetail::kLeast ? 2 : 1;
  }

  Corner top_left(area, false, false, in.pixel_ratio, out);
  const std::string number = in.series->number != 0 ? "  " + fill(Text::kSeries, in.language, {std::to_string(in.series->number)}) : std::string();
  const std::string side = side_and_view(in.series->pixel_formats[frame.pixels]);
  if (detail == OverlayDetail::kFull) {
    top_left.add(in.series->modality + number + (side.empty() ? "" : "  " + side));
    top_left.add(in.series->description, Ink::kQuiet);
  } else if (!side.empty()) {
    top_left.add(side);   // which breast, before what the series is called
  } else {
    top_left.add(in.series->description.empty() ? in.series->modality + number : in.series->description);
  }
  if (narrow && state_lines > 0) {
    top_left.leave_letter();
    top_left.skip(state_lines);
  }
  if (detail != OverlayDetail::kLeast || in.graphics_hidden) add_graphics(in, frame, top_left);
  for (const OverlayLine& line : in.layers) {
    if (detail != OverlayDetail::kLeast || line.ink != Ink::kQuiet) top_left.add(line.text, line.ink);
  }
  if (in.model->order == StackOrder::kMixed) top_left.add(text(Text::kMixedStack, in.language), Ink::kCaution);

  Corner bottom_left(area, false, true, in.pixel_ratio, out);
  if (detail == OverlayDetail::kFull && geometry.slice_thickness_mm > 0) {
    bottom_left.add(fill(Text::kThickness, in.language, {number_text(geometry.slice_thickness_mm, 2, in.language)}), Ink::kQuiet);
  }
  if (detail == OverlayDetail::kFull && in.model->order == StackOrder::kPosition) {
    bottom_left.add(fill(Text::kSlicePosition, in.language, {number_text(in.model->along_mm[in.place], 1, in.language)}), Ink::kQuiet);
  }
  const std::string place = std::to_string(in.place + 1), count = std::to_string(in.model->count());
  bottom_left.add(area.width / in.pixel_ratio < kSliceWidthCss ? place + " / " + count : fill(Text::kSlice, in.language, {place, count}));

  if (narrow) {
    bottom_left.leave_letter();
    bottom_left.skip(1);   // of the window
  } else if (in.probe != nullptr) {
    bottom_left.leave_letter();
  }
  bottom_left.add(in.cine, Ink::kAccent, narrow);
  if (in.probe != nullptr) add_probe(in, bottom_left);
  if (in.probe_mark) add_probe_mark(in, out);

  Corner bottom_right(area, true, true, in.pixel_ratio, out);
  WindowValues window = in.window;
  if (detail != OverlayDetail::kFull && window.known) window.name.clear();
  if (narrow) bottom_right.leave_letter();
  // The least has one line for both: what is inverted must be said.
  const bool has_room = detail != OverlayDetail::kLeast || !in.inverted;
  if (has_room) bottom_right.add(window_text(window, in.language), Ink::kText, narrow);
  if (detail == OverlayDetail::kFull) {
    const std::string zoom = number_text(in.viewport->scale() * 100, 0, in.language);
    bottom_right.add(fill(Text::kZoomValue, in.language, {zoom + (in.language == Language::kFrench ? "\u00A0%" : "%")}), Ink::kQuiet);
  }
  if (in.inverted) bottom_right.add(text(Text::kInverted, in.language), Ink::kCaution, narrow);

  add_letters(in, geometry, out);
  if (area.height / in.pixel_ratio >= kBarHeightCss) add_scale_bar(in, geometry, out);
}

}  // namespace sansfilm::view
