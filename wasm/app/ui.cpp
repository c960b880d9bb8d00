#include "wasm/app/ui.hpp"

#include <algorithm>
#include <cmath>

#include "wasm/app/icons.hpp"

namespace sansfilm::app {
namespace {

constexpr const char* kEllipsis = "…";

ImFont* font_of(const Ui& ui, bool strong) { return strong ? ui.fonts.strong : ui.fonts.text; }

bool is_run(const Ui& ui, std::string_view text, bool strong) {
  return view::needs_run(text, [font = font_of(ui, strong)](char32_t c) { return c <= 0xFFFF && font->IsGlyphInFont(static_cast<ImWchar>(c)); });
}

view::TextStyle style_of(const Ui& ui, float css_size, bool strong) { return {ui.s(css_size), strong}; }

void draw_run(const Ui& ui, ImDrawList& list, ImVec2 at, const view::TextStyle& style, ImU32 colour, std::string_view text) {
  const view::TextRun& run = ui.runs.run(text, style);
  if (run.texture == 0) return;
  // On whole device pixels, as it was drawn.
  const ImVec2 low{std::round(at.x - static_cast<float>(run.margin_px)), std::round(at.y - static_cast<float>(run.margin_px))};
  list.AddImage(ImTextureRef(static_cast<ImTextureID>(run.texture)), low, {low.x + static_cast<float>(run.width_px), low.y + static_cast<float>(run.height_px)}, {0, 0}, {1, 1},
                colour);
}

// The start of `text` up to `bytes`, not within a character.
std::string_view start_of(std::string_view text, std::size_t bytes) {
  while (bytes > 0 && bytes < text.size() && (static_cast<unsigned char>(text[bytes]) & 0xC0U) == 0x80U) --bytes;
  return text.substr(0, bytes);
}

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

void begin_side_panel(const Ui& ui, const char* id, const view::Rect& area) {
  ImGui::SetNextWindowPos({static_cast<float>(area.x), static_cast<float>(area.y)});
  ImGui::SetNextWindowSize({static_cast<float>(area.width), static_cast<float>(area.height)});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(ui.s(ui.theme.gap * 1.5F), ui.s(ui.theme.gap)));
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, ui.s(2)));
  ImGui::PushStyleColor(ImGuiCol_WindowBg, ui.theme.surface);
  ImGui::Begin(id, nullptr,
               (ImGuiWindowFlags_NoDecoration & ~ImGuiWindowFlags_NoScrollbar) | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                   ImGuiWindowFlags_NoNav | ImGuiWindowFlags_NoBringToFrontOnFocus);
}

void end_side_panel(const Ui& ui, const view::Rect& area) {
  ImGui::GetWindowDrawList()->AddRectFilled({static_cast<float>(area.x), static_cast<float>(area.y)}, {static_cast<float>(area.x) + ui.s(1), static_cast<float>(area.bottom())}, ui.theme.line);
  ImGui::End();
  ImGui::PopStyleColor();
  ImGui::PopStyleVar(2);
}

float draw_text(const Ui& ui, ImDrawList& list, ImVec2 at, float css_size, ImU32 colour, std::string_view text,
                bool strong) {
  if (is_run(ui, text, strong)) {
    draw_run(ui, list, at, style_of(ui, css_size, strong), colour, text);
  } else {
    list.AddText(font_of(ui, strong), ui.s(css_size), at, colour, text.data(), text.data() + text.size());
  }
  return text_size(ui, css_size, text, strong).x;
}

ImVec2 text_size(const Ui& ui, float css_size, std::string_view text, bool strong) {
  if (is_run(ui, text, strong)) return {static_cast<float>(ui.runs.width(text, style_of(ui, css_size, strong))), ui.s(css_size)};
  return font_of(ui, strong)->CalcTextSizeA(ui.s(css_size), FLT_MAX, 0.0F, text.data(), text.data() + text.size());
}

std::string cut_text(const Ui& ui, float css_size, const std::string& text, float width_px, bool strong) {
  if (text_size(ui, css_size, text, strong).x <= width_px) return text;
  // The longest start that fits: a longer one is wider, as far as it matters here.
  std::size_t fits = 0, too_long = text.size();
  while (fits + 1 < too_long) {
    const std::size_t middle = (fits + too_long) / 2;
    const std::string tried = std::string(start_of(text, middle)) + kEllipsis;
    (text_size(ui, css_size, tried, strong).x <= width_px ? fits : too_long) = middle;
  }
  return std::string(start_of(text, fits)) + kEllipsis;
}

void tooltip(Ui& ui, const char* text, std::string_view shortcut) {
  if (!ImGui::IsItemHovered(ImGuiHoveredFlags_AllowWhenDisabled)) return;
  if (!ImGui::IsItemHovered(ImGuiHoveredFlags_DelayNormal | ImGuiHoveredFlags_AllowWhenDisabled)) {
    ui.wants_another_paint = true;
    return;
  }
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(ui.s(10), ui.s(6)));
  if (ImGui::BeginTooltip()) {
    if (is_run(ui, text, false)) {
      const ImVec2 at = ImGui::GetCursorScreenPos();
      draw_text(ui, *ImGui::GetWindowDrawList(), at, ui.theme.body, ui.theme.text, text);
      ImGui::Dummy(text_size(ui, ui.theme.body, text));
    } else {
      ImGui::TextUnformatted(text);
    }
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

bool word_button(Ui& ui, const char* id, const char* word, bool chosen, float width, const char* name, std::string_view shortcut) {
  const float height = ui.s(ui.theme.target), inset = ui.s(3);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const bool pressed = ImGui::InvisibleButton(id, {width, height});
  ImDrawList& list = *ImGui::GetWindowDrawList();
  if (chosen || ImGui::IsItemHovered()) {
    list.AddRectFilled({at.x + ui.s(1), at.y + inset}, {at.x + width - ui.s(1), at.y + height - inset}, chosen ? ui.theme.accent_soft : ui.theme.hover, ui.s(ui.theme.radius));
  }
  const std::string shown = cut_text(ui, ui.theme.body, word, width);
  const ImVec2 size = text_size(ui, ui.theme.body, shown);
  draw_text(ui, list, {at.x + (width - size.x) / 2, at.y + (height - ui.s(ui.theme.body) * 1.24F) / 2}, ui.theme.body, chosen ? ui.theme.accent : ui.theme.text, shown);
  tooltip(ui, name, shortcut);
  return pressed;
}

bool menu_row(Ui& ui, const char* id, const char* icon, ButtonState state, const char* name, std::string_view shortcut, float width) {
  const float height = ui.s(ui.theme.target), gap = ui.s(ui.theme.gap);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const bool pressed = ImGui::InvisibleButton(id, {width, height});
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const bool chosen = state == ButtonState::kChosen;
  if (chosen || ImGui::IsItemHovered()) {
    list.AddRectFilled(at, {at.x + width, at.y + height}, chosen ? ui.theme.accent_soft : ui.theme.hover, ui.s(4));
  }
  const ImU32 colour = chosen ? ui.theme.accent : state == ButtonState::kOn ? ui.theme.text : ui.theme.faint;
  const ImVec2 size = text_size(ui, ui.theme.icon, icon);
  draw_text(ui, list, {at.x + gap + (ui.s(28) - size.x) / 2, at.y + (height - size.y) / 2}, ui.theme.icon, colour, icon);
  const float key_width = text_size(ui, ui.theme.small, shortcut).x;
  const float x = at.x + gap * 2 + ui.s(28), y = at.y + (height - ui.s(ui.theme.body) * 1.24F) / 2;
  draw_text(ui, list, {x, y}, ui.theme.body, colour, cut_text(ui, ui.theme.body, name, at.x + width - key_width - gap * 2 - x));
  draw_text(ui, list, {at.x + width - key_width - gap, y + ui.s(1)}, ui.theme.small, ui.theme.quiet, shortcut);
  return pressed;
}

bool command_row(Ui& ui, view::Command command, const char* icon, ButtonState state, float width) {
  const view::CommandEntry& entry = view::entry_of(command);
  if (!menu_row(ui, entry.id.data(), icon, state, ui.t(entry.name), view::shortcut_text(entry.first, ui.language()), width)) return false;
  ui.viewer.run(command, ui.now);
  return true;
}

float list_width(const Ui& ui, float css) { return std::min(ui.s(css), static_cast<float>(ui.viewer.page().toolbar.width) - ui.s(ui.theme.gap * 4)); }

void place_list(const Ui& ui, ImVec2 wanted, float width) {
  const float most = static_cast<float>(ui.viewer.page().toolbar.right()) - width - ui.s(ui.theme.gap * 3);
  ImGui::SetNextWindowPos({std::max(0.0F, std::min(wanted.x, most)), wanted.y});
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
