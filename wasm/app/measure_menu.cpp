// The tools that measure, as a list that opens from the tool bar.
#include <array>

#include "wasm/app/icons.hpp"
#include "wasm/app/ui.hpp"

namespace sansfilm::app {
namespace {

using view::Command;

struct MeasureItem {
  Command command;
  measure::Kind kind;
  const char* icon;
};

constexpr std::array kItems = {
    MeasureItem{Command::kMeasureLength, measure::Kind::kLength, icons::kRuler},
    MeasureItem{Command::kMeasureBidirectional, measure::Kind::kBidirectional, icons::kDiameters},
    MeasureItem{Command::kMeasurePolyline, measure::Kind::kPolyline, icons::kPolyline},
    MeasureItem{Command::kMeasureAngle, measure::Kind::kAngle, icons::kAngle},
    MeasureItem{Command::kMeasureCobb, measure::Kind::kCobb, icons::kCobb},
    MeasureItem{Command::kMeasureCardiothoracic, measure::Kind::kCardiothoracic, icons::kHeart},
    MeasureItem{Command::kMeasureEllipse, measure::Kind::kEllipse, icons::kEllipse},
    MeasureItem{Command::kMeasureCircle, measure::Kind::kCircle, icons::kRadioOff},
    MeasureItem{Command::kMeasureRectangle, measure::Kind::kRectangle, icons::kRectangle},
    MeasureItem{Command::kMeasureFreehand, measure::Kind::kFreehand, icons::kLasso},
    MeasureItem{Command::kMeasurePoint, measure::Kind::kPoint, icons::kCrosshair},
};

constexpr float kMenuCss = 280.0F;

}  // namespace

bool measure_menu(Ui& ui, float row_width) {
  const auto chosen = ui.viewer.measurements().hand().chosen();
  const char* icon = icons::kRuler;
  for (const MeasureItem& item : kItems) {
    if (item.kind == chosen) icon = item.icon;
  }
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const ButtonState in_hand = chosen ? ButtonState::kChosen : ButtonState::kOn;
  const char* name = ui.t(view::Text::kMeasurements);
  const bool pressed = row_width > 0 ? menu_row(ui, "measure", icon, in_hand, name, {}, row_width) : icon_button(ui, "measure", icon, in_hand, name);
  if (pressed) ImGui::OpenPopup("measure-menu");
  const float width = list_width(ui, kMenuCss);
  place_list(ui, {at.x, at.y + ui.s(ui.theme.target)}, width);
  if (!ImGui::BeginPopup("measure-menu", ImGuiWindowFlags_NoMove)) return false;
  bool taken = false;
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
  for (const MeasureItem& item : kItems) {
    const ButtonState state = item.kind == chosen ? ButtonState::kChosen : ButtonState::kOn;
    taken = command_row(ui, item.command, item.icon, state, width) || taken;
  }
  ImGui::Separator();
  const ButtonState open = ui.viewer.measurements_open() ? ButtonState::kChosen : ButtonState::kOn;
  taken = command_row(ui, Command::kToggleMeasurements, icons::kList, open, width) || taken;
  if (taken) ImGui::CloseCurrentPopup();
  ImGui::PopStyleVar();
  ImGui::EndPopup();
  return taken;
}

}  // namespace sansfilm::app
