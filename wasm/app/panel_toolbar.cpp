// The tools and the commands used most, as targets that a finger can hit; the window presets as a list, and another list for what a
// narrow bar has no room for.
#include <algorithm>
#include <array>
#include <span>
#include <vector>

#include "shared/view/toolbar.hpp"
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
constexpr std::array kPlanes = {ToolbarItem{Command::kMpr, icons::kPlanes}};
constexpr std::array kLayers = {ToolbarItem{Command::kToggleLayers, icons::kShapes}};
constexpr std::array kPage = {
    ToolbarItem{Command::kSmooth, icons::kSmooth}, ToolbarItem{Command::kToggleOverlay, icons::kType},
    ToolbarItem{Command::kToggleStrip, icons::kPanelLeft}, ToolbarItem{Command::kHelp, icons::kKeyboard}};

// Commands that do something once are always bright; switches tell whether they are on, tools which one is in hand.
ButtonState state_of(const view::Viewer& viewer, Command command) {
  const bool measuring = viewer.measurements().hand().chosen().has_value();
  const auto tool = [&](view::Tool which) { return viewer.tool() == which && !measuring ? ButtonState::kChosen : ButtonState::kOn; };
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
    case Command::kMpr: return viewer.mpr() != nullptr ? ButtonState::kChosen : ButtonState::kOn;
    case Command::kToggleLayers: return viewer.layers_open() ? ButtonState::kChosen : ButtonState::kOn;
    case Command::kHelp: return viewer.help_open() ? ButtonState::kChosen : ButtonState::kOn;
    default: return ButtonState::kOn;
  }
}

// A control of the bar: a command's button, or a list. The first of a group has a divider before it.
struct Control {
  enum class Kind { kCommand, kPresets, kMeasure, kCine, kLayout };
  Kind kind = Kind::kCommand;
  const ToolbarItem* item = nullptr;   // of kCommand
  bool first_of_group = false;
};

template <std::size_t N>
void append(std::vector<Control>& controls, const std::array<ToolbarItem, N>& items) {
  for (std::size_t i = 0; i < N; ++i) controls.push_back({Control::Kind::kCommand, &items[i], i == 0});
}

// By how often they are needed: the last ones go into the list first.
std::vector<Control> controls_of(const view::Viewer& viewer) {
  std::vector<Control> controls;
  append(controls, kTools);
  if (!viewer.presets().empty()) controls.push_back({Control::Kind::kPresets, nullptr, true});
  if (viewer.has_frame()) controls.push_back({Control::Kind::kMeasure, nullptr, true});
  if (viewer.has_frame() && viewer.study()->model().series()[viewer.cell().series()].count() > 1) controls.push_back({Control::Kind::kCine, nullptr, false});
  if (viewer.study() != nullptr) controls.push_back({Control::Kind::kLayout, nullptr, true});
  if (viewer.has_frame()) append(controls, kPlanes);
  append(controls, kViews);
  append(controls, kPicture);
  if (viewer.has_layers()) append(controls, kLayers);
  append(controls, kPage);
  controls.front().first_of_group = false;
  return controls;
}

void button(Ui& ui, const ToolbarItem& item) {
  const view::CommandEntry& entry = view::entry_of(item.command);
  const std::string shortcut = view::shortcut_text(entry.first, ui.language());
  if (icon_button(ui, entry.id.data(), item.icon, state_of(ui.viewer, item.command), ui.t(entry.name), shortcut)) {
    ui.viewer.run(item.command, ui.now);
  }
  ImGui::SameLine(0, 0);
}

void divider(Ui& ui) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float height = ui.s(ui.theme.target);
  const float x = at.x + ui.s(ui.theme.gap);
  ImGui::GetWindowDrawList()->AddLine({x, at.y + height * 0.25F}, {x, at.y + height * 0.75F}, ui.theme.line, ui.s(1));
  ImGui::Dummy({ui.s(ui.theme.gap * 2), height});
  ImGui::SameLine(0, 0);
}

float presets_width(const Ui& ui) { return list_width(ui, 280); }

void preset_rows(Ui& ui) {
  const std::vector<view::Preset> presets = ui.viewer.presets();
  const std::string current = ui.viewer.window_values().name;
  const float width = presets_width(ui);
  for (std::size_t i = 0; i < presets.size(); ++i) {
    const view::Preset& preset = presets[i];
    if (i > 0 && presets[i - 1].origin != preset.origin) ImGui::Separator();
    ImGui::PushID(static_cast<int>(i));
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float height = ui.s(ui.theme.target);
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

float preset_button_width(const Ui& ui) {
  return text_size(ui, ui.theme.body, ui.t(view::Text::kPresets)).x + text_size(ui, ui.theme.body, icons::kChevronDown).x + ui.s(ui.theme.gap * 3) + ui.s(6);
}

void preset_menu(Ui& ui) {
  const std::string label = ui.t(view::Text::kPresets);
  const float pad = ui.s(ui.theme.gap * 1.5F);
  const float height = ui.s(ui.theme.target);
  const float label_width = text_size(ui, ui.theme.body, label).x;
  const float width = preset_button_width(ui);
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
  place_list(ui, {at.x, at.y + height}, presets_width(ui));
  if (ImGui::BeginPopup("preset-list", ImGuiWindowFlags_NoMove)) {
    preset_rows(ui);
    ImGui::EndPopup();
  }
  ImGui::SameLine(0, 0);
}

void row(Ui& ui, const ToolbarItem& item, float width) {
  if (command_row(ui, item.command, item.icon, state_of(ui.viewer, item.command), width)) ImGui::CloseCurrentPopup();
}

void draw(Ui& ui, const Control& control) {
  switch (control.kind) {
    case Control::Kind::kCommand: button(ui, *control.item); break;
    case Control::Kind::kPresets: preset_menu(ui); break;
    case Control::Kind::kMeasure:
      (void)measure_menu(ui);
      ImGui::SameLine(0, 0);
      break;
    case Control::Kind::kLayout:
      (void)layout_menu(ui);
      ImGui::SameLine(0, 0);
      break;
    case Control::Kind::kCine:
      (void)cine_menu(ui);
      ImGui::SameLine(0, 0);
      break;
  }
}

// The last button of a bar that is too narrow, and the list of what is behind it.
void more_menu(Ui& ui, std::span<const Control> rest) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float side = ui.s(ui.theme.target);
  const bool open = ImGui::IsPopupOpen("more-list");
  if (icon_button(ui, "more", icons::kMore, open ? ButtonState::kChosen : ButtonState::kOn, ui.t(view::Text::kMoreTools))) ImGui::OpenPopup("more-list");
  const float width = list_width(ui, 300);
  place_list(ui, {at.x + side - width, at.y + side}, width);
  if (!ImGui::BeginPopup("more-list", ImGuiWindowFlags_NoMove)) return;
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
  for (std::size_t i = 0; i < rest.size(); ++i) {
    if (i > 0 && rest[i].first_of_group) ImGui::Separator();
    if (rest[i].kind == Control::Kind::kCommand) {
      row(ui, *rest[i].item, width);
    } else if (rest[i].kind == Control::Kind::kMeasure) {
      if (measure_menu(ui, width)) ImGui::CloseCurrentPopup();
    } else if (rest[i].kind == Control::Kind::kLayout) {
      if (layout_menu(ui, width)) ImGui::CloseCurrentPopup();
    } else if (rest[i].kind == Control::Kind::kCine) {
      if (cine_menu(ui, width)) ImGui::CloseCurrentPopup();
    } else {
      draw(ui, rest[i]);
      ImGui::NewLine();
    }
  }
  ImGui::PopStyleVar();
  ImGui::EndPopup();
}

}  // namespace

void toolbar_panel(Ui& ui) {
  const view::Rect& area = ui.viewer.page().toolbar;
  begin_panel(ui, "toolbar", area, ui.theme.surface);
  const std::vector<Control> controls = controls_of(ui.viewer);
  const float target = ui.s(ui.theme.target), parting = ui.s(ui.theme.gap * 2);
  std::vector<double> widths;
  for (const Control& one : controls) widths.push_back((one.kind != Control::Kind::kPresets ? target : preset_button_width(ui)) + (one.first_of_group ? parting : 0));
  const float left = ImGui::GetCursorPosX();
  const std::size_t shown = view::controls_that_fit(widths, area.width - left - ui.s(ui.theme.gap), target);
  const bool all = shown == controls.size();
  for (std::size_t i = 0; i < shown; ++i) {
    // What belongs to the page rather than to the picture stands at the right, when there is room for all.
    if (all && controls[i].item == kPage.data()) ImGui::SetCursorPosX(static_cast<float>(area.width) - target * static_cast<float>(kPage.size()) - ui.s(ui.theme.gap));
    else if (controls[i].first_of_group) divider(ui);
    draw(ui, controls[i]);
  }
  if (!all) {
    ImGui::SetCursorPosX(static_cast<float>(area.width) - target - ui.s(ui.theme.gap));
    more_menu(ui, std::span<const Control>(controls).subspan(shown));
  }
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const float y = static_cast<float>(area.bottom()) - ui.s(1);
  list.AddRectFilled({static_cast<float>(area.x), y}, {static_cast<float>(area.right()), static_cast<float>(area.bottom())}, ui.theme.line);
  ImGui::End();
}

}  // namespace sansfilm::app
