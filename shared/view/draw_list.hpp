// What to draw over a picture, as plain data: an adapter (wasm/app) draws it with whatever it has, a test reads it.
//
// @units  device pixels
// @owner  owns its texts
// @thread value
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "shared/view/shapes.hpp"

namespace sansfilm::view {

enum class Ink : std::uint8_t { kText, kQuiet, kAccent, kCaution, kFault };
enum class TextSize : std::uint8_t { kSmall, kBody, kTitle };
enum class Anchor : std::uint8_t { kStart, kMiddle, kEnd };

struct TextMark {
  Point at;                           // of the anchor; vertically: kStart = top, kMiddle = middle, kEnd = bottom
  Anchor horizontal = Anchor::kStart;
  Anchor vertical = Anchor::kStart;
  TextSize size = TextSize::kSmall;
  Ink ink = Ink::kText;
  std::string text;
};

struct LineMark {
  Point from, to;
  double width_px = 1.0;
  Ink ink = Ink::kText;
};

struct DrawList {
  std::vector<TextMark> texts;
  std::vector<LineMark> lines;

  void clear() {
    texts.clear();
    lines.clear();
  }
};

}  // namespace sansfilm::view
