// What the app keeps on the graphics card beside ImGui: pictures, their shader, thumbnails.
// @owner  owns the GL objects; all calls need the context, except context_lost
// @thread the page's
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "shared/view/viewer.hpp"
#include "wasm/gl/picture_shader.hpp"
#include "wasm/gl/texture_cache.hpp"

namespace sansfilm::app {

class PictureLayer {
 public:
  static constexpr std::size_t kMostViewports = std::size_t{view::Viewports::kMostRows} * view::Viewports::kMostColumns;

  void start(std::uint64_t texture_budget_bytes);
  void context_lost();
  void context_restored();
  void close_study();

  // What is drawn from now on stays on the card until the next paint, whatever the budget.
  void begin_paint() { textures_.begin_paint(); }
  // Draws the picture of a viewport into the framebuffer that is bound.
  void draw(view::Viewer& viewer, std::size_t viewport, std::uint32_t target_width, std::uint32_t target_height);
  // That of a plane of the reconstruction.
  void draw_plane(view::Viewer& viewer, view::MprPlane plane, std::uint32_t target_width, std::uint32_t target_height);
  // The picture of the active viewport, or of the active plane, through the same shader at 1:1, without zoom: RGBA, top row first.
  // Empty when there is none.
  std::vector<std::uint8_t> read(view::Viewer& viewer, std::uint32_t& width, std::uint32_t& height);

  // What lies over the picture of a viewport (overlays, shutter), 0 where nothing does.
  GLuint graphics(view::Viewer& viewer, std::size_t viewport);

  // 0 while there is no thumbnail.
  GLuint thumbnail(const view::Viewer& viewer, std::uint32_t series);
  [[nodiscard]] std::uint64_t texture_bytes() const { return textures_.bytes(); }

 private:
  // The texture of what was made last for a viewport.
  struct Graphics {
    GLuint texture = 0;
    const view::PictureGraphics* made = nullptr;
    std::uint32_t revision = 0;             // view::PictureGraphics::revision
  };

  void prepare();
  void drop_graphics();

  gl::TextureCache textures_;
  gl::PictureShader shader_;
  std::vector<GLuint> thumbnails_;
  std::array<Graphics, kMostViewports> graphics_{};
};

}  // namespace sansfilm::app
