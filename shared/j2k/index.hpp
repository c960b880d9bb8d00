// Where every packet of a JPEG 2000 codestream lies, without decoding it; and a valid codestream from a subset of them.
//
// The index comes from PLT markers where they exist, else from parsing packet headers. Packets are identified by
// (tile, component, resolution, layer, precinct), in the order of the progression.
//
// @source ISO/IEC 15444-1:2019 A (markers), B (packets, progression); 15444-15:2019 for HT codestreams
// @errors kTruncated, kMalformed with marker and offset, kUnsupported, kOverBudget
// @owner  the index copies the main header and owns its tables; it refers to packets by offset
// @thread immutable after building
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "shared/base/budget.hpp"
#include "shared/base/bytes.hpp"
#include "shared/base/result.hpp"

namespace sansfilm::j2k {

struct PacketId {
  std::uint32_t tile = 0;
  std::uint16_t layer = 0;
  std::uint16_t component = 0;
  std::uint8_t resolution = 0;   // 0 = lowest
  std::uint32_t precinct = 0;
  auto operator<=>(const PacketId&) const = default;
};

struct Packet {
  PacketId id;
  std::uint64_t offset = 0;   // in the codestream
  std::uint32_t length = 0;   // bytes, header included
};

// What the main header says. Component-wise values are those of component 0 where they are alike.
struct Geometry {
  std::uint32_t columns = 0, rows = 0;               // of the image area on the reference grid
  std::uint32_t tile_columns = 0, tile_rows = 0;     // number of tiles across and down
  std::uint32_t tile_width = 0, tile_height = 0;
  std::uint16_t components = 1;
  std::uint16_t layers = 1;
  std::uint8_t decompositions = 5;                   // resolutions - 1, the least over tiles and components
  std::uint8_t bits = 16;
  bool is_signed = false;
  bool reversible = true;                            // 5/3 everywhere
  bool high_throughput = false;
  std::uint8_t progression = 0;                      // SGcod: 0 LRCP .. 4 CPRL
};

struct Index {
  Geometry geometry;
  std::vector<std::uint8_t> main_header;   // SOC up to the first SOT, TLM PLM PPM left out
  std::vector<Packet> packets;             // in codestream order
  bool complete = true;                    // false: the codestream ends before its last packet
};

[[nodiscard]] base::Result<Index> build_index(base::Bytes codestream, base::Budget& budget);

// Only the main header.
[[nodiscard]] base::Result<Geometry> read_geometry(base::Bytes codestream);

}  // namespace sansfilm::j2k
