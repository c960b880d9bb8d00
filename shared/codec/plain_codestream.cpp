// The codestream of a component transform as Part 1 knows it: see component_transform.hpp.
//
// A decoder of Part 1 cuts each sample at the precision that SIZ announces, and intermediate values may lie beyond it. With the 5/3
// wavelet the precision is of no other use, so it is set as wide as it goes. With the 9/7 wavelet it scales the quantization step
// (2^(precision - exponent), E-3) and the guard bits keep the count of bit-planes (guard + exponent - 1, E-2): a bit more of precision,
// a bit more of each exponent and a guard bit less give the same values in a wider range; a bit more of precision alone gives twice
// the values, that is, a bit of their fraction.
//
// @source ISO/IEC 15444-1:2019 A.5.1, A.6.1 to A.6.5, E.1; ISO/IEC 15444-2 A.2
#include <algorithm>
#include <optional>

#include "shared/codec/component_transform.hpp"

namespace sansfilm::codec {

using base::Bytes;
using base::Error;
using base::ErrorCode;
using base::Result;
using base::Status;

namespace {

constexpr std::uint16_t kSiz = 0xFF51, kCod = 0xFF52, kCoc = 0xFF53, kQcd = 0xFF5C, kQcc = 0xFF5D, kSot = 0xFF90, kSod = 0xFF93, kEoc = 0xFFD9;
constexpr unsigned kMostBits = 31, kMostExponent = 31, kWantedFraction = 4, kWantedRange = 3;

// Rsiz: Part 2, its capability of component transforms, and Part 15's bit, which stays.
constexpr std::uint16_t kPart2 = 0x8000, kHasTransform = 0x0100, kPart15 = 0x4000;

class Editor {
 public:
  explicit Editor(Bytes codestream) : codestream_(codestream) {}

  Result<PlainCodestream> edit() {
    copy_.assign(codestream_.begin(), codestream_.begin() + 2);
    SF_CHECK(main_header());
    copy_.insert(copy_.end(), codestream_.begin() + static_cast<std::ptrdiff_t>(from_), codestream_.end());
    SF_CHECK(tile_headers());
    SF_CHECK(widen());
    out_.bytes = std::move(copy_);
    return std::move(out_);
  }

 private:
  static Error refuse(const char* detail, std::uint16_t marker) { return {ErrorCode::kUnsupported, detail, base::kNoOffset, 0, marker}; }
  static bool is_transform(std::uint16_t marker) { return marker == part2::kMct || marker == part2::kMcc || marker == part2::kMco || marker == part2::kCbd; }
  [[nodiscard]] std::uint16_t u16(std::size_t at) const { return base::load_be<std::uint16_t>(copy_.data() + at); }

  // Copies all segments but those of the transform.
  Status main_header() {
    from_ = 2;
    while (from_ + 4 <= codestream_.size()) {
      const auto marker = base::load_be<std::uint16_t>(codestream_.data() + from_);
      if (marker == kSot) return {};
      const std::size_t length = base::load_be<std::uint16_t>(codestream_.data() + from_ + 2);
      if (length < 2 || from_ + 2 + length > codestream_.size()) break;
      if (marker == part2::kAtk) return refuse("a wavelet of JPEG 2000 Part 2 (ATK)", marker);
      if (!is_transform(marker)) {
        const std::size_t at = copy_.size();
        copy_.insert(copy_.end(), codestream_.begin() + static_cast<std::ptrdiff_t>(from_), codestream_.begin() + static_cast<std::ptrdiff_t>(from_ + 2 + length));
        SF_CHECK(segment(marker, at + 4, length - 2));
      }
      from_ += 2 + length;
    }
    return Error{ErrorCode::kTruncated, "the codestream ends in its header", from_};
  }

  // Tile-part headers keep their length. A damaged one ends the walk: the decoder will report it.
  Status tile_headers() {
    std::size_t start = copy_.size() - (codestream_.size() - from_);
    while (start + 12 <= copy_.size() && u16(start) == kSot) {
      const std::uint64_t length = base::load_be<std::uint32_t>(copy_.data() + start + 6);
      std::size_t at = start + 12;
      while (at + 4 <= copy_.size()) {
        const std::uint16_t marker = u16(at);
        if (marker == kSod || marker == kEoc || marker < 0xFF00) break;
        const std::size_t size = u16(at + 2);
        if (size < 2 || at + 2 + size > copy_.size()) return {};
        if (is_transform(marker) || marker == part2::kAtk) return refuse("a component transform of a tile's own", marker);
        SF_CHECK(segment(marker, at + 4, size - 2));
        at += 2 + size;
      }
      if (length < 14 || start + length > copy_.size()) return {};
      start += static_cast<std::size_t>(length);
    }
    return {};
  }

  Status segment(std::uint16_t marker, std::size_t at, std::size_t size) {
    const std::size_t index = components_ < 257 ? 1 : 2;
    const std::size_t least = marker == kSiz ? 36 : marker == kCod ? 10 : marker == kCoc ? index + 6 : marker == kQcc ? index + 1 : 0;
    if (size < least) return Error{ErrorCode::kTruncated, "a marker segment is too short", base::kNoOffset, 0, marker};
    if (marker == kSiz) return siz(at, size);
    if (marker == kCod) {
      copy_[at + 4] = 0;
      return wavelet(copy_[at + 9], marker);
    }
    if (marker == kCoc) return wavelet(copy_[at + index + 5], marker);
    if (marker == kQcd) return quantization(at, size, marker);
    if (marker == kQcc) return quantization(at + index, size - index, marker);
    return {};
  }

  Status siz(std::size_t at, std::size_t size) {
    if (depths_ != 0 || size < 36 + std::size_t{u16(at + 34)} * 3) return Error{ErrorCode::kMalformed, "SIZ is repeated or too short", base::kNoOffset, 0, kSiz};
    const std::uint16_t capabilities = u16(at);
    if ((capabilities & kPart2) != 0 && (capabilities & ~(kPart2 | kHasTransform | kPart15)) != 0) {
      return refuse("extensions of JPEG 2000 Part 2 beside the component transform", kSiz);
    }
    base::store_be(copy_.data() + at, static_cast<std::uint16_t>(capabilities & kPart15));
    components_ = u16(at + 34);
    depths_ = at + 36;
    for (std::uint32_t c = 0; c < components_; ++c) widest_ = std::max(widest_, (copy_[depths_ + c * 3] & 0x7FU) + 1U);
    return {};
  }

  Status wavelet(std::uint8_t kernel, std::uint16_t marker) {
    if (kernel > 1 || (kernel_ && *kernel_ != kernel)) return refuse("components of different wavelets under one component transform", marker);
    kernel_ = kernel;
    return {};
  }

  // A.6.4: style and guard bits, then exponents of one byte, or exponents and mantissas of two.
  Status quantization(std::size_t at, std::size_t size, std::uint16_t marker) {
    if (size == 0) return Error{ErrorCode::kTruncated, "a quantization marker is too short", base::kNoOffset, 0, marker};
    const unsigned style = copy_[at] & 31U;
    has_plain_steps_ = has_plain_steps_ || style == 0;
    if (style == 0) return {};
    if (style > 2) return Error{ErrorCode::kMalformed, "a quantization that there is not", base::kNoOffset, 0, marker};
    spare_ = std::min<unsigned>(spare_, copy_[at] >> 5U);
    for (std::size_t step = at + 1; step + 2 <= at + size; step += 2) spare_ = std::min<unsigned>(spare_, kMostExponent - (copy_[step] >> 3U));
    steps_.push_back({at, size});
    return {};
  }

  Status widen() {
    if (!kernel_) return Error{ErrorCode::kMissing, "no coding style (COD)", base::kNoOffset, 0, kCod};
    unsigned range = 0;
    if (*kernel_ == 0) {
      if (has_plain_steps_) return Error{ErrorCode::kMalformed, "the 9/7 wavelet without quantization steps", base::kNoOffset, 0, kQcd};
      range = std::min({kWantedRange, spare_, kMostBits - widest_});
      out_.fraction_bits = std::min(kWantedFraction, kMostBits - widest_ - range);
      for (const auto& [at, size] : steps_) {
        copy_[at] = static_cast<std::uint8_t>(copy_[at] - (range << 5U));
        for (std::size_t step = at + 1; step + 2 <= at + size; step += 2) copy_[step] = static_cast<std::uint8_t>(copy_[step] + (range << 3U));
      }
    }
    for (std::uint32_t c = 0; c < components_; ++c) {
      std::uint8_t& depth = copy_[depths_ + c * 3];
      const unsigned bits = *kernel_ == 1 ? kMostBits : (depth & 0x7FU) + 1U + range + out_.fraction_bits;
      depth = static_cast<std::uint8_t>(0x80U | (bits - 1));
      out_.bits.push_back(static_cast<std::uint8_t>(bits));
    }
    return {};
  }

  struct Steps {
    std::size_t at, size;
  };

  Bytes codestream_;
  std::size_t from_ = 0;
  std::vector<std::uint8_t> copy_;
  std::uint32_t components_ = 0;
  std::size_t depths_ = 0;                 // where SIZ has the first component's
  unsigned widest_ = 1;
  std::optional<std::uint8_t> kernel_;
  bool has_plain_steps_ = false;
  unsigned spare_ = kWantedRange;          // guard bits that every quantization can give, and exponents can take
  std::vector<Steps> steps_;
  PlainCodestream out_;
};

}  // namespace

Result<PlainCodestream> without_component_transform(Bytes codestream) { return Editor(codestream).edit(); }

}  // namespace sansfilm::codec
