#include "backend/derive/recipe.hpp"

#include <algorithm>
#include <bit>

namespace sansfilm::derive {

namespace {

constexpr std::uint32_t kLargestSingleTile_px = 1024;
constexpr std::uint32_t kTile_px = 512;
constexpr std::uint64_t kFewPixels = 128 * 128;     // below that headers outweigh the first layers
constexpr std::uint32_t kMostResolutions = 6;
constexpr unsigned kSmallestPicture_log2 = 4;       // the lowest resolution keeps about 16 samples across

}  // namespace

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

std::string derived_name(const store::Digest& original) { return original.hex() + ".l1o1r1"; }

}  // namespace sansfilm::derive
