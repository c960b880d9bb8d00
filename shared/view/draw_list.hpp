// What to draw over a picture, as plain data: an adapter (wasm/app) draws it with whatever it has, a test reads it.
//
// @units  device pixels
// @owner  owns its texts
// @thread value
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "shared/view/shapes.hpp"

namespace sansfilm::view {

enum class Ink : std::uint8_t { kText, kQuiet, kAccent, kCaution, kFault };
enum class TextSize : std::uint8_t { kSmall, kBody, kTitle };
enum class Anchor : std::uint8_t { kStart, kMiddle, kEnd };

// Of what comes from an object and not from the program: its own colour, not an ink.
struct Colour {
  std::uint8_t red = 255, green = 255, blue = 255, alpha = 255;
  bool operator==(const Colour&) const = default;
};

struct TextMark {
  Point at;                           // of the anchor; vertically: kStart = top, kMiddle = middle, kEnd = bottom
  Anchor horizontal = Anchor::kStart;
  Anchor vertical = Anchor::kStart;
  TextSize size = TextSize::kSmall;
  Ink ink = Ink::kText;
  std::string text;
  std::optional<Colour> colour = {};  // instead of the ink
  double most_px = 0.0;               // wider is cut, with an ellipsis; 0: never
};

// A line through points: contours and annotations. The adapter gives it a dark halo, so that it is seen on white.
struct PathMark {
  std::vector<Point> points;
  bool closed = false;
  bool filled = false;                // as well as drawn, half transparent
  double width_px = 1.0;
  Colour colour;
};

struct LineMark {
  Point from, to;
  double width_px = 1.0;
  Ink ink = Ink::kText;
};

struct DrawList {
  std::vector<TextMark> texts;
  std::vector<LineMark> lines;
  std::vector<PathMark> paths;        // under the lines and texts

  void clear() {
    texts.clear();
    lines.clear();
    paths.clear();
  }
};

}  // namespace sansfilm::view
