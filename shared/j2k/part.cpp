#include "shared/j2k/part.hpp"

#include <algorithm>

#include "shared/j2k/header.hpp"

namespace sansfilm::j2k {

namespace {

// Of the fields of SIZ, which stands directly behind SOC: Table A.9.
constexpr std::size_t kSizMarker = 2, kXsiz = 8, kYsiz = 12, kXOsiz = 16, kYOsiz = 20, kXTOsiz = 32, kYTOsiz = 36;

}  // namespace

base::Result<PartHeader> part_header(base::Bytes header, TileSpan tiles) {
  SF_TRY(const MainHeader whole, parse_main_header(header));
  if (tiles.right < tiles.left || tiles.bottom < tiles.top || tiles.right >= whole.tiles_across || tiles.bottom >= whole.tiles_down) {
    return base::Error{base::ErrorCode::kInvalidArgument, "the codestream has no such tiles"};
  }
  if (base::load_be<std::uint16_t>(header.data() + kSizMarker) != marker::kSiz) {
    return base::Error{base::ErrorCode::kMalformed, "SIZ does not follow SOC", kSizMarker, 0, marker::kSiz};
  }
  PartHeader part{{header.begin(), header.end()}, whole.tiles_across};
  const auto put = [&](std::size_t at, std::uint64_t value) { base::store_be(part.header.data() + at, static_cast<std::uint32_t>(value)); };
  const std::uint64_t left = whole.tile_x0 + std::uint64_t{tiles.left} * whole.tile_width;
  const std::uint64_t top = whole.tile_y0 + std::uint64_t{tiles.top} * whole.tile_height;
  const std::uint64_t right = whole.tile_x0 + (std::uint64_t{tiles.right} + 1) * whole.tile_width;
  const std::uint64_t bottom = whole.tile_y0 + (std::uint64_t{tiles.bottom} + 1) * whole.tile_height;
  put(kXTOsiz, left);
  put(kYTOsiz, top);
  put(kXOsiz, std::max<std::uint64_t>(left, whole.x0));
  put(kYOsiz, std::max<std::uint64_t>(top, whole.y0));
  put(kXsiz, std::min<std::uint64_t>(right, whole.x1));
  put(kYsiz, std::min<std::uint64_t>(bottom, whole.y1));
  return part;
}

}  // namespace sansfilm::j2k
