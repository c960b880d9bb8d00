// Short messages over the viewport, in the middle of its upper edge.
#include "wasm/app/ui.hpp"

namespace sansfilm::app {

void toasts_panel(Ui& ui) {
  const view::Rect& area = ui.viewer.page().stage;
  ImDrawList& list = *ImGui::GetForegroundDrawList();
  float y = static_cast<float>(area.y) + ui.s(ui.theme.gap * 2);
  for (const view::Toast& toast : ui.viewer.toasts().all()) {
    const ImVec2 size = text_size(ui, ui.theme.body, toast.text);
    const float pad_x = ui.s(ui.theme.gap * 2), pad_y = ui.s(ui.theme.gap);
    const ImVec2 low{static_cast<float>(area.centre().x) - size.x / 2 - pad_x, y};
    const ImVec2 high{low.x + size.x + 2 * pad_x, y + size.y + 2 * pad_y};
    list.AddRectFilled(low, high, ui.theme.raised, ui.s(ui.theme.radius));
    list.AddRect(low, high, ui.theme.line, ui.s(ui.theme.radius), 0, ui.s(1));
    draw_text(ui, list, {low.x + pad_x, low.y + pad_y}, ui.theme.body, ui.theme.text, toast.text);
    y = high.y + ui.s(ui.theme.gap);
  }
}

}  // namespace sansfilm::app
