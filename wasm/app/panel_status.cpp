// The last line: whether the picture is final, what the connection does, how much of the series is here.
#include "wasm/app/ui.hpp"

namespace sansfilm::app {

void status_panel(Ui& ui) {
  const view::Rect& area = ui.viewer.page().status;
  begin_panel(ui, "status", area, ui.theme.surface, ImGuiWindowFlags_NoInputs);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const auto left = static_cast<float>(area.x), top = static_cast<float>(area.y);
  list.AddRectFilled({left, top}, {static_cast<float>(area.right()), top + ui.s(1)}, ui.theme.line);
  const float margin = ui.s(ui.theme.gap * 2);
  const float y = static_cast<float>(area.centre().y) - ui.s(ui.theme.small) * 0.62F;

  float x = left + margin;
  const auto say = [&](view::Badge badge, const std::string& text) {
    if (text.empty()) return;
    const ImU32 colour = badge_colour(ui.theme, badge);
    const char* icon = badge_icon(badge);
    if (icon[0] != '\0') x += draw_text(ui, list, {x, y + ui.s(1)}, ui.theme.small, colour, icon) + ui.s(6);
    x += draw_text(ui, list, {x, y}, ui.theme.small, colour, text) + margin;
  };
  const view::StudyNotice notice = ui.viewer.notice(ui.now);
  if (ui.viewer.has_frame()) {
    const view::Honesty honesty = ui.viewer.honesty();
    say(honesty.badge, honesty.text);
  }
  say(notice.badge, notice.text);

  if (ui.viewer.has_frame()) {
    const stream::Progress progress = ui.viewer.study()->progress(ui.viewer.cell().series());
    if (progress.complete < progress.frames) {
      const std::string loaded = std::to_string(progress.complete) + " / " + std::to_string(progress.frames);
      const float width = text_size(ui, ui.theme.small, loaded).x;
      draw_text(ui, list, {static_cast<float>(area.right()) - margin - width, y}, ui.theme.small, ui.theme.quiet, loaded);
    }
  }
  ImGui::End();
}

}  // namespace sansfilm::app
