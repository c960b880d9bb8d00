#include "wasm/gl/text_texture.hpp"

#include <GLES3/gl3.h>

#include <algorithm>
#include <cmath>

#include "wasm/bridge/host.hpp"
#include "wasm/gl/plain_texture.hpp"

namespace sansfilm::gl {
namespace {

constexpr double kMarginOfSize = 0.4;   // Thai and Arabic marks, slanted letters
constexpr double kMostWidth = 4096.0;

std::int32_t flag(bool strong) { return strong ? 1 : 0; }

}  // namespace

double TextTextures::width(std::string_view text, const view::TextStyle& style) {
  return host_text_width(text.data(), static_cast<std::uint32_t>(text.size()), style.em_px(), flag(style.strong));
}

view::TextRun TextTextures::draw(std::string_view text, const view::TextStyle& style) {
  view::TextRun out;
  out.margin_px = std::ceil(style.size_px * kMarginOfSize);
  out.width_px = std::min(kMostWidth, std::ceil(width(text, style))) + 2 * out.margin_px;
  out.height_px = std::ceil(style.size_px) + 2 * out.margin_px;
  const GLuint texture = make_plain_texture();
  const std::int32_t drawn =
      host_text_draw(text.data(), static_cast<std::uint32_t>(text.size()), style.em_px(), flag(style.strong), static_cast<std::int32_t>(out.width_px),
                     static_cast<std::int32_t>(out.height_px), out.margin_px, std::round(out.margin_px + style.ascent_px()));
  if (drawn == 0) {
    glDeleteTextures(1, &texture);
    return {};
  }
  out.texture = texture;
  return out;
}

void TextTextures::drop(std::uint64_t texture) {
  const auto name = static_cast<GLuint>(texture);
  glDeleteTextures(1, &name);
}

}  // namespace sansfilm::gl
