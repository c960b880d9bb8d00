// Every command with its shortcut, and what mouse and fingers do.
#include <algorithm>

#include "wasm/app/icons.hpp"
#include "wasm/app/ui.hpp"

namespace sansfilm::app {
namespace {

std::string keys_of(const Ui& ui, const view::CommandEntry& entry) {
  std::string keys = view::shortcut_text(entry.first, ui.language());
  if (!entry.second.key.empty()) keys += "  " + view::shortcut_text(entry.second, ui.language());
  return keys;
}

void command_row(Ui& ui, const view::CommandEntry& entry, float width) {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const std::string keys = keys_of(ui, entry);
  const float keys_width = text_size(ui, ui.theme.small, keys, true).x;
  draw_text(ui, list, at, ui.theme.small, ui.theme.text,
            cut_text(ui, ui.theme.small, ui.t(entry.name), width - keys_width - ui.s(ui.theme.gap)));
  draw_text(ui, list, {at.x + width - keys_width, at.y}, ui.theme.small, ui.theme.accent, keys, true);
  ImGui::Dummy({width, ui.s(19)});
}

void all_commands(Ui& ui, float width, int columns) {
  const auto table = view::command_table();
  const std::size_t per_column = (table.size() + static_cast<std::size_t>(columns) - 1) / static_cast<std::size_t>(columns);
  const float gap = ui.s(ui.theme.gap * 4);
  const float column_width = (width - gap * static_cast<float>(columns - 1)) / static_cast<float>(columns);
  for (int column = 0; column < columns; ++column) {
    if (column > 0) ImGui::SameLine(0, gap);
    ImGui::BeginGroup();
    for (std::size_t i = 0; i < per_column; ++i) {
      const std::size_t index = static_cast<std::size_t>(column) * per_column + i;
      if (index < table.size()) command_row(ui, table[index], column_width);
    }
    ImGui::EndGroup();
  }
}

}  // namespace

void help_panel(Ui& ui) {
  if (!ui.viewer.help_open()) return;
  const ImVec2 page = ImGui::GetIO().DisplaySize;
  const int columns = page.x < ui.s(720) ? 1 : page.x < ui.s(1080) ? 2 : 3;
  const float width = std::min(page.x - ui.s(32), ui.s(columns == 1 ? 380 : columns == 2 ? 680 : 1000));
  ImGui::SetNextWindowPos({page.x / 2, page.y / 2}, ImGuiCond_Always, {0.5F, 0.5F});
  ImGui::SetNextWindowSizeConstraints({width, 0}, {width, page.y - ui.s(32)});   // what is longer scrolls
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(ui.s(24), ui.s(20)));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, ui.s(10));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, ui.s(1));
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(ui.s(8), ui.s(6)));
  ImGui::PushStyleColor(ImGuiCol_WindowBg, ui.theme.raised);
  ImGui::SetNextWindowFocus();
  ImGui::Begin("help", nullptr,
               ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoMove |
                   ImGuiWindowFlags_NoCollapse | ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_AlwaysAutoResize);
  const float inner = width - ui.s(48) - ImGui::GetStyle().ScrollbarSize;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const ImVec2 at = ImGui::GetCursorScreenPos();
  draw_text(ui, list, {at.x, at.y + ui.s(10)}, ui.theme.title, ui.theme.text, ui.t(view::Text::kHelp), true);
  ImGui::SetCursorScreenPos({at.x + inner - ui.s(36), at.y});
  if (icon_button(ui, "close", icons::kClose, ButtonState::kOn, ui.t(view::Text::kClose))) ui.viewer.set_help(false);
  all_commands(ui, inner, columns);
  ImGui::Dummy({inner, ui.s(4)});
  ImGui::PushTextWrapPos(ImGui::GetCursorPosX() + inner);
  ImGui::PushStyleColor(ImGuiCol_Text, ui.theme.quiet);
  ImGui::PushFont(nullptr, ui.s(ui.theme.small));
  for (const view::Text line : {view::Text::kMouseWheel, view::Text::kMouseButtons, view::Text::kTouchHelp}) {
    ImGui::TextUnformatted(ui.t(line));
  }
  ImGui::PopFont();
  ImGui::PopStyleColor();
  ImGui::PopTextWrapPos();
  const bool outside = ImGui::IsMouseClicked(ImGuiMouseButton_Left) && !ImGui::IsWindowHovered() && !ImGui::IsWindowAppearing();
  if (outside) ui.viewer.set_help(false);
  ImGui::End();
  ImGui::PopStyleColor();
  ImGui::PopStyleVar(4);
}

}  // namespace sansfilm::app
