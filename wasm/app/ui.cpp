#include "wasm/app/ui.hpp"

#include "wasm/app/icons.hpp"

namespace sansfilm::app {
namespace {

constexpr const char* kEllipsis = "…";

const ImFont* font_of(const Ui& ui, bool strong) { return strong ? ui.fonts.strong : ui.fonts.text; }

}  // namespace

void begin_panel(const Ui& ui, const char* id, const view::Rect& area, ImU32 background, ImGuiWindowFlags more) {
  ImGui::SetNextWindowPos({static_cast<float>(area.x), static_cast<float>(area.y)});
  ImGui::SetNextWindowSize({static_cast<float>(area.width), static_cast<float>(area.height)});
  ImGui::PushStyleColor(ImGuiCol_WindowBg, background);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowMinSize, ImVec2(1, 1));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(ui.s(ui.theme.gap), ui.s(ui.theme.gap * 0.5F)));
  ImGui::Begin(id, nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                   ImGuiWindowFlags_NoBringToFrontOnFocus | ImGuiWindowFlags_NoNav | more);
  ImGui::PopStyleVar(2);
  ImGui::PopStyleColor();
}

float draw_text(const Ui& ui, ImDrawList& list, ImVec2 at, float css_size, ImU32 colour, std::string_view text,
                bool strong) {
  list.AddText(const_cast<ImFont*>(font_of(ui, strong)), ui.s(css_size), at, colour, text.data(), text.data() + text.size());
  return text_size(ui, css_size, text, strong).x;
}

ImVec2 text_size(const Ui& ui, float css_size, std::string_view text, bool strong) {
  return const_cast<ImFont*>(font_of(ui, strong))
      ->CalcTextSizeA(ui.s(css_size), FLT_MAX, 0.0F, text.data(), text.data() + text.size());
}

std::string cut_text(const Ui& ui, float css_size, const std::string& text, float width_px, bool strong) {
  if (text_size(ui, css_size, text, strong).x <= width_px) return text;
  std::string out = text;
  while (!out.empty() && text_size(ui, css_size, out + kEllipsis, strong).x > width_px) {
    // A character in UTF-8: its continuation bytes, then its first byte.
    while (out.size() > 1 && (static_cast<unsigned char>(out.back()) & 0xC0U) == 0x80U) out.pop_back();
    out.pop_back();
  }
  return out + kEllipsis;
}

void tooltip(Ui& ui, const char* text, std::string_view shortcut) {
  if (!ImGui::IsItemHovered(ImGuiHoveredFlags_AllowWhenDisabled)) return;
  if (!ImGui::IsItemHovered(ImGuiHoveredFlags_DelayNormal | ImGuiHoveredFlags_AllowWhenDisabled)) {
    ui.wants_another_paint = true;
    return;
  }
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(ui.s(10), ui.s(6)));
  if (ImGui::BeginTooltip()) {
    ImGui::TextUnformatted(text);
    if (!shortcut.empty()) {
      ImGui::SameLine();
      ImGui::PushStyleColor(ImGuiCol_Text, ui.theme.accent);
      ImGui::TextUnformatted(shortcut.data(), shortcut.data() + shortcut.size());
      ImGui::PopStyleColor();
    }
    ImGui::EndTooltip();
  }
  ImGui::PopStyleVar();
}

bool icon_button(Ui& ui, const char* id, const char* icon, ButtonState state, const char* name,
                 std::string_view shortcut) {
  const float side = ui.s(ui.theme.target);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const bool pressed = ImGui::InvisibleButton(id, {side, side});
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const float inset = ui.s(3);
  const ImVec2 low{at.x + inset, at.y + inset}, high{at.x + side - inset, at.y + side - inset};
  const bool chosen = state == ButtonState::kChosen;
  if (chosen || ImGui::IsItemHovered()) {
    list.AddRectFilled(low, high, chosen ? ui.theme.accent_soft : ui.theme.hover, ui.s(ui.theme.radius));
  }
  const ImU32 plain = ImGui::IsItemHovered() ? ui.theme.text : state == ButtonState::kOn ? ui.theme.text : ui.theme.faint;
  const ImU32 colour = chosen ? ui.theme.accent : plain;
  const ImVec2 size = text_size(ui, ui.theme.icon, icon);
  draw_text(ui, list, {at.x + (side - size.x) / 2, at.y + (side - size.y) / 2}, ui.theme.icon, colour, icon);
  tooltip(ui, name, shortcut);
  return pressed;
}

ImU32 badge_colour(const Theme& theme, view::Badge badge) {
  switch (badge) {
    case view::Badge::kQuiet: return theme.quiet;
    case view::Badge::kWorking: return theme.quiet;
    case view::Badge::kCaution: return theme.caution;
    case view::Badge::kFinal: return theme.accent;
    case view::Badge::kFault: return theme.fault;
  }
  return theme.quiet;
}

const char* badge_icon(view::Badge badge) {
  switch (badge) {
    case view::Badge::kQuiet: return "";
    case view::Badge::kWorking: return icons::kWorking;
    case view::Badge::kCaution: return icons::kCaution;
    case view::Badge::kFinal: return icons::kFinal;
    case view::Badge::kFault: return icons::kFault;
  }
  return "";
}

}  // namespace sansfilm::app
