// What is drawn over the pictures: presentation states to choose from, segmentations and structure sets with their parts.
// Beside the picture, or below it on a narrow page, so that it hides nothing of it.
#include <algorithm>

#include "shared/view/format.hpp"
#include "wasm/app/icons.hpp"
#include "wasm/app/ui.hpp"

namespace sansfilm::app {
namespace {

constexpr float kRowCss = 40.0F;
constexpr float kHeadingCss = 30.0F;
constexpr float kSliderCss = 44.0F;

const char* icon_of(const view::LayerRow& row) {
  if (row.kind == view::LayerRow::Kind::kPresentation) return row.on ? icons::kRadioOn : icons::kRadioOff;
  return row.on ? icons::kEye : icons::kEyeOff;
}

void draw_heading(const Ui& ui, const view::LayerRow& row, float width) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float height = ui.s(kHeadingCss);
  draw_text(ui, *ImGui::GetWindowDrawList(), {at.x, at.y + height - ui.s(20)}, ui.theme.small, ui.theme.quiet, row.text, true);
  ImGui::Dummy({width, height});
}

// One row: icon, colour, name, and in a second line why it is not seen.
void draw_row(Ui& ui, std::size_t index, const view::LayerRow& row, float width) {
  ImGui::PushID(static_cast<int>(index));
  const float height = ui.s(kRowCss);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const bool pressed = ImGui::InvisibleButton("row", {width, height});
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const ImVec2 high{at.x + width, at.y + height};
  const bool under_cursor = ui.viewer.row_cursor() == index;
  if (ImGui::IsItemHovered() || under_cursor) list.AddRectFilled(at, high, ui.theme.hover, ui.s(ui.theme.radius));
  if (under_cursor) {
    list.AddRect(at, high, ui.theme.accent, ui.s(ui.theme.radius), 0, ui.s(1.5F));
    if (ImGui::IsWindowAppearing() || !ImGui::IsItemVisible()) ImGui::SetScrollHereY(0.5F);
  }
  const bool is_part = row.kind == view::LayerRow::Kind::kPart;
  float x = at.x + ui.s(is_part ? 20 : 6);
  const ImU32 icon_colour = row.on ? ui.theme.accent : ui.theme.faint;
  const ImVec2 icon_size = text_size(ui, 18.0F, icon_of(row));
  draw_text(ui, list, {x, at.y + (height - icon_size.y) / 2}, 18.0F, icon_colour, icon_of(row));
  x += ui.s(28);
  if (is_part) {
    const float side = ui.s(14), y = at.y + (height - side) / 2;
    const ImU32 colour = IM_COL32(row.colour[0], row.colour[1], row.colour[2], row.on ? 255 : 90);
    list.AddRectFilled({x, y}, {x + side, y + side}, colour, ui.s(3));
    list.AddRect({x, y}, {x + side, y + side}, ui.theme.line, ui.s(3));
    x += side + ui.s(10);
  }
  const ImU32 colour = !row.on ? ui.theme.quiet : row.here ? ui.theme.text : ui.theme.faint;
  const float room = high.x - x - ui.s(4);
  if (row.note.empty()) {
    draw_text(ui, list, {x, at.y + (height - ui.s(ui.theme.body) * 1.24F) / 2}, ui.theme.body, colour, cut_text(ui, ui.theme.body, row.text, room));
  } else {
    draw_text(ui, list, {x, at.y + ui.s(3)}, ui.theme.body, colour, cut_text(ui, ui.theme.body, row.text, room));
    draw_text(ui, list, {x, at.y + ui.s(21)}, ui.theme.small, row.fault ? ui.theme.fault : ui.theme.quiet, cut_text(ui, ui.theme.small, row.note, room));
  }
  tooltip(ui, row.text.c_str(), {});
  ImGui::PopID();
  if (pressed) ui.viewer.switch_row(index, ui.now);
}

// How much of the anatomy a segmentation's fill lets through: a bar that a finger can drag.
void draw_slider(Ui& ui, std::uint32_t layer, float width) {
  const double opacity = ui.viewer.layers().at(layer).opacity;
  ImGui::PushID(static_cast<int>(layer));
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float height = ui.s(kSliderCss);
  ImGui::InvisibleButton("opacity", {width, height});
  const float left = at.x + ui.s(34), right = at.x + width - ui.s(14);
  const auto part = [&](float x) { return std::clamp((x - left) / std::max(1.0F, right - left), 0.0F, 1.0F); };
  if (ImGui::IsItemActive()) ui.viewer.set_layer_opacity(layer, part(ImGui::GetIO().MousePos.x), ui.now);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const std::string value = view::percent_text(opacity, ui.language());
  draw_text(ui, list, {left, at.y + ui.s(4)}, ui.theme.small, ui.theme.quiet, ui.t(view::Text::kOpacity));
  draw_text(ui, list, {right - text_size(ui, ui.theme.small, value).x, at.y + ui.s(4)}, ui.theme.small, ui.theme.quiet, value);
  const float y = at.y + ui.s(31), half = ui.s(2);
  const float knob = left + (right - left) * static_cast<float>(opacity);
  list.AddRectFilled({left, y - half}, {right, y + half}, ui.theme.line, half);
  list.AddRectFilled({left, y - half}, {knob, y + half}, ui.theme.accent, half);
  list.AddCircleFilled({knob, y}, ui.s(7), ImGui::IsItemHovered() || ImGui::IsItemActive() ? ui.theme.text : ui.theme.accent);
  ImGui::PopID();
}

void draw_rows(Ui& ui, float width) {
  const std::vector<view::LayerRow> rows = ui.viewer.layer_rows();   // a copy: a row that is pressed changes them
  if (rows.empty()) {
    ImGui::PushTextWrapPos(ImGui::GetCursorPosX() + width);
    ImGui::PushStyleColor(ImGuiCol_Text, ui.theme.quiet);
    ImGui::TextUnformatted(ui.t(view::Text::kNoLayers));
    ImGui::PopStyleColor();
    ImGui::PopTextWrapPos();
  }
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].kind == view::LayerRow::Kind::kHeading) {
      draw_heading(ui, rows[i], width);
      continue;
    }
    draw_row(ui, i, rows[i], width);
    const bool is_segmentation = rows[i].kind == view::LayerRow::Kind::kLayer && ui.viewer.layers().at(*rows[i].layer).segmentation.has_value();
    if (is_segmentation && rows[i].on) draw_slider(ui, *rows[i].layer, width);
  }
}

}  // namespace

void layers_panel(Ui& ui) {
  const view::Rect& area = ui.viewer.page().side;
  if (!ui.viewer.layers_open() || area.width <= 0 || area.height <= 0) return;
  begin_side_panel(ui, "layers", area);
  const float width = ImGui::GetContentRegionAvail().x;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  draw_text(ui, *ImGui::GetWindowDrawList(), {at.x, at.y + ui.s(12)}, ui.theme.title, ui.theme.text, ui.t(view::Text::kLayers), true);
  const float side = ui.s(ui.theme.target);
  const bool hidden = ui.viewer.layers().hidden();
  ImGui::SetCursorScreenPos({at.x + width - 2 * side, at.y});
  const std::string toggle = view::shortcut_text(view::entry_of(view::Command::kToggleDrawn).first, ui.language());
  if (icon_button(ui, "drawn", hidden ? icons::kEyeOff : icons::kEye, hidden ? ButtonState::kPlain : ButtonState::kOn, ui.t(view::Text::kToggleDrawn), toggle)) {
    ui.viewer.run(view::Command::kToggleDrawn, ui.now);
  }
  ImGui::SetCursorScreenPos({at.x + width - side, at.y});
  if (icon_button(ui, "close", icons::kClose, ButtonState::kOn, ui.t(view::Text::kClose))) ui.viewer.set_layers_open(false);
  draw_rows(ui, width);
  end_side_panel(ui, area);
}

}  // namespace sansfilm::app
