#include "shared/view/thumbnails.hpp"

#include <algorithm>
#include <cmath>

#include "shared/pixel/render.hpp"
#include "shared/view/display.hpp"

namespace sansfilm::view {
namespace {

constexpr std::size_t kAtOnce = 4;

// The mean of the source pixels under each target pixel.
Thumbnail shrink(const pixel::RenderedImage& image, double pixel_height) {
  const double height = image.rows * pixel_height;
  const double factor = std::min(1.0, kThumbnailSide / std::max<double>(image.columns, height));
  Thumbnail out;
  out.width = std::max(1U, static_cast<std::uint32_t>(std::lround(image.columns * factor)));
  out.height = std::max(1U, static_cast<std::uint32_t>(std::lround(height * factor)));
  out.rgba.resize(std::size_t{out.width} * out.height * 4);
  const std::uint32_t channels = image.channels;
  for (std::uint32_t y = 0; y < out.height; ++y) {
    const std::uint32_t y0 = y * image.rows / out.height;
    const std::uint32_t y1 = std::max(y0 + 1, (y + 1) * image.rows / out.height);
    for (std::uint32_t x = 0; x < out.width; ++x) {
      const std::uint32_t x0 = x * image.columns / out.width;
      const std::uint32_t x1 = std::max(x0 + 1, (x + 1) * image.columns / out.width);
      std::uint32_t sums[3] = {0, 0, 0};
      for (std::uint32_t sy = y0; sy < y1; ++sy) {
        for (std::uint32_t sx = x0; sx < x1; ++sx) {
          const std::uint8_t* at = image.bytes.data() + (std::size_t{sy} * image.columns + sx) * channels;
          for (std::uint32_t c = 0; c < 3; ++c) sums[c] += at[channels == 1 ? 0 : c];
        }
      }
      const std::uint32_t count = (x1 - x0) * (y1 - y0);
      std::uint8_t* to = out.rgba.data() + (std::size_t{y} * out.width + x) * 4;
      for (std::uint32_t c = 0; c < 3; ++c) to[c] = static_cast<std::uint8_t>((sums[c] + count / 2) / count);
      to[3] = 255;
    }
  }
  return out;
}

std::uint32_t middle_place(const SeriesModel& series) { return series.count() / 2; }

}  // namespace

Thumbnail make_thumbnail(const base::Frame& frame, const pixel::ImageDescription& image) {
  const pixel::ShaderParameters parameters = pixel::shader_parameters(frame, image, {});
  const auto rendered = pixel::render_samples(frame, parameters);
  if (!rendered.ok() || rendered->columns == 0 || rendered->rows == 0) return {};
  return shrink(*rendered, image.aspect);
}

const Thumbnail* Thumbnails::of(std::uint32_t model) const {
  if (model >= made_.size() || made_[model].rgba.empty()) return nullptr;
  return &made_[model];
}

void Thumbnails::want(const StudyStream& study, std::vector<stream::Viewport>& viewports) const {
  std::size_t asked = 0;
  for (std::uint32_t i = 0; i < study.model().series().size() && asked < kAtOnce; ++i) {
    const SeriesModel& series = study.model().series()[i];
    if (!series.has_pictures() || of(i) != nullptr) continue;
    const std::uint32_t place = middle_place(series);
    const stream::FrameId id{i, series.frames[place]};
    if (study.failure(id)) continue;
    const wire::Series& data = study.model().series_of(i);
    const std::uint32_t columns = data.pixel_formats[data.frames[id.frame].pixels].columns;
    viewports.push_back({.series = i,
                         .position = place,
                         .device_px_per_image_px = static_cast<double>(kThumbnailSide) / std::max(1U, columns)});
    ++asked;
  }
}

bool Thumbnails::make(const StudyStream& study) {
  const auto count = static_cast<std::uint32_t>(study.model().series().size());
  made_.resize(std::max<std::size_t>(made_.size(), count));
  bool any = false;
  for (std::uint32_t i = 0; i < count; ++i) {
    const SeriesModel& series = study.model().series()[i];
    if (!series.has_pictures() || !made_[i].rgba.empty()) continue;
    const stream::FrameId id{i, series.frames[middle_place(series)]};
    const Picture* picture = study.picture(id);
    if (picture == nullptr) continue;
    const wire::Series& data = study.model().series_of(i);
    made_[i] = make_thumbnail(picture->frame, describe_image(data, data.frames[id.frame]));
    any = any || !made_[i].rgba.empty();
  }
  return any;
}

}  // namespace sansfilm::view
