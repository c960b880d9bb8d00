#include "backend/access/password.hpp"

#include <argon2.h>
#include <openssl/rand.h>

#include <array>
#include <cstdint>
#include <semaphore>

namespace sansfilm::access {

namespace {

constexpr std::uint32_t kMemoryKib = 19456, kPasses = 3, kLanes = 1;
constexpr std::size_t kSaltBytes = 16, kHashBytes = 32;

std::counting_semaphore<2>& hashing() {
  static std::counting_semaphore<2> two(2);
  return two;
}

class Turn {
 public:
  Turn() { hashing().acquire(); }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;
  ~Turn() { hashing().release(); }
};

base::Result<std::string> encode(std::string_view password) {
  std::array<std::uint8_t, kSaltBytes> salt{};
  std::array<char, 256> encoded{};
  if (RAND_bytes(salt.data(), static_cast<int>(salt.size())) != 1) {
    return base::Error{.code = base::ErrorCode::kInternal, .detail = "the system gives no random numbers"};
  }
  const Turn turn;
  if (argon2id_hash_encoded(kPasses, kMemoryKib, kLanes, password.data(), password.size(), salt.data(), salt.size(),
                            kHashBytes, encoded.data(), encoded.size()) != ARGON2_OK) {
    return base::Error{.code = base::ErrorCode::kInternal, .detail = "the password can't be hashed"};
  }
  return std::string(encoded.data());
}

// What is verified in the place of an account that does not exist.
const std::string& nobody() {
  static const base::Result<std::string> encoded = encode(generate_password());
  static const std::string none;
  return encoded.ok() ? encoded.value() : none;
}

}  // namespace

base::Result<std::string> hash_password(std::string_view password) {
  if (password.size() < kShortestPassword || password.size() > kLongestPassword) {
    return base::Error{.code = base::ErrorCode::kInvalidArgument, .detail = "a password has from 12 to 1024 bytes"};
  }
  return encode(password);
}

bool verify_password(const std::string& encoded, std::string_view password) {
  const bool known = !encoded.empty();
  const std::string& against = known ? encoded : nobody();
  const Turn turn;
  const bool right = argon2id_verify(against.c_str(), password.data(), password.size()) == ARGON2_OK;
  return known && right;
}

std::string generate_password() {
  static constexpr char kLetters[] = "abcdefghjkmnpqrstuvwxyz23456789z";   // 32, none that looks like another
  std::array<std::uint8_t, 24> random{};
  if (RAND_bytes(random.data(), static_cast<int>(random.size())) != 1) return {};
  std::string out;
  for (std::size_t i = 0; i < random.size(); ++i) {
    if (i > 0 && i % 6 == 0) out += '-';
    out += kLetters[random[i] & 31U];
  }
  return out;
}

}  // namespace sansfilm::access
