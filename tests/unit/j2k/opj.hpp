// OpenJPEG as the independent encoder and decoder of these tests: every progression, precincts, subsampling, tile-parts,
// code-block styles; and a reference decode of a whole stream at a resolution and a number of layers.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "shared/base/bytes.hpp"

namespace sansfilm::j2k::test {

struct Picture {
  std::uint32_t columns = 0, rows = 0;
  std::uint32_t x0 = 0, y0 = 0;                                  // offset of the image area
  std::uint32_t bits = 12;
  bool is_signed = false;
  std::vector<std::uint32_t> step_x = {1}, step_y = {1};         // per component
  std::vector<std::vector<std::int32_t>> planes;
};

// Something between anatomy and noise, so that every code-block and bit-plane has something to say.
[[nodiscard]] Picture make_picture(std::uint32_t columns, std::uint32_t rows, std::uint32_t bits, bool is_signed,
                                   std::uint32_t components, std::uint32_t seed);

struct Encoding {
  int progression = 0;                 // LRCP RLCP RPCL PCRL CPRL
  std::vector<float> ratios = {0};     // compression ratio by layer, 0: lossless
  int resolutions = 6;
  int tile_size = 0;
  int precinct = 0;                    // size at every resolution, halved by level; 0: none
  int block = 64;
  int style = 0;                       // code-block style bits
  bool sop = false, eph = false;
  char tile_parts = 0;                 // 'R', 'L', 'C'
  bool irreversible = false;
  bool colour_transform = false;
  bool plt = false, tlm = false;
  std::vector<float> matrix = {};          // across the components, one row an intermediate one; with it the 9/7 wavelet (Part 2)
  std::vector<std::int32_t> offsets = {};  // taken off each component before
};

[[nodiscard]] std::vector<std::uint8_t> encode(const Picture& picture, const Encoding& encoding);

// nullopt: OpenJPEG refused it. Strict: a cut stream is refused.
[[nodiscard]] std::optional<std::vector<std::vector<std::int32_t>>> decode(base::Bytes codestream, std::uint32_t reduce,
                                                                           std::uint32_t layers, bool strict = true);

}  // namespace sansfilm::j2k::test
