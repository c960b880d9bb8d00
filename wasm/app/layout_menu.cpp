// How the page is divided, and what its viewports do together, as a list that opens from the tool bar.
#include <algorithm>
#include <cfloat>
#include <optional>
#include <string>

#include "wasm/app/icons.hpp"
#include "wasm/app/ui.hpp"

namespace sansfilm::app {
namespace {

using view::Command;

constexpr float kMenuCss = 320.0F;

// Squares as large as a finger: the one that is chosen is the last of the grid, at its lower right.
bool grid_picker(Ui& ui, float width) {
  const view::Grid now = ui.viewer.viewports().grid();
  const float side = ui.s(ui.theme.target), inset = ui.s(3);
  const ImVec2 from = ImGui::GetCursorScreenPos();
  const float left = from.x + (width - side * view::Viewports::kMostColumns) / 2;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  int rows = now.rows, columns = now.columns;
  bool pressed = false;
  for (int row = 1; row <= view::Viewports::kMostRows; ++row) {
    for (int column = 1; column <= view::Viewports::kMostColumns; ++column) {
      ImGui::PushID(row * 16 + column);
      ImGui::SetCursorScreenPos({left + side * static_cast<float>(column - 1), from.y + side * static_cast<float>(row - 1)});
      const bool here = ImGui::InvisibleButton("grid", {side, side});
      if (here || ImGui::IsItemHovered()) {
        rows = row;
        columns = column;
      }
      pressed = pressed || here;
      ImGui::PopID();
    }
  }
  for (int row = 1; row <= view::Viewports::kMostRows; ++row) {
    for (int column = 1; column <= view::Viewports::kMostColumns; ++column) {
      const ImVec2 low{left + side * static_cast<float>(column - 1) + inset, from.y + side * static_cast<float>(row - 1) + inset};
      const ImVec2 high{low.x + side - 2 * inset, low.y + side - 2 * inset};
      const bool within = row <= rows && column <= columns;
      list.AddRectFilled(low, high, within ? ui.theme.accent_soft : ui.theme.hover, ui.s(3));
      list.AddRect(low, high, within ? ui.theme.accent : ui.theme.line, ui.s(3), 0, ui.s(1));
    }
  }
  const std::string told = std::to_string(rows) + " × " + std::to_string(columns);
  const ImVec2 size = text_size(ui, ui.theme.body, told);
  const float below = from.y + side * view::Viewports::kMostRows;
  draw_text(ui, list, {from.x + (width - size.x) / 2, below + ui.s(6)}, ui.theme.body, ui.theme.text, told);
  ImGui::SetCursorScreenPos({from.x, below});
  ImGui::Dummy({width, ui.s(32)});
  if (pressed) ui.viewer.set_grid({static_cast<std::uint8_t>(rows), static_cast<std::uint8_t>(columns)}, ui.now);
  return pressed;
}

bool row(Ui& ui, Command command, const char* icon, bool chosen, float width) {
  return command_row(ui, command, icon, chosen ? ButtonState::kChosen : ButtonState::kOn, width);
}

// The protocols that fit the study, and none of them.
bool protocol_rows(Ui& ui, float width) {
  const view::HangingDesk& desk = ui.viewer.hanging();
  if (desk.fits().empty()) return false;
  std::optional<std::string> chosen;
  const auto state = [](bool on) { return on ? ButtonState::kChosen : ButtonState::kOn; };
  for (const view::HangingDesk::Fit& fit : desk.fits()) {
    const std::string& name = ui.language() == view::Language::kFrench ? fit.protocol->name.french : fit.protocol->name.english;
    const bool on = desk.protocol() == fit.protocol;
    if (menu_row(ui, fit.protocol->id.c_str(), on ? icons::kRadioOn : icons::kRadioOff, state(on), name.c_str(), {}, width)) chosen = fit.protocol->id;
  }
  const bool none = desk.protocol() == nullptr;
  if (menu_row(ui, "no protocol", none ? icons::kRadioOn : icons::kRadioOff, state(none), ui.t(view::Text::kNoProtocol), {}, width)) chosen = std::string();
  ImGui::Separator();
  if (chosen) ui.viewer.choose_protocol(*chosen, ui.now);
  return chosen.has_value();
}

}  // namespace

bool layout_menu(Ui& ui, float row_width) {
  const view::Viewports& viewports = ui.viewer.viewports();
  const view::Links& links = ui.viewer.links();
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const ButtonState state = links.pointing ? ButtonState::kChosen : ButtonState::kOn;
  const char* name = ui.t(view::Text::kLayout);
  const bool pressed = row_width > 0 ? menu_row(ui, "layout", icons::kGrid, state, name, {}, row_width) : icon_button(ui, "layout", icons::kGrid, state, name);
  if (pressed) ImGui::OpenPopup("layout-menu");
  const float width = list_width(ui, kMenuCss);
  const float top = at.y + ui.s(ui.theme.target);
  place_list(ui, {at.x, top}, width);
  // A long list scrolls on a low page.
  ImGui::SetNextWindowSizeConstraints({0, 0}, {FLT_MAX, std::max(ui.s(4 * ui.theme.target), ImGui::GetIO().DisplaySize.y - top - ui.s(8))});
  if (!ImGui::BeginPopup("layout-menu", ImGuiWindowFlags_NoMove)) return false;
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
  bool taken = grid_picker(ui, width);
  ImGui::Separator();
  taken = protocol_rows(ui, width) || taken;
  taken = row(ui, Command::kTiles, icons::kTiles, ui.viewer.tiles().on(), width) || taken;
  if (viewports.count() > 1) {
    taken = row(ui, Command::kExpandViewport, icons::kExpand, viewports.expanded(), width) || taken;
    taken = row(ui, Command::kPointInPatient, icons::kCrosshair, links.pointing, width) || taken;
    // The list stays: several of these are set together.
    (void)row(ui, Command::kReferenceLines, icons::kReference, links.lines, width);
    (void)row(ui, Command::kLinkScroll, icons::kLink, links.scroll.mode() != view::ScrollLink::Mode::kOff, width);
    (void)row(ui, Command::kLinkWindow, icons::kContrast, links.window, width);
    (void)row(ui, Command::kLinkView, icons::kZoom, links.view, width);
  }
  if (taken) ImGui::CloseCurrentPopup();
  ImGui::PopStyleVar();
  ImGui::EndPopup();
  return taken;
}

}  // namespace sansfilm::app
