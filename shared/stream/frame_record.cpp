#include "shared/stream/frame_record.hpp"

#include <algorithm>
#include <cmath>

namespace sansfilm::stream {

namespace {

// Part of a layer's bytes that a resolution has: each holds about a third of what the next finer one has. Only for
// planning; what really arrives is counted.
double share_of_resolution(std::uint8_t resolution, std::uint8_t resolutions) {
  constexpr double kRatio = 0.35;
  const double total = (1.0 - std::pow(kRatio, resolutions)) / (1.0 - kRatio);
  return std::pow(kRatio, resolutions - 1 - resolution) / total;
}

}  // namespace

FrameRecord::FrameRecord(const wire::Series& series, const wire::Frame& frame) : content_(frame.content), frame_(frame.frame) {
  if (frame.codestream >= series.codestreams.size() || frame.pixels >= series.pixel_formats.size()) return;
  const wire::Codestream& stream = series.codestreams[frame.codestream];
  const wire::PixelFormat& format = series.pixel_formats[frame.pixels];
  constexpr std::uint64_t kMostChunks = std::uint64_t{1} << 24;
  if (stream.tiles() == 0 || stream.layers == 0 ||
      std::uint64_t{stream.tiles()} * stream.layers * stream.resolutions() > kMostChunks) {
    return;
  }
  streamed_ = true;
  recipe_ = stream.recipe;
  tiles_ = stream.tiles();
  tiles_across_ = stream.tiles_across;
  tile_width_ = stream.tile_width;
  tile_height_ = stream.tile_height;
  resolutions_ = stream.resolutions();
  layers_ = stream.layers;
  rows_ = format.rows;
  columns_ = format.columns;
  bytes_per_pixel_ = std::uint32_t{format.bytes_per_sample} * format.samples;
  lossless_ = stream.reversible && !format.source_lossy;
  layer_bytes_ = frame.layer_bytes;
  held_bits_.resize(all_chunks());
  asked_bits_.resize(all_chunks());
  held_tiles_.resize(std::size_t{layers_} * resolutions_);
}

bool FrameRecord::same_stream(const FrameRecord& other) const {
  return streamed_ == other.streamed_ && content_ == other.content_ && frame_ == other.frame_ && recipe_ == other.recipe_ &&
         tiles_ == other.tiles_ && resolutions_ == other.resolutions_ && layers_ == other.layers_;
}

bool FrameRecord::has_chunk(const wire::ChunkKey& key) const {
  return streamed_ && key.recipe == recipe_ && key.tile < tiles_ && key.resolution < resolutions_ && key.layer < layers_;
}

void FrameRecord::set_asked(const wire::ChunkKey& key, bool asked) {
  const std::size_t index = index_of(key);
  if (asked_bits_[index] == asked) return;
  asked_bits_[index] = asked;
  asked ? ++asked_chunks_ : --asked_chunks_;
}

void FrameRecord::set_held(const wire::ChunkKey& key, std::uint64_t bytes) {
  set_asked(key, false);
  held_bits_[index_of(key)] = true;
  ++held_tiles_[std::size_t{key.layer} * resolutions_ + key.resolution];
  ++held_chunks_;
  held_bytes_ += bytes;
}

void FrameRecord::drop_chunks() {
  std::fill(held_bits_.begin(), held_bits_.end(), false);
  std::fill(held_tiles_.begin(), held_tiles_.end(), 0);
  held_chunks_ = 0;
  held_bytes_ = 0;
}

TileRect FrameRecord::tiles_of(const Part& part) const {
  const auto range = [](double from, double to, double size, std::uint32_t tiles) {
    const double last = tiles - 1;
    const double first = std::clamp(std::floor(from / size), 0.0, last);
    const double end = std::clamp(std::ceil(to / size) - 1.0, first, last);
    return std::pair{static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(end)};
  };
  const auto [left, right] = range(part.left, part.right, tile_part_x(), tiles_across_);
  const auto [top, bottom] = range(part.top, part.bottom, tile_part_y(), tiles_ / tiles_across_);
  return {left, top, right, bottom};
}

Part FrameRecord::by_tiles(const Part& part) const {
  const TileRect tiles = tiles_of(part);
  if (!streamed_ || tiles == all_tiles()) return {};
  // From inside the first tile to inside the last: no rounding leads into a neighbour.
  return {(tiles.left + 0.25) * tile_part_x(), (tiles.top + 0.25) * tile_part_y(),
          std::min(1.0, (tiles.right + 0.75) * tile_part_x()), std::min(1.0, (tiles.bottom + 0.75) * tile_part_y())};
}

std::uint16_t FrameRecord::held_layers(std::uint8_t reduce) const {
  if (!streamed_) return 0;
  const std::size_t needed = resolutions_ - std::min<std::size_t>(reduce, resolutions_ - 1);
  for (std::uint16_t layer = 0; layer < layers_; ++layer) {
    for (std::size_t r = 0; r < needed; ++r) {
      if (held_tiles_[std::size_t{layer} * resolutions_ + r] < tiles_) return layer;
    }
  }
  return layers_;
}

std::uint16_t FrameRecord::held_layers(std::uint8_t reduce, const TileRect& tiles) const {
  if (!streamed_) return 0;
  const auto needed = static_cast<std::uint8_t>(resolutions_ - std::min<int>(reduce, resolutions_ - 1));
  wire::ChunkKey key{content_, frame_, recipe_, 0, 0, 0};
  for (key.layer = 0; key.layer < layers_; ++key.layer) {
    for (key.resolution = 0; key.resolution < needed; ++key.resolution) {
      for (std::uint32_t row = tiles.top; row <= tiles.bottom; ++row) {
        for (std::uint32_t column = tiles.left; column <= tiles.right; ++column) {
          key.tile = row * tiles_across_ + column;
          if (!held(key)) return key.layer;
        }
      }
    }
  }
  return layers_;
}

double FrameRecord::expected_bytes(std::uint8_t resolution, std::uint16_t layer) const {
  // Without sizes in the manifest: one bit a pixel and layer.
  const double whole = layer < layer_bytes_.size() ? layer_bytes_[layer] : double{rows_ * 1.0 * columns_} / 8.0;
  return whole * share_of_resolution(resolution, resolutions_);
}

double FrameRecord::missing_bytes(Goal goal) const {
  double bytes = 0.0;
  const int top = resolutions_ - std::min<int>(goal.reduce, resolutions_ - 1);
  for (std::uint16_t layer = 0; layer < std::min(goal.layers, layers_); ++layer) {
    for (int r = 0; r < top; ++r) {
      const std::uint32_t here = held_tiles_[std::size_t{layer} * resolutions_ + static_cast<std::size_t>(r)];
      bytes += expected_bytes(static_cast<std::uint8_t>(r), layer) * (tiles_ - here) / tiles_;
    }
  }
  return bytes;
}

double FrameRecord::pixels(std::uint8_t reduce) const {
  const auto reduced = [reduce](std::uint32_t size) { return (std::uint64_t{size} + (std::uint64_t{1} << reduce) - 1) >> reduce; };
  return static_cast<double>(reduced(rows_)) * static_cast<double>(reduced(columns_));
}

std::uint64_t FrameRecord::decoded_size(std::uint8_t reduce) const {
  return static_cast<std::uint64_t>(pixels(reduce)) * bytes_per_pixel_;
}

wire::PictureState FrameRecord::state_of(Goal goal) const {
  wire::PictureState state;
  state.reduce = goal.reduce;
  state.layers = goal.layers;
  if (goal.layers == 0) return {};
  state.quality = goal.reduce > 0          ? wire::Quality::kReduced
                  : goal.layers < layers_ ? wire::Quality::kPartial
                                          : wire::Quality::kFull;
  state.lossless = state.is_final() && lossless_;
  return state;
}

wire::ChunkRange FrameRecord::chunks_of(Goal goal) const {
  return {content_, frame_, recipe_, 0, tiles_ - 1, 0, static_cast<std::uint8_t>(resolutions_ - 1 - goal.reduce), 0,
          static_cast<std::uint16_t>(goal.layers - 1)};
}

wire::ChunkRange FrameRecord::chunks_of(Goal goal, const TileRect& tiles) const {
  wire::ChunkRange range = chunks_of(goal);
  range.first_tile = tiles.top * tiles_across_ + tiles.left;
  range.last_tile = tiles.bottom * tiles_across_ + tiles.right;
  return range;
}

double FrameRecord::pixels(std::uint8_t reduce, const TileRect& tiles) const {
  return pixels(reduce) * std::min(1.0, (tiles.right - tiles.left + 1) * tile_part_x()) *
         std::min(1.0, (tiles.bottom - tiles.top + 1) * tile_part_y());
}

bool FrameRecord::may_retry(const wire::ChunkKey& key) {
  const auto index = static_cast<std::uint32_t>(index_of(key));
  if (std::find(tried_.begin(), tried_.end(), index) != tried_.end()) return false;
  tried_.push_back(index);
  return true;
}

void FrameRecord::forget_failures() {
  failure.reset();
  lost_decodes = 0;
  tried_.clear();
  not_before = 0;
  waits = 0;
}

}  // namespace sansfilm::stream
