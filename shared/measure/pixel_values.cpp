#include "shared/measure/pixel_values.hpp"

#include <algorithm>
#include <cmath>

#include "shared/pixel/samples.hpp"

namespace sansfilm::measure {

std::vector<double> samples_at(const base::Frame& frame, std::uint8_t reduce, std::uint32_t column, std::uint32_t row) {
  std::vector<double> out;
  if (frame.columns == 0 || frame.rows == 0 || frame.bytes_per_sample == 0) return out;
  const std::uint32_t x = std::min(column >> reduce, frame.columns - 1), y = std::min(row >> reduce, frame.rows - 1);
  const std::uint64_t first = (std::uint64_t{y} * frame.columns + x) * frame.samples_per_pixel;
  if ((first + frame.samples_per_pixel) * frame.bytes_per_sample > frame.samples.size()) return out;
  pixel::with_sample_type(frame, [&](auto zero) {
    using T = decltype(zero);
    for (std::uint16_t s = 0; s < frame.samples_per_pixel; ++s) {
      out.push_back(static_cast<double>(pixel::load_sample<T>(frame.samples.data(), static_cast<std::size_t>(first + s))));
    }
  });
  return out;
}

bool is_padding(const wire::PixelFormat& format, double stored) {
  if (!format.padding_first) return false;
  const auto first = static_cast<double>(*format.padding_first);
  const auto last = static_cast<double>(format.padding_last.value_or(*format.padding_first));
  return stored >= std::min(first, last) && stored <= std::max(first, last);
}

std::uint16_t entry_of(const wire::Lut& lut, std::int64_t stored) {
  const std::int64_t last = static_cast<std::int64_t>(lut.entries.size()) - 1;
  return lut.entries[static_cast<std::size_t>(std::clamp<std::int64_t>(stored - lut.first, 0, last))];
}

std::optional<double> modality_value(const wire::Display& display, double stored) {
  if (display.modality_lut && !display.modality_lut->entries.empty()) return entry_of(*display.modality_lut, std::llround(stored));
  if (display.rescale) return stored * display.rescale->slope + display.rescale->intercept;
  return std::nullopt;
}

std::string modality_unit(const wire::Display& display) {
  if (display.modality_lut && !display.modality_lut->entries.empty()) return display.modality_lut->explanation;
  return display.rescale ? display.rescale->type : std::string();
}

}  // namespace sansfilm::measure
