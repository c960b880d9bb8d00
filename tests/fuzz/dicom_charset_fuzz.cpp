// Text through every declaration: the input is a declaration, a zero byte, and a value. The result is always UTF-8.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "shared/dicom/charset.hpp"
#include "shared/dicom/person_name.hpp"

using namespace sansfilm::dicom;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t end = input.find('\0');
  if (end == std::string_view::npos) return 0;
  const std::string_view declared = input.substr(0, end), value = input.substr(end + 1);
  for (const Vr vr : {Vr::PN, Vr::LO, Vr::LT}) {
    const DecodedText text = decode_text(value, declared, vr);
    if (!is_valid_utf8(text.utf8) || text.utf8.size() > value.size() * 4 + 4) std::abort();
    if (!is_valid_utf8(display_name(text.utf8))) std::abort();
  }
  return 0;
}
