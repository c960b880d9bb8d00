// The viewport: the picture through the GL layer, then the texts and marks that shared/view made, then the scrubber.
#include "shared/view/scrubber.hpp"
#include "wasm/app/ui.hpp"

namespace sansfilm::app {
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
  const ImVec2 size = text_size(ui, css, mark.text, strong);
  const ImVec2 at{static_cast<float>(mark.at.x) - shift(mark.horizontal, size.x),
                  static_cast<float>(mark.at.y) - shift(mark.vertical, size.y)};
  const float o = ui.s(1);
  for (const ImVec2 d : {ImVec2(-o, 0), ImVec2(o, 0), ImVec2(0, -o), ImVec2(0, o)}) {
    draw_text(ui, list, {at.x + d.x, at.y + d.y}, css, ui.theme.halo, mark.text, strong);
  }
  draw_text(ui, list, at, css, ink_colour(ui.theme, mark.ink), mark.text, strong);
}

void draw_overlay(const Ui& ui, ImDrawList& list) {
  view::DrawList marks;
  ui.viewer.build_overlay(marks);
  for (const view::LineMark& line : marks.lines) {
    const auto width = static_cast<float>(line.width_px);
    list.AddLine(to_im(line.from), to_im(line.to), ui.theme.halo, width + ui.s(2));
  }
  for (const view::LineMark& line : marks.lines) {
    list.AddLine(to_im(line.from), to_im(line.to), ink_colour(ui.theme, line.ink), static_cast<float>(line.width_px));
  }
  for (const view::TextMark& mark : marks.texts) draw_mark(ui, list, mark);
}

// Laid over the picture by the picture's own transform.
void draw_graphics(const Ui& ui, ImDrawList& list, ImTextureID texture) {
  const view::PictureGraphics& graphics = ui.viewer.graphics();
  const view::Affine map = ui.viewer.cell().viewport().to_screen();
  const double right = graphics.columns, bottom = graphics.rows;
  list.AddImageQuad(ImTextureRef(texture), to_im(map.apply({0, 0})), to_im(map.apply({right, 0})), to_im(map.apply({right, bottom})),
                    to_im(map.apply({0, bottom})));
}

void fill_rect(ImDrawList& list, const view::Rect& r, ImU32 colour, float radius) {
  list.AddRectFilled({static_cast<float>(r.x), static_cast<float>(r.y)},
                     {static_cast<float>(r.right()), static_cast<float>(r.bottom())}, colour, radius);
}

// Which pictures are there: runs of equal state drawn as one rectangle each.
void draw_loaded(const Ui& ui, ImDrawList& list, const view::Rect& bar, const view::SeriesModel& model) {
  const view::StudyStream& study = *ui.viewer.study();
  const auto rows = static_cast<std::uint32_t>(std::max(1.0, bar.height));
  const std::uint32_t bins = std::min(rows, model.count());
  const auto loaded = [&](std::uint32_t bin) {
    const std::uint32_t first = bin * model.count() / bins;
    const std::uint32_t end = std::max(first + 1, (bin + 1) * model.count() / bins);
    for (std::uint32_t p = first; p < end; ++p) {
      if (study.fraction({model.series, model.frames[p]}) < 1.0) return false;
    }
    return true;
  };
  for (std::uint32_t bin = 0; bin < bins;) {
    std::uint32_t end = bin + 1;
    if (!loaded(bin)) {
      bin = end;
      continue;
    }
    while (end < bins && loaded(end)) ++end;
    fill_rect(list, {bar.x, bar.y + bar.height * bin / bins, bar.width, bar.height * (end - bin) / bins}, ui.theme.faint,
              static_cast<float>(bar.width) / 2);
    bin = end;
  }
}

void draw_scrubber(const Ui& ui, ImDrawList& list) {
  if (!ui.viewer.has_frame()) return;
  const view::Cell& cell = ui.viewer.cell();
  const view::SeriesModel& model = ui.viewer.study()->model().series()[cell.series()];
  if (model.count() < 2) return;
  const view::Rect bar = view::scrubber_bar(cell.viewport().area(), ui.ratio);
  const float radius = static_cast<float>(bar.width) / 2;
  fill_rect(list, bar, IM_COL32(0x28, 0x31, 0x3B, 200), radius);
  draw_loaded(ui, list, bar, model);
  fill_rect(list, view::scrubber_mark(bar, cell.place(), model.count(), ui.s(14)), ui.theme.accent, radius);
}

// Nothing to show: why, in the middle.
void draw_empty(const Ui& ui, ImDrawList& list, const view::Rect& area) {
  std::string text;
  ImU32 colour = ui.theme.quiet;
  const view::StudyNotice notice = ui.viewer.notice(ui.now);
  if (!ui.viewer.has_frame()) {
    text = notice.text;
    colour = badge_colour(ui.theme, notice.badge);
    if (text.empty() && ui.viewer.cell().has_series()) text = ui.t(view::Text::kNoPicture);
  } else if (ui.viewer.picture() == nullptr) {
    const view::Honesty honesty = ui.viewer.honesty();
    text = honesty.text;
    colour = badge_colour(ui.theme, honesty.badge);
  }
  if (text.empty()) return;
  text = cut_text(ui, ui.theme.body, text, static_cast<float>(area.width) - ui.s(64));
  const ImVec2 size = text_size(ui, ui.theme.body, text);
  draw_text(ui, list, {static_cast<float>(area.centre().x) - size.x / 2, static_cast<float>(area.centre().y) - size.y / 2},
            ui.theme.body, colour, text);
}

}  // namespace

void viewport_panel(Ui& ui, ImDrawCallback draw_picture, void* context, ImTextureID graphics) {
  const view::Rect& area = ui.viewer.cell().viewport().area();
  begin_panel(ui, "viewport", area, ui.theme.picture_back, ImGuiWindowFlags_NoInputs);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  if (ui.viewer.picture() != nullptr) {
    list.AddCallback(draw_picture, context);
    list.AddCallback(ImDrawCallback_ResetRenderState, nullptr);
    if (graphics != 0) draw_graphics(ui, list, graphics);
  }
  draw_empty(ui, list, area);
  draw_overlay(ui, list);
  draw_scrubber(ui, list);
  ImGui::End();
}

}  // namespace sansfilm::app
