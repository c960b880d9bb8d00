// The coded character sets as tables, generated at build time: the same in every build, where the C libraries' iconv
// differ (musl's knows no JIS X 0212). Internal to this room.
// @source ISO 8859, TIS 620, JIS X 0201, 0208, 0212, KS X 1001, GB 2312, GBK, GB 18030-2005
#pragma once

#include <cstdint>

namespace sansfilm::dicom {

// By the registration numbers that PS3.3 C.12.1.1.2 uses.
enum class CodedSet : std::uint8_t {
  kAscii,      // ISO-IR 6
  kJisRoman,   // ISO-IR 14: yen sign and overline in ASCII's places 5C and 7E
  kIr100, kIr101, kIr109, kIr110, kIr144, kIr127, kIr126, kIr138, kIr148, kIr203, kIr166,  // right halves
  kKatakana,   // ISO-IR 13, right half
  kJisX0208,   // ISO-IR 87
  kJisX0212,   // ISO-IR 159
  kKsX1001,    // ISO-IR 149
  kGb2312,     // ISO-IR 58
};

[[nodiscard]] constexpr bool is_double_byte(CodedSet set) { return set >= CodedSet::kJisX0208; }

// All give 0 for a code that is not defined.
[[nodiscard]] char32_t decode_single(CodedSet set, std::uint8_t byte);
[[nodiscard]] char32_t decode_double(CodedSet set, std::uint8_t first, std::uint8_t second);  // 0x21 to 0x7E
[[nodiscard]] char32_t decode_gbk(std::uint8_t lead, std::uint8_t trail);
[[nodiscard]] char32_t decode_gb18030(const std::uint8_t four[4]);
[[nodiscard]] char32_t decode_cp1252(std::uint8_t byte);  // 0x80 to 0x9F: what Windows writes there

}  // namespace sansfilm::dicom
