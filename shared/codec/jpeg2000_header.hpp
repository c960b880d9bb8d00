// What a JPEG 2000 codestream announces, and an upper bound of what decoding it costs: read before a library allocates.
//
// @source ISO/IEC 15444-1:2019 Annex A (SIZ, COD, COC, SOT), 15444-2 A.3.6 (CBD), B.6 to B.7 (precincts and code-blocks)
// @units  bytes; pixels of the image area at full size
// @errors kTruncated, kMalformed, kUnsupported with marker and offset
// @owner  values
// @thread pure
#pragma once

#include <cstdint>

#include "shared/base/bytes.hpp"
#include "shared/base/result.hpp"

namespace sansfilm::codec {

struct Jpeg2000Header {
  std::uint32_t columns = 0, rows = 0;
  std::uint32_t tile_columns = 0, tile_rows = 0;  // of one tile, clipped to the image
  std::uint64_t tiles = 0;
  std::uint32_t components = 0;
  std::uint32_t bits = 0;           // the largest precision of the components
  bool is_signed = false;           // any component
  bool reversible = true;           // 5/3 wherever COD and COC say so
  bool colour_transform = false;    // RCT or ICT of Part 1
  bool component_transform = false; // arrays of Part 2: component_transform.hpp
  std::uint32_t image_components = 0;  // after that transform; else as many as are coded
  std::uint32_t decompositions = 0; // the least over components and tiles
  std::uint32_t layers = 0;         // the most over tiles
  bool miscounted_tile_parts = false;  // a tile-part's index is not below the number announced (a known encoder fault)
  std::size_t overlong_psot = 0;       // where Psot of a tile-part that claims more bytes than there are stands; 0: none
  std::uint64_t packets = 0;        // upper bound for the whole codestream
  std::uint64_t structure_bytes = 0;  // upper bound of the decoder's tables for its tiles, precincts and code-blocks
};

[[nodiscard]] base::Result<Jpeg2000Header> read_jpeg2000_header(base::Bytes codestream);

}  // namespace sansfilm::codec
