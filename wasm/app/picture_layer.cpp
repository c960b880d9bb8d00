#include "wasm/app/picture_layer.hpp"

#include <algorithm>

#include "shared/pixel/mask_paint.hpp"
#include "wasm/gl/plain_texture.hpp"

namespace sansfilm::app {

void PictureLayer::start(std::uint64_t texture_budget_bytes) {
  textures_.set_budget(texture_budget_bytes);
  prepare();
}

void PictureLayer::prepare() {
  GLint largest = 2048;
  glGetIntegerv(GL_MAX_TEXTURE_SIZE, &largest);
  textures_.set_largest(static_cast<std::uint32_t>(largest));
  // Compiled before a study is opened: the kinds that nearly all pictures are of.
  shader_.prepare(gl::SamplerKind::kUnsigned);
  shader_.prepare(gl::SamplerKind::kSigned);
}

void PictureLayer::context_lost() {
  textures_.forget();
  shader_.forget();
  thumbnails_.clear();
  graphics_ = {};
}

void PictureLayer::context_restored() { prepare(); }

void PictureLayer::close_study() {
  textures_.clear();
  for (const GLuint& texture : thumbnails_) {
    if (texture != 0) glDeleteTextures(1, &texture);
  }
  thumbnails_.clear();
  drop_graphics();
}

void PictureLayer::drop_graphics() {
  for (const Graphics& one : graphics_) {
    if (one.texture != 0) glDeleteTextures(1, &one.texture);
  }
  graphics_ = {};
}

GLuint PictureLayer::graphics(view::Viewer& viewer, std::size_t viewport) {
  if (viewport >= graphics_.size() || viewer.viewports().pane(viewport).picture() == nullptr) return 0;
  const view::PictureGraphics& made = viewer.graphics(viewport);
  GLint largest = 0;
  glGetIntegerv(GL_MAX_TEXTURE_SIZE, &largest);
  if (made.rgba.empty() || std::max(made.columns, made.rows) > static_cast<std::uint32_t>(largest)) return 0;
  Graphics& kept = graphics_[viewport];
  if (kept.texture != 0 && kept.made == &made && kept.revision == made.revision) return kept.texture;
  if (kept.texture != 0) glDeleteTextures(1, &kept.texture);
  kept = {gl::make_plain_texture(GL_NEAREST), &made, made.revision};
  gl::give_rgba(made.columns, made.rows, made.rgba.data());
  return kept.texture;
}

void PictureLayer::draw(view::Viewer& viewer, std::size_t viewport, std::uint32_t target_width, std::uint32_t target_height) {
  view::Pane& pane = viewer.viewports().pane(viewport);
  const view::Picture* picture = pane.picture();
  if (picture == nullptr) return;
  view::Cell& cell = pane.cell();
  const pixel::ShaderParameters& parameters = cell.parameters(viewer.study()->model(), *picture);
  shader_.draw({.texture = &textures_.get(*picture),
                .reduce = picture->state.reduce,
                .to_target = cell.viewport().to_screen(),
                .clip = cell.viewport().area(),
                .target_width = target_width,
                .target_height = target_height,
                .parameters = &parameters,
                .parameters_revision = cell.parameters_revision(),
                .smooth = viewer.smooth()});
}

void PictureLayer::draw_plane(view::Viewer& viewer, view::MprPlane plane, std::uint32_t target_width, std::uint32_t target_height) {
  view::Mpr* mpr = viewer.mpr();
  const view::Picture* picture = mpr != nullptr ? mpr->picture(plane) : nullptr;
  if (picture == nullptr) return;
  const pixel::ShaderParameters& parameters = mpr->parameters(plane);
  shader_.draw({.texture = &textures_.get(*picture),
                .reduce = picture->state.reduce,
                .to_target = mpr->viewport(plane).to_screen(),
                .clip = mpr->viewport(plane).area(),
                .target_width = target_width,
                .target_height = target_height,
                .parameters = &parameters,
                .parameters_revision = mpr->parameters_revision(plane),
                .smooth = viewer.smooth()});
}

std::vector<std::uint8_t> PictureLayer::read(view::Viewer& viewer, std::uint32_t& width, std::uint32_t& height) {
  width = height = 0;
  view::Mpr* mpr = viewer.mpr();
  const view::Picture* picture = mpr != nullptr ? mpr->picture(mpr->active()) : viewer.picture();
  if (picture == nullptr) return {};
  view::Cell& cell = viewer.cell();
  const pixel::ShaderParameters& parameters = mpr != nullptr ? mpr->parameters(mpr->active()) : cell.parameters(viewer.study()->model(), *picture);
  const base::Frame& frame = picture->frame;
  GLint largest = 0;
  glGetIntegerv(GL_MAX_RENDERBUFFER_SIZE, &largest);
  if (frame.columns > static_cast<std::uint32_t>(largest) || frame.rows > static_cast<std::uint32_t>(largest)) return {};

  GLuint buffer = 0, target = 0;
  glGenFramebuffers(1, &buffer);
  glGenRenderbuffers(1, &target);
  glBindFramebuffer(GL_FRAMEBUFFER, buffer);
  glBindRenderbuffer(GL_RENDERBUFFER, target);
  glRenderbufferStorage(GL_RENDERBUFFER, GL_RGBA8, static_cast<GLsizei>(frame.columns), static_cast<GLsizei>(frame.rows));
  glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_RENDERBUFFER, target);
  glViewport(0, 0, static_cast<GLsizei>(frame.columns), static_cast<GLsizei>(frame.rows));
  const double shrink = 1.0 / static_cast<double>(1U << picture->state.reduce);
  shader_.draw({.texture = &textures_.get(*picture),
                .reduce = picture->state.reduce,
                .to_target = {shrink, 0, 0, 0, shrink, 0},
                .clip = {0, 0, static_cast<double>(frame.columns), static_cast<double>(frame.rows)},
                .target_width = frame.columns,
                .target_height = frame.rows,
                .target_is_texture = true,
                .parameters = &parameters,
                .parameters_revision = mpr != nullptr ? mpr->parameters_revision(mpr->active()) : cell.parameters_revision(),
                .smooth = false});
  std::vector<std::uint8_t> pixels(std::size_t{frame.columns} * frame.rows * 4);
  glReadPixels(0, 0, static_cast<GLsizei>(frame.columns), static_cast<GLsizei>(frame.rows), GL_RGBA, GL_UNSIGNED_BYTE,
               pixels.data());
  glBindFramebuffer(GL_FRAMEBUFFER, 0);
  glDeleteRenderbuffers(1, &target);
  glDeleteFramebuffers(1, &buffer);
  glDisable(GL_SCISSOR_TEST);
  if (mpr == nullptr) pixel::lay_over(pixels, viewer.graphics().rgba);
  width = frame.columns;
  height = frame.rows;
  return pixels;
}

GLuint PictureLayer::thumbnail(const view::Viewer& viewer, std::uint32_t series) {
  if (series < thumbnails_.size() && thumbnails_[series] != 0) return thumbnails_[series];
  const view::Thumbnail* made = viewer.thumbnails().of(series);
  if (made == nullptr) return 0;
  if (thumbnails_.size() <= series) thumbnails_.resize(series + 1);
  thumbnails_[series] = gl::make_plain_texture();
  gl::give_rgba(made->width, made->height, made->rgba.data());
  return thumbnails_[series];
}

}  // namespace sansfilm::app
