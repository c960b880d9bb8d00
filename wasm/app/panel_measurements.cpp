// The measurements of the study: what each one measures, where it is; a press leads to it. Beside the picture, or below it on a
// narrow page.
#include <algorithm>

#include "wasm/app/icons.hpp"
#include "wasm/app/ui.hpp"

namespace sansfilm::app {
namespace {

using view::Command;

constexpr float kLineCss = 19.0F;
constexpr float kRowPadCss = 8.0F;

// Name and image, then the values; the bin at its right.
void draw_row(Ui& ui, const view::MeasurementRow& row, float width) {
  ImGui::PushID(static_cast<int>(row.id));
  const float target = ui.s(ui.theme.target);
  const float height = std::max(target, ui.s(kLineCss) * static_cast<float>(row.values.size() + 1) + ui.s(kRowPadCss) * 2);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const bool pressed = ImGui::InvisibleButton("row", {width - target, height});
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const ImVec2 high{at.x + width, at.y + height};
  if (row.selected) list.AddRectFilled(at, high, ui.theme.accent_soft, ui.s(ui.theme.radius));
  else if (ImGui::IsItemHovered()) list.AddRectFilled(at, high, ui.theme.hover, ui.s(ui.theme.radius));
  const float x = at.x + ui.s(8), room = width - target - ui.s(12);
  std::string name = row.name + "  " + ui.viewer.image_of_measurement(row.id);
  if (row.kept) name += "  " + row.author;
  else if (ui.viewer.can_keep()) name += "  " + std::string(ui.t(view::Text::kNotKept));
  float y = at.y + ui.s(kRowPadCss);
  draw_text(ui, list, {x, y}, ui.theme.small, row.here ? ui.theme.text : ui.theme.quiet, cut_text(ui, ui.theme.small, name, room));
  for (const std::string& value : row.values) {
    y += ui.s(kLineCss);
    draw_text(ui, list, {x, y}, ui.theme.body, row.provisional ? ui.theme.caution : ui.theme.text, cut_text(ui, ui.theme.body, value, room));
  }
  ImGui::SetCursorScreenPos({high.x - target, at.y + (height - target) / 2});
  const std::string shortcut = view::shortcut_text(view::entry_of(Command::kDeleteMeasure).first, ui.language());
  const bool removed = !row.kept && icon_button(ui, "delete", icons::kBin, ButtonState::kOn, ui.t(view::Text::kDeleteMeasure), shortcut);
  ImGui::SetCursorScreenPos({at.x, high.y + ui.s(2)});
  ImGui::Dummy({width, 0});
  ImGui::PopID();
  if (removed) ui.viewer.delete_measurement(row.id);
  else if (pressed) ui.viewer.choose_measurement(row.id, ui.now);
}

void draw_rows(Ui& ui, float width) {
  const std::vector<view::MeasurementRow> rows = ui.viewer.measurement_rows();
  if (rows.empty()) {
    ImGui::PushTextWrapPos(ImGui::GetCursorPosX() + width);
    ImGui::PushStyleColor(ImGuiCol_Text, ui.theme.quiet);
    ImGui::TextUnformatted(ui.t(view::Text::kNoMeasurements));
    ImGui::PopStyleColor();
    ImGui::PopTextWrapPos();
  }
  for (const view::MeasurementRow& row : rows) draw_row(ui, row, width);
}

void draw_head(Ui& ui, float width) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  draw_text(ui, *ImGui::GetWindowDrawList(), {at.x, at.y + ui.s(12)}, ui.theme.title, ui.theme.text, ui.t(view::Text::kMeasurements), true);
  const float side = ui.s(ui.theme.target);
  const view::MeasurementList& list = ui.viewer.measurements().list();
  const auto button = [&](float from_right, Command command, const char* icon, bool can) {
    ImGui::SetCursorScreenPos({at.x + width - from_right * side, at.y});
    const view::CommandEntry& entry = view::entry_of(command);
    if (icon_button(ui, entry.id.data(), icon, can ? ButtonState::kOn : ButtonState::kPlain, ui.t(entry.name), view::shortcut_text(entry.first, ui.language()))) ui.viewer.run(command, ui.now);
  };
  if (ui.viewer.can_keep()) button(4, Command::kKeepMeasurements, icons::kKeep, !ui.viewer.keeping() && !ui.viewer.measurements().unsaved().ids.empty());
  button(3, Command::kUndo, icons::kUndo, list.can_undo());
  button(2, Command::kRedo, icons::kRedo, list.can_redo());
  ImGui::SetCursorScreenPos({at.x + width - side, at.y});
  if (icon_button(ui, "close", icons::kClose, ButtonState::kOn, ui.t(view::Text::kClose))) ui.viewer.set_measurements_open(false);
}

}  // namespace

void measurements_panel(Ui& ui) {
  const view::Rect& area = ui.viewer.page().side;
  if (!ui.viewer.measurements_open() || area.width <= 0 || area.height <= 0) return;
  begin_side_panel(ui, "measurements", area);
  const float width = ImGui::GetContentRegionAvail().x;
  draw_head(ui, width);
  draw_rows(ui, width);
  end_side_panel(ui, area);
}

}  // namespace sansfilm::app
