// The tools and the commands used most, as targets that a finger can hit; the window presets as a list.
#include <array>

#include "wasm/app/icons.hpp"
#include "wasm/app/ui.hpp"

namespace sansfilm::app {
namespace {

using view::Command;

struct ToolbarItem {
  Command command;
  const char* icon;
};

constexpr std::array kTools = {
    ToolbarItem{Command::kToolWindow, icons::kContrast}, ToolbarItem{Command::kToolScroll, icons::kLayers},
    ToolbarItem{Command::kToolZoom, icons::kZoom}, ToolbarItem{Command::kToolPan, icons::kMove}};
constexpr std::array kViews = {ToolbarItem{Command::kFit, icons::kMaximize}, ToolbarItem{Command::kOneToOne, "1:1"}};
constexpr std::array kPicture = {
    ToolbarItem{Command::kInvert, icons::kInvert}, ToolbarItem{Command::kTurnRight, icons::kRotateRight},
    ToolbarItem{Command::kFlipLeftRight, icons::kFlip}, ToolbarItem{Command::kReset, icons::kUndo}};
constexpr std::array kPage = {
    ToolbarItem{Command::kSmooth, icons::kSmooth}, ToolbarItem{Command::kToggleOverlay, icons::kType},
    ToolbarItem{Command::kToggleStrip, icons::kPanelLeft}, ToolbarItem{Command::kHelp, icons::kKeyboard}};

// Commands that do something once are always bright; switches tell whether they are on, tools which one is in hand.
ButtonState state_of(const view::Viewer& viewer, Command command) {
  const auto tool = [&](view::Tool which) { return viewer.tool() == which ? ButtonState::kChosen : ButtonState::kOn; };
  const auto on = [](bool yes) { return yes ? ButtonState::kOn : ButtonState::kPlain; };
  switch (command) {
    case Command::kToolWindow: return tool(view::Tool::kWindow);
    case Command::kToolScroll: return tool(view::Tool::kScroll);
    case Command::kToolZoom: return tool(view::Tool::kZoom);
    case Command::kToolPan: return tool(view::Tool::kPan);
    case Command::kInvert: return viewer.cell().inverted() ? ButtonState::kChosen : ButtonState::kOn;
    case Command::kSmooth: return on(viewer.smooth());
    case Command::kToggleOverlay: return on(viewer.show_overlay());
    case Command::kToggleGraphics: return on(viewer.show_graphics());
    case Command::kToggleStrip: return on(viewer.show_strip());
    case Command::kHelp: return viewer.help_open() ? ButtonState::kChosen : ButtonState::kOn;
    default: return ButtonState::kOn;
  }
}

template <std::size_t N>
void group(Ui& ui, const std::array<ToolbarItem, N>& items) {
  for (const ToolbarItem& item : items) {
    const view::CommandEntry& entry = view::entry_of(item.command);
    const std::string shortcut = view::shortcut_text(entry.first, ui.language());
    if (icon_button(ui, entry.id.data(), item.icon, state_of(ui.viewer, item.command), ui.t(entry.name), shortcut)) {
      ui.viewer.run(item.command, ui.now);
    }
    ImGui::SameLine(0, 0);
  }
}

void divider(Ui& ui) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float height = ui.s(ui.theme.target);
  const float x = at.x + ui.s(ui.theme.gap);
  ImGui::GetWindowDrawList()->AddLine({x, at.y + height * 0.25F}, {x, at.y + height * 0.75F}, ui.theme.line, ui.s(1));
  ImGui::Dummy({ui.s(ui.theme.gap * 2), height});
  ImGui::SameLine(0, 0);
}

void preset_rows(Ui& ui) {
  const std::vector<view::Preset> presets = ui.viewer.presets();
  const std::string current = ui.viewer.window_values().name;
  const float width = ui.s(280);
  for (std::size_t i = 0; i < presets.size(); ++i) {
    const view::Preset& preset = presets[i];
    if (i > 0 && presets[i - 1].origin != preset.origin) ImGui::Separator();
    ImGui::PushID(static_cast<int>(i));
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float height = ui.s(36);
    if (ImGui::InvisibleButton("preset", {width, height})) {
      ui.viewer.choose_preset(preset, ui.now);
      ImGui::CloseCurrentPopup();
    }
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const bool chosen = preset.name == current;
    if (chosen || ImGui::IsItemHovered()) {
      list.AddRectFilled(at, {at.x + width, at.y + height}, chosen ? ui.theme.accent_soft : ui.theme.hover, ui.s(4));
    }
    const float y = at.y + (height - ui.s(ui.theme.body) * 1.24F) / 2;
    std::string values;
    if (preset.origin == view::PresetOrigin::kFileWindow || preset.origin == view::PresetOrigin::kModality) {
      values = view::window_text({preset.center, preset.width, {}, true}, ui.language());
    }
    const float values_width = text_size(ui, ui.theme.small, values).x;
    const float room = width - values_width - ui.s(ui.theme.gap * 3);
    draw_text(ui, list, {at.x + ui.s(ui.theme.gap), y}, ui.theme.body, chosen ? ui.theme.accent : ui.theme.text,
              cut_text(ui, ui.theme.body, preset.name, room));
    draw_text(ui, list, {at.x + width - values_width - ui.s(ui.theme.gap), y + ui.s(1)}, ui.theme.small, ui.theme.quiet, values);
    ImGui::PopID();
  }
}

void preset_menu(Ui& ui) {
  const std::string label = ui.t(view::Text::kPresets);
  const float pad = ui.s(ui.theme.gap * 1.5F);
  const float height = ui.s(ui.theme.target);
  const float label_width = text_size(ui, ui.theme.body, label).x;
  const float chevron_width = text_size(ui, ui.theme.body, icons::kChevronDown).x;
  const float width = label_width + chevron_width + pad * 2 + ui.s(6);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  if (ImGui::InvisibleButton("presets", {width, height})) ImGui::OpenPopup("preset-list");
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const bool open = ImGui::IsPopupOpen("preset-list");
  const bool lit = open || ImGui::IsItemHovered();
  const float inset = ui.s(3);
  if (lit) {
    list.AddRectFilled({at.x, at.y + inset}, {at.x + width, at.y + height - inset}, ui.theme.hover, ui.s(ui.theme.radius));
  }
  const ImU32 colour = lit ? ui.theme.text : ui.theme.quiet;
  const float y = at.y + (height - ui.s(ui.theme.body) * 1.24F) / 2;
  draw_text(ui, list, {at.x + pad, y}, ui.theme.body, colour, label);
  draw_text(ui, list, {at.x + pad + label_width + ui.s(6), y + ui.s(1)}, ui.theme.body, colour, icons::kChevronDown);
  tooltip(ui, ui.t(view::Text::kNextPreset), view::shortcut_text(view::entry_of(Command::kNextPreset).first, ui.language()));
  ImGui::SetNextWindowPos({at.x, at.y + height});
  if (ImGui::BeginPopup("preset-list", ImGuiWindowFlags_NoMove)) {
    preset_rows(ui);
    ImGui::EndPopup();
  }
  ImGui::SameLine(0, 0);
}

}  // namespace

void toolbar_panel(Ui& ui) {
  const view::Rect& area = ui.viewer.page().toolbar;
  begin_panel(ui, "toolbar", area, ui.theme.surface);   // narrower than its tools it scrolls
  group(ui, kTools);
  divider(ui);
  if (!ui.viewer.presets().empty()) {
    preset_menu(ui);
    divider(ui);
  }
  group(ui, kViews);
  divider(ui);
  group(ui, kPicture);

  const float right_width = ui.s(ui.theme.target) * static_cast<float>(kPage.size()) + ui.s(ui.theme.gap);
  const float right = static_cast<float>(area.width) - right_width;
  if (right > ImGui::GetCursorPosX()) ImGui::SetCursorPosX(right);
  else divider(ui);
  group(ui, kPage);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const float y = static_cast<float>(area.bottom()) - ui.s(1);
  list.AddRectFilled({static_cast<float>(area.x), y}, {static_cast<float>(area.right()), static_cast<float>(area.bottom())}, ui.theme.line);
  ImGui::End();
}

}  // namespace sansfilm::app
