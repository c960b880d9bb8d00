#include "shared/dicom/uid.hpp"

#include <algorithm>

namespace sansfilm::dicom {

bool is_valid_uid(std::string_view uid) {
  if (uid.empty() || uid.size() > 64) return false;
  std::size_t start = 0;
  while (true) {
    const std::size_t end = std::min(uid.find('.', start), uid.size());
    const std::string_view component = uid.substr(start, end - start);
    if (component.empty() || (component.size() > 1 && component[0] == '0')) return false;
    if (component.find_first_not_of("0123456789") != std::string_view::npos) return false;
    if (end == uid.size()) return true;
    start = end + 1;
  }
}

std::string uid_from_number(std::uint64_t high, std::uint64_t low) {
  std::string digits;
  // Long division by ten, 32 bits at a time.
  std::uint32_t words[4] = {static_cast<std::uint32_t>(high >> 32), static_cast<std::uint32_t>(high),
                            static_cast<std::uint32_t>(low >> 32), static_cast<std::uint32_t>(low)};
  do {
    std::uint64_t remainder = 0;
    for (std::uint32_t& word : words) {
      const std::uint64_t value = remainder << 32 | word;
      word = static_cast<std::uint32_t>(value / 10);
      remainder = value % 10;
    }
    digits += static_cast<char>('0' + remainder);
  } while ((words[0] | words[1] | words[2] | words[3]) != 0);
  std::reverse(digits.begin(), digits.end());
  return "2.25." + digits;
}

std::string uid_from_random_bits(std::uint64_t high, std::uint64_t low) {
  high = (high & ~std::uint64_t{0xF000}) | 0x4000;
  low = (low & ~(std::uint64_t{3} << 62)) | (std::uint64_t{2} << 62);
  return uid_from_number(high, low);
}

}  // namespace sansfilm::dicom
