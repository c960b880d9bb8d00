#include "wasm/app/theme.hpp"

namespace sansfilm::app {

void apply_theme(const Theme& theme, float ratio) {
  ImGuiStyle style;
  const auto colour = [&](ImGuiCol slot, ImU32 value) { style.Colors[slot] = ImGui::ColorConvertU32ToFloat4(value); };
  for (ImVec4& slot : style.Colors) slot = ImGui::ColorConvertU32ToFloat4(theme.line);
  colour(ImGuiCol_Text, theme.text);
  colour(ImGuiCol_TextDisabled, theme.quiet);
  colour(ImGuiCol_WindowBg, theme.surface);
  colour(ImGuiCol_ChildBg, 0);
  colour(ImGuiCol_PopupBg, theme.raised);
  colour(ImGuiCol_Border, theme.line);
  colour(ImGuiCol_BorderShadow, 0);
  colour(ImGuiCol_FrameBg, theme.raised);
  colour(ImGuiCol_FrameBgHovered, theme.hover);
  colour(ImGuiCol_FrameBgActive, theme.hover);
  colour(ImGuiCol_Button, 0);
  colour(ImGuiCol_ButtonHovered, theme.hover);
  colour(ImGuiCol_ButtonActive, theme.accent_soft);
  colour(ImGuiCol_Header, theme.accent_soft);
  colour(ImGuiCol_HeaderHovered, theme.hover);
  colour(ImGuiCol_HeaderActive, theme.accent_soft);
  colour(ImGuiCol_Separator, theme.line);
  colour(ImGuiCol_ScrollbarBg, 0);
  colour(ImGuiCol_ScrollbarGrab, theme.line);
  colour(ImGuiCol_ScrollbarGrabHovered, theme.faint);
  colour(ImGuiCol_ScrollbarGrabActive, theme.faint);
  colour(ImGuiCol_ModalWindowDimBg, IM_COL32(0, 0, 0, 150));
  style.WindowPadding = {theme.gap, theme.gap};
  style.FramePadding = {theme.gap, theme.gap * 0.5F};
  style.ItemSpacing = {theme.gap, theme.gap};
  style.ItemInnerSpacing = {theme.gap * 0.5F, theme.gap * 0.5F};
  style.WindowBorderSize = 0.0F;
  style.PopupBorderSize = 1.0F;
  style.ChildBorderSize = 0.0F;
  style.WindowRounding = 0.0F;
  style.PopupRounding = theme.radius + 2.0F;
  style.FrameRounding = theme.radius;
  style.ScrollbarSize = 8.0F;
  style.ScrollbarRounding = 4.0F;
  style.FontSizeBase = theme.body;
  style.ScaleAllSizes(ratio);
  style.FontSizeBase = theme.body * ratio;
  ImGui::GetStyle() = style;
}

}  // namespace sansfilm::app
