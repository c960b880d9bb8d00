// What every panel gets: the viewer, the look, the fonts, and the small drawing helpers that all of them use.
// @units  s() turns CSS pixels into device pixels
// @owner  borrows all for the time of one paint
// @thread the page's
#pragma once

#include <string>
#include <string_view>

#include "imgui.h"
#include "shared/view/text_runs.hpp"
#include "shared/view/viewer.hpp"
#include "wasm/app/theme.hpp"

namespace sansfilm::app {

struct Fonts {
  ImFont* text = nullptr;     // icons merged in
  ImFont* strong = nullptr;
};

struct Ui {
  view::Viewer& viewer;
  const Theme& theme;
  Fonts fonts;
  view::TextRuns& runs;       // what the fonts cannot write
  stream::Micros now = 0;
  float ratio = 1.0F;
  bool wants_another_paint = false;   // something moves that nobody asked for: a tooltip about to open

  [[nodiscard]] float s(float css) const { return css * ratio; }
  [[nodiscard]] view::Language language() const { return viewer.language(); }
  [[nodiscard]] const char* t(view::Text id) const { return view::text(id, viewer.language()); }
};

[[nodiscard]] inline ImVec2 to_im(view::Point p) { return {static_cast<float>(p.x), static_cast<float>(p.y)}; }

// A panel's window at a fixed place, without any of a window's dress. End with ImGui::End().
void begin_panel(const Ui& ui, const char* id, const view::Rect& area, ImU32 background, ImGuiWindowFlags more = 0);

// The panel at the side of the stage: scrolls, and has a line at its left.
void begin_side_panel(const Ui& ui, const char* id, const view::Rect& area);
void end_side_panel(const Ui& ui, const view::Rect& area);

// Text drawn directly; returns its width. `strong` uses the semibold font.
float draw_text(const Ui& ui, ImDrawList& list, ImVec2 at, float css_size, ImU32 colour, std::string_view text,
                bool strong = false);
[[nodiscard]] ImVec2 text_size(const Ui& ui, float css_size, std::string_view text, bool strong = false);
// The text cut to a width, with an ellipsis where it was cut.
[[nodiscard]] std::string cut_text(const Ui& ui, float css_size, const std::string& text, float width_px,
                                   bool strong = false);

// A square target with an icon. The tooltip names the command and its shortcut.
enum class ButtonState { kPlain, kOn, kChosen };   // kOn: a switch that is on; kChosen: the tool in hand
// A target with a word in it, as wide as the caller has room.
bool word_button(Ui& ui, const char* id, const char* word, bool chosen, float width_px, const char* tooltip, std::string_view shortcut = {});
bool icon_button(Ui& ui, const char* id, const char* icon, ButtonState state, const char* tooltip,
                 std::string_view shortcut = {});
void tooltip(Ui& ui, const char* text, std::string_view shortcut);

// A row of a list that opens from the tool bar: icon, name, key.
bool menu_row(Ui& ui, const char* id, const char* icon, ButtonState state, const char* name, std::string_view shortcut, float width_px);
// The row of a command: its name, its key, and it runs when the row is pressed.
bool command_row(Ui& ui, view::Command command, const char* icon, ButtonState state, float width_px);
// The width of such a list on a page that may be narrower than it, and its place, so that it stays on the page.
[[nodiscard]] float list_width(const Ui& ui, float css);
void place_list(const Ui& ui, ImVec2 wanted, float width_px);

[[nodiscard]] ImU32 badge_colour(const Theme& theme, view::Badge badge);
[[nodiscard]] const char* badge_icon(view::Badge badge);

// The panels, one a file.
void banner_panel(Ui& ui);
void toolbar_panel(Ui& ui);
void strip_panel(Ui& ui, ImTextureID (*thumbnail)(void*, std::uint32_t), void* context);
// What a hand carries from the strip, over everything, and the viewport that would take it.
void carried_series(Ui& ui, ImTextureID (*thumbnail)(void*, std::uint32_t), void* context);
// `graphics`: what lies over the picture, 0 where nothing does.
void viewport_panel(Ui& ui, std::size_t viewport, ImDrawCallback draw_picture, void* context, ImTextureID graphics);
// The three planes of a reconstruction, and the bar under them. `contexts`: of the callback, one a plane.
void mpr_panel(Ui& ui, ImDrawCallback draw_plane, void* const (&contexts)[3]);
void layers_panel(Ui& ui);
void measurements_panel(Ui& ui);
// The tools that measure: a button of the tool bar, or with a width a row of the list behind its last one. True: one was chosen.
bool measure_menu(Ui& ui, float row_width_px = 0.0F);
// What plays a stack, likewise.
bool cine_menu(Ui& ui, float row_width_px = 0.0F);
bool layout_menu(Ui& ui, float row_width_px = 0.0F);
void status_panel(Ui& ui);
void toasts_panel(Ui& ui);
void help_panel(Ui& ui);

}  // namespace sansfilm::app
