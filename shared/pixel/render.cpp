#include "shared/pixel/render.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

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

// The stored values between which a window's output is neither 0 nor 255, one more on each side; all of them for a sigmoid.
SampleRange ramp_of(const ShaderParameters& p, const SampleRange& range) {
  if (p.window.function == VoiFunction::kSigmoid || p.slope == 0) return range;
  const double half = p.window.width / 2.0 + 1.0;
  const double a = (p.window.centre - half - p.intercept) / p.slope;
  const double b = (p.window.centre + half - p.intercept) / p.slope;
  const auto bounded = [&](double value) {
    return std::clamp(value, static_cast<double>(range.low), static_cast<double>(range.high));
  };
  return {static_cast<std::int64_t>(std::floor(bounded(std::min(a, b)))), static_cast<std::int64_t>(std::ceil(bounded(std::max(a, b))))};
}

// Grey levels by the raw bits of a sample of 8 or 16 bits.
std::vector<std::uint8_t> raw_table(const base::Frame& frame, const ShaderParameters& parameters) {
  ShaderParameters unpadded = parameters;  // padding may stand anywhere; it is set last
  unpadded.has_padding = false;
  const auto range = sample_range(frame);
  const auto ramp = parameters.table.empty() ? ramp_of(parameters, range) : range;
  const std::size_t size = std::size_t{1} << (8 * frame.bytes_per_sample);
  const std::size_t mask = size - 1;
  const std::uint8_t below = grey_level(unpadded, static_cast<double>(range.low));
  const std::uint8_t above = grey_level(unpadded, static_cast<double>(range.high));
  std::vector<std::uint8_t> out(size, above);
  const auto set = [&](std::int64_t value, std::uint8_t level) { out[static_cast<std::size_t>(value) & mask] = level; };
  for (std::int64_t value = range.low; value < ramp.low; ++value) set(value, below);
  for (std::int64_t value = ramp.low; value <= ramp.high; ++value) set(value, grey_level(unpadded, static_cast<double>(value)));
  if (parameters.has_padding) {
    const auto first = std::max(static_cast<double>(range.low), std::ceil(parameters.padding_low));
    for (double value = first; value <= std::min(parameters.padding_high, static_cast<double>(range.high)); ++value) {
      set(static_cast<std::int64_t>(value), 0);
    }
  }
  return out;
}

bool is_small_integer(const base::Frame& frame) {
  return frame.kind == base::SampleKind::kInteger && frame.bytes_per_sample <= 2;
}

template <class Sample, class Entry>
void look_up(const base::Frame& frame, const Entry* entries, Entry* out) {
  const std::size_t count = sample_count(frame);
  const std::uint8_t* in = frame.samples.data();
  std::size_t i = 0;
  for (; i + 4 <= count; i += 4) {
    const auto a = load_sample<Sample>(in, i), b = load_sample<Sample>(in, i + 1), c = load_sample<Sample>(in, i + 2), d = load_sample<Sample>(in, i + 3);
    out[i] = entries[a];
    out[i + 1] = entries[b];
    out[i + 2] = entries[c];
    out[i + 3] = entries[d];
  }
  for (; i < count; ++i) out[i] = entries[load_sample<Sample>(in, i)];
}

void fill_grey(const base::Frame& frame, const ShaderParameters& parameters, std::uint8_t* out) {
  if (is_small_integer(frame)) {
    const auto table = raw_table(frame, parameters);
    if (frame.bytes_per_sample == 1) {
      look_up<std::uint8_t>(frame, table.data(), out);
    } else {
      look_up<std::uint16_t>(frame, table.data(), out);
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

// The colour of one stored value in the modes that have a palette.
class Colouring {
 public:
  explicit Colouring(const ShaderParameters& parameters) : p_(parameters) {}

  void paint(double stored, std::uint8_t* rgba) const {
    switch (p_.mode) {
      case Mode::kPalette: return put_colour(rgba, colour_at(p_, stored), p_.invert);
      case Mode::kPseudoColour: {
        const std::size_t last = p_.palette.size() / 3 - 1;
        return put_colour(rgba, &p_.palette[3 * ((grey_level(p_, stored) * last * 2 + 255) / 510)], false);
      }
      default: break;
    }
    const bool hidden = p_.has_padding && stored >= p_.padding_low && stored <= p_.padding_high;
    if (!hidden && stored >= p_.palette_first) return put_colour(rgba, colour_at(p_, stored), false);
    const std::uint8_t level = grey_level(p_, stored);
    const std::uint8_t same[3] = {level, level, level};
    put_colour(rgba, same, false);
  }

 private:
  const ShaderParameters& p_;
};

RenderedImage palette_image(const base::Frame& frame, const ShaderParameters& parameters) {
  auto out = blank(frame, 4);
  const Colouring colouring(parameters);
  if (!is_small_integer(frame)) {
    for_each_typed(frame, [&](std::size_t i, auto stored) { colouring.paint(static_cast<double>(stored), &out.bytes[4 * i]); });
    return out;
  }
  const auto range = sample_range(frame);
  const std::size_t size = std::size_t{1} << (8 * frame.bytes_per_sample);
  std::vector<std::array<std::uint8_t, 4>> table(size, {0, 0, 0, 255});
  for (std::int64_t value = range.low; value <= range.high; ++value) {
    colouring.paint(static_cast<double>(value), table[static_cast<std::size_t>(value) & (size - 1)].data());
  }
  auto* pixels = reinterpret_cast<std::array<std::uint8_t, 4>*>(out.bytes.data());
  if (frame.bytes_per_sample == 1) {
    look_up<std::uint8_t>(frame, table.data(), pixels);
  } else {
    look_up<std::uint16_t>(frame, table.data(), pixels);
  }
  return out;
}

template <class Convert>
void fill_colours(const base::Frame& frame, bool invert, RenderedImage& out, Convert&& convert) {
  const std::size_t pixels = std::size_t{frame.columns} * frame.rows;
  const std::uint8_t flip = invert ? 255 : 0;
  std::uint8_t* to = out.bytes.data();
  for (std::size_t i = 0; i < pixels; ++i, to += 4) {
    convert(i, to);
    to[0] ^= flip;  // 255 - v
    to[1] ^= flip;
    to[2] ^= flip;
    to[3] = 255;
  }
}

RenderedImage colour_image(const base::Frame& frame, const ShaderParameters& parameters) {
  auto out = blank(frame, 4);
  const std::size_t stride = frame.samples_per_pixel;
  const std::uint8_t* in = frame.samples.data();
  const YbrTables* tables = parameters.mode == Mode::kYbrFull ? &ybr_full_tables()
                            : parameters.mode == Mode::kYbrPartial ? &ybr_partial_tables() : nullptr;
  const bool plain = frame.kind == base::SampleKind::kInteger && frame.bytes_per_sample == 1 && parameters.sample_top == 255.0 && !frame.is_signed;
  if (plain && tables == nullptr) {
    fill_colours(frame, parameters.invert, out, [&](std::size_t i, std::uint8_t* to) { std::memcpy(to, in + i * stride, 3); });
  } else if (plain) {
    fill_colours(frame, parameters.invert, out, [&](std::size_t i, std::uint8_t* to) {
      std::memcpy(to, in + i * stride, 3);
      ybr_to_rgb(*tables, to);
    });
  } else {
    with_sample_type(frame, [&](auto zero) {
      using T = decltype(zero);
      fill_colours(frame, parameters.invert, out, [&](std::size_t i, std::uint8_t* to) {
        for (std::size_t c = 0; c < 3; ++c) to[c] = level_of(static_cast<double>(load_sample<T>(in, i * stride + c)) * 255.0 / parameters.sample_top);
        if (tables != nullptr) ybr_to_rgb(*tables, to);
      });
    });
  }
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
    case Mode::kPalette:
    case Mode::kSupplemental:
    case Mode::kPseudoColour: return palette_image(frame, parameters);
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
