// What the scheduler knows of one frame: which chunks there are, which have arrived, what is decoded. Internal.
//
// @owner  values
// @thread one thread
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "shared/stream/scheduler.hpp"

namespace sansfilm::stream {

// A goal: the first `layers` layers of all resolutions up to full size / 2^reduce.
struct Goal {
  std::uint8_t reduce = 0;
  std::uint16_t layers = 1;
};

using wire::TileRect;

class FrameRecord {
 public:
  FrameRecord() = default;
  FrameRecord(const wire::Series& series, const wire::Frame& frame);

  [[nodiscard]] bool streamed() const { return streamed_; }
  [[nodiscard]] std::uint8_t decompositions() const { return static_cast<std::uint8_t>(resolutions_ - 1); }
  [[nodiscard]] std::uint16_t layers() const { return layers_; }
  [[nodiscard]] std::uint32_t tiles() const { return tiles_; }
  [[nodiscard]] std::uint32_t tiles_across() const { return tiles_across_; }
  [[nodiscard]] TileRect all_tiles() const { return {0, 0, tiles_across_ - 1, tiles_ / tiles_across_ - 1}; }
  // The tiles that a part of the picture lies in; all of them for a picture of one tile.
  [[nodiscard]] TileRect tiles_of(const Part& part) const;
  // Where a tile lies in the picture is known; a codestream that came with its original may begin elsewhere than at 0, 0.
  [[nodiscard]] bool tiles_have_places() const { return tile_width_ != 0 && tile_height_ != 0 && recipe_.family != 'O'; }
  // The same part for all parts that lie in the same tiles.
  [[nodiscard]] Part by_tiles(const Part& part) const;
  [[nodiscard]] std::uint8_t resolutions() const { return resolutions_; }
  [[nodiscard]] const wire::ContentId& content() const { return content_; }
  [[nodiscard]] std::uint32_t frame_number() const { return frame_; }
  [[nodiscard]] wire::RecipeId recipe() const { return recipe_; }
  [[nodiscard]] bool same_stream(const FrameRecord& other) const;

  // Chunks.
  [[nodiscard]] bool has_chunk(const wire::ChunkKey& key) const;   // it exists, whether here or not
  [[nodiscard]] bool held(const wire::ChunkKey& key) const { return held_bits_[index_of(key)]; }
  [[nodiscard]] bool asked(const wire::ChunkKey& key) const { return asked_bits_[index_of(key)]; }
  void set_asked(const wire::ChunkKey& key, bool asked);
  void set_held(const wire::ChunkKey& key, std::uint64_t bytes);
  void drop_chunks();
  [[nodiscard]] std::uint64_t held_bytes() const { return held_bytes_; }
  [[nodiscard]] std::uint32_t held_chunks() const { return held_chunks_; }
  [[nodiscard]] std::uint32_t all_chunks() const { return tiles_ * resolutions_ * layers_; }
  [[nodiscard]] std::uint32_t asked_chunks() const { return asked_chunks_; }
  [[nodiscard]] bool all_held() const { return streamed_ && held_chunks_ == all_chunks(); }
  [[nodiscard]] bool all_held_or_asked() const { return held_chunks_ + asked_chunks_ == all_chunks(); }

  // Layers from 0 that every tile has at all resolutions down to `reduce`.
  [[nodiscard]] std::uint16_t held_layers(std::uint8_t reduce) const;
  [[nodiscard]] std::uint16_t held_layers(std::uint8_t reduce, const TileRect& tiles) const;   // the same of these tiles
  [[nodiscard]] double expected_bytes(std::uint8_t resolution, std::uint16_t layer) const;  // over all tiles
  [[nodiscard]] double missing_bytes(Goal goal) const;             // not held; asked or not

  // Decoded.
  [[nodiscard]] std::uint64_t decoded_size(std::uint8_t reduce) const;
  [[nodiscard]] double pixels(std::uint8_t reduce) const;
  [[nodiscard]] wire::PictureState state_of(Goal goal) const;
  [[nodiscard]] wire::ChunkRange chunks_of(Goal goal) const;
  [[nodiscard]] wire::ChunkRange chunks_of(Goal goal, const TileRect& tiles) const;   // from the first of them to the last
  // Of that part of the picture, about.
  [[nodiscard]] double pixels(std::uint8_t reduce, const TileRect& tiles) const;

  // A part of the decoded picture that was decoded better than the whole, at the whole's resolution.
  struct Refined {
    TileRect tiles;
    std::uint16_t layers = 0;
  };

  wire::PictureState decoded;
  std::optional<Refined> refined;     // done, or under way
  std::uint64_t decoded_bytes = 0;
  Micros wanted_at = 0;               // last time it was visible or decoded
  std::uint32_t job = 0;              // decode under way, 0: none
  wire::PictureState job_result;
  std::uint64_t job_bytes = 0;
  std::uint32_t lost_decodes = 0;     // whose worker died or hung
  std::optional<Failure> failure;
  Micros not_before = 0;              // the server is still making it
  std::uint32_t waits = 0;

  // Counts a failed try of a chunk; true when it may be asked once more.
  [[nodiscard]] bool may_retry(const wire::ChunkKey& key);
  void forget_failures();

 private:
  [[nodiscard]] std::size_t index_of(const wire::ChunkKey& key) const {
    return (std::size_t{key.layer} * resolutions_ + key.resolution) * tiles_ + key.tile;
  }

  // A tile in parts of the picture; where its size is not stated all are taken for equal.
  [[nodiscard]] double tile_part_x() const {
    return tile_width_ != 0 && columns_ != 0 ? double{1.0} * tile_width_ / columns_ : 1.0 / tiles_across_;
  }
  [[nodiscard]] double tile_part_y() const {
    return tile_height_ != 0 && rows_ != 0 ? double{1.0} * tile_height_ / rows_ : 1.0 * tiles_across_ / tiles_;
  }

  wire::ContentId content_;
  std::uint32_t frame_ = 0;
  wire::RecipeId recipe_;
  bool streamed_ = false;
  bool lossless_ = false;
  std::uint32_t tiles_ = 1, tiles_across_ = 1;
  std::uint32_t tile_width_ = 0, tile_height_ = 0;   // 0: not stated, all alike
  std::uint8_t resolutions_ = 1;
  std::uint16_t layers_ = 1;
  std::uint32_t rows_ = 0, columns_ = 0, bytes_per_pixel_ = 2;
  std::vector<std::uint32_t> layer_bytes_;

  std::vector<bool> held_bits_, asked_bits_;
  std::vector<std::uint32_t> held_tiles_;       // by layer * resolutions + resolution
  std::uint32_t held_chunks_ = 0, asked_chunks_ = 0;
  std::uint64_t held_bytes_ = 0;
  std::vector<std::uint32_t> tried_;            // chunk indices that failed once
};

}  // namespace sansfilm::stream
