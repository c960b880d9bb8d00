// The shader text. What differs between kinds of picture is decided when it is compiled, by macros: a software renderer runs
// every branch of a general shader for every pixel.
//   SAMPLER   usampler2D, isampler2D or sampler2D
//   MODE      pixel::ShaderParameters::Mode
//   FUNCTION  of the window: 0 linear, 1 linear exact, 2 sigmoid
//   TABLE     1: grey levels by the table, 0: by the formula
//   PADDING   1: there are padding values
//   TAPS      0 nearest, 1 bilinear, 2: mean of u_taps x u_taps
#pragma once

namespace sansfilm::gl {

inline constexpr const char* kVertexSource = R"(
uniform vec4 u_map[2];      // picture texels to clip space: x' = map[0].xy . p + map[0].z
uniform vec4 u_rect;        // x0 y0 x1 y1 in texels of the whole frame
out highp vec2 v_at;
void main() {
  vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1);
  v_at = mix(u_rect.xy, u_rect.zw, corner);
  gl_Position = vec4(dot(u_map[0].xy, v_at) + u_map[0].z, dot(u_map[1].xy, v_at) + u_map[1].z, 0.0, 1.0);
}
)";

inline constexpr const char* kFragmentSource = R"(
precision highp float;
precision highp int;
uniform highp SAMPLER u_picture;
uniform highp usampler2D u_table_texture;
uniform highp usampler2D u_palette_texture;
uniform ivec2 u_origin;     // of this tile's first texel
uniform ivec2 u_texels;     // of the whole frame, less one
uniform vec2 u_step_x;      // texels from one screen pixel to the next
uniform vec2 u_step_y;
uniform int u_taps;
uniform bool u_invert;
uniform vec2 u_rescale;
uniform vec2 u_window;      // centre, width
uniform vec2 u_padding;     // from, to
uniform ivec2 u_table;      // first, entries
uniform ivec2 u_palette;    // first, entries
uniform float u_top;
in highp vec2 v_at;
out vec4 o_colour;

const int kGrey = 0, kTable = 1, kPalette = 2, kSupplemental = 3, kPseudoColour = 4, kRgb = 5, kYbrFull = 6;

vec3 stored_at(ivec2 at) {
  return vec3(texelFetch(u_picture, clamp(at, ivec2(0), u_texels) - u_origin, 0).xyz);
}

bool is_padding(float stored) { return PADDING == 1 && stored >= u_padding.x && stored <= u_padding.y; }

float windowed(float value) {
  float c = u_window.x, w = u_window.y;
  if (FUNCTION == 2) return 255.0 / (1.0 + exp(-4.0 * (value - c) / w));
  if (FUNCTION == 0) { c -= 0.5; w -= 1.0; }
  if (value <= c - w / 2.0) return 0.0;
  if (value > c + w / 2.0) return 255.0;
  return ((value - c) / w + 0.5) * 255.0;
}

float grey(float stored) {
  if (is_padding(stored)) return 0.0;
  if (TABLE == 1) {
    int i = int(clamp(floor(stored + 0.5) - float(u_table.x), 0.0, float(u_table.y - 1)));
    return float(texelFetch(u_table_texture, ivec2(i & 255, i >> 8), 0).x);
  }
  float y = windowed(stored * u_rescale.x + u_rescale.y);
  return u_invert ? 255.0 - y : y;
}

vec3 palette_entry(int i) {
  return vec3(texelFetch(u_palette_texture, ivec2(i & 255, i >> 8), 0).xyz);
}

vec3 palette_of(float stored) {
  vec3 rgb = palette_entry(int(clamp(stored - float(u_palette.x), 0.0, float(u_palette.y - 1))));
  return rgb;
}

vec3 rounded(vec3 v) { return floor(clamp(v, 0.0, 255.0) + 0.5); }

vec3 colour(vec3 samples) {
  vec3 v = rounded(samples * (255.0 / u_top));
  if (MODE >= kYbrFull) {
    float cb = v.y - 128.0, cr = v.z - 128.0;
    if (MODE == kYbrFull) {
      v = vec3(v.x + 1.402 * cr, v.x - 0.344136 * cb - 0.714136 * cr, v.x + 1.772 * cb);
    } else {
      float y = 1.164384 * (v.x - 16.0);
      v = vec3(y + 1.596027 * cr, y - 0.391762 * cb - 0.812968 * cr, y + 2.017232 * cb);
    }
    v = rounded(v);
  }
  return u_invert ? 255.0 - v : v;
}

vec3 shade(vec3 stored) {
  if (MODE >= kRgb) return colour(stored);
  if (MODE == kPalette) {
    vec3 rgb = palette_of(stored.x);
    return u_invert ? 255.0 - rgb : rgb;
  }
  if (MODE == kSupplemental && !is_padding(stored.x) && stored.x >= float(u_palette.x)) return palette_of(stored.x);
  float level = grey(stored.x);
  if (MODE == kPseudoColour) {
    int i = (int(rounded(vec3(level)).x) * (u_palette.y - 1) * 2 + 255) / 510;
    return palette_entry(clamp(i, 0, u_palette.y - 1));
  }
  return vec3(level);
}

vec3 bilinear(vec2 at) {
  vec2 base = floor(at - 0.5);
  vec2 part = at - 0.5 - base;
  ivec2 i = ivec2(base);
  vec3 a = stored_at(i), b = stored_at(i + ivec2(1, 0)), c = stored_at(i + ivec2(0, 1)), d = stored_at(i + ivec2(1, 1));
  if (MODE == kGrey && TABLE == 0 && !is_padding(a.x) && !is_padding(b.x) && !is_padding(c.x) && !is_padding(d.x)) {
    return shade(mix(mix(a, b, part.x), mix(c, d, part.x), part.y));
  }
  return mix(mix(shade(a), shade(b), part.x), mix(shade(c), shade(d), part.x), part.y);
}

void main() {
  vec3 level;
  if (TAPS == 0) {
    level = shade(stored_at(ivec2(floor(v_at))));
  } else if (TAPS == 1) {
    level = bilinear(v_at);
  } else {
    level = vec3(0.0);
    float n = float(u_taps);
    for (int j = 0; j < u_taps; ++j) {
      for (int i = 0; i < u_taps; ++i) {
        vec2 at = v_at + ((float(i) + 0.5) / n - 0.5) * u_step_x + ((float(j) + 0.5) / n - 0.5) * u_step_y;
        level += shade(stored_at(ivec2(floor(at))));
      }
    }
    level /= n * n;
  }
  o_colour = vec4(rounded(level) / 255.0, 1.0);
}
)";

}  // namespace sansfilm::gl
