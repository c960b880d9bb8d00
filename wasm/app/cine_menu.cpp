// What plays a stack, as a list that opens from the tool bar.
#include "wasm/app/icons.hpp"
#include "wasm/app/ui.hpp"

namespace sansfilm::app {
namespace {

using view::Command;

constexpr float kMenuCss = 280.0F;

bool row(Ui& ui, Command command, const char* icon, bool chosen, float width) {
  return command_row(ui, command, icon, chosen ? ButtonState::kChosen : ButtonState::kOn, width);
}

}  // namespace

bool cine_menu(Ui& ui, float row_width) {
  const view::Cine& cine = ui.viewer.cine();
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const ButtonState playing = cine.playing() ? ButtonState::kChosen : ButtonState::kOn;
  const char* name = ui.t(view::Text::kCine);
  const bool pressed = row_width > 0 ? menu_row(ui, "cine", icons::kFilm, playing, name, {}, row_width) : icon_button(ui, "cine", icons::kFilm, playing, name);
  if (pressed) ImGui::OpenPopup("cine-menu");
  const float width = list_width(ui, kMenuCss);
  place_list(ui, {at.x, at.y + ui.s(ui.theme.target)}, width);
  if (!ImGui::BeginPopup("cine-menu", ImGuiWindowFlags_NoMove)) return false;
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
  const bool taken = row(ui, Command::kPlay, cine.playing() ? icons::kPause : icons::kPlay, cine.playing(), width);
  // The list stays: a rate is found by trying.
  (void)row(ui, Command::kFaster, icons::kFaster, false, width);
  (void)row(ui, Command::kSlower, icons::kSlower, false, width);
  (void)row(ui, Command::kBackwards, icons::kBackwards, !cine.forward(), width);
  (void)row(ui, Command::kToAndFro, icons::kToAndFro, cine.sweep(), width);
  if (taken) ImGui::CloseCurrentPopup();
  ImGui::PopStyleVar();
  ImGui::EndPopup();
  return taken;
}

}  // namespace sansfilm::app
