#include "shared/pixel/shader_parameters.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "shared/pixel/samples.hpp"

namespace sansfilm::pixel {

namespace {

// What the grey pipeline applies, with presentation state and image put together.
struct GreyStages {
  const ModalityTransform* modality = nullptr;
  Window window;
  const LookupTable* voi_lut = nullptr;  // instead of the window
  const LookupTable* presentation_lut = nullptr;
  bool invert = false;
  bool automatic = false;
};

bool choose_image_lut(const ImageDescription& image, std::size_t index, GreyStages& out) {
  if (index >= image.voi_luts.size()) return false;
  out.voi_lut = &image.voi_luts[index];
  return true;
}

bool choose_image_window(const ImageDescription& image, std::size_t index, GreyStages& out) {
  if (index >= image.windows.size()) return false;
  out.window = image.windows[index];
  return true;
}

void choose_voi(const base::Frame& frame, const ImageDescription& image, const DisplayState& state, GreyStages& out) {
  const auto& voi = state.voi;
  switch (voi.kind) {
    case VoiChoice::Kind::kPreset:
      if (choose_image_window(image, voi.index, out)) return;
      break;
    case VoiChoice::Kind::kLut:
      if (choose_image_lut(image, voi.index, out)) return;
      break;
    case VoiChoice::Kind::kWindow:
      out.window = voi.window;
      if (is_usable(out.window)) return;
      break;
    case VoiChoice::Kind::kOwnLut:
      if (voi.lut) {
        out.voi_lut = &*voi.lut;
        return;
      }
      break;
    case VoiChoice::Kind::kDefault:
    case VoiChoice::Kind::kAutomatic:
      break;
  }
  if (voi.kind != VoiChoice::Kind::kAutomatic && (choose_image_window(image, 0, out) || choose_image_lut(image, 0, out))) return;
  out.window = automatic_window(frame, image, *out.modality);
  out.automatic = true;
}

// Output of the pipeline in 0..255 for a stored value, not rounded.
double grey_output(const GreyStages& stages, double stored) {
  const double value = stages.modality->apply(stored);
  double y = 0;
  if (stages.voi_lut != nullptr) {
    y = 255.0 * stages.voi_lut->at(std::llround(value)) / stages.voi_lut->top();
  } else {
    y = apply_window(stages.window, value);
  }
  if (stages.presentation_lut != nullptr) {
    const auto& lut = *stages.presentation_lut;
    const double last = static_cast<double>(lut.entries.size()) - 1.0;
    y = 255.0 * lut.at(lut.first + std::llround(y / 255.0 * last)) / lut.top();
  }
  return stages.invert ? 255.0 - y : y;
}

void fill_table(const GreyStages& stages, const base::Frame& frame, ShaderParameters& out) {
  const auto range = sample_range(frame);
  out.table_first = static_cast<std::int32_t>(range.low);
  out.table.resize(static_cast<std::size_t>(range.high - range.low) + 1);
  for (std::size_t i = 0; i < out.table.size(); ++i) {
    const double stored = static_cast<double>(range.low + static_cast<std::int64_t>(i));
    const bool hidden = out.has_padding && stored >= out.padding_low && stored <= out.padding_high;
    out.table[i] = hidden ? 0 : level_of(grey_output(stages, stored));
  }
}

bool needs_table(const GreyStages& stages) {
  return stages.modality->lut.has_value() || stages.voi_lut != nullptr || stages.presentation_lut != nullptr;
}

Window full_range(double low, double high) {
  return {.centre = (low + high) / 2.0, .width = high > low ? high - low : 1.0, .function = VoiFunction::kLinearExact};
}

Window window_of_floats(const base::Frame& frame, const ImageDescription& image, const ModalityTransform& modality) {
  double low = std::numeric_limits<double>::infinity();
  double high = -low;
  for_each_sample(frame, [&](double stored) {
    if (!std::isfinite(stored) || (image.padding && image.padding->contains(stored))) return;
    const double value = modality.apply(stored);
    low = std::min(low, value);
    high = std::max(high, value);
  });
  return low <= high ? full_range(low, high) : full_range(0, 1);
}

// How often each value of `range` occurs, padding left out. Values outside the range count for its ends.
std::vector<std::uint32_t> histogram_of(const base::Frame& frame, const SampleRange& range, const std::optional<Padding>& padding) {
  std::vector<std::uint32_t> by_bits(std::size_t{1} << (8 * frame.bytes_per_sample));
  const std::size_t count = sample_count(frame);
  for (std::size_t i = 0; i < count; ++i) {
    ++by_bits[frame.bytes_per_sample == 1 ? frame.samples[i] : load_sample<std::uint16_t>(frame.samples.data(), i)];
  }
  std::vector<std::uint32_t> out(static_cast<std::size_t>(range.high - range.low) + 1);
  for (std::size_t bits = 0; bits < by_bits.size(); ++bits) {
    auto value = static_cast<std::int64_t>(bits);
    if (frame.is_signed && bits >= by_bits.size() / 2) value -= static_cast<std::int64_t>(by_bits.size());
    if (by_bits[bits] == 0 || (padding && padding->contains(static_cast<double>(value)))) continue;
    out[static_cast<std::size_t>(std::clamp(value, range.low, range.high) - range.low)] += by_bits[bits];
  }
  return out;
}

// Percentiles of the stored values; the modality transform is monotonic for rescale, and a LUT's ends are sorted below.
Window window_of_integers(const base::Frame& frame, const ImageDescription& image, const ModalityTransform& modality) {
  const auto range = sample_range(frame);
  const auto histogram = histogram_of(frame, range, image.padding);
  const std::uint64_t total = std::accumulate(histogram.begin(), histogram.end(), std::uint64_t{0});
  if (total == 0) return full_range(0, 1);
  const auto value_at_rank = [&](std::uint64_t rank) {
    std::uint64_t seen = 0;
    for (std::size_t i = 0; i < histogram.size(); ++i) {
      seen += histogram[i];
      if (seen > rank) return modality.apply(static_cast<double>(range.low + static_cast<std::int64_t>(i)));
    }
    return modality.apply(static_cast<double>(range.high));
  };
  const std::uint64_t cut = total / 200;
  double low = value_at_rank(cut);
  double high = value_at_rank(total - 1 - cut);
  if (low == high) {  // nearly all values are equal: show what differs
    low = value_at_rank(0);
    high = value_at_rank(total - 1);
  }
  return full_range(std::min(low, high), std::max(low, high));
}

ShaderParameters colour_parameters(const base::Frame& frame, const DisplayState& state) {
  ShaderParameters out;
  switch (frame.colour) {
    case base::ColourModel::kYbrFull: out.mode = ShaderParameters::Mode::kYbrFull; break;
    case base::ColourModel::kYbrPartial: out.mode = ShaderParameters::Mode::kYbrPartial; break;
    default: out.mode = ShaderParameters::Mode::kRgb; break;
  }
  out.sample_top = std::pow(2.0, std::min<int>(frame.bits_stored, 8 * frame.bytes_per_sample)) - 1.0;
  out.invert = state.invert;
  return out;
}

}  // namespace

Window automatic_window(const base::Frame& frame, const ImageDescription& image, const ModalityTransform& modality) {
  if (frame.kind != base::SampleKind::kInteger || frame.bytes_per_sample > 2) return window_of_floats(frame, image, modality);
  if (frame.bits_stored > 8) return window_of_integers(frame, image, modality);
  const auto range = sample_range(frame);
  if (modality.lut) return full_range(0, modality.lut->top());
  const double a = modality.apply(static_cast<double>(range.low));
  const double b = modality.apply(static_cast<double>(range.high));
  return full_range(std::min(a, b), std::max(a, b));
}

ShaderParameters shader_parameters(const base::Frame& frame, const ImageDescription& image, const DisplayState& state) {
  if (frame.samples_per_pixel >= 3) return colour_parameters(frame, state);

  ShaderParameters out;
  const bool is_palette = image.palette && !image.supplemental && image.photometric == Photometric::kPalette;
  if (is_palette) {
    out.mode = ShaderParameters::Mode::kPalette;
    out.palette_first = image.palette->first;
    out.palette = image.palette->rgb;
    out.invert = state.invert;
    return out;
  }

  GreyStages stages;
  stages.modality = state.modality ? &*state.modality : &image.modality;
  choose_voi(frame, image, state, stages);
  if (state.presentation_lut) stages.presentation_lut = &*state.presentation_lut;
  stages.invert = state.inverse.value_or(image.inverse) != state.invert;

  const bool can_tabulate = frame.kind == base::SampleKind::kInteger && frame.bytes_per_sample <= 2;
  ModalityTransform identity;
  if (needs_table(stages) && !can_tabulate) {
    if (stages.modality->lut) stages.modality = &identity;
    if (stages.voi_lut != nullptr) {
      stages.voi_lut = nullptr;
      stages.window = automatic_window(frame, image, *stages.modality);
      stages.automatic = true;
    }
    stages.presentation_lut = nullptr;
    out.lut_left_out = true;
  }

  out.slope = stages.modality->slope;
  out.intercept = stages.modality->intercept;
  out.window = stages.window;
  out.invert = stages.invert;
  out.automatic = stages.automatic;
  if (image.padding) {
    out.has_padding = true;
    out.padding_low = image.padding->low;
    out.padding_high = image.padding->high;
  }
  if (needs_table(stages)) {
    out.mode = ShaderParameters::Mode::kTable;
    fill_table(stages, frame, out);
  }
  if (state.pseudo_colour) {
    out.mode = ShaderParameters::Mode::kPseudoColour;
    out.palette_first = 0;
    out.palette = state.pseudo_colour->rgb;
  } else if (image.palette && image.supplemental && state.show_colours) {
    out.mode = ShaderParameters::Mode::kSupplemental;
    out.palette_first = image.palette->first;
    out.palette = image.palette->rgb;
  }
  return out;
}

std::uint8_t grey_level(const ShaderParameters& p, double stored) {
  if (p.has_padding && stored >= p.padding_low && stored <= p.padding_high) return 0;
  if (!p.table.empty()) {
    const double last = static_cast<double>(p.table.size()) - 1.0;
    return p.table[static_cast<std::size_t>(std::clamp(stored - p.table_first, 0.0, last))];
  }
  if (std::isnan(stored)) return 0;
  const double y = apply_window(p.window, stored * p.slope + p.intercept);
  return level_of(p.invert ? 255.0 - y : y);
}

}  // namespace sansfilm::pixel
