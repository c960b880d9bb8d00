// The three planes of a reconstruction with what is written over them, and the bar that sets slab and thickness.
#include <algorithm>
#include <array>
#include <string>

#include "shared/view/format.hpp"
#include "wasm/app/icons.hpp"
#include "wasm/app/marks.hpp"
#include "wasm/app/ui.hpp"

namespace sansfilm::app {
namespace {

using view::Command;
using view::MprPlane;
using view::MprSlab;

constexpr std::array kPlaneIds = {"mpr-axial", "mpr-coronal", "mpr-sagittal"};

void plane(Ui& ui, MprPlane which, ImDrawCallback draw_plane, void* context) {
  const view::Mpr& mpr = *ui.viewer.mpr();
  const view::Rect& area = mpr.viewport(which).area();
  begin_panel(ui, kPlaneIds[static_cast<std::size_t>(which)], area, ui.theme.picture_back, ImGuiWindowFlags_NoInputs);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  if (mpr.picture(which) != nullptr) {
    list.AddCallback(draw_plane, context);
    list.AddCallback(ImDrawCallback_ResetRenderState, nullptr);
  }
  view::DrawList marks;
  ui.viewer.build_mpr_overlay(which, marks);
  draw_marks(ui, list, marks);
  if (mpr.active() == which) draw_frame(ui, list, area);
  ImGui::End();
}

struct Mode {
  MprSlab slab;
  const char* id;
  const char* word;
};

std::array<Mode, 4> modes_of(const Ui& ui) {
  return {Mode{MprSlab::kNone, "plane", ui.t(view::Text::kMprPlane)}, Mode{MprSlab::kMean, "mean", ui.t(view::Text::kMprMean)}, Mode{MprSlab::kMaximum, "mip", "MIP"},
          Mode{MprSlab::kMinimum, "minip", "MinIP"}};
}

void thickness(Ui& ui, float label_width) {
  const view::Mpr& mpr = *ui.viewer.mpr();
  const auto key = [&](Command command) { return view::shortcut_text(view::entry_of(command).first, ui.language()); };
  if (icon_button(ui, "thinner", icons::kMinus, ButtonState::kOn, ui.t(view::Text::kMprThinner), key(Command::kMprThinner))) ui.viewer.run(Command::kMprThinner, ui.now);
  ImGui::SameLine(0, 0);
  const std::string label = view::number_text(mpr.chosen_thickness_mm(), 1, ui.language()) + " mm";
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const ImVec2 size = text_size(ui, ui.theme.body, label);
  const float y = at.y + (ui.s(ui.theme.target) - ui.s(ui.theme.body) * 1.24F) / 2;
  draw_text(ui, *ImGui::GetWindowDrawList(), {at.x + (label_width - size.x) / 2, y}, ui.theme.body, mpr.slab() == MprSlab::kNone ? ui.theme.faint : ui.theme.text, label);
  ImGui::Dummy({label_width, ui.s(ui.theme.target)});
  ImGui::SameLine(0, 0);
  if (icon_button(ui, "thicker", icons::kPlus, ButtonState::kOn, ui.t(view::Text::kMprThicker), key(Command::kMprThicker))) ui.viewer.run(Command::kMprThicker, ui.now);
}

void bar(Ui& ui) {
  const view::Mpr& mpr = *ui.viewer.mpr();
  const view::Rect& area = mpr.layout().bar;
  begin_panel(ui, "mpr-bar", area, ui.theme.surface);
  const float target = ui.s(ui.theme.target), room = static_cast<float>(area.width) - ui.s(ui.theme.gap * 2), label_width = ui.s(58);
  const std::array<Mode, 4> modes = modes_of(ui);
  float words = 0;
  for (const Mode& mode : modes) words += text_size(ui, ui.theme.body, mode.word).x;
  const float rest = room - words - 2 * target - label_width;
  const bool has_close = rest - target > ui.s(24);
  const float pad = std::clamp((has_close ? rest - target : rest) / 8, ui.s(2), ui.s(14));
  const std::string shortcut = view::shortcut_text(view::entry_of(Command::kMprSlab).first, ui.language());
  for (const Mode& mode : modes) {
    const float width = text_size(ui, ui.theme.body, mode.word).x + 2 * pad;
    if (word_button(ui, mode.id, mode.word, mpr.slab() == mode.slab, width, ui.t(view::Text::kMprSlab), shortcut)) ui.viewer.set_mpr_slab(mode.slab, ui.now);
    ImGui::SameLine(0, 0);
  }
  thickness(ui, label_width);
  if (has_close) {
    ImGui::SameLine(0, 0);
    ImGui::SetCursorPosX(static_cast<float>(area.width) - target - ui.s(ui.theme.gap));
    if (icon_button(ui, "leave", icons::kClose, ButtonState::kOn, ui.t(view::Text::kMprLeave), view::shortcut_text(view::entry_of(Command::kMpr).first, ui.language()))) {
      ui.viewer.run(Command::kMpr, ui.now);
    }
  }
  ImGui::GetWindowDrawList()->AddRectFilled({static_cast<float>(area.x), static_cast<float>(area.y)}, {static_cast<float>(area.right()), static_cast<float>(area.y) + ui.s(1)}, ui.theme.line);
  ImGui::End();
}

}  // namespace

void mpr_panel(Ui& ui, ImDrawCallback draw_plane, void* const (&contexts)[3]) {
  for (const MprPlane which : view::kMprPlanes) plane(ui, which, draw_plane, contexts[static_cast<std::size_t>(which)]);
  bar(ui);
}

}  // namespace sansfilm::app
