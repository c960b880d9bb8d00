// Draws a picture texture through the display pipeline of shared/pixel: the same numbers as the CPU reference, within one
// grey level. Interpolation happens on the stored values of a grey picture, on the colours of any other; a picture that is
// drawn smaller than it is gets the mean of the pixels under each screen pixel.
//
// @source shared/pixel/shader_parameters.hpp
// @units  target: device pixels, y down
// @owner  owns programs and tables; forget() drops them when the context is gone
// @thread the page's, with the context current
#pragma once

#include <GLES3/gl3.h>

#include <compare>
#include <cstdint>
#include <map>

#include "shared/pixel/shader_parameters.hpp"
#include "shared/view/shapes.hpp"
#include "wasm/gl/picture_texture.hpp"

namespace sansfilm::gl {

struct DrawPicture {
  const PictureTexture* texture = nullptr;
  std::uint8_t reduce = 0;                 // of the texture against the picture
  view::Affine to_target;                  // picture (full size) to target
  view::Rect clip;                         // in the target
  std::uint32_t target_width = 0, target_height = 0;
  bool target_is_texture = false;          // row 0 of a texture is its first; of the screen its last
  const pixel::ShaderParameters* parameters = nullptr;
  std::uint32_t parameters_revision = 0;   // tables are uploaded anew when it or the address of `parameters` changes
  bool smooth = true;
};

class PictureShader {
 public:
  // Compiles what a grey picture of that kind needs, and draws one pixel with it on the screen: some drivers compile only then.
  void prepare(SamplerKind kind);
  void draw(const DrawPicture& order);
  void forget();

 private:
  // What is decided when a program is compiled (picture_shader_source.hpp).
  struct Variant {
    SamplerKind sampler = SamplerKind::kUnsigned;
    pixel::ShaderParameters::Mode mode = pixel::ShaderParameters::Mode::kGrey;
    pixel::VoiFunction function = pixel::VoiFunction::kLinear;
    bool table = false;
    bool padding = false;
    int taps = 1;
    auto operator<=>(const Variant&) const = default;
  };
  struct Program {
    GLuint id = 0;                         // 0: the card refused; the text is in the browser's console
    GLint map = -1, rect = -1, origin = -1, texels = -1, step_x = -1, step_y = -1, taps = -1, invert = -1;
    GLint rescale = -1, window = -1, padding = -1, table = -1, palette = -1, top = -1;
  };

  const Program& program_of(const Variant& variant);

  void upload_tables(const pixel::ShaderParameters& parameters, std::uint32_t revision);
  void set_parameters(const Program& program, const pixel::ShaderParameters& parameters);

  std::map<Variant, Program> programs_;
  GLuint vertex_array_ = 0;
  GLuint table_ = 0;
  GLuint palette_ = 0;
  const pixel::ShaderParameters* tables_of_ = nullptr;
  std::uint32_t tables_revision_ = 0;
};

}  // namespace sansfilm::gl
