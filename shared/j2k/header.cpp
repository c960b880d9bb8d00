#include "shared/j2k/header.hpp"

#include <algorithm>

#include "shared/base/checked.hpp"

namespace sansfilm::j2k {

namespace {

using base::Error;
using base::ErrorCode;
using base::Result;
using base::Status;

Error fault(ErrorCode code, const char* detail, std::size_t offset, std::uint16_t which) {
  Error error{code, detail};
  error.offset = offset;
  error.marker = which;
  return error;
}

// A marker segment: `body` is what follows the length field; `offset` is that of the marker.
struct Segment {
  std::uint16_t marker = 0;
  std::size_t offset = 0;
  base::Bytes body;
};

constexpr std::uint32_t ceil_div(std::uint64_t a, std::uint64_t b) {
  return static_cast<std::uint32_t>((a + b - 1) / b);
}

Status read_siz(const Segment& segment, MainHeader& header) {
  const auto bad = [&](const char* detail) { return fault(ErrorCode::kMalformed, detail, segment.offset, marker::kSiz); };
  const base::Bytes body = segment.body;
  if (body.size() < 36 + 3) return bad("SIZ is too short");
  const auto field = [&](std::size_t at) { return base::load_be<std::uint32_t>(body.data() + at); };
  header.x1 = field(2), header.y1 = field(6), header.x0 = field(10), header.y0 = field(14);
  header.tile_width = field(18), header.tile_height = field(22), header.tile_x0 = field(26), header.tile_y0 = field(30);
  const std::size_t count = base::load_be<std::uint16_t>(body.data() + 34);
  if (count == 0 || count > 16384 || body.size() != 36 + 3 * count) return bad("the number of components is not that of SIZ");
  if (header.x1 <= header.x0 || header.y1 <= header.y0) return bad("the image area is empty");
  if (header.tile_width == 0 || header.tile_height == 0) return bad("a tile has no area");
  if (header.tile_x0 > header.x0 || header.tile_y0 > header.y0 ||
      std::uint64_t{header.tile_x0} + header.tile_width <= header.x0 ||
      std::uint64_t{header.tile_y0} + header.tile_height <= header.y0) {
    return bad("the first tile does not hold the corner of the image");
  }
  header.tiles_across = ceil_div(std::uint64_t{header.x1} - header.tile_x0, header.tile_width);
  header.tiles_down = ceil_div(std::uint64_t{header.y1} - header.tile_y0, header.tile_height);
  if (std::uint64_t{header.tiles_across} * header.tiles_down > 65535) return bad("more than 65,535 tiles");

  header.components.resize(count);
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint8_t* at = body.data() + 36 + 3 * i;
    Component& component = header.components[i];
    component.bits = static_cast<std::uint8_t>((at[0] & 0x7F) + 1);
    component.is_signed = (at[0] & 0x80) != 0;
    component.step_x = at[1], component.step_y = at[2];
    if (component.bits > 38) return bad("more than 38 bits a sample");
    if (component.step_x == 0 || component.step_y == 0) return bad("a component has no sampling step");
  }
  return {};
}

// SPcod or SPcoc: Table A.20.
Result<ComponentCoding> read_coding(const Segment& segment, std::size_t at, bool has_precincts) {
  const auto bad = [&](const char* detail) { return fault(ErrorCode::kMalformed, detail, segment.offset, segment.marker); };
  const base::Bytes body = segment.body;
  if (body.size() < at + 5) return bad("the coding style is cut");
  ComponentCoding coding;
  coding.decompositions = body[at];
  coding.block_width_log2 = static_cast<std::uint8_t>((body[at + 1] & 0x0F) + 2);
  coding.block_height_log2 = static_cast<std::uint8_t>((body[at + 2] & 0x0F) + 2);
  coding.style = body[at + 3];
  coding.reversible = body[at + 4] == 1;
  if (coding.decompositions > kMaxDecompositions) return bad("more than 32 decompositions");
  if (coding.block_width_log2 > 10 || coding.block_height_log2 > 10 ||
      coding.block_width_log2 + coding.block_height_log2 > 12) {
    return bad("a code-block is larger than 4,096 samples");
  }
  if (body[at + 4] > 1) return fault(ErrorCode::kUnsupported, "a wavelet of Part 2", segment.offset, segment.marker);
  if ((coding.style & kStyleHtMixed) != 0) {
    return fault(ErrorCode::kUnsupported, "HT and other code-blocks mixed", segment.offset, segment.marker);
  }
  const std::size_t resolutions = coding.decompositions + std::size_t{1};
  if (has_precincts && body.size() != at + 5 + resolutions) return bad("the number of precinct sizes is not that of resolutions");
  for (std::size_t r = 0; r < resolutions; ++r) {
    const std::uint8_t size = has_precincts ? body[at + 5 + r] : 0xFF;
    coding.precinct_width_log2[r] = size & 0x0F;
    coding.precinct_height_log2[r] = size >> 4;
    if (r > 0 && ((size & 0x0F) == 0 || (size >> 4) == 0)) return bad("a precinct of one sample above the lowest resolution");
  }
  return coding;
}

Status read_cod(const Segment& segment, MainHeader& header) {
  const base::Bytes body = segment.body;
  if (body.size() < 10) return fault(ErrorCode::kMalformed, "COD is too short", segment.offset, marker::kCod);
  SF_TRY(const ComponentCoding coding, read_coding(segment, 5, (body[0] & 1) != 0));
  if (body[1] > 4) return fault(ErrorCode::kMalformed, "no such progression", segment.offset, marker::kCod);
  header.sop = (body[0] & 2) != 0;
  header.eph = (body[0] & 4) != 0;
  header.progression = static_cast<Progression>(body[1]);
  header.component_transform = body[4] == 1;
  header.layers = base::load_be<std::uint16_t>(body.data() + 2);
  header.layers_at = segment.offset + 4 + 2;
  if (header.layers == 0) return fault(ErrorCode::kMalformed, "no quality layer", segment.offset, marker::kCod);
  for (Component& component : header.components) component.coding = coding;
  return {};
}

Status read_coc(const Segment& segment, MainHeader& header) {
  const bool wide = header.components.size() > 256;
  const std::size_t at = wide ? 2 : 1;
  if (segment.body.size() < at + 1) return fault(ErrorCode::kMalformed, "COC is too short", segment.offset, marker::kCoc);
  const std::size_t which = wide ? base::load_be<std::uint16_t>(segment.body.data()) : segment.body[0];
  if (which >= header.components.size()) {
    return fault(ErrorCode::kMalformed, "COC of a component that is not there", segment.offset, marker::kCoc);
  }
  SF_TRY(header.components[which].coding, read_coding(segment, at + 1, (segment.body[at] & 1) != 0));
  return {};
}

// Sqcd and SPqcd: Tables A.27 to A.30. The derived style tells LL only, E-5 the rest.
Quantisation read_quantisation(base::Bytes body, std::uint8_t decompositions) {
  Quantisation out;
  if (body.empty()) return out;
  const std::size_t bands = 3U * decompositions + 1U;
  const unsigned style = body[0] & 0x1F;
  out.guard_bits = body[0] >> 5;
  out.reversible = style == 0;
  const base::Bytes values = body.subspan(1);
  if (style == 0) {
    if (values.size() < bands) return out;
    for (std::size_t b = 0; b < bands; ++b) out.exponents.push_back(values[b] >> 3);
    out.known = true;
    return out;
  }
  if (style > 2 || values.size() < (style == 1 ? 2 : 2 * bands)) return out;
  for (std::size_t b = 0; b < bands; ++b) {
    const auto value = base::load_be<std::uint16_t>(values.data() + (style == 1 ? 0 : 2 * b));
    const int lower = style == 2 || b == 0 ? 0 : static_cast<int>((b - 1) / 3);   // decompositions less than LL has had
    out.exponents.push_back(static_cast<std::uint8_t>(std::max(0, (value >> 11) - lower)));
    out.mantissas.push_back(value & 0x7FF);
  }
  out.known = true;
  return out;
}

void read_qcc(const Segment& segment, MainHeader& header) {
  const bool wide = header.components.size() > 256;
  const std::size_t at = wide ? 2 : 1;
  if (segment.body.size() < at) return;
  const std::size_t which = wide ? base::load_be<std::uint16_t>(segment.body.data()) : segment.body[0];
  if (which >= header.components.size()) return;
  Component& component = header.components[which];
  component.quantisation = read_quantisation(segment.body.subspan(at), component.coding.decompositions);
}

// One pass over the segments from behind SOC until SOT or the end.
Result<std::vector<Segment>> list_segments(base::Bytes bytes, std::size_t& end) {
  std::vector<Segment> segments;
  std::size_t at = 2;
  while (at < bytes.size()) {
    if (bytes.size() - at < 2) return fault(ErrorCode::kTruncated, "the main header ends in a marker", at, 0);
    const auto code = base::load_be<std::uint16_t>(bytes.data() + at);
    if (code == marker::kSot) break;
    if (code < 0xFF00 || (code >= 0xFF30 && code <= 0xFF3F) || code == marker::kSod || code == marker::kEoc) {
      return fault(ErrorCode::kMalformed, "no marker segment of a main header", at, code);
    }
    if (bytes.size() - at < 4) return fault(ErrorCode::kTruncated, "the main header ends in a marker segment", at, code);
    const std::size_t length = base::load_be<std::uint16_t>(bytes.data() + at + 2);
    if (length < 2) return fault(ErrorCode::kMalformed, "a marker segment shorter than its length field", at, code);
    if (bytes.size() - at - 2 < length) return fault(ErrorCode::kTruncated, "the main header ends in a marker segment", at, code);
    segments.push_back({code, at, bytes.subspan(at + 4, length - 2)});
    at += 2 + length;
  }
  end = at;
  return segments;
}

}  // namespace

Result<MainHeader> parse_main_header(base::Bytes bytes) {
  if (bytes.size() < 4) return fault(ErrorCode::kTruncated, "shorter than a codestream", 0, marker::kSoc);
  if (base::load_be<std::uint16_t>(bytes.data()) != marker::kSoc) {
    return fault(ErrorCode::kMalformed, "a codestream starts with SOC", 0, marker::kSoc);
  }
  MainHeader header;
  SF_TRY(const std::vector<Segment> segments, list_segments(bytes, header.end));
  if (segments.empty() || segments[0].marker != marker::kSiz) {
    return fault(ErrorCode::kMalformed, "SIZ must follow SOC", 2, marker::kSiz);
  }
  SF_CHECK(read_siz(segments[0], header));

  bool has_cod = false;
  for (const Segment& segment : segments) {
    switch (segment.marker) {
      case marker::kCod:
        if (has_cod) return fault(ErrorCode::kMalformed, "a second COD", segment.offset, marker::kCod);
        has_cod = true;
        SF_CHECK(read_cod(segment, header));
        break;
      case marker::kPoc:
      case marker::kPpm:
        return fault(ErrorCode::kUnsupported, "progression changes and packed packet headers are not indexed", segment.offset,
                     segment.marker);
      case marker::kTlm:
      case marker::kPlm:
        header.pointer_segments.push_back({segment.offset, segment.offset + 4 + segment.body.size()});
        break;
      default:
        break;
    }
  }
  if (!has_cod) return fault(ErrorCode::kMissing, "COD is missing in the main header", header.end, marker::kCod);
  // A COC prevails over COD wherever it stands (A.6.2).
  for (const Segment& segment : segments) {
    if (segment.marker == marker::kCoc) SF_CHECK(read_coc(segment, header));
  }
  for (const Segment& segment : segments) {
    if (segment.marker != marker::kQcd) continue;
    for (Component& component : header.components) {
      component.quantisation = read_quantisation(segment.body, component.coding.decompositions);
    }
  }
  for (const Segment& segment : segments) {
    if (segment.marker == marker::kQcc) read_qcc(segment, header);
  }
  return header;
}

}  // namespace sansfilm::j2k
