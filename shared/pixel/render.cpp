#include "shared/pixel/render.hpp"

#include <algorithm>
#include <cmath>

#include "shared/pixel/samples.hpp"
#include "shared/pixel/ybr.hpp"

namespace sansfilm::pixel {

using base::Error;
using base::ErrorCode;
using Mode = ShaderParameters::Mode;

namespace {

RenderedImage blank(const base::Frame& frame, std::uint32_t channels) {
  RenderedImage out{.columns = frame.columns, .rows = frame.rows, .channels = channels, .bytes = {}};
  out.bytes.resize(std::size_t{frame.columns} * frame.rows * channels);
  return out;
}

// Calls paint(index, stored) for each sample, with its own integer type or double.
template <class Paint>
void for_each_typed(const base::Frame& frame, Paint&& paint) {
  with_sample_type(frame, [&](auto zero) {
    using T = decltype(zero);
    const std::size_t count = sample_count(frame);
    for (std::size_t i = 0; i < count; ++i) paint(i, load_sample<T>(frame.samples.data(), i));
  });
}

// Grey levels by the raw bits of a sample of 8 or 16 bits.
std::vector<std::uint8_t> raw_table(const base::Frame& frame, const ShaderParameters& parameters) {
  const auto range = sample_range(frame);
  const std::size_t size = std::size_t{1} << (8 * frame.bytes_per_sample);
  const std::size_t mask = size - 1;
  std::vector<std::uint8_t> out(size, grey_level(parameters, static_cast<double>(range.high)));
  for (std::int64_t value = range.low; value <= range.high; ++value) {
    out[static_cast<std::size_t>(value) & mask] = grey_level(parameters, static_cast<double>(value));
  }
  return out;
}

bool is_small_integer(const base::Frame& frame) {
  return frame.kind == base::SampleKind::kInteger && frame.bytes_per_sample <= 2;
}

template <class T>
void look_up(const base::Frame& frame, const std::vector<std::uint8_t>& table, std::uint8_t* out) {
  const std::size_t count = sample_count(frame);
  const std::uint8_t* in = frame.samples.data();
  const std::uint8_t* levels = table.data();
  std::size_t i = 0;
  for (; i + 4 <= count; i += 4) {
    const T a = load_sample<T>(in, i), b = load_sample<T>(in, i + 1), c = load_sample<T>(in, i + 2), d = load_sample<T>(in, i + 3);
    out[i] = levels[a];
    out[i + 1] = levels[b];
    out[i + 2] = levels[c];
    out[i + 3] = levels[d];
  }
  for (; i < count; ++i) out[i] = levels[load_sample<T>(in, i)];
}

void fill_grey(const base::Frame& frame, const ShaderParameters& parameters, std::uint8_t* out) {
  if (is_small_integer(frame)) {
    const auto table = raw_table(frame, parameters);
    if (frame.bytes_per_sample == 1) {
      look_up<std::uint8_t>(frame, table, out);
    } else {
      look_up<std::uint16_t>(frame, table, out);
    }
    return;
  }
  for_each_typed(frame, [&](std::size_t i, auto stored) { out[i] = grey_level(parameters, static_cast<double>(stored)); });
}

RenderedImage grey_image(const base::Frame& frame, const ShaderParameters& parameters) {
  auto out = blank(frame, 1);
  fill_grey(frame, parameters, out.bytes.data());
  return out;
}

void put_colour(std::uint8_t* at, const std::uint8_t* rgb, bool invert) {
  for (int c = 0; c < 3; ++c) at[c] = invert ? static_cast<std::uint8_t>(255 - rgb[c]) : rgb[c];
  at[3] = 255;
}

const std::uint8_t* colour_at(const ShaderParameters& p, double stored) {
  const double last = static_cast<double>(p.palette.size() / 3) - 1.0;
  const double index = std::isnan(stored) ? 0.0 : std::clamp(stored - p.palette_first, 0.0, last);
  return p.palette.data() + 3 * static_cast<std::size_t>(index);
}

RenderedImage palette_image(const base::Frame& frame, const ShaderParameters& parameters) {
  auto out = blank(frame, 4);
  for_each_typed(frame, [&](std::size_t i, auto stored) {
    put_colour(&out.bytes[4 * i], colour_at(parameters, static_cast<double>(stored)), parameters.invert);
  });
  return out;
}

RenderedImage supplemental_image(const base::Frame& frame, const ShaderParameters& parameters) {
  const auto grey = grey_image(frame, parameters);
  auto out = blank(frame, 4);
  for_each_typed(frame, [&](std::size_t i, auto value) {
    const auto stored = static_cast<double>(value);
    const bool hidden = parameters.has_padding && stored >= parameters.padding_low && stored <= parameters.padding_high;
    const std::uint8_t level = grey.bytes[i];
    const std::uint8_t same[3] = {level, level, level};
    put_colour(&out.bytes[4 * i], !hidden && stored >= parameters.palette_first ? colour_at(parameters, stored) : same, false);
  });
  return out;
}

RenderedImage pseudo_colour_image(const base::Frame& frame, const ShaderParameters& parameters) {
  const auto grey = grey_image(frame, parameters);
  auto out = blank(frame, 4);
  const std::size_t last = parameters.palette.size() / 3 - 1;
  for (std::size_t i = 0; i < grey.bytes.size(); ++i) {
    put_colour(&out.bytes[4 * i], &parameters.palette[3 * ((grey.bytes[i] * last * 2 + 255) / 510)], false);
  }
  return out;
}

template <class T>
std::uint8_t eight_bits(T value, double top) {
  if constexpr (std::is_same_v<T, std::uint8_t>) {
    if (top == 255.0) return value;
  }
  return level_of(static_cast<double>(value) * 255.0 / top);
}

RenderedImage colour_image(const base::Frame& frame, const ShaderParameters& parameters) {
  auto out = blank(frame, 4);
  const std::size_t pixels = std::size_t{frame.columns} * frame.rows;
  const std::size_t stride = frame.samples_per_pixel;
  const YbrTables* tables = parameters.mode == Mode::kYbrFull ? &ybr_full_tables()
                            : parameters.mode == Mode::kYbrPartial ? &ybr_partial_tables() : nullptr;
  with_sample_type(frame, [&](auto zero) {
    using T = decltype(zero);
    for (std::size_t i = 0; i < pixels; ++i) {
      std::uint8_t rgb[3];
      for (std::size_t c = 0; c < 3; ++c) rgb[c] = eight_bits(load_sample<T>(frame.samples.data(), i * stride + c), parameters.sample_top);
      if (tables != nullptr) ybr_to_rgb(*tables, rgb);
      put_colour(&out.bytes[4 * i], rgb, parameters.invert);
    }
  });
  return out;
}

// Row or column of the target for one of the image.
std::uint32_t scaled(std::uint64_t index, std::uint32_t from, std::uint32_t to) {
  return static_cast<std::uint32_t>(from == to ? index : index * to / from);
}

void paint_pixel(RenderedImage& target, std::uint32_t row, std::uint32_t column, std::uint8_t level) {
  std::uint8_t* at = &target.bytes[(std::size_t{row} * target.columns + column) * target.channels];
  at[0] = level;
  if (target.channels == 4) at[1] = at[2] = level;
}

template <class Paint>
void for_each_overlay_pixel(const RenderedImage& target, const ImageDescription& image, const Overlay& overlay, Paint&& paint) {
  for (std::uint32_t r = 0; r < overlay.rows; ++r) {
    const std::int64_t row = std::int64_t{r} + overlay.origin_row - 1;
    if (row < 0 || row >= image.rows) continue;
    for (std::uint32_t c = 0; c < overlay.columns; ++c) {
      const std::int64_t column = std::int64_t{c} + overlay.origin_column - 1;
      if (column < 0 || column >= image.columns || !overlay.at(r, c)) continue;
      paint(scaled(static_cast<std::uint64_t>(row), image.rows, target.rows), scaled(static_cast<std::uint64_t>(column), image.columns, target.columns));
    }
  }
}

}  // namespace

base::Result<RenderedImage> render_samples(const base::Frame& frame, const ShaderParameters& parameters) {
  if (frame.bytes_per_sample == 0 || !has_all_samples(frame)) {
    return Error{.code = ErrorCode::kMalformed, .detail = "the frame has fewer samples than its rows and columns say"};
  }
  const bool needs_palette = parameters.mode == Mode::kPalette || parameters.mode == Mode::kSupplemental || parameters.mode == Mode::kPseudoColour;
  if (needs_palette && parameters.palette.size() < 3) return Error{.code = ErrorCode::kInvalidArgument, .detail = "a palette without colours"};
  switch (parameters.mode) {
    case Mode::kGrey:
    case Mode::kTable: return grey_image(frame, parameters);
    case Mode::kPalette: return palette_image(frame, parameters);
    case Mode::kSupplemental: return supplemental_image(frame, parameters);
    case Mode::kPseudoColour: return pseudo_colour_image(frame, parameters);
    case Mode::kRgb:
    case Mode::kYbrFull:
    case Mode::kYbrPartial: break;
  }
  if (frame.samples_per_pixel < 3) return Error{.code = ErrorCode::kInvalidArgument, .detail = "a colour image has three samples a pixel"};
  return colour_image(frame, parameters);
}

base::Result<RenderedImage> render(const base::Frame& frame, const ImageDescription& image, const DisplayState& state) {
  SF_TRY(RenderedImage out, render_samples(frame, shader_parameters(frame, image, state)));
  if (state.show_shutter) {
    const Shutter& shutter = state.shutter ? *state.shutter : image.shutter;
    if (!shutter.empty()) {
      std::vector<Overlay> overlays = image.overlays;
      overlays.insert(overlays.end(), state.overlays.begin(), state.overlays.end());
      apply_shutter(out, image, shutter, overlays);
    }
  }
  if (state.show_overlays) {
    const auto& shutter = state.shutter ? *state.shutter : image.shutter;
    for (const auto* list : {&image.overlays, &state.overlays}) {
      for (const auto& overlay : *list) {
        if (overlay.group != shutter.bitmap_group) draw_overlay(out, image, overlay);
      }
    }
  }
  return out;
}

void apply_shutter(RenderedImage& target, const ImageDescription& image, const Shutter& shutter, const std::vector<Overlay>& overlays) {
  const auto level = static_cast<std::uint8_t>((shutter.presentation_value + 128U) / 257U);
  for (std::uint32_t r = 0; r < target.rows; ++r) {
    const auto row = static_cast<std::int32_t>(scaled(r, target.rows, image.rows));
    for (std::uint32_t c = 0; c < target.columns; ++c) {
      if (!shutter.shows(row, static_cast<std::int32_t>(scaled(c, target.columns, image.columns)))) paint_pixel(target, r, c, level);
    }
  }
  for (const auto& overlay : overlays) {
    if (overlay.group != shutter.bitmap_group) continue;
    for_each_overlay_pixel(target, image, overlay, [&](std::uint32_t row, std::uint32_t column) { paint_pixel(target, row, column, level); });
  }
}

void draw_overlay(RenderedImage& target, const ImageDescription& image, const Overlay& overlay) {
  for_each_overlay_pixel(target, image, overlay, [&](std::uint32_t row, std::uint32_t column) { paint_pixel(target, row, column, 255); });
}

}  // namespace sansfilm::pixel
