// The texts and marks on a viewport: position in the stack, window, zoom, orientation letters, scale bar.
//
// Who the patient is stands in the page's banner, not on the picture. Corners: top left the series, top right the state,
// bottom left the slice, bottom right window and zoom. A picture that is not final says so in the top right corner.
//
// @units  device pixels
// @owner  emits into the caller's draw list
// @thread pure
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "shared/view/draw_list.hpp"
#include "shared/view/honesty.hpp"
#include "shared/view/study_model.hpp"
#include "shared/view/viewport.hpp"

namespace sansfilm::view {

struct WindowValues {
  double center = 0.0;
  double width = 1.0;
  std::string name;      // of the preset in force, empty once changed by hand
  bool known = false;    // false: a LUT, a colour picture
};

struct OverlayInput {
  const Viewport* viewport = nullptr;
  const wire::Series* series = nullptr;
  const SeriesModel* model = nullptr;
  std::uint32_t place = 0;             // in the stack
  const Honesty* honesty = nullptr;
  WindowValues window;
  bool inverted = false;
  bool graphics_hidden = false;        // the picture's overlay planes are switched off
  double pixel_ratio = 1.0;
  Language language = Language::kFrench;
};

void build_overlay(const OverlayInput& input, DrawList& out);

// The length that a scale bar shows: 1, 2 or 5 times a power of ten, at most `most`.
[[nodiscard]] double round_length(double most);

// "Poumon  C -600  L 1500"; the name alone when there are no values.
[[nodiscard]] std::string window_text(const WindowValues& window, Language language);

}  // namespace sansfilm::view
