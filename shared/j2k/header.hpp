// The main header of a codestream, parsed. Internal to shared/j2k.
//
// @source ISO/IEC 15444-1:2019 A.4 to A.6; 15444-15:2019 A.3 (HT bit of the code-block style)
// @errors kTruncated, kMalformed (marker and offset), kUnsupported (POC, PPM, mixed HT code-blocks)
// @owner  values
// @thread pure
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "shared/base/bytes.hpp"
#include "shared/base/result.hpp"

namespace sansfilm::j2k {

namespace marker {
inline constexpr std::uint16_t kSoc = 0xFF4F, kCap = 0xFF50, kSiz = 0xFF51, kCod = 0xFF52, kCoc = 0xFF53,
                               kTlm = 0xFF55, kPlm = 0xFF57, kPlt = 0xFF58, kQcd = 0xFF5C, kQcc = 0xFF5D,
                               kRgn = 0xFF5E, kPoc = 0xFF5F, kPpm = 0xFF60, kPpt = 0xFF61, kCom = 0xFF64,
                               kSot = 0xFF90, kSop = 0xFF91, kEph = 0xFF92, kSod = 0xFF93, kEoc = 0xFFD9;
}

enum class Progression : std::uint8_t { kLrcp = 0, kRlcp = 1, kRpcl = 2, kPcrl = 3, kCprl = 4 };

// Bits of the code-block style, Table A.19 and 15444-15.
inline constexpr std::uint8_t kStyleBypass = 0x01, kStyleTerminateAll = 0x04, kStyleHt = 0x40, kStyleHtMixed = 0x80;

inline constexpr std::uint8_t kMaxDecompositions = 32;

// COD or COC of one component.
struct ComponentCoding {
  std::uint8_t decompositions = 0;
  std::uint8_t block_width_log2 = 6, block_height_log2 = 6;
  std::uint8_t style = 0;
  bool reversible = true;
  std::array<std::uint8_t, kMaxDecompositions + 1> precinct_width_log2{}, precinct_height_log2{};  // by resolution
};

// QCD or QCC of one component. A codestream in which it does not make sense is still indexed: only what is estimated from
// it stays unknown.
struct Quantisation {
  bool known = false;
  bool reversible = true;                            // exponents only
  std::uint8_t guard_bits = 0;
  std::vector<std::uint8_t> exponents;               // by band: LL, then HL LH HH of each resolution upwards
  std::vector<std::uint16_t> mantissas;              // the same; none when reversible
};

struct Component {
  std::uint8_t bits = 8;
  bool is_signed = false;
  std::uint8_t step_x = 1, step_y = 1;  // XRsiz, YRsiz
  ComponentCoding coding;
  Quantisation quantisation;
};

struct MainHeader {
  std::uint32_t x0 = 0, y0 = 0, x1 = 0, y1 = 0;  // image area on the reference grid
  std::uint32_t tile_x0 = 0, tile_y0 = 0, tile_width = 0, tile_height = 0;
  std::uint32_t tiles_across = 0, tiles_down = 0;
  std::vector<Component> components;
  Progression progression = Progression::kLrcp;
  std::uint16_t layers = 1;
  bool sop = false, eph = false;       // may be there; are there
  bool component_transform = false;    // RCT or ICT over the first three components
  std::size_t layers_at = 0;           // where in the header the number of layers stands (two bytes)
  std::size_t end = 0;                 // of the header: where the first SOT stands or the bytes end
  std::vector<std::array<std::size_t, 2>> pointer_segments;  // [begin, end) of TLM and PLM, not part of a copied header

  [[nodiscard]] std::uint32_t tiles() const { return tiles_across * tiles_down; }
};

// Reads from SOC until the first SOT, or the end of the bytes (a header without tiles, as Index::main_header).
[[nodiscard]] base::Result<MainHeader> parse_main_header(base::Bytes bytes);

}  // namespace sansfilm::j2k
