#include "shared/view/display.hpp"

#include <cmath>
#include <utility>

#include "shared/measure/calibration.hpp"

namespace sansfilm::view {
namespace {

pixel::LookupTable table_of(const wire::Lut& lut) {
  return {.first = lut.first, .bits = lut.bits, .entries = lut.entries, .explanation = lut.explanation};
}

pixel::Window window_of(const wire::Window& window) {
  pixel::VoiFunction function = pixel::VoiFunction::kLinear;
  if (window.function == wire::WindowFunction::kLinearExact) function = pixel::VoiFunction::kLinearExact;
  if (window.function == wire::WindowFunction::kSigmoid) function = pixel::VoiFunction::kSigmoid;
  return {window.center, window.width, function, window.explanation};
}

std::uint8_t eight_bits(std::uint16_t value, std::uint8_t bits) {
  const double top = static_cast<double>((1U << bits) - 1U);
  return static_cast<std::uint8_t>(std::lround(std::min(255.0, value * 255.0 / top)));
}

// Three tables of equal length and start; anything else is no palette.
std::optional<pixel::Palette> palette_of(const std::vector<wire::Lut>& luts) {
  if (luts.size() != 3) return std::nullopt;
  const std::size_t size = luts[0].entries.size();
  if (size == 0 || luts[1].entries.size() != size || luts[2].entries.size() != size) return std::nullopt;
  pixel::Palette out;
  out.first = luts[0].first;
  out.rgb.resize(size * 3);
  for (std::size_t i = 0; i < size; ++i) {
    for (std::size_t c = 0; c < 3; ++c) out.rgb[i * 3 + c] = eight_bits(luts[c].entries[i], luts[c].bits);
  }
  return out;
}

void add_graphics(const wire::Graphics& from, pixel::ImageDescription& out) {
  for (const wire::Overlay& overlay : from.overlays) {
    out.overlays.push_back({.group = overlay.group, .rows = overlay.rows, .columns = overlay.columns, .origin_row = overlay.origin_row,
                            .origin_column = overlay.origin_column, .is_region = overlay.region, .embedded = false, .label = overlay.label,
                            .description = {}, .bits = overlay.bits});
  }
  if (!from.shutter) return;
  const wire::Shutter& shutter = *from.shutter;
  if (shutter.rectangle) out.shutter.rectangle = {(*shutter.rectangle)[0], (*shutter.rectangle)[1], (*shutter.rectangle)[2], (*shutter.rectangle)[3]};
  if (shutter.circle) out.shutter.circle = {(*shutter.circle)[0], (*shutter.circle)[1], (*shutter.circle)[2]};
  for (std::size_t i = 0; i + 1 < shutter.polygon.size(); i += 2) out.shutter.polygon.push_back({shutter.polygon[i], shutter.polygon[i + 1]});
  out.shutter.bitmap_group = shutter.bitmap_group;
  out.shutter.presentation_value = shutter.presentation_value;
}

}  // namespace

pixel::ImageDescription describe_image(const wire::Series& series, const wire::Frame& frame) {
  const wire::PixelFormat& format = series.pixel_formats[frame.pixels];
  const wire::Display& display = series.displays[frame.display];
  const wire::Geometry& geometry = series.geometries[frame.geometry];

  pixel::ImageDescription out;
  out.columns = format.columns;
  out.rows = format.rows;
  out.frame = frame.frame;
  out.samples_per_pixel = format.samples;
  out.bits_stored = format.bits_stored;
  out.is_signed = format.is_signed;
  out.photometric = pixel::parse_photometric(format.photometric);
  out.modality_code = series.modality;
  out.inverse = out.photometric == pixel::Photometric::kMonochrome1;
  out.aspect = measure::pixel_height(geometry);

  if (display.rescale) {
    out.modality.slope = display.rescale->slope;
    out.modality.intercept = display.rescale->intercept;
    out.modality.units = display.rescale->type;
    out.modality.declared = true;
  }
  if (display.modality_lut) {
    out.modality.lut = table_of(*display.modality_lut);
    out.modality.declared = true;
  }
  for (const wire::Window& window : display.windows) {
    pixel::Window usable = window_of(window);
    if (pixel::is_usable(usable)) out.windows.push_back(std::move(usable));
  }
  for (const wire::Lut& lut : display.voi_luts) {
    if (!lut.entries.empty()) out.voi_luts.push_back(table_of(lut));
  }
  if (format.padding_first) {
    const auto first = static_cast<double>(*format.padding_first);
    const auto last = static_cast<double>(format.padding_last.value_or(*format.padding_first));
    out.padding = pixel::Padding{std::min(first, last), std::max(first, last)};
  }
  if (frame.graphics != wire::kNoIndex) add_graphics(series.graphics[frame.graphics], out);
  out.palette = palette_of(display.palette);
  out.supplemental = out.palette && out.photometric != pixel::Photometric::kPalette;
  return out;
}

std::optional<pixel::Plane> plane_of(const wire::Series& series, const wire::Frame& frame) {
  const wire::Geometry& geometry = series.geometries[frame.geometry];
  const bool in_patient = geometry.spacing_kind == wire::SpacingKind::kPixelSpacing && geometry.row_spacing_mm > 0 && geometry.column_spacing_mm > 0;
  if (!in_patient || !geometry.orientation || !frame.position_mm) return std::nullopt;
  const auto& c = *geometry.orientation;
  return pixel::Plane{.position = *frame.position_mm,
                      .directions = {{c[0], c[1], c[2]}, {c[3], c[4], c[5]}},
                      .row_spacing_mm = geometry.row_spacing_mm,
                      .column_spacing_mm = geometry.column_spacing_mm,
                      .thickness_mm = geometry.slice_thickness_mm};
}

base::ColourModel colour_model(const wire::PixelFormat& format) {
  switch (pixel::parse_photometric(format.photometric)) {
    case pixel::Photometric::kPalette: return base::ColourModel::kPalette;
    case pixel::Photometric::kRgb:
    case pixel::Photometric::kYbrRct:
    case pixel::Photometric::kYbrIct: return base::ColourModel::kRgb;
    case pixel::Photometric::kYbrFull:
    case pixel::Photometric::kYbrFull422: return base::ColourModel::kYbrFull;
    case pixel::Photometric::kYbrPartial: return base::ColourModel::kYbrPartial;
    case pixel::Photometric::kMonochrome1:
    case pixel::Photometric::kMonochrome2:
    case pixel::Photometric::kOther: break;
  }
  return format.samples >= 3 ? base::ColourModel::kRgb : base::ColourModel::kMonochrome;
}

}  // namespace sansfilm::view
