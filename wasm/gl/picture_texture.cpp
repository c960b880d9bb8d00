#include "wasm/gl/picture_texture.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace sansfilm::gl {
namespace {

struct Format {
  GLint internal = 0;
  GLenum external = 0;
  GLenum type = 0;
  SamplerKind sampler = SamplerKind::kUnsigned;
  std::uint32_t bytes_per_pixel = 1;
};

bool choose_format(const base::Frame& frame, Format& out) {
  const bool colour = frame.samples_per_pixel == 3;
  if (!colour && frame.samples_per_pixel != 1) return false;
  out.bytes_per_pixel = std::uint32_t{frame.bytes_per_sample} * frame.samples_per_pixel;
  if (frame.kind == base::SampleKind::kFloat32) {
    out.internal = colour ? GL_RGB32F : GL_R32F;
    out.external = colour ? GL_RGB : GL_RED;
    out.type = GL_FLOAT;
    out.sampler = SamplerKind::kFloat;
    return true;
  }
  if (frame.kind != base::SampleKind::kInteger) return false;
  const bool is_signed = frame.is_signed;
  out.sampler = is_signed ? SamplerKind::kSigned : SamplerKind::kUnsigned;
  out.external = colour ? GL_RGB_INTEGER : GL_RED_INTEGER;
  switch (frame.bytes_per_sample) {
    case 1:
      out.internal = colour ? (is_signed ? GL_RGB8I : GL_RGB8UI) : (is_signed ? GL_R8I : GL_R8UI);
      out.type = is_signed ? GL_BYTE : GL_UNSIGNED_BYTE;
      return true;
    case 2:
      out.internal = colour ? (is_signed ? GL_RGB16I : GL_RGB16UI) : (is_signed ? GL_R16I : GL_R16UI);
      out.type = is_signed ? GL_SHORT : GL_UNSIGNED_SHORT;
      return true;
    case 4:
      out.internal = colour ? (is_signed ? GL_RGB32I : GL_RGB32UI) : (is_signed ? GL_R32I : GL_R32UI);
      out.type = is_signed ? GL_INT : GL_UNSIGNED_INT;
      return true;
    default: return false;
  }
}

// Float64 has no texture: the card gets the nearest float32.
base::Frame as_float32(const base::Frame& frame) {
  base::Frame out;
  out.columns = frame.columns;
  out.rows = frame.rows;
  out.samples_per_pixel = frame.samples_per_pixel;
  out.bytes_per_sample = 4;
  out.kind = base::SampleKind::kFloat32;
  const std::size_t count = frame.samples.size() / sizeof(double);
  out.samples.resize(count * sizeof(float));
  for (std::size_t i = 0; i < count; ++i) {
    double value;
    std::memcpy(&value, frame.samples.data() + i * sizeof value, sizeof value);
    const float narrow = static_cast<float>(value);
    std::memcpy(out.samples.data() + i * sizeof narrow, &narrow, sizeof narrow);
  }
  return out;
}

GLuint make_texture() {
  GLuint texture = 0;
  glGenTextures(1, &texture);
  glBindTexture(GL_TEXTURE_2D, texture);
  // Integer textures know no other filter.
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
  return texture;
}

}  // namespace

PictureTexture::PictureTexture(PictureTexture&& other) noexcept { *this = std::move(other); }

PictureTexture& PictureTexture::operator=(PictureTexture&& other) noexcept {
  std::swap(tiles_, other.tiles_);
  std::swap(columns_, other.columns_);
  std::swap(rows_, other.rows_);
  std::swap(sampler_, other.sampler_);
  std::swap(bytes_, other.bytes_);
  return *this;
}

PictureTexture::~PictureTexture() {
  for (const TextureTile& tile : tiles_) glDeleteTextures(1, &tile.texture);
}

PictureTexture PictureTexture::upload(const base::Frame& frame, std::uint32_t largest) {
  if (frame.kind == base::SampleKind::kFloat64) return upload(as_float32(frame), largest);
  PictureTexture out;
  Format format;
  if (!choose_format(frame, format) || largest < 4) return out;
  if (frame.samples.size() < std::size_t{frame.columns} * frame.rows * format.bytes_per_pixel) return out;
  out.columns_ = frame.columns;
  out.rows_ = frame.rows;
  out.sampler_ = format.sampler;

  const bool fits = frame.columns <= largest && frame.rows <= largest;
  const std::uint32_t step = fits ? largest : largest - 2;  // room for the border
  glActiveTexture(GL_TEXTURE0);
  glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
  glPixelStorei(GL_UNPACK_ROW_LENGTH, static_cast<GLint>(frame.columns));
  for (std::uint32_t y = 0; y < frame.rows; y += step) {
    for (std::uint32_t x = 0; x < frame.columns; x += step) {
      TextureTile tile{.x = x, .y = y};
      tile.width = std::min(step, frame.columns - x);
      tile.height = std::min(step, frame.rows - y);
      tile.origin_x = x > 0 ? x - 1 : 0;
      tile.origin_y = y > 0 ? y - 1 : 0;
      const std::uint32_t texels_x = std::min(frame.columns, x + tile.width + 1) - tile.origin_x;
      const std::uint32_t texels_y = std::min(frame.rows, y + tile.height + 1) - tile.origin_y;
      const std::size_t first = (std::size_t{tile.origin_y} * frame.columns + tile.origin_x) * format.bytes_per_pixel;
      tile.texture = make_texture();
      glTexImage2D(GL_TEXTURE_2D, 0, format.internal, static_cast<GLsizei>(texels_x), static_cast<GLsizei>(texels_y), 0,
                   format.external, format.type, frame.samples.data() + first);
      out.bytes_ += std::uint64_t{texels_x} * texels_y * format.bytes_per_pixel;
      out.tiles_.push_back(tile);
    }
  }
  glPixelStorei(GL_UNPACK_ROW_LENGTH, 0);
  return out;
}

bool PictureTexture::mend(const base::Frame& frame, std::uint32_t x, std::uint32_t y, std::uint32_t columns, std::uint32_t rows) {
  Format format;
  if (tiles_.empty() || frame.columns != columns_ || frame.rows != rows_ || !choose_format(frame, format) || format.sampler != sampler_) {
    return false;
  }
  if (frame.samples.size() < std::size_t{frame.columns} * frame.rows * format.bytes_per_pixel) return false;
  glActiveTexture(GL_TEXTURE0);
  glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
  glPixelStorei(GL_UNPACK_ROW_LENGTH, static_cast<GLint>(frame.columns));
  for (const TextureTile& tile : tiles_) {
    // With its border, which is the neighbour's.
    const std::uint32_t left = std::max(x, tile.origin_x), top = std::max(y, tile.origin_y);
    const std::uint32_t right = std::min({x + columns, tile.x + tile.width + 1, frame.columns});
    const std::uint32_t bottom = std::min({y + rows, tile.y + tile.height + 1, frame.rows});
    if (left >= right || top >= bottom) continue;
    const std::size_t first = (std::size_t{top} * frame.columns + left) * format.bytes_per_pixel;
    glBindTexture(GL_TEXTURE_2D, tile.texture);
    glTexSubImage2D(GL_TEXTURE_2D, 0, static_cast<GLint>(left - tile.origin_x), static_cast<GLint>(top - tile.origin_y),
                    static_cast<GLsizei>(right - left), static_cast<GLsizei>(bottom - top), format.external, format.type,
                    frame.samples.data() + first);
  }
  glPixelStorei(GL_UNPACK_ROW_LENGTH, 0);
  return true;
}

}  // namespace sansfilm::gl
