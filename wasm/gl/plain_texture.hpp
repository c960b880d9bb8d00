// A texture that is drawn as it is: without mipmaps, without repetition. Bound to unit 0, its pixels are still to be given.
// @owner  the caller, who deletes it
// @thread the page's, with the context current
#pragma once

#include <GLES3/gl3.h>

#include <cstdint>

namespace sansfilm::gl {

// `magnify`: GL_LINEAR, or GL_NEAREST where single pixels must stay apart.
inline GLuint make_plain_texture(GLint magnify = GL_LINEAR) {
  GLuint texture = 0;
  glGenTextures(1, &texture);
  glActiveTexture(GL_TEXTURE0);
  glBindTexture(GL_TEXTURE_2D, texture);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, magnify);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
  return texture;
}

// RGBA, four bytes a pixel, row by row, into the texture that is bound.
inline void give_rgba(std::uint32_t width, std::uint32_t height, const std::uint8_t* pixels) {
  glPixelStorei(GL_UNPACK_ALIGNMENT, 4);
  glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA, static_cast<GLsizei>(width), static_cast<GLsizei>(height), 0, GL_RGBA, GL_UNSIGNED_BYTE, pixels);
}

}  // namespace sansfilm::gl
