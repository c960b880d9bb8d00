#include "backend/derive/recipe.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace sansfilm::derive {

namespace {

constexpr std::uint32_t kLargestSingleTile_px = 1024;
constexpr std::uint32_t kTile_px = 512;
constexpr std::uint64_t kFewPixels = 128 * 128;     // below that headers outweigh the first layers
constexpr std::uint32_t kMostResolutions = 6;
constexpr unsigned kSmallestPicture_log2 = 4;       // the lowest resolution keeps about 16 samples across
constexpr double kMostPreview_bits = 0.5;           // of P: what a preview may cost
constexpr double kPreviewStep = 1.0 / 40;           // of H, of the range that the samples really have: about 40 dB

}  // namespace

Choice choice_of(std::string_view name) {
  if (name == "by-size") return Choice::kBySize;
  if (name == "P") return Choice::kPreviewThenHt;
  if (name == "H") return Choice::kHtThenHt;
  return Choice::kLayered;
}

Choice settled(Choice choice, const base::Frame& frame) {
  if (choice != Choice::kBySize) return choice;
  return std::max(frame.rows, frame.columns) > kLargestSingleTile_px ? Choice::kHtThenHt : Choice::kLayered;
}

codec::Jpeg2000EncodeOptions layered_options(const base::Frame& frame) {
  codec::Jpeg2000EncodeOptions options;
  const bool few = std::uint64_t{frame.rows} * frame.columns <= kFewPixels;
  options.bits_per_sample_layers = few ? std::vector<double>{1.0, 0.0} : std::vector<double>{0.1, 0.25, 0.5, 1.0, 2.0, 0.0};
  const bool tiled = std::max(frame.rows, frame.columns) > kLargestSingleTile_px;
  options.tile_size_px = tiled ? kTile_px : 0;
  const std::uint32_t shortest = std::min({frame.rows, frame.columns, tiled ? kTile_px : kLargestSingleTile_px});
  const auto halvings = static_cast<unsigned>(std::bit_width(std::max(shortest, 1U))) - 1;
  options.resolutions = std::clamp(halvings > kSmallestPicture_log2 ? halvings - kSmallestPicture_log2 + 1 : 1U, 1U, kMostResolutions);
  options.reversible = true;
  options.colour_transform = frame.samples_per_pixel == 3 && frame.colour == base::ColourModel::kRgb;
  return options;
}

codec::Jpeg2000EncodeOptions preview_options(const base::Frame& frame) {
  codec::Jpeg2000EncodeOptions options = layered_options(frame);
  std::erase_if(options.bits_per_sample_layers, [](double bits) { return bits == 0.0 || bits > kMostPreview_bits; });
  if (options.bits_per_sample_layers.empty()) options.bits_per_sample_layers = {kMostPreview_bits};
  return options;
}

Htj2kOptions ht_options(const base::Frame& frame) {
  const codec::Jpeg2000EncodeOptions like = layered_options(frame);
  return {.tile_size_px = like.tile_size_px, .resolutions = like.resolutions, .colour_transform = like.colour_transform};
}

Htj2kOptions ht_preview_options(const base::Frame& frame) {
  Htj2kOptions options = ht_options(frame);
  const SampleRange range = range_of(frame);
  const double nominal = std::ldexp(1.0, std::max<int>(frame.bits_stored, range.bits));
  options.step = static_cast<float>(kPreviewStep * std::max(1.0, static_cast<double>(range.most - range.least)) / nominal);
  return options;
}

std::string derived_name(const store::Digest& original) { return original.hex() + ".l1o1r1"; }

}  // namespace sansfilm::derive
