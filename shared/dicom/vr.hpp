// Value representations, as the two letters that stand in an explicit VR stream.
// @source PS3.5 2024e 6.2
#pragma once

#include <cstdint>

namespace sansfilm::dicom {

constexpr std::uint16_t vr_letters(char first, char second) {
  return static_cast<std::uint16_t>((static_cast<unsigned char>(first) << 8) | static_cast<unsigned char>(second));
}

enum class Vr : std::uint16_t {
  AE = vr_letters('A', 'E'), AS = vr_letters('A', 'S'), AT = vr_letters('A', 'T'), CS = vr_letters('C', 'S'),
  DA = vr_letters('D', 'A'), DS = vr_letters('D', 'S'), DT = vr_letters('D', 'T'), FD = vr_letters('F', 'D'),
  FL = vr_letters('F', 'L'), IS = vr_letters('I', 'S'), LO = vr_letters('L', 'O'), LT = vr_letters('L', 'T'),
  OB = vr_letters('O', 'B'), OD = vr_letters('O', 'D'), OF = vr_letters('O', 'F'), OL = vr_letters('O', 'L'),
  OV = vr_letters('O', 'V'), OW = vr_letters('O', 'W'), PN = vr_letters('P', 'N'), SH = vr_letters('S', 'H'),
  SL = vr_letters('S', 'L'), SQ = vr_letters('S', 'Q'), SS = vr_letters('S', 'S'), ST = vr_letters('S', 'T'),
  SV = vr_letters('S', 'V'), TM = vr_letters('T', 'M'), UC = vr_letters('U', 'C'), UI = vr_letters('U', 'I'),
  UL = vr_letters('U', 'L'), UN = vr_letters('U', 'N'), UR = vr_letters('U', 'R'), US = vr_letters('U', 'S'),
  UT = vr_letters('U', 'T'), UV = vr_letters('U', 'V'),
};

[[nodiscard]] bool is_known_vr(std::uint16_t letters);
[[nodiscard]] bool has_long_length(Vr vr);   // 32-bit length field in explicit VR, PS3.5 7.1.2
[[nodiscard]] bool is_text(Vr vr);           // any string VR
[[nodiscard]] bool uses_character_set(Vr vr);  // LO LT PN SH ST UC UT, PS3.5 6.1.2.3
[[nodiscard]] bool is_single_text(Vr vr);    // LT ST UT UR: a backslash is text, not a separator, PS3.5 6.4
[[nodiscard]] bool is_bulk(Vr vr);           // OB OD OF OL OV OW UN
[[nodiscard]] unsigned value_size(Vr vr);    // bytes of one value of a binary VR; 1 for text

}  // namespace sansfilm::dicom
