// Draws what shared/view says is written over a picture.
// @thread the page's
#pragma once

#include "shared/view/draw_list.hpp"
#include "wasm/app/ui.hpp"

namespace sansfilm::app {

[[nodiscard]] ImU32 im_colour(const view::Colour& colour);
void draw_marks(const Ui& ui, ImDrawList& list, const view::DrawList& marks);
// Which of several viewports the tools and keys act on.
void draw_frame(const Ui& ui, ImDrawList& list, const view::Rect& area);

}  // namespace sansfilm::app
