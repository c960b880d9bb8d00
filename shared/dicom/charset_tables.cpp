#include "shared/dicom/charset_tables.hpp"

#include <algorithm>
#include <iterator>

namespace sansfilm::dicom {

namespace {

struct FourByteRange {
  std::uint32_t linear;
  std::uint16_t point;
};

#include "charset_tables.inc"

const std::uint16_t* right_half(CodedSet set) {
  switch (set) {
    case CodedSet::kIr100: return kIr100;
    case CodedSet::kIr101: return kIr101;
    case CodedSet::kIr109: return kIr109;
    case CodedSet::kIr110: return kIr110;
    case CodedSet::kIr144: return kIr144;
    case CodedSet::kIr127: return kIr127;
    case CodedSet::kIr126: return kIr126;
    case CodedSet::kIr138: return kIr138;
    case CodedSet::kIr148: return kIr148;
    case CodedSet::kIr203: return kIr203;
    case CodedSet::kIr166: return kIr166;
    default: return nullptr;
  }
}

constexpr std::uint32_t kSupplementaryLinear = 189000;  // of the code 90 30 81 30

}  // namespace

char32_t decode_single(CodedSet set, std::uint8_t byte) {
  if (set == CodedSet::kAscii) return byte < 0x80 ? byte : 0;
  if (set == CodedSet::kJisRoman) {
    if (byte == 0x5C) return 0x00A5;
    if (byte == 0x7E) return 0x203E;
    return byte < 0x80 ? byte : 0;
  }
  if (set == CodedSet::kKatakana) return byte >= 0xA1 && byte <= 0xDF ? 0xFF61U + (byte - 0xA1U) : 0;
  const std::uint16_t* table = right_half(set);
  return table != nullptr && byte >= 0xA0 ? table[byte - 0xA0] : 0;
}

char32_t decode_double(CodedSet set, std::uint8_t first, std::uint8_t second) {
  if (first < 0x21 || first > 0x7E || second < 0x21 || second > 0x7E) return 0;
  if (set == CodedSet::kGb2312) {
    return decode_gbk(static_cast<std::uint8_t>(first | 0x80), static_cast<std::uint8_t>(second | 0x80));
  }
  const std::size_t at = static_cast<std::size_t>(first - 0x21) * 94 + (second - 0x21U);
  switch (set) {
    case CodedSet::kJisX0208: return kJisX0208[at];
    case CodedSet::kJisX0212: return kJisX0212[at];
    case CodedSet::kKsX1001: return kKsX1001[at];
    default: return 0;
  }
}

char32_t decode_gbk(std::uint8_t lead, std::uint8_t trail) {
  if (lead < 0x81 || lead > 0xFE || trail < 0x40 || trail > 0xFE || trail == 0x7F) return 0;
  const std::size_t column = trail - 0x40U - (trail > 0x7F ? 1U : 0U);
  return kGbk[static_cast<std::size_t>(lead - 0x81) * 190 + column];
}

char32_t decode_gb18030(const std::uint8_t four[4]) {
  if (four[0] < 0x81 || four[0] > 0xFE || four[1] < 0x30 || four[1] > 0x39 || four[2] < 0x81 || four[2] > 0xFE ||
      four[3] < 0x30 || four[3] > 0x39) {
    return 0;
  }
  const std::uint32_t linear =
      (((four[0] - 0x81U) * 10 + (four[1] - 0x30U)) * 126 + (four[2] - 0x81U)) * 10 + (four[3] - 0x30U);
  if (linear >= kSupplementaryLinear) {
    const std::uint32_t point = 0x10000 + linear - kSupplementaryLinear;
    return point <= 0x10FFFF ? point : 0;
  }
  const auto* after = std::upper_bound(std::begin(kGb18030), std::end(kGb18030), linear,
                                       [](std::uint32_t value, const FourByteRange& range) { return value < range.linear; });
  if (after == std::begin(kGb18030)) return 0;
  const std::uint32_t point = (after - 1)->point + (linear - (after - 1)->linear);
  return point <= 0xFFFF ? point : 0;
}

char32_t decode_cp1252(std::uint8_t byte) { return byte >= 0x80 && byte < 0xA0 ? kCp1252[byte - 0x80] : 0; }

}  // namespace sansfilm::dicom
