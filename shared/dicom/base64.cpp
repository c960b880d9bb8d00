#include "shared/dicom/base64.hpp"

namespace sansfilm::dicom {

std::string to_base64(base::Bytes bytes) {
  static constexpr char kLetters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out((bytes.size() + 2) / 3 * 4, '=');
  std::size_t to = 0;
  for (std::size_t at = 0; at < bytes.size(); at += 3, to += 4) {
    const std::size_t left = bytes.size() - at;
    const std::uint32_t three = static_cast<std::uint32_t>(bytes[at]) << 16 |
                                static_cast<std::uint32_t>(left > 1 ? bytes[at + 1] : 0) << 8 |
                                static_cast<std::uint32_t>(left > 2 ? bytes[at + 2] : 0);
    out[to] = kLetters[three >> 18];
    out[to + 1] = kLetters[three >> 12 & 63U];
    if (left > 1) out[to + 2] = kLetters[three >> 6 & 63U];
    if (left > 2) out[to + 3] = kLetters[three & 63U];
  }
  return out;
}

}  // namespace sansfilm::dicom
