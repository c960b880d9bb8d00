#include "shared/j2k/index.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include "shared/j2k/header.hpp"
#include "shared/j2k/layout.hpp"
#include "shared/j2k/packet_header.hpp"

namespace sansfilm::j2k {

namespace {

using base::Error;
using base::ErrorCode;
using base::Result;
using base::Status;

// Code-blocks that packet headers may visit: far more than any encoder makes of so many bytes, far less than a hang.
constexpr std::uint64_t kWorkAtLeast = std::uint64_t{1} << 21;
constexpr std::uint64_t kWorkPerByte = 64;

Error fault(ErrorCode code, const char* detail, std::uint64_t offset, std::uint16_t which) {
  Error error{code, detail};
  error.offset = offset;
  error.marker = which;
  return error;
}

Geometry geometry_of(const MainHeader& header) {
  Geometry geometry;
  geometry.columns = header.x1 - header.x0;
  geometry.rows = header.y1 - header.y0;
  geometry.tile_columns = header.tiles_across;
  geometry.tile_rows = header.tiles_down;
  geometry.tile_width = header.tile_width;
  geometry.tile_height = header.tile_height;
  geometry.components = static_cast<std::uint16_t>(header.components.size());
  geometry.layers = header.layers;
  const Component& first = header.components.front();
  geometry.bits = first.bits;
  geometry.is_signed = first.is_signed;
  geometry.high_throughput = (first.coding.style & kStyleHt) != 0;
  geometry.decompositions = first.coding.decompositions;
  geometry.reversible = true;
  for (const Component& component : header.components) {
    geometry.decompositions = std::min(geometry.decompositions, component.coding.decompositions);
    geometry.reversible = geometry.reversible && component.coding.reversible;
  }
  geometry.progression = static_cast<std::uint8_t>(header.progression);
  return geometry;
}

// SOT and the markers up to SOD: A.4.2, A.4.3.
struct TilePart {
  std::uint32_t tile = 0;
  std::size_t data = 0;              // behind SOD
  std::size_t end = 0;               // of the tile-part, at most the end of the bytes
  bool cut = false;                  // the bytes end before the tile-part does
  bool open = false;                 // Psot 0: it lasts until EOC
  std::vector<std::uint32_t> plt;    // packet lengths, in order
  bool has_plt = false;
};

// Iplt: seven bits a byte, the top bit says that more follow. A length may go on in the next segment.
Status read_plt(base::Bytes body, std::size_t offset, std::uint64_t& open_length, std::vector<std::uint32_t>& lengths,
                base::Budget& budget) {
  SF_CHECK(budget.take_bytes(body.size() * sizeof(std::uint32_t)));
  for (std::size_t i = 1; i < body.size(); ++i) {  // the first byte is Zplt
    open_length = (open_length << 7) | (body[i] & 0x7F);
    if (open_length > 0xFFFFFFFFULL) return fault(ErrorCode::kMalformed, "a packet of over 4 GiB", offset, marker::kPlt);
    if ((body[i] & 0x80) != 0) continue;
    lengths.push_back(static_cast<std::uint32_t>(open_length));
    open_length = 0;
  }
  return {};
}

Result<TilePart> read_tile_part(base::Bytes bytes, std::size_t at, std::uint32_t tiles, base::Budget& budget) {
  if (bytes.size() - at < 12) return fault(ErrorCode::kTruncated, "the data end in SOT", at, marker::kSot);
  TilePart part;
  part.tile = base::load_be<std::uint16_t>(bytes.data() + at + 4);
  const std::uint64_t length = base::load_be<std::uint32_t>(bytes.data() + at + 6);
  if (base::load_be<std::uint16_t>(bytes.data() + at + 2) != 10) return fault(ErrorCode::kMalformed, "Lsot is not 10", at, marker::kSot);
  if (part.tile >= tiles) return fault(ErrorCode::kMalformed, "SOT of a tile that SIZ does not have", at, marker::kSot);
  if (length != 0 && length < 14) return fault(ErrorCode::kMalformed, "a tile-part shorter than its header", at, marker::kSot);
  part.open = length == 0;
  part.cut = length > bytes.size() - at;
  part.end = part.open || part.cut ? bytes.size() : at + static_cast<std::size_t>(length);

  std::uint64_t open_length = 0;
  std::size_t position = at + 12;
  while (true) {
    if (part.end - position < 2) {
      return fault(part.cut || part.open ? ErrorCode::kTruncated : ErrorCode::kMalformed, "a tile-part without SOD", position,
                   marker::kSod);
    }
    const auto code = base::load_be<std::uint16_t>(bytes.data() + position);
    if (code == marker::kSod) break;
    if (part.end - position < 4) return fault(ErrorCode::kTruncated, "the data end in a tile-part header", position, code);
    const std::size_t segment = base::load_be<std::uint16_t>(bytes.data() + position + 2);
    if (segment < 2 || segment > part.end - position - 2) {
      return fault(part.cut ? ErrorCode::kTruncated : ErrorCode::kMalformed, "a marker segment longer than its tile-part", position,
                   code);
    }
    switch (code) {
      case marker::kPlt:
        part.has_plt = true;
        SF_CHECK(read_plt(bytes.subspan(position + 4, segment - 2), position, open_length, part.plt, budget));
        break;
      case marker::kCom:
        break;
      case marker::kCod:
      case marker::kCoc:
      case marker::kQcd:
      case marker::kQcc:
      case marker::kRgn:
      case marker::kPoc:
      case marker::kPpt:
        return fault(ErrorCode::kUnsupported, "a tile with parameters of its own is not indexed", position, code);
      default:
        return fault(ErrorCode::kMalformed, "no marker of a tile-part header", position, code);
    }
    position += 2 + segment;
  }
  part.data = position + 2;
  return part;
}

// A tile whose packets are being walked through, over as many tile-parts as it has.
struct TileWalk {
  TileLayout layout;
  PacketOrder order;
  PacketHeaderParser headers;
  std::optional<Step> next;          // the packet that comes next; none: the tile is complete
  std::uint64_t budgeted_bytes = 0;  // to give back when the tile is complete

  TileWalk(const MainHeader& header, TileLayout the_layout, PacketOrder the_order, std::uint64_t& work)
      : layout(std::move(the_layout)), order(std::move(the_order)), headers(header, layout, work) {
    advance();
  }
  TileWalk(const TileWalk&) = delete;
  TileWalk& operator=(const TileWalk&) = delete;

  void advance() {
    Step step;
    next = order.next(step) ? std::optional<Step>(step) : std::nullopt;
  }
};

class IndexBuilder {
 public:
  IndexBuilder(base::Bytes bytes, const MainHeader& header, base::Budget& budget, Index& index)
      : bytes_(bytes),
        header_(header),
        budget_(budget),
        index_(index),
        work_(std::max(kWorkAtLeast, bytes.size() * kWorkPerByte)),
        walks_(header.tiles()),
        finished_(header.tiles()) {}

  Status build() {
    std::size_t at = header_.end;
    while (true) {
      SF_CHECK(budget_.check_time());
      if (bytes_.size() - at < 2) return {};  // no EOC: what is missing tiles_left_ tells
      const auto code = base::load_be<std::uint16_t>(bytes_.data() + at);
      if (code == marker::kEoc) return {};
      if (code != marker::kSot) return fault(ErrorCode::kMalformed, "neither a tile-part nor the end", at, code);
      Result<TilePart> part = read_tile_part(bytes_, at, header_.tiles(), budget_);
      if (!part.ok() && part.error().code == ErrorCode::kTruncated) return {};
      if (!part.ok()) return part.error();
      SF_TRY(at, list_tile_part(*part));
      if (part->open && at < bytes_.size() && !is_end(at)) {
        return fault(ErrorCode::kMalformed, "a tile-part of unknown length that is not the last", at, marker::kSot);
      }
    }
  }

  [[nodiscard]] bool complete() const { return tiles_finished_ == header_.tiles(); }

 private:
  Result<TileWalk*> walk_of(std::uint32_t tile) {
    std::unique_ptr<TileWalk>& walk = walks_[tile];
    if (walk == nullptr) {
      const std::uint64_t before = budget_.bytes_left();
      SF_TRY(TileLayout layout, tile_layout(header_, tile));
      SF_CHECK(budget_.take_bytes(layout.slots * sizeof(void*) + layout.grids.size() * sizeof(PrecinctGrid)));
      SF_TRY(PacketOrder order, PacketOrder::make(header_, layout, budget_));
      walk = std::make_unique<TileWalk>(header_, std::move(layout), std::move(order), work_);
      walk->budgeted_bytes = before - budget_.bytes_left();
    }
    return walk.get();
  }

  // Returns where the next marker stands.
  Result<std::size_t> list_tile_part(const TilePart& part) {
    if (finished_[part.tile]) {
      if (part.data == part.end) return part.end;
      return fault(ErrorCode::kInconsistent, "a tile-part of a tile that has all its packets", part.data, marker::kSot);
    }
    SF_TRY(TileWalk * walk, walk_of(part.tile));
    std::size_t at = part.data;
    std::size_t listed = 0;
    while (walk->next && at < part.end && !(part.open && is_end(at))) {
      const std::uint64_t before = budget_.bytes_left();
      const Result<std::uint32_t> length = walk->headers.measure(bytes_.subspan(at, part.end - at), *walk->next, budget_);
      walk->budgeted_bytes += before - budget_.bytes_left();
      if (!length.ok()) {
        const bool data_end = length.error().code == ErrorCode::kTruncated;
        if (data_end && (part.cut || part.open)) return bytes_.size();
        if (data_end) return fault(ErrorCode::kMalformed, "a packet longer than its tile-part", at, marker::kSot);
        Error error = length.error();
        error.offset = at;
        return error;
      }
      if (part.has_plt && (listed >= part.plt.size() || part.plt[listed] != *length)) {
        return fault(ErrorCode::kInconsistent, "PLT contradicts the packet", at, marker::kPlt);
      }
      SF_CHECK(list_packet(part.tile, *walk->next, at, *length));
      at += *length;
      ++listed;
      walk->advance();
    }
    if (!part.cut && part.has_plt && listed != part.plt.size()) {
      return fault(ErrorCode::kInconsistent, "PLT lists another number of packets than there are", at, marker::kPlt);
    }
    if (!part.open && at != part.end) {
      return fault(ErrorCode::kInconsistent, "bytes behind the last packet of a tile", at, marker::kSot);
    }
    if (!walk->next) finish(part.tile);
    return at;
  }

  // EOC where a packet would begin: no packet header starts with a byte 0xFF and another above 0x8F (B.10.1).
  [[nodiscard]] bool is_end(std::size_t at) const {
    return bytes_.size() - at >= 2 && base::load_be<std::uint16_t>(bytes_.data() + at) == marker::kEoc;
  }

  Status list_packet(std::uint32_t tile, const Step& step, std::uint64_t offset, std::uint32_t length) {
    SF_CHECK(budget_.take_bytes(sizeof(Packet)));
    index_.packets.push_back({{tile, step.layer, step.component, step.resolution, step.precinct}, offset, length});
    return {};
  }

  void finish(std::uint32_t tile) {
    budget_.give_back_bytes(walks_[tile]->budgeted_bytes);
    walks_[tile].reset();
    finished_[tile] = true;
    ++tiles_finished_;
  }

  base::Bytes bytes_;
  const MainHeader& header_;
  base::Budget& budget_;
  Index& index_;
  std::uint64_t work_;
  std::vector<std::unique_ptr<TileWalk>> walks_;
  std::vector<bool> finished_;
  std::uint32_t tiles_finished_ = 0;
};

std::vector<std::uint8_t> copy_header(base::Bytes bytes, const MainHeader& header) {
  std::vector<std::uint8_t> copy;
  std::size_t at = 0;
  for (const auto& [begin, end] : header.pointer_segments) {
    copy.insert(copy.end(), bytes.begin() + static_cast<std::ptrdiff_t>(at), bytes.begin() + static_cast<std::ptrdiff_t>(begin));
    at = end;
  }
  copy.insert(copy.end(), bytes.begin() + static_cast<std::ptrdiff_t>(at), bytes.begin() + static_cast<std::ptrdiff_t>(header.end));
  return copy;
}

}  // namespace

Result<Index> build_index(base::Bytes codestream, base::Budget& budget) {
  SF_TRY(const MainHeader header, parse_main_header(codestream));
  SF_CHECK(budget.take_bytes(header.end + std::uint64_t{header.tiles()} * sizeof(void*)));
  Index index;
  index.geometry = geometry_of(header);
  index.main_header = copy_header(codestream, header);
  IndexBuilder builder(codestream, header, budget, index);
  SF_CHECK(builder.build());
  index.complete = builder.complete();
  return index;
}

Result<Geometry> read_geometry(base::Bytes codestream) {
  SF_TRY(const MainHeader header, parse_main_header(codestream));
  return geometry_of(header);
}

}  // namespace sansfilm::j2k
