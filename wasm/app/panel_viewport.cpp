// A viewport: the picture through the GL layer, then the texts and marks that shared/view made, then the scrubber; the active one of
// several has a frame.
#include <string>

#include "shared/view/scrubber.hpp"
#include "wasm/app/marks.hpp"
#include "wasm/app/ui.hpp"

namespace sansfilm::app {
namespace {

void draw_overlay(const Ui& ui, ImDrawList& list, std::size_t viewport) {
  view::DrawList marks;
  ui.viewer.build_overlay(viewport, marks);
  draw_marks(ui, list, marks);
}

// Laid over the picture by the picture's own transform.
void draw_graphics(const Ui& ui, ImDrawList& list, std::size_t viewport, ImTextureID texture) {
  const view::PictureGraphics& graphics = ui.viewer.graphics(viewport);
  const view::Affine map = ui.viewer.viewports().pane(viewport).cell().viewport().to_screen();
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

void draw_scrubber(const Ui& ui, ImDrawList& list, const view::Pane& pane) {
  if (pane.count() < 2) return;
  const view::Cell& cell = pane.cell();
  const view::SeriesModel& model = pane.stack();
  const view::Rect bar = view::scrubber_bar(cell.viewport().area(), ui.ratio);
  const float radius = static_cast<float>(bar.width) / 2;
  fill_rect(list, bar, IM_COL32(0x28, 0x31, 0x3B, 200), radius);
  draw_loaded(ui, list, bar, model);
  fill_rect(list, view::scrubber_mark(bar, cell.place(), model.count(), ui.s(14)), ui.theme.accent, radius);
}

// Nothing to show: why, in the middle.
void draw_empty(const Ui& ui, ImDrawList& list, const view::Pane& pane) {
  const view::Rect& area = pane.cell().viewport().area();
  std::string text;
  ImU32 colour = ui.theme.quiet;
  const view::StudyNotice notice = ui.viewer.notice(ui.now);
  if (!pane.has_frame()) {
    text = notice.text;
    colour = badge_colour(ui.theme, notice.badge);
    if (text.empty()) text = ui.t(pane.cell().has_series() ? view::Text::kNoPicture : view::Text::kEmptyViewport);
  } else if (pane.picture() == nullptr) {
    const view::Honesty honesty = pane.honesty(ui.language());
    text = honesty.text;
    colour = badge_colour(ui.theme, honesty.badge);
  }
  if (text.empty()) return;
  text = cut_text(ui, ui.theme.body, text, static_cast<float>(area.width) - ui.s(area.width < ui.s(300) ? 24 : 64));
  const ImVec2 size = text_size(ui, ui.theme.body, text);
  draw_text(ui, list, {static_cast<float>(area.centre().x) - size.x / 2, static_cast<float>(area.centre().y) - size.y / 2},
            ui.theme.body, colour, text);
}

}  // namespace

void viewport_panel(Ui& ui, std::size_t viewport, ImDrawCallback draw_picture, void* context, ImTextureID graphics) {
  const view::Viewports& all = ui.viewer.viewports();
  const view::Pane& pane = all.pane(viewport);
  const view::Rect& area = pane.cell().viewport().area();
  begin_panel(ui, ("viewport " + std::to_string(viewport)).c_str(), area, ui.theme.picture_back, ImGuiWindowFlags_NoInputs);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  if (pane.picture() != nullptr) {
    list.AddCallback(draw_picture, context);
    list.AddCallback(ImDrawCallback_ResetRenderState, nullptr);
    if (graphics != 0) draw_graphics(ui, list, viewport, graphics);
  }
  draw_empty(ui, list, pane);
  draw_overlay(ui, list, viewport);
  draw_scrubber(ui, list, pane);
  if (all.count() > 1 && viewport == all.active()) draw_frame(ui, list, area);
  ImGui::End();
}

}  // namespace sansfilm::app
