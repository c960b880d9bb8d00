#include "shared/view/blending.hpp"

#include <algorithm>
#include <cmath>

#include "shared/pixel/render.hpp"
#include "shared/view/display.hpp"
#include "shared/volume/geometry.hpp"

namespace sansfilm::view {
namespace {

constexpr double kParallel = 0.9998;
constexpr double kLeastReach_mm = 0.2;

bool is_superimposed(const pixel::PresentationState& state, const ShownImage& image) {
  return std::any_of(state.blending.begin(), state.blending.end(),
                     [&](const pixel::BlendingInput& input) { return input.superimposed && pixel::refers_to(input.images, image.uid, image.frame); });
}

// How far the image's plane is from that one; nothing if they are not parallel.
std::optional<double> distance_between(const pixel::Plane& image, const pixel::Plane& other) {
  const auto normal = volume::normal_of(image.directions);
  if (std::abs(volume::dot(normal, volume::normal_of(other.directions))) < kParallel) return std::nullopt;
  return std::abs(volume::dot(volume::minus(other.position, image.position), normal));
}

// Grey or colour, as the renderer leaves it, as opaque colours.
std::array<std::uint8_t, 3> colour_at(const pixel::RenderedImage& image, std::size_t index) {
  const std::uint8_t* at = &image.bytes[index * image.channels];
  return image.channels == 4 ? std::array<std::uint8_t, 3>{at[0], at[1], at[2]} : std::array<std::uint8_t, 3>{at[0], at[0], at[0]};
}

}  // namespace

bool is_underlying(const pixel::PresentationState& state, const ShownImage& image) {
  return state.kind == pixel::PresentationState::Kind::kBlending && !is_superimposed(state, image);
}

std::optional<Superimposed> superimposed_on(const pixel::PresentationState& state, const ShownImage& image, const StudyModel& model) {
  if (!image.plane || !is_underlying(state, image)) return std::nullopt;
  std::optional<Superimposed> best;
  double nearest = 0;
  for (std::uint32_t series = 0; series < model.series().size(); ++series) {
    for (std::uint32_t place = 0; place < model.series()[series].count(); ++place) {
      const ShownImage other = shown_image(model.series_of(series), model.frame_of(series, place));
      if (!other.plane || !is_superimposed(state, other)) continue;
      const auto distance = distance_between(*image.plane, *other.plane);
      const double reach = std::max({other.plane->thickness_mm, image.plane->thickness_mm, kLeastReach_mm}) / 2.0;
      if (!distance || *distance > reach || (best && *distance >= nearest)) continue;
      best = Superimposed{series, place};
      nearest = *distance;
    }
  }
  return best;
}

std::vector<std::uint8_t> blended_over(const pixel::PresentationState& state, const ShownImage& image, const wire::Series& series,
                                       const wire::Frame& frame, const Picture& picture) {
  const ShownImage other = shown_image(series, frame);
  if (!image.plane || !other.plane) return {};
  const pixel::ImageDescription description = describe_image(series, frame);
  const pixel::DisplayState display = pixel::apply_presentation_state(state, description, other.uid);
  const auto rendered = pixel::render_samples(picture.frame, pixel::shader_parameters(picture.frame, description, display));
  if (!rendered.ok()) return {};
  std::vector<std::uint8_t> out(std::size_t{image.rows} * image.columns * 4);
  const auto alpha = static_cast<std::uint8_t>(std::lround(state.opacity * 255.0));
  // A picture that came at a reduced size is sampled where its full size would be.
  const double shrink = static_cast<double>(rendered->columns) / std::max(1U, other.columns);
  // The map between parallel planes is affine: three points give it.
  const auto at = [&](double row, double column) { return volume::pixel_from_patient(*other.plane, volume::patient_from_pixel(*image.plane, {row, column})); };
  const auto origin = at(0, 0), down = at(1, 0), right = at(0, 1);
  if (!origin || !down || !right) return {};
  const volume::PixelPoint o = origin->at, by_row{down->at.row - o.row, down->at.column - o.column}, by_column{right->at.row - o.row, right->at.column - o.column};
  for (std::uint32_t r = 0; r < image.rows; ++r) {
    for (std::uint32_t c = 0; c < image.columns; ++c) {
      const double row = std::floor((o.row + by_row.row * r + by_column.row * c + 0.5) * shrink);
      const double column = std::floor((o.column + by_row.column * r + by_column.column * c + 0.5) * shrink);
      if (!(row >= 0 && column >= 0 && row < rendered->rows && column < rendered->columns)) continue;
      const auto rgb = colour_at(*rendered, static_cast<std::size_t>(row) * rendered->columns + static_cast<std::size_t>(column));
      std::uint8_t* to = &out[(std::size_t{r} * image.columns + c) * 4];
      std::copy_n(rgb.begin(), 3, to);
      to[3] = alpha;
    }
  }
  return out;
}

}  // namespace sansfilm::view
