// The texts and marks on a viewport: position in the stack, window, zoom, orientation letters, scale bar.
//
// Who the patient is stands in the page's banner, not on the picture. Corners: top left the series, top right the state,
// bottom left the slice
// and over it the value under the pointer, bottom right window and zoom. A picture that is not final says so in the top right corner.
// A small viewport says less, so that nothing overlaps, but never less of what must not be missed: not final, inverted, hidden.
//
// @units  device pixels
// @owner  emits into the caller's draw list
// @thread pure
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "shared/view/draw_list.hpp"
#include "shared/view/honesty.hpp"
#include "shared/view/probe.hpp"
#include "shared/view/study_model.hpp"
#include "shared/view/viewport.hpp"

namespace sansfilm::view {

struct WindowValues {
  double center = 0.0;
  double width = 1.0;
  std::string name;      // of the preset in force, empty once changed by hand
  bool known = false;    // false: a LUT, a colour picture
};

struct OverlayLine {
  std::string text;
  Ink ink = Ink::kQuiet;
};

struct OverlayInput {
  const Viewport* viewport = nullptr;
  const wire::Series* series = nullptr;
  const SeriesModel* model = nullptr;
  std::uint32_t place = 0;             // in the stack
  const Honesty* honesty = nullptr;
  WindowValues window;
  bool inverted = false;
  std::string cine;                    // "Ciné 12 i/s"; empty: it does not play
  bool graphics_hidden = false;        // the picture's overlay planes are switched off
  const Probe* probe = nullptr;        // what is read at the pointer
  std::optional<Point> probe_mark;     // a cross there, where no pointer shows the place
  std::vector<OverlayLine> layers;     // what is drawn over the picture, in words
  double pixel_ratio = 1.0;
  Language language = Language::kFrench;
};

enum class OverlayDetail : std::uint8_t { kLeast, kShort, kFull };
[[nodiscard]] OverlayDetail overlay_detail(const Rect& area, double pixel_ratio);

void build_overlay(const OverlayInput& input, DrawList& out);

// The length that a scale bar shows: 1, 2 or 5 times a power of ten, at most `most`.
[[nodiscard]] double round_length(double most);

// "Poumon  C -600  L 1500"; the name alone when there are no values.
[[nodiscard]] std::string window_text(const WindowValues& window, Language language);

}  // namespace sansfilm::view
