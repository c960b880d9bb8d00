#include "wasm/gl/picture_shader.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "wasm/gl/picture_shader_source.hpp"

namespace sansfilm::gl {
namespace {

using Mode = pixel::ShaderParameters::Mode;

constexpr GLsizei kTableWidth = 256;
constexpr int kMostTaps = 4;

GLuint compile(GLenum stage, const std::string& source) {
  const GLuint shader = glCreateShader(stage);
  const char* text = source.c_str();
  glShaderSource(shader, 1, &text, nullptr);
  glCompileShader(shader);
  return shader;
}

const char* sampler_name(SamplerKind kind) {
  switch (kind) {
    case SamplerKind::kUnsigned: return "usampler2D";
    case SamplerKind::kSigned: return "isampler2D";
    case SamplerKind::kFloat: return "sampler2D";
  }
  return "";
}

// Rows of 256 entries; the last row is filled up with zeros.
void upload_rows(GLuint& texture, GLenum unit, const std::vector<std::uint8_t>& values, std::size_t channels) {
  const std::size_t row_bytes = kTableWidth * channels;
  std::vector<std::uint8_t> padded = values;
  padded.resize((std::max<std::size_t>(values.size(), 1) + row_bytes - 1) / row_bytes * row_bytes);
  glActiveTexture(unit);
  if (texture == 0) {
    glGenTextures(1, &texture);
    glBindTexture(GL_TEXTURE_2D, texture);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
  }
  glBindTexture(GL_TEXTURE_2D, texture);
  glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
  glTexImage2D(GL_TEXTURE_2D, 0, channels == 1 ? GL_R8UI : GL_RGB8UI, kTableWidth,
               static_cast<GLsizei>(padded.size() / row_bytes), 0, channels == 1 ? GL_RED_INTEGER : GL_RGB_INTEGER,
               GL_UNSIGNED_BYTE, padded.data());
}

int function_number(pixel::VoiFunction function) {
  switch (function) {
    case pixel::VoiFunction::kLinear: return 0;
    case pixel::VoiFunction::kLinearExact: return 1;
    case pixel::VoiFunction::kSigmoid: return 2;
  }
  return 0;
}

// Picture texels to clip space, two rows of (x, y, 1).
void clip_map(const DrawPicture& order, float out[8]) {
  const double unit = static_cast<double>(1U << order.reduce);
  const double sx = 2.0 / order.target_width;
  const double sy = (order.target_is_texture ? 2.0 : -2.0) / order.target_height;
  const view::Affine& m = order.to_target;
  const double values[8] = {m.xx * unit * sx, m.xy * unit * sx, m.x0 * sx - 1.0, 0.0,
                            m.yx * unit * sy, m.yy * unit * sy, order.target_is_texture ? m.y0 * sy - 1.0 : m.y0 * sy + 1.0, 0.0};
  std::transform(values, values + 8, out, [](double v) { return static_cast<float>(v); });
}

void set_clip(const DrawPicture& order) {
  const auto x = static_cast<GLint>(std::floor(order.clip.x));
  const auto width = static_cast<GLsizei>(std::ceil(order.clip.width));
  const auto height = static_cast<GLsizei>(std::ceil(order.clip.height));
  const double lower = order.target_is_texture ? order.clip.y : order.target_height - order.clip.bottom();
  glEnable(GL_SCISSOR_TEST);
  glScissor(x, static_cast<GLint>(std::floor(lower)), width, height);
}

}  // namespace

void PictureShader::prepare(SamplerKind kind) {
  base::Frame pixel;
  pixel.columns = pixel.rows = 1;
  pixel.is_signed = kind == SamplerKind::kSigned;
  pixel.samples.resize(pixel.bytes_per_sample);
  const PictureTexture texture = PictureTexture::upload(pixel, 1);
  const pixel::ShaderParameters grey;
  // At its own size, and so small that several of its pixels are one of the screen's.
  for (const double size : {1.0, 0.5}) {
    draw({.texture = &texture, .to_target = {size, 0, 0, 0, size, 0}, .clip = {0, 0, 1, 1}, .target_width = 1, .target_height = 1, .parameters = &grey});
  }
}

const PictureShader::Program& PictureShader::program_of(const Variant& variant) {
  const auto [at, is_new] = programs_.try_emplace(variant);
  Program& program = at->second;
  if (!is_new) return program;
  const std::string version = "#version 300 es\n";
  const auto define = [](const char* name, int value) { return std::string("#define ") + name + " " + std::to_string(value) + "\n"; };
  const std::string choices = std::string("#define SAMPLER ") + sampler_name(variant.sampler) + "\n" +
                              define("MODE", static_cast<int>(variant.mode)) + define("FUNCTION", function_number(variant.function)) +
                              define("TABLE", variant.table ? 1 : 0) + define("PADDING", variant.padding ? 1 : 0) + define("TAPS", variant.taps);
  const GLuint vertex = compile(GL_VERTEX_SHADER, version + kVertexSource);
  const GLuint fragment = compile(GL_FRAGMENT_SHADER, version + choices + kFragmentSource);
  const GLuint id = glCreateProgram();
  glAttachShader(id, vertex);
  glAttachShader(id, fragment);
  glLinkProgram(id);
  glDeleteShader(vertex);
  glDeleteShader(fragment);
  GLint linked = 0;
  glGetProgramiv(id, GL_LINK_STATUS, &linked);
  if (linked == 0) {
    glDeleteProgram(id);
    return program;
  }
  const auto place = [&](const char* name) { return glGetUniformLocation(id, name); };
  program = {.id = id, .map = place("u_map"), .rect = place("u_rect"), .origin = place("u_origin"), .texels = place("u_texels"),
             .step_x = place("u_step_x"), .step_y = place("u_step_y"), .taps = place("u_taps"), .invert = place("u_invert"),
             .rescale = place("u_rescale"), .window = place("u_window"), .padding = place("u_padding"), .table = place("u_table"),
             .palette = place("u_palette"), .top = place("u_top")};
  glUseProgram(id);
  glUniform1i(place("u_picture"), 0);
  glUniform1i(place("u_table_texture"), 1);
  glUniform1i(place("u_palette_texture"), 2);
  if (vertex_array_ == 0) glGenVertexArrays(1, &vertex_array_);
  return program;
}

void PictureShader::forget() {
  programs_.clear();
  vertex_array_ = table_ = palette_ = 0;
  tables_of_ = nullptr;
  tables_revision_ = 0;
}

void PictureShader::upload_tables(const pixel::ShaderParameters& parameters, std::uint32_t revision) {
  if (tables_of_ != &parameters || tables_revision_ != revision || table_ == 0) {
    upload_rows(table_, GL_TEXTURE1, parameters.table, 1);
    upload_rows(palette_, GL_TEXTURE2, parameters.palette, 3);
    tables_of_ = &parameters;
    tables_revision_ = revision;
  }
  glActiveTexture(GL_TEXTURE1);
  glBindTexture(GL_TEXTURE_2D, table_);
  glActiveTexture(GL_TEXTURE2);
  glBindTexture(GL_TEXTURE_2D, palette_);
  glActiveTexture(GL_TEXTURE0);
}

void PictureShader::set_parameters(const Program& program, const pixel::ShaderParameters& p) {
  const auto f = [](double value) { return static_cast<float>(value); };
  glUniform1i(program.invert, p.invert ? 1 : 0);
  glUniform2f(program.rescale, f(p.slope), f(p.intercept));
  glUniform2f(program.window, f(p.window.centre), f(p.window.width));
  glUniform2f(program.padding, f(p.padding_low), f(p.padding_high));
  glUniform2i(program.table, p.table_first, static_cast<GLint>(p.table.size()));
  glUniform2i(program.palette, p.palette_first, static_cast<GLint>(p.palette.size() / 3));
  glUniform1f(program.top, f(p.sample_top));
}

void PictureShader::draw(const DrawPicture& order) {
  if (order.texture == nullptr || order.parameters == nullptr || order.texture->tiles().empty()) return;
  const view::Affine back = order.to_target.inverse();
  const double unit = static_cast<double>(1U << order.reduce);
  const double texels_per_px = std::max(std::hypot(back.xx, back.yx), std::hypot(back.xy, back.yy)) / unit;
  int taps = order.smooth ? 1 : 0;
  if (order.smooth && texels_per_px > 1.01) taps = std::clamp(static_cast<int>(std::ceil(texels_per_px)), 2, kMostTaps);
  const pixel::ShaderParameters& parameters = *order.parameters;
  const Program& program = program_of({.sampler = order.texture->sampler(), .mode = parameters.mode, .function = parameters.window.function,
                                       .table = !parameters.table.empty(), .padding = parameters.has_padding, .taps = std::min(taps, 2)});
  if (program.id == 0) return;
  glUseProgram(program.id);
  glBindVertexArray(vertex_array_);
  glDisable(GL_BLEND);
  glDisable(GL_CULL_FACE);
  glDisable(GL_DEPTH_TEST);
  set_clip(order);
  upload_tables(*order.parameters, order.parameters_revision);
  set_parameters(program, *order.parameters);

  float map[8];
  clip_map(order, map);
  glUniform4fv(program.map, 2, map);
  glUniform2f(program.step_x, static_cast<float>(back.xx / unit), static_cast<float>(back.yx / unit));
  glUniform2f(program.step_y, static_cast<float>(back.xy / unit), static_cast<float>(back.yy / unit));
  glUniform1i(program.taps, taps);
  glUniform2i(program.texels, static_cast<GLint>(order.texture->columns()) - 1, static_cast<GLint>(order.texture->rows()) - 1);

  for (const TextureTile& tile : order.texture->tiles()) {
    glBindTexture(GL_TEXTURE_2D, tile.texture);
    glUniform2i(program.origin, static_cast<GLint>(tile.origin_x), static_cast<GLint>(tile.origin_y));
    glUniform4f(program.rect, static_cast<float>(tile.x), static_cast<float>(tile.y),
                static_cast<float>(tile.x + tile.width), static_cast<float>(tile.y + tile.height));
    glDrawArrays(GL_TRIANGLE_STRIP, 0, 4);
  }
}

}  // namespace sansfilm::gl
