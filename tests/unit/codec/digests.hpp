// SHA-256 and MD5 for comparing pixels with the known answers of TRUTH.tsv. Tests only: nothing secret depends on them.
//
// @source FIPS 180-4; RFC 1321
#pragma once

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <span>
#include <string>
#include <vector>

namespace codec_test {

// The message padded to whole 64-byte blocks with its length in bits.
inline std::vector<std::uint8_t> padded(std::span<const std::uint8_t> data, bool big_endian_length) {
  std::vector<std::uint8_t> out(data.begin(), data.end());
  out.push_back(0x80);
  while (out.size() % 64 != 56) out.push_back(0);
  const std::uint64_t bits = std::uint64_t{data.size()} * 8;
  for (int i = 0; i < 8; ++i) {
    out.push_back(static_cast<std::uint8_t>(bits >> (big_endian_length ? 56 - 8 * i : 8 * i)));
  }
  return out;
}

inline std::string hex(std::span<const std::uint8_t> bytes) {
  std::string out;
  char text[3];
  for (const std::uint8_t byte : bytes) {
    std::snprintf(text, sizeof text, "%02x", static_cast<unsigned>(byte));
    out += text;
  }
  return out;
}

// The first 32 bits of the fraction of the square (cube) root of the n-th prime.
inline std::uint32_t root_fraction(int prime, bool cube) {
  const long double root = cube ? std::cbrt(static_cast<long double>(prime)) : std::sqrt(static_cast<long double>(prime));
  return static_cast<std::uint32_t>(static_cast<std::uint64_t>(std::floor((root - std::floor(root)) * 4294967296.0L)));
}

inline std::string sha256(std::span<const std::uint8_t> data) {
  std::array<std::uint32_t, 64> constants{};
  std::array<std::uint32_t, 8> state{};
  int found = 0;
  for (int candidate = 2; found < 64; ++candidate) {
    bool prime = true;
    for (int d = 2; d * d <= candidate; ++d) prime = prime && candidate % d != 0;
    if (!prime) continue;
    constants[static_cast<std::size_t>(found)] = root_fraction(candidate, true);
    if (found < 8) state[static_cast<std::size_t>(found)] = root_fraction(candidate, false);
    ++found;
  }
  const std::vector<std::uint8_t> message = padded(data, true);
  for (std::size_t at = 0; at < message.size(); at += 64) {
    std::array<std::uint32_t, 64> w{};
    for (std::size_t i = 0; i < 16; ++i) {
      for (std::size_t b = 0; b < 4; ++b) w[i] = (w[i] << 8) | message[at + i * 4 + b];
    }
    for (std::size_t i = 16; i < 64; ++i) {
      const std::uint32_t s0 = std::rotr(w[i - 15], 7) ^ std::rotr(w[i - 15], 18) ^ (w[i - 15] >> 3);
      const std::uint32_t s1 = std::rotr(w[i - 2], 17) ^ std::rotr(w[i - 2], 19) ^ (w[i - 2] >> 10);
      w[i] = w[i - 16] + s0 + w[i - 7] + s1;
    }
    auto v = state;
    for (std::size_t i = 0; i < 64; ++i) {
      const std::uint32_t s1 = std::rotr(v[4], 6) ^ std::rotr(v[4], 11) ^ std::rotr(v[4], 25);
      const std::uint32_t t1 = v[7] + s1 + ((v[4] & v[5]) ^ (~v[4] & v[6])) + constants[i] + w[i];
      const std::uint32_t s0 = std::rotr(v[0], 2) ^ std::rotr(v[0], 13) ^ std::rotr(v[0], 22);
      const std::uint32_t t2 = s0 + ((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]));
      v = {t1 + t2, v[0], v[1], v[2], v[3] + t1, v[4], v[5], v[6]};
    }
    for (std::size_t i = 0; i < 8; ++i) state[i] += v[i];
  }
  std::vector<std::uint8_t> digest;
  for (const std::uint32_t word : state) {
    for (int shift = 24; shift >= 0; shift -= 8) digest.push_back(static_cast<std::uint8_t>(word >> shift));
  }
  return hex(digest);
}

inline std::string md5(std::span<const std::uint8_t> data) {
  constexpr std::array<std::array<int, 4>, 4> kTurns = {{{7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}}};
  std::array<std::uint32_t, 4> state = {0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476};
  const std::vector<std::uint8_t> message = padded(data, false);
  for (std::size_t at = 0; at < message.size(); at += 64) {
    auto [a, b, c, d] = state;
    for (std::uint32_t i = 0; i < 64; ++i) {
      const std::uint32_t round = i / 16;
      const std::uint32_t f = round == 0   ? (b & c) | (~b & d)
                              : round == 1 ? (d & b) | (~d & c)
                              : round == 2 ? b ^ c ^ d
                                           : c ^ (b | ~d);
      const std::uint32_t g = round == 0 ? i : round == 1 ? (5 * i + 1) % 16 : round == 2 ? (3 * i + 5) % 16 : (7 * i) % 16;
      std::uint32_t word = 0;
      for (std::uint32_t k = 4; k-- > 0;) word = (word << 8) | message[at + g * 4 + k];
      const auto sine = static_cast<std::uint32_t>(std::floor(std::fabs(std::sin(static_cast<double>(i + 1))) * 4294967296.0));
      const std::uint32_t sum = a + f + sine + word;
      a = d;
      d = c;
      c = b;
      b += std::rotl(sum, kTurns[round][i % 4]);
    }
    state = {state[0] + a, state[1] + b, state[2] + c, state[3] + d};
  }
  std::vector<std::uint8_t> digest;
  for (const std::uint32_t word : state) {
    for (int shift = 0; shift < 32; shift += 8) digest.push_back(static_cast<std::uint8_t>(word >> shift));
  }
  return hex(digest);
}

}  // namespace codec_test
