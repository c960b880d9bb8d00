// What the app keeps on the graphics card beside ImGui: pictures, their shader, thumbnails.
// @owner  owns the GL objects; all calls need the context, except context_lost
// @thread the page's
#pragma once

#include <cstdint>
#include <vector>

#include "shared/view/viewer.hpp"
#include "wasm/gl/picture_shader.hpp"
#include "wasm/gl/texture_cache.hpp"

namespace sansfilm::app {

class PictureLayer {
 public:
  void start(std::uint64_t texture_budget_bytes);
  void context_lost();
  void context_restored();
  void close_study();

  // Draws the cell's picture into the framebuffer that is bound.
  void draw(view::Viewer& viewer, std::uint32_t target_width, std::uint32_t target_height);
  // The cell's picture through the same shader at 1:1, without zoom: RGBA, top row first. Empty when there is none.
  std::vector<std::uint8_t> read(view::Viewer& viewer, std::uint32_t& width, std::uint32_t& height);

  // What lies over the cell's picture (overlays, shutter), 0 where nothing does.
  GLuint graphics(view::Viewer& viewer);

  // 0 while there is no thumbnail.
  GLuint thumbnail(const view::Viewer& viewer, std::uint32_t series);
  [[nodiscard]] std::uint64_t texture_bytes() const { return textures_.bytes(); }

 private:
  void prepare();

  gl::TextureCache textures_;
  gl::PictureShader shader_;
  std::vector<GLuint> thumbnails_;
  GLuint graphics_ = 0;
  std::uint32_t graphics_revision_ = 0;   // view::PictureGraphics::revision of the texture
};

}  // namespace sansfilm::app
