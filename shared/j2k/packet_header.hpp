// Reads packet headers: how long each packet is, and how far each code-block has come. Internal to shared/j2k.
//
// @source ISO/IEC 15444-1:2019 B.9, B.10; 15444-15:2019 B (lengths of HT segments)
// @errors kTruncated when the bytes end in the packet; kMalformed; kOverBudget when headers cost more than they may
// @owner  the parser owns the state of the precincts that have had bytes
// @thread one user
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "shared/base/budget.hpp"
#include "shared/j2k/layout.hpp"

namespace sansfilm::j2k {

// What a later packet of the same precinct needs to know of the earlier ones.
struct BlockState {
  std::uint8_t length_bits = 3;      // Lblock
  bool included = false;
  std::uint8_t zero_planes = 0;      // most significant bit-planes that are not coded
  std::uint16_t passes = 0;          // so far
  std::uint16_t placeholders = 0;    // HT: passes that carry nothing
  std::uint32_t bytes = 0;           // of its passes so far
};

// B.10.2: nodes from the leaves (level 0, raster order) to the root.
class TagTree {
 public:
  TagTree() = default;
  TagTree(std::uint32_t across, std::uint32_t down);

  // Reads bits until it is known whether the value of the leaf is below `threshold`. Returns that.
  template <class BitSource>
  bool below(BitSource& bits, std::uint32_t leaf_x, std::uint32_t leaf_y, std::uint32_t threshold);

 private:
  struct Node {
    std::uint16_t low = 0;     // the value is at least this
    bool known = false;        // the value is exactly `low`
  };
  struct Level {
    std::uint32_t across = 0;
    std::size_t start = 0;
  };
  std::vector<Node> nodes_;
  std::vector<Level> levels_;
};

struct BandState {
  BlockGrid grid;
  TagTree inclusion, zero_planes;
  std::vector<BlockState> blocks;
};

struct PrecinctState {
  std::array<BandState, 3> bands;
  std::size_t count = 0;
};

// The packet headers of one tile.
class PacketHeaderParser {
 public:
  // `work`: code-blocks that may still be visited in this codestream; bounded so that few bytes cannot cost much time.
  PacketHeaderParser(const MainHeader& header, const TileLayout& layout, std::uint64_t& work);

  // `bytes` start at the packet (or its SOP). Returns the packet's length.
  [[nodiscard]] base::Result<std::uint32_t> measure(base::Bytes bytes, const Step& step, base::Budget& budget);

  // nullptr: no packet of this precinct had bytes.
  [[nodiscard]] const PrecinctState* state(std::uint64_t slot) const { return states_[slot].get(); }

 private:
  [[nodiscard]] base::Result<PrecinctState*> state_of(const Step& step, base::Budget& budget);

  const MainHeader& header_;
  const TileLayout& layout_;
  std::uint64_t& work_;
  std::vector<std::unique_ptr<PrecinctState>> states_;  // by slot
};

}  // namespace sansfilm::j2k
