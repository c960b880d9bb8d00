// The viewer reads no text but UTF-8: shared/document/drawing.hpp sees to it. These stand in for the tables of the other
// character sets (shared/dicom/charset_tables.cpp), which would be a sixth of what the page loads before the first picture; the
// linker takes the first definition that it meets. A byte of another set becomes U+FFFD.
#include "shared/dicom/charset_tables.hpp"

namespace sansfilm::dicom {

char32_t decode_single(CodedSet, std::uint8_t byte) { return byte < 0x80 ? byte : 0; }
char32_t decode_double(CodedSet, std::uint8_t, std::uint8_t) { return 0; }
char32_t decode_gbk(std::uint8_t, std::uint8_t) { return 0; }
char32_t decode_gb18030(const std::uint8_t[4]) { return 0; }
char32_t decode_cp1252(std::uint8_t) { return 0; }

}  // namespace sansfilm::dicom
