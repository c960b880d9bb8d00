#include "shared/j2k/packet_header.hpp"

#include <algorithm>
#include <bit>

namespace sansfilm::j2k {

namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

// B.10.1: after a byte 0xFF the next holds seven bits.
class BitReader {
 public:
  explicit BitReader(base::Bytes bytes) : bytes_(bytes) {}

  unsigned bit() {
    if (left_ == 0) {
      if (at_ >= bytes_.size()) {
        exhausted_ = true;
        return 0;
      }
      left_ = last_ == 0xFF ? 7 : 8;
      last_ = bytes_[at_++];
    }
    --left_;
    return (last_ >> left_) & 1U;
  }

  std::uint64_t bits(unsigned count) {
    std::uint64_t value = 0;
    while (count-- > 0) value = (value << 1) | bit();
    return value;
  }

  // Bytes used when the header ends here: a last byte 0xFF is followed by a stuffed one.
  std::size_t finish() {
    if (last_ == 0xFF) {
      if (at_ >= bytes_.size()) exhausted_ = true;
      ++at_;
    }
    return at_;
  }

  [[nodiscard]] bool exhausted() const { return exhausted_; }

 private:
  base::Bytes bytes_;
  std::size_t at_ = 0;
  unsigned left_ = 0;
  std::uint8_t last_ = 0;
  bool exhausted_ = false;
};

// Table B.4.
std::uint32_t read_pass_count(BitReader& in) {
  if (in.bit() == 0) return 1;
  if (in.bit() == 0) return 2;
  auto value = static_cast<std::uint32_t>(in.bits(2));
  if (value < 3) return 3 + value;
  value = static_cast<std::uint32_t>(in.bits(5));
  if (value < 31) return 6 + value;
  return 37 + static_cast<std::uint32_t>(in.bits(7));
}

unsigned floor_log2(std::uint32_t value) { return static_cast<unsigned>(std::bit_width(value)) - 1; }

// How many of the `left` passes share the next length field, given the passes that the code-block has had.
std::uint32_t passes_in_segment(std::uint8_t style, const BlockState& block, std::uint32_t left) {
  if ((style & kStyleHt) != 0) {
    // A cleanup segment has one pass (and, first of all, the placeholders), a refinement segment up to two.
    if (block.passes == 0) return std::min(left, block.placeholders + 1U);
    const std::uint32_t in_set = (block.passes - block.placeholders) % 3U;
    return std::min(left, in_set == 0 ? 1U : 3U - in_set);
  }
  if ((style & kStyleTerminateAll) != 0) return 1;
  if ((style & kStyleBypass) != 0) {
    // Table D.9: one segment for the first ten passes, then two raw passes and one coded in turn.
    if (block.passes < 10) return std::min(left, 10U - block.passes);
    const std::uint32_t in_turn = (block.passes - 10U) % 3U;
    return std::min(left, in_turn == 2 ? 1U : 2U - in_turn);
  }
  return left;
}

constexpr unsigned kMostLengthBits = 32;
constexpr std::uint32_t kMostZeroPlanes = 96;

}  // namespace

TagTree::TagTree(std::uint32_t across, std::uint32_t down) {
  std::size_t total = 0;
  while (true) {
    levels_.push_back({across, total});
    total += std::size_t{across} * down;
    if (across <= 1 && down <= 1) break;
    across = (across + 1) / 2;
    down = (down + 1) / 2;
  }
  nodes_.resize(total);
}

template <class BitSource>
bool TagTree::below(BitSource& bits, std::uint32_t leaf_x, std::uint32_t leaf_y, std::uint32_t threshold) {
  std::uint16_t low = 0;
  for (std::size_t level = levels_.size(); level-- > 0;) {
    Node& node = nodes_[levels_[level].start + std::size_t{leaf_y >> level} * levels_[level].across + (leaf_x >> level)];
    node.low = std::max(node.low, low);
    while (!node.known && node.low < threshold) {
      if (bits.bit() != 0) {
        node.known = true;
      } else {
        ++node.low;
      }
    }
    low = node.low;
    if (level == 0) return node.known && node.low < threshold;
  }
  return false;
}

PacketHeaderParser::PacketHeaderParser(const MainHeader& header, const TileLayout& layout, std::uint64_t& work)
    : header_(header), layout_(layout), work_(work), states_(layout.slots) {}

Result<PrecinctState*> PacketHeaderParser::state_of(const Step& step, base::Budget& budget) {
  std::unique_ptr<PrecinctState>& state = states_[step.slot];
  if (state != nullptr) return state.get();
  const Component& component = header_.components[step.component];
  const PrecinctGrid* grid = layout_.find(step.component, step.resolution);
  auto made = std::make_unique<PrecinctState>();
  const auto blocks = precinct_blocks(component, component_area(component, layout_.area), step.resolution, step.precinct,
                                      grid->across, made->count);
  std::uint64_t total = 0;
  for (const BlockGrid& band : blocks) total += std::uint64_t{band.across} * band.down;
  if (total > work_) return Error{ErrorCode::kOverBudget, "more code-blocks than the bytes can hold"};
  // Two tag trees have at most twice 4/3 nodes for each leaf, and one per level more for thin grids.
  SF_CHECK(budget.take_bytes(sizeof(PrecinctState) + total * (sizeof(BlockState) + 16) + 1024));
  for (std::size_t b = 0; b < made->count; ++b) {
    BandState& band = made->bands[b];
    band.grid = blocks[b];
    const std::size_t count = std::size_t{band.grid.across} * band.grid.down;
    if (count == 0) continue;
    band.inclusion = TagTree(band.grid.across, band.grid.down);
    band.zero_planes = TagTree(band.grid.across, band.grid.down);
    band.blocks.resize(count);
  }
  state = std::move(made);
  return state.get();
}

Result<std::uint32_t> PacketHeaderParser::measure(base::Bytes bytes, const Step& step, base::Budget& budget) {
  const Error ended{ErrorCode::kTruncated, "the data end in a packet"};
  std::size_t start = 0;
  if (header_.sop && bytes.size() >= 6 && base::load_be<std::uint16_t>(bytes.data()) == marker::kSop &&
      base::load_be<std::uint16_t>(bytes.data() + 2) == 4) {
    start = 6;
  }
  BitReader in(bytes.subspan(start));
  std::uint64_t body = 0;
  if (in.bit() != 0) {
    SF_TRY(PrecinctState * precinct, state_of(step, budget));
    const std::uint8_t style = header_.components[step.component].coding.style;
    for (std::size_t b = 0; b < precinct->count; ++b) {
      BandState& band = precinct->bands[b];
      if (band.blocks.size() > work_) return Error{ErrorCode::kOverBudget, "packet headers cost more than their bytes may"};
      work_ -= band.blocks.size();
      for (std::uint32_t y = 0; y < band.grid.down; ++y) {
        for (std::uint32_t x = 0; x < band.grid.across; ++x) {
          BlockState& block = band.blocks[std::size_t{y} * band.grid.across + x];
          const bool first = !block.included;
          const bool here = first ? band.inclusion.below(in, x, y, step.layer + 1U) : in.bit() != 0;
          if (in.exhausted()) return ended;
          if (!here) continue;
          std::uint32_t zero_planes = 0;
          if (first) {
            while (!band.zero_planes.below(in, x, y, zero_planes + 1)) {
              if (++zero_planes > kMostZeroPlanes || in.exhausted()) {
                return in.exhausted() ? ended : Error{ErrorCode::kMalformed, "a code-block without bit-planes"};
              }
            }
            block.included = true;
            block.zero_planes = static_cast<std::uint8_t>(zero_planes);
          }
          std::uint32_t passes = read_pass_count(in);
          if (first && (style & kStyleHt) != 0) block.placeholders = static_cast<std::uint16_t>((passes - 1) / 3 * 3);
          while (in.bit() != 0) {
            if (++block.length_bits > kMostLengthBits) return Error{ErrorCode::kMalformed, "a code-block length of over 32 bits"};
          }
          while (passes > 0) {
            const std::uint32_t together = passes_in_segment(style, block, passes);
            const unsigned width = block.length_bits + floor_log2(together);
            if (width > kMostLengthBits) return Error{ErrorCode::kMalformed, "a code-block length of over 32 bits"};
            const std::uint64_t bytes_together = in.bits(width);
            body += bytes_together;
            block.bytes = static_cast<std::uint32_t>(std::min<std::uint64_t>(block.bytes + bytes_together, 0xFFFFFFFFU));
            if (in.exhausted()) return ended;
            block.passes = static_cast<std::uint16_t>(std::min(block.passes + together, 0xFFFFU));
            passes -= together;
          }
        }
      }
    }
  }
  std::size_t length = start + in.finish();
  if (in.exhausted() || length > bytes.size()) return ended;
  if (header_.eph) {
    if (bytes.size() - length < 2) return ended;
    if (base::load_be<std::uint16_t>(bytes.data() + length) != marker::kEph) {
      return Error{ErrorCode::kMalformed, "a packet header without the EPH that COD announces"};
    }
    length += 2;
  }
  if (body > bytes.size() - length) return ended;
  return static_cast<std::uint32_t>(length + body);
}

}  // namespace sansfilm::j2k
