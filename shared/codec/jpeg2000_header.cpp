#include "shared/codec/jpeg2000_header.hpp"

#include <algorithm>
#include <array>

#include "shared/codec/coders.hpp"
#include "shared/codec/component_transform.hpp"

namespace sansfilm::codec {

using base::Bytes;
using base::Error;
using base::ErrorCode;
using base::Result;
using base::Status;

namespace {

constexpr std::uint16_t kSoc = 0xFF4F, kSiz = 0xFF51, kCod = 0xFF52, kCoc = 0xFF53, kCap = 0xFF50, kRgn = 0xFF5E,
                        kSot = 0xFF90, kSod = 0xFF93, kEoc = 0xFFD9;
constexpr unsigned kMostDecompositions = 32;

// What OpenJPEG 2.5 allocates for each thing, measured on its structures and rounded up.
constexpr std::uint64_t kBytesPerTile = 6144, kBytesPerTileComponent = 1280, kBytesPerPrecinct = 320,
                        kBytesPerCodeBlock = 512;

std::uint64_t divide_up(std::uint64_t a, std::uint64_t b) { return (a + b - 1) / b; }

// Sums that saturate: the caller only compares them with a budget.
std::uint64_t add(std::uint64_t a, std::uint64_t b) {
  std::uint64_t out = 0;
  return __builtin_add_overflow(a, b, &out) ? ~std::uint64_t{0} : out;
}
std::uint64_t multiply(std::uint64_t a, std::uint64_t b) {
  std::uint64_t out = 0;
  return __builtin_mul_overflow(a, b, &out) ? ~std::uint64_t{0} : out;
}

// The most expensive coding style that any COD or COC of the codestream asks for.
struct WorstStyle {
  bool seen = false;
  unsigned least_decompositions = kMostDecompositions;
  unsigned most_decompositions = 0;
  unsigned code_block_width = 10, code_block_height = 10;  // exponents, the least
  std::array<std::uint8_t, kMostDecompositions + 1> precinct_width{};
  std::array<std::uint8_t, kMostDecompositions + 1> precinct_height{};

  WorstStyle() {
    precinct_width.fill(15);
    precinct_height.fill(15);
  }
};

class Walker {
 public:
  explicit Walker(Bytes bytes) : bytes_(bytes) {}

  Result<Jpeg2000Header> walk() {
    if (bytes_.size() < 2 || u16(0) != kSoc) return Error{ErrorCode::kMalformed, "no start of codestream", 0, 0, kSoc};
    at_ = 2;
    if (bytes_.size() < 4 || u16(2) != kSiz) return Error{ErrorCode::kMalformed, "SIZ does not follow SOC", 2, 0, kSiz};
    SF_CHECK(markers_until_tile());
    if (!style_.seen) return Error{ErrorCode::kMissing, "no coding style (COD)", at_, 0, kCod};
    SF_CHECK(walk_tile_headers());
    header_.image_components = header_.component_transform ? reconstructed_ : header_.components;
    estimate();
    return header_;
  }

 private:
  [[nodiscard]] std::uint16_t u16(std::size_t at) const { return base::load_be<std::uint16_t>(bytes_.data() + at); }
  [[nodiscard]] std::uint32_t u32(std::size_t at) const { return base::load_be<std::uint32_t>(bytes_.data() + at); }

  // From at_ to the SOT, SOD or EOC that ends this header.
  Status markers_until_tile() {
    while (true) {
      if (at_ + 2 > bytes_.size()) return Error{ErrorCode::kTruncated, "the codestream ends in its header", at_};
      const std::uint16_t marker = u16(at_);
      if (marker == kSot || marker == kSod || marker == kEoc) return {};
      if (marker < 0xFF00) return Error{ErrorCode::kMalformed, "a marker was expected", at_, 0, marker};
      if (at_ + 4 > bytes_.size()) return Error{ErrorCode::kTruncated, "a marker segment is cut short", at_, 0, marker};
      const std::size_t length = u16(at_ + 2);
      if (length < 2) return Error{ErrorCode::kMalformed, "a marker segment shorter than its length", at_, 0, marker};
      if (at_ + 2 + length > bytes_.size()) {
        return Error{ErrorCode::kTruncated, "a marker segment is cut short", at_, 0, marker};
      }
      const Bytes body = bytes_.subspan(at_ + 4, length - 2);
      if (marker == kSiz) SF_CHECK(read_siz(body));
      if (marker == kCod) SF_CHECK(read_cod(body));
      if (marker == kCoc) SF_CHECK(read_coc(body));
      if (marker == kCap) high_throughput_ = true;
      if (marker == part2::kCbd && body.size() >= 2) reconstructed_ = base::load_be<std::uint16_t>(body.data()) & 0x7FFFU;
      if (marker == kRgn && high_throughput_) {
        return Error{ErrorCode::kUnsupported, "a region of interest in HT code-blocks", at_, 0, kRgn};
      }
      at_ += 2 + length;
    }
  }

  // Tile-part headers may ask for another coding style. A damaged one ends the walk: the decoder will report it.
  Status walk_tile_headers() {
    while (at_ + 12 <= bytes_.size() && u16(at_) == kSot) {
      const std::size_t start = at_;
      const std::uint64_t length = u32(at_ + 6);
      const unsigned part = bytes_[at_ + 10], parts = bytes_[at_ + 11];
      header_.miscounted_tile_parts = header_.miscounted_tile_parts || (parts != 0 && part >= parts);
      if (start + length > bytes_.size()) header_.overlong_psot = start + 6;
      at_ += 12;
      if (const Status status = markers_until_tile(); !status.ok()) {
        if (status.error().code == ErrorCode::kUnsupported) return status;
        return {};
      }
      if (length < 14 || start + length <= at_ || start + length > bytes_.size()) return {};
      at_ = start + static_cast<std::size_t>(length);
    }
    return {};
  }

  Status read_siz(Bytes body) {
    const auto fail = [&](ErrorCode code, const char* detail) { return Error{code, detail, at_, 0, kSiz}; };
    if (body.size() < 36) return fail(ErrorCode::kTruncated, "SIZ is too short");
    const auto at = [&](std::size_t offset) { return base::load_be<std::uint32_t>(body.data() + offset); };
    const std::uint32_t x1 = at(2), y1 = at(6), x0 = at(10), y0 = at(14);
    const std::uint32_t tile_w = at(18), tile_h = at(22), tile_x = at(26), tile_y = at(30);
    header_.components = base::load_be<std::uint16_t>(body.data() + 34);
    if (x1 <= x0 || y1 <= y0) return fail(ErrorCode::kMalformed, "the image area is empty");
    if (tile_w == 0 || tile_h == 0) return fail(ErrorCode::kMalformed, "the tiles are empty");
    if (tile_x > x0 || tile_y > y0 || std::uint64_t{tile_x} + tile_w <= x0 || std::uint64_t{tile_y} + tile_h <= y0) {
      return fail(ErrorCode::kMalformed, "the first tile does not touch the image");
    }
    if (header_.components == 0 || header_.components > 16384) {
      return fail(ErrorCode::kMalformed, "the number of components is not between 1 and 16384");
    }
    if (body.size() < 36 + std::size_t{header_.components} * 3) return fail(ErrorCode::kTruncated, "SIZ is too short");
    for (std::uint32_t c = 0; c < header_.components; ++c) {
      const std::uint8_t depth = body[36 + c * 3];
      const unsigned bits = (depth & 0x7FU) + 1U;
      if (bits > 31) return fail(ErrorCode::kUnsupported, "more than 31 bits a sample");
      if (body[37 + c * 3] == 0 || body[38 + c * 3] == 0) return fail(ErrorCode::kMalformed, "a subsampling of 0");
      header_.bits = std::max(header_.bits, bits);
      header_.is_signed = header_.is_signed || (depth & 0x80U) != 0;
    }
    header_.columns = x1 - x0;
    header_.rows = y1 - y0;
    header_.tile_columns = std::min(tile_w, header_.columns);
    header_.tile_rows = std::min(tile_h, header_.rows);
    header_.tiles = divide_up(x1 - std::uint64_t{tile_x}, tile_w) * divide_up(y1 - std::uint64_t{tile_y}, tile_h);
    if (header_.tiles > 65535) return fail(ErrorCode::kMalformed, "more than 65535 tiles");
    return {};
  }

  Status read_cod(Bytes body) {
    if (body.size() < 10) return Error{ErrorCode::kTruncated, "COD is too short", at_, 0, kCod};
    const std::uint32_t layers = base::load_be<std::uint16_t>(body.data() + 2);
    if (layers == 0) return Error{ErrorCode::kMalformed, "no quality layer", at_, 0, kCod};
    header_.layers = std::max(header_.layers, layers);
    if ((body[4] & part2::kWavelets) != 0) {
      return Error{ErrorCode::kUnsupported, "a wavelet transform across the components of JPEG 2000 Part 2", at_, 0, kCod};
    }
    if (body[4] > part2::kArrays) return Error{ErrorCode::kMalformed, "a transform across the components that there is not", at_, 0, kCod};
    // All tiles or none: component_transform.hpp
    const bool arrays = body[4] == part2::kArrays;
    if (has_default_ && arrays != header_.component_transform) {
      return Error{ErrorCode::kUnsupported, "a component transform of a tile's own", at_, 0, kCod};
    }
    has_default_ = true;
    header_.component_transform = arrays;
    header_.reversible = header_.reversible && !arrays;
    header_.colour_transform = header_.colour_transform || body[4] == 1;
    return read_style(body.subspan(5), (body[0] & 1U) != 0, kCod);
  }

  Status read_coc(Bytes body) {
    const std::size_t index_bytes = header_.components < 257 ? 1 : 2;
    if (body.size() < index_bytes + 6) return Error{ErrorCode::kTruncated, "COC is too short", at_, 0, kCoc};
    return read_style(body.subspan(index_bytes + 1), (body[index_bytes] & 1U) != 0, kCoc);
  }

  // SPcod and SPcoc: decompositions, code-block exponents, style, transformation, precinct sizes.
  Status read_style(Bytes body, bool own_precincts, std::uint16_t marker) {
    const unsigned decompositions = body[0];
    if (decompositions > kMostDecompositions) {
      return Error{ErrorCode::kMalformed, "more than 32 decompositions", at_, 0, marker};
    }
    const unsigned width = (body[1] & 0xFU) + 2, height = (body[2] & 0xFU) + 2;
    if (width > 10 || height > 10 || width + height > 12) {
      return Error{ErrorCode::kMalformed, "a code-block size outside the standard", at_, 0, marker};
    }
    if (own_precincts && body.size() < 6 + decompositions) {
      return Error{ErrorCode::kTruncated, "precinct sizes are missing", at_, 0, marker};
    }
    style_.seen = true;
    style_.least_decompositions = std::min(style_.least_decompositions, decompositions);
    style_.most_decompositions = std::max(style_.most_decompositions, decompositions);
    style_.code_block_width = std::min(style_.code_block_width, width);
    style_.code_block_height = std::min(style_.code_block_height, height);
    header_.reversible = header_.reversible && body[4] == 1;
    for (unsigned r = 0; own_precincts && r <= decompositions; ++r) {
      const std::uint8_t size = body[5 + r];
      style_.precinct_width[r] = std::min<std::uint8_t>(style_.precinct_width[r], size & 0xFU);
      style_.precinct_height[r] = std::min<std::uint8_t>(style_.precinct_height[r], size >> 4U);
    }
    return {};
  }

  void estimate() {
    const unsigned levels = style_.most_decompositions;
    header_.decompositions = style_.least_decompositions;
    std::uint64_t precincts = 0, most_precincts = 0, blocks = 0;
    for (unsigned r = 0; r <= levels; ++r) {
      const unsigned shrink = levels - r;
      const std::uint64_t width = (std::uint64_t{header_.tile_columns} >> shrink) + 1;
      const std::uint64_t height = (std::uint64_t{header_.tile_rows} >> shrink) + 1;
      const unsigned px = style_.precinct_width[r], py = style_.precinct_height[r];
      const std::uint64_t here = ((width >> px) + 2) * ((height >> py) + 2);
      precincts = add(precincts, here);
      most_precincts = std::max(most_precincts, here);
      const unsigned halve = r == 0 ? 0 : 1;
      const unsigned bx = std::min(style_.code_block_width, px > halve ? px - halve : 0);
      const unsigned by = std::min(style_.code_block_height, py > halve ? py - halve : 0);
      const std::uint64_t bands = r == 0 ? 1 : 3;
      blocks = add(blocks, bands * ((width >> halve >> bx) + 2) * ((height >> halve >> by) + 2));
    }
    const std::uint64_t components = header_.components;
    header_.packets = multiply(multiply(multiply(header_.tiles, components), precincts), header_.layers);
    // The packet iterator keeps two bytes for each layer, resolution, component and precinct of a tile.
    const std::uint64_t iterator =
        multiply(multiply(multiply(2 * (levels + 1U), components), most_precincts), header_.layers);
    const std::uint64_t tile = multiply(
        components, add(multiply(precincts, 3 * kBytesPerPrecinct), multiply(blocks, kBytesPerCodeBlock)));
    const std::uint64_t all_tiles = multiply(header_.tiles, kBytesPerTile + components * kBytesPerTileComponent);
    header_.structure_bytes = add(add(iterator, tile), all_tiles);
  }

  Bytes bytes_;
  std::size_t at_ = 0;
  Jpeg2000Header header_;
  WorstStyle style_;
  bool high_throughput_ = false;
  bool has_default_ = false;         // a COD has been read
  std::uint32_t reconstructed_ = 0;  // by CBD
};

constexpr std::uint32_t box_type(const char (&name)[5]) {
  return static_cast<std::uint32_t>(name[0]) << 24 | static_cast<std::uint32_t>(name[1]) << 16 |
         static_cast<std::uint32_t>(name[2]) << 8 | static_cast<std::uint32_t>(name[3]);
}

}  // namespace

Result<Jpeg2000Header> read_jpeg2000_header(Bytes codestream) { return Walker(codestream).walk(); }

std::uint32_t count_jpeg2000_components(Bytes codestream) {
  if (codestream.size() < 42 || base::load_be<std::uint32_t>(codestream.data()) != 0xFF4FFF51U) return 0;
  if (const auto header = read_jpeg2000_header(codestream); header.ok()) return header->image_components;
  return base::load_be<std::uint16_t>(codestream.data() + 40);
}

Bytes strip_jp2_boxes(Bytes bytes) {
  // The JP2 signature box opens every JP2 file: length 12, type "jP  ". ISO/IEC 15444-1 I.5.1.
  if (bytes.size() < 12 || base::load_be<std::uint32_t>(bytes.data()) != 12 ||
      base::load_be<std::uint32_t>(bytes.data() + 4) != box_type("jP  ")) {
    return bytes;
  }
  std::size_t at = 0;
  while (at + 8 <= bytes.size()) {
    std::uint64_t length = base::load_be<std::uint32_t>(bytes.data() + at);
    const std::uint32_t type = base::load_be<std::uint32_t>(bytes.data() + at + 4);
    std::uint64_t head = 8;
    if (length == 1 && at + 16 <= bytes.size()) {
      length = base::load_be<std::uint64_t>(bytes.data() + at + 8);
      head = 16;
    }
    const std::uint64_t left = bytes.size() - at;
    if (length == 0 || length > left) length = left;
    if (length < head) return bytes;
    if (type == box_type("jp2c")) {
      return bytes.subspan(at + static_cast<std::size_t>(head), static_cast<std::size_t>(length - head));
    }
    at += static_cast<std::size_t>(length);
  }
  return bytes;
}

}  // namespace sansfilm::codec
