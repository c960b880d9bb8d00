#include "wasm/app/marks.hpp"

#include <string>
#include <vector>

namespace sansfilm::app {

ImU32 im_colour(const view::Colour& colour) { return IM_COL32(colour.red, colour.green, colour.blue, colour.alpha); }

namespace {

ImU32 ink_colour(const Theme& theme, view::Ink ink) {
  switch (ink) {
    case view::Ink::kText: return theme.text;
    case view::Ink::kQuiet: return IM_COL32(0xC2, 0xCB, 0xD4, 255);
    case view::Ink::kAccent: return theme.accent;
    case view::Ink::kCaution: return theme.caution;
    case view::Ink::kFault: return theme.fault;
  }
  return theme.text;
}

float css_size(const Theme& theme, view::TextSize size) {
  switch (size) {
    case view::TextSize::kSmall: return 13.0F;
    case view::TextSize::kBody: return theme.body;
    case view::TextSize::kTitle: return theme.title;
  }
  return theme.body;
}

float shift(view::Anchor anchor, float extent) {
  switch (anchor) {
    case view::Anchor::kStart: return 0.0F;
    case view::Anchor::kMiddle: return extent / 2;
    case view::Anchor::kEnd: return extent;
  }
  return 0.0F;
}

// White text on a white lung is not text: each has a dark halo.
void draw_mark(const Ui& ui, ImDrawList& list, const view::TextMark& mark) {
  const bool strong = mark.size == view::TextSize::kTitle;
  const float css = css_size(ui.theme, mark.size);
  const std::string text = mark.most_px > 0 ? cut_text(ui, css, mark.text, static_cast<float>(mark.most_px), strong) : mark.text;
  const ImVec2 size = text_size(ui, css, text, strong);
  const ImVec2 at{static_cast<float>(mark.at.x) - shift(mark.horizontal, size.x),
                  static_cast<float>(mark.at.y) - shift(mark.vertical, size.y)};
  const float o = ui.s(1);
  for (const ImVec2 d : {ImVec2(-o, 0), ImVec2(o, 0), ImVec2(0, -o), ImVec2(0, o)}) {
    draw_text(ui, list, {at.x + d.x, at.y + d.y}, css, ui.theme.halo, text, strong);
  }
  const ImU32 colour = mark.colour ? im_colour(*mark.colour) : ink_colour(ui.theme, mark.ink);
  draw_text(ui, list, at, css, colour, text, strong);
}

// A coloured line on a dark one: seen on white and on black.
void draw_path(const Ui& ui, ImDrawList& list, const view::PathMark& mark) {
  if (mark.points.size() < 2) return;
  std::vector<ImVec2> points;
  points.reserve(mark.points.size());
  for (const view::Point& point : mark.points) points.push_back(to_im(point));
  const int count = static_cast<int>(points.size());
  if (mark.filled && count > 2) {
    view::Colour fill = mark.colour;
    fill.alpha = static_cast<std::uint8_t>(fill.alpha / 3);
    list.AddConcavePolyFilled(points.data(), count, im_colour(fill));
  }
  const ImDrawFlags flags = mark.closed ? ImDrawFlags_Closed : 0;
  const auto width = static_cast<float>(mark.width_px);
  list.AddPolyline(points.data(), count, IM_COL32(0, 0, 0, 130), flags, width + ui.s(2));
  list.AddPolyline(points.data(), count, im_colour(mark.colour), flags, width);
}

}  // namespace

void draw_marks(const Ui& ui, ImDrawList& list, const view::DrawList& marks) {
  for (const view::PathMark& path : marks.paths) draw_path(ui, list, path);
  for (const view::LineMark& line : marks.lines) {
    const auto width = static_cast<float>(line.width_px);
    list.AddLine(to_im(line.from), to_im(line.to), ui.theme.halo, width + ui.s(2));
  }
  for (const view::LineMark& line : marks.lines) {
    list.AddLine(to_im(line.from), to_im(line.to), ink_colour(ui.theme, line.ink), static_cast<float>(line.width_px));
  }
  for (const view::TextMark& mark : marks.texts) draw_mark(ui, list, mark);
}

void draw_frame(const Ui& ui, ImDrawList& list, const view::Rect& area) {
  const float pen = ui.s(2);
  list.AddRect({static_cast<float>(area.x) + pen / 2, static_cast<float>(area.y) + pen / 2},
               {static_cast<float>(area.right()) - pen / 2, static_cast<float>(area.bottom()) - pen / 2}, ui.theme.accent, 0.0F, 0, pen);
}

}  // namespace sansfilm::app
