// A decoded frame on the graphics card: integer (or float) textures of the stored values, in tiles where the frame is
// larger than a texture may be. Neighbouring tiles share a border of one pixel so that interpolation has no seam.
//
// @shape  one channel, or three interleaved
// @owner  owns its textures; forget() drops them without a call when the context is gone
// @thread the page's, with the context current
#pragma once

#include <GLES3/gl3.h>

#include <cstdint>
#include <vector>

#include "shared/base/frame.hpp"

namespace sansfilm::gl {

// Which kind of sampler reads it; the shader exists once for each.
enum class SamplerKind : std::uint8_t { kUnsigned, kSigned, kFloat };

struct TextureTile {
  GLuint texture = 0;
  std::uint32_t x = 0, y = 0;              // of the pixels that this tile shows, in the frame
  std::uint32_t width = 0, height = 0;     // without the border
  std::uint32_t origin_x = 0, origin_y = 0;  // of its first texel in the frame
};

class PictureTexture {
 public:
  PictureTexture() = default;
  PictureTexture(PictureTexture&& other) noexcept;
  PictureTexture& operator=(PictureTexture&& other) noexcept;
  PictureTexture(const PictureTexture&) = delete;
  PictureTexture& operator=(const PictureTexture&) = delete;
  ~PictureTexture();

  // `largest`: GL_MAX_TEXTURE_SIZE, or less for a test. Nothing is made of a frame with too few samples.
  static PictureTexture upload(const base::Frame& frame, std::uint32_t largest);

  // Gives the card the samples of a part of the frame that it was made of, which have changed. False: make it anew.
  bool mend(const base::Frame& frame, std::uint32_t x, std::uint32_t y, std::uint32_t columns, std::uint32_t rows);

  void forget() { tiles_.clear(); }

  [[nodiscard]] const std::vector<TextureTile>& tiles() const { return tiles_; }
  [[nodiscard]] std::uint32_t columns() const { return columns_; }
  [[nodiscard]] std::uint32_t rows() const { return rows_; }
  [[nodiscard]] SamplerKind sampler() const { return sampler_; }
  [[nodiscard]] std::uint64_t bytes() const { return bytes_; }

 private:
  std::vector<TextureTile> tiles_;
  std::uint32_t columns_ = 0, rows_ = 0;
  SamplerKind sampler_ = SamplerKind::kUnsigned;
  std::uint64_t bytes_ = 0;
};

}  // namespace sansfilm::gl
