// A rectangle of tiles as a codestream of its own: its main header. Tiles are coded independently of each other, so what the
// decoder makes of it is that part of the picture, sample for sample.
//
// @source ISO/IEC 15444-1:2019 A.5.1 (SIZ), B.3 (tiles keep their place on the reference grid)
// @units  tiles by column and row, from 0, both ends included; in the new codestream they are numbered anew, row by row
// @errors kMalformed, kInvalidArgument when there are no such tiles
// @owner  the result is a new buffer
// @thread pure
#pragma once

#include <cstdint>
#include <vector>

#include "shared/base/bytes.hpp"
#include "shared/base/result.hpp"

namespace sansfilm::j2k {

struct TileSpan {
  std::uint32_t left = 0, top = 0, right = 0, bottom = 0;
};

struct PartHeader {
  std::vector<std::uint8_t> header;
  std::uint32_t tiles_across = 1;   // of the whole codestream
};

// `header` is the main header as in Index::main_header.
[[nodiscard]] base::Result<PartHeader> part_header(base::Bytes header, TileSpan tiles);

}  // namespace sansfilm::j2k
