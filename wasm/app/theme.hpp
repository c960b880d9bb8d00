// The look: one type scale, one accent colour, quiet greys that do not compete with a picture in a dark room.
// The colours are those of the page around (web/src/styles).
// @units  sizes in CSS pixels; scaled() gives device pixels
#pragma once

#include "imgui.h"

namespace sansfilm::app {

struct Theme {
  ImU32 back = IM_COL32(0x0D, 0x10, 0x14, 255);
  ImU32 picture_back = IM_COL32(0, 0, 0, 255);
  ImU32 surface = IM_COL32(0x14, 0x19, 0x1F, 255);
  ImU32 raised = IM_COL32(0x1B, 0x21, 0x29, 255);
  ImU32 hover = IM_COL32(0x1F, 0x27, 0x30, 255);
  ImU32 line = IM_COL32(0x28, 0x31, 0x3B, 255);
  ImU32 text = IM_COL32(0xE8, 0xED, 0xF2, 255);
  ImU32 quiet = IM_COL32(0x9F, 0xAB, 0xB8, 255);
  ImU32 faint = IM_COL32(0x6F, 0x7E, 0x8E, 255);
  ImU32 accent = IM_COL32(0x46, 0xC2, 0xCF, 255);
  ImU32 accent_soft = IM_COL32(0x16, 0x36, 0x3C, 255);
  ImU32 caution = IM_COL32(0xF0, 0xBF, 0x6B, 255);
  ImU32 fault = IM_COL32(0xFF, 0x9D, 0x94, 255);
  ImU32 halo = IM_COL32(0, 0, 0, 210);

  float small = 12.5F;
  float body = 14.0F;
  float title = 17.0F;
  float icon = 20.0F;
  float gap = 8.0F;        // the spacing unit: everything is a multiple of its half
  float radius = 6.0F;
  float target = 44.0F;    // what a finger hits
};

// Sets ImGui's style for this pixel ratio.
void apply_theme(const Theme& theme, float pixel_ratio);

}  // namespace sansfilm::app
