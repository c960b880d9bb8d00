#include "backend/store/digest.hpp"

#include <openssl/sha.h>

namespace sansfilm::store {

std::string to_hex(base::Bytes data) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  out.reserve(data.size() * 2);
  for (const std::uint8_t byte : data) {
    out += kDigits[byte >> 4];
    out += kDigits[byte & 15];
  }
  return out;
}

std::string Digest::hex() const { return to_hex(bytes); }

std::optional<Digest> Digest::from_hex(std::string_view text) {
  if (text.size() != 64) return std::nullopt;
  Digest out;
  for (std::size_t i = 0; i < 64; ++i) {
    const char c = text[i];
    int nibble = 0;
    if (c >= '0' && c <= '9') nibble = c - '0';
    else if (c >= 'a' && c <= 'f') nibble = c - 'a' + 10;
    else return std::nullopt;
    out.bytes[i / 2] = static_cast<std::uint8_t>((out.bytes[i / 2] << 4) | nibble);
  }
  return out;
}

Digest sha256(base::Bytes data) {
  Digest out;
  SHA256(data.data(), data.size(), out.bytes.data());
  return out;
}

Digest sha256(std::string_view text) {
  return sha256(base::Bytes(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
}

}  // namespace sansfilm::store
