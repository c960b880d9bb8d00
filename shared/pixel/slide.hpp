// Where the tiles of a whole-slide image lie, and how the parts of a concatenation join.
//
// @source PS3.3 2024e C.7.6.17.3 (dimension organization TILED_FULL, TILED_SPARSE), C.8.12.4.1.1, C.8.12.6 (plane position, slide),
//         C.7.6.16.2.2.4 (concatenations)
// @units  pixels of the total pixel matrix, from 0
// @errors kInvalidArgument (no total pixel matrix), kMissing, kInconsistent with the attribute
// @owner  values
// @thread pure
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "shared/base/result.hpp"
#include "shared/dicom/dataset.hpp"

namespace sansfilm::pixel {

struct Tile {
  std::uint32_t frame = 0;         // from 0
  std::int64_t column = 0;         // of the tile's upper left pixel
  std::int64_t row = 0;
  std::uint32_t focal_plane = 0;   // from 0
  std::uint32_t optical_path = 0;  // from 0, in the order of the optical path sequence
};

struct TileLayout {
  std::uint64_t columns = 0;       // of the total pixel matrix
  std::uint64_t rows = 0;
  std::uint32_t tile_columns = 0;
  std::uint32_t tile_rows = 0;
  std::uint32_t focal_planes = 1;
  std::uint32_t optical_paths = 1;
  bool full = false;               // TILED_FULL: order says all
  std::vector<Tile> tiles;         // one a frame, in frame order
};

[[nodiscard]] base::Result<TileLayout> read_tile_layout(const dicom::Dataset& dataset);

struct ConcatenationPart {
  std::string uid;                 // Concatenation UID; empty: not a part of one
  std::uint32_t number = 1;        // from 1
  std::uint32_t total = 0;         // 0: not said
  std::uint32_t first_frame = 0;   // of this part in the whole, from 0
  std::uint32_t frames = 1;
};

[[nodiscard]] ConcatenationPart read_concatenation_part(const dicom::Dataset& dataset);

struct ConcatenationOrder {
  std::vector<std::size_t> order;            // indices into the parts given, in frame order
  std::vector<std::uint32_t> missing;        // part numbers that lack (where the total is said), from 1
  bool frames_agree = true;                  // each part begins where the one before ends
};

// Parts of one concatenation; the caller has grouped them by UID.
[[nodiscard]] ConcatenationOrder order_parts(const std::vector<ConcatenationPart>& parts);

}  // namespace sansfilm::pixel
