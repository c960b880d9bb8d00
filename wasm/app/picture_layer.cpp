#include "wasm/app/picture_layer.hpp"

#include <algorithm>

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
  graphics_ = 0;
}

void PictureLayer::context_restored() { prepare(); }

void PictureLayer::close_study() {
  textures_.clear();
  for (const GLuint& texture : thumbnails_) {
    if (texture != 0) glDeleteTextures(1, &texture);
  }
  thumbnails_.clear();
  if (graphics_ != 0) glDeleteTextures(1, &graphics_);
  graphics_ = 0;
}

namespace {

// The graphics are opaque where they are at all.
void lay_over(std::vector<std::uint8_t>& pixels, const view::PictureGraphics& graphics) {
  if (graphics.rgba.size() != pixels.size()) return;
  for (std::size_t i = 0; i < pixels.size(); i += 4) {
    if (graphics.rgba[i + 3] != 0) std::copy_n(&graphics.rgba[i], 4, &pixels[i]);
  }
}

}  // namespace

GLuint PictureLayer::graphics(view::Viewer& viewer) {
  if (viewer.picture() == nullptr) return 0;
  const view::PictureGraphics& made = viewer.graphics();
  GLint largest = 0;
  glGetIntegerv(GL_MAX_TEXTURE_SIZE, &largest);
  if (made.rgba.empty() || std::max(made.columns, made.rows) > static_cast<std::uint32_t>(largest)) return 0;
  if (graphics_ != 0 && graphics_revision_ == made.revision) return graphics_;
  if (graphics_ == 0) glGenTextures(1, &graphics_);
  glActiveTexture(GL_TEXTURE0);
  glBindTexture(GL_TEXTURE_2D, graphics_);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
  glPixelStorei(GL_UNPACK_ALIGNMENT, 4);
  glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA, static_cast<GLsizei>(made.columns), static_cast<GLsizei>(made.rows), 0, GL_RGBA, GL_UNSIGNED_BYTE,
               made.rgba.data());
  graphics_revision_ = made.revision;
  return graphics_;
}

void PictureLayer::draw(view::Viewer& viewer, std::uint32_t target_width, std::uint32_t target_height) {
  const view::Picture* picture = viewer.picture();
  if (picture == nullptr) return;
  view::Cell& cell = viewer.cell();
  const pixel::ShaderParameters& parameters = cell.parameters(viewer.study()->model(), *picture);
  shader_.draw({.texture = &textures_.get(picture->revision, picture->frame),
                .reduce = picture->state.reduce,
                .to_target = cell.viewport().to_screen(),
                .clip = cell.viewport().area(),
                .target_width = target_width,
                .target_height = target_height,
                .parameters = &parameters,
                .parameters_revision = cell.parameters_revision(),
                .smooth = viewer.smooth()});
}

std::vector<std::uint8_t> PictureLayer::read(view::Viewer& viewer, std::uint32_t& width, std::uint32_t& height) {
  width = height = 0;
  const view::Picture* picture = viewer.picture();
  if (picture == nullptr) return {};
  view::Cell& cell = viewer.cell();
  const pixel::ShaderParameters& parameters = cell.parameters(viewer.study()->model(), *picture);
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
  shader_.draw({.texture = &textures_.get(picture->revision, frame),
                .reduce = picture->state.reduce,
                .to_target = {shrink, 0, 0, 0, shrink, 0},
                .clip = {0, 0, static_cast<double>(frame.columns), static_cast<double>(frame.rows)},
                .target_width = frame.columns,
                .target_height = frame.rows,
                .target_is_texture = true,
                .parameters = &parameters,
                .parameters_revision = cell.parameters_revision(),
                .smooth = false});
  std::vector<std::uint8_t> pixels(std::size_t{frame.columns} * frame.rows * 4);
  glReadPixels(0, 0, static_cast<GLsizei>(frame.columns), static_cast<GLsizei>(frame.rows), GL_RGBA, GL_UNSIGNED_BYTE,
               pixels.data());
  glBindFramebuffer(GL_FRAMEBUFFER, 0);
  glDeleteRenderbuffers(1, &target);
  glDeleteFramebuffers(1, &buffer);
  glDisable(GL_SCISSOR_TEST);
  lay_over(pixels, viewer.graphics());
  width = frame.columns;
  height = frame.rows;
  return pixels;
}

GLuint PictureLayer::thumbnail(const view::Viewer& viewer, std::uint32_t series) {
  if (series < thumbnails_.size() && thumbnails_[series] != 0) return thumbnails_[series];
  const view::Thumbnail* made = viewer.thumbnails().of(series);
  if (made == nullptr) return 0;
  if (thumbnails_.size() <= series) thumbnails_.resize(series + 1);
  GLuint& texture = thumbnails_[series];
  glGenTextures(1, &texture);
  glActiveTexture(GL_TEXTURE0);
  glBindTexture(GL_TEXTURE_2D, texture);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
  glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA, static_cast<GLsizei>(made->width), static_cast<GLsizei>(made->height), 0, GL_RGBA,
               GL_UNSIGNED_BYTE, made->rgba.data());
  return texture;
}

}  // namespace sansfilm::app
