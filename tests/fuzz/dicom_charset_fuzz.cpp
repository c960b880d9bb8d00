// Text through every declaration: the first byte says how long the declaration is, the value follows it. The result is always UTF-8.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "shared/dicom/charset.hpp"
#include "shared/dicom/person_name.hpp"

using namespace sansfilm::dicom;

namespace {

constexpr std::size_t kLongestDeclaration = 64;

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  const std::string_view input(reinterpret_cast<const char*>(data + 1), size - 1);
  const std::size_t end = std::min(data[0] % kLongestDeclaration, input.size());
  const std::string_view declared = input.substr(0, end), value = input.substr(end);
  for (const Vr vr : {Vr::PN, Vr::LO, Vr::LT}) {
    const DecodedText text = decode_text(value, declared, vr);
    if (!is_valid_utf8(text.utf8) || text.utf8.size() > value.size() * 4 + 4) std::abort();
    if (!is_valid_utf8(display_name(text.utf8))) std::abort();
  }
  return 0;
}
