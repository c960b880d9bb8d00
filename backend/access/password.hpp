// Passwords: argon2id, as encoded strings that hold their own parameters.
//
// 19 MiB, 3 passes, 1 lane: OWASP's floor (19 MiB, 2 passes) with one pass more, about 60 ms on the machines that we
// measured. At most two are computed at once, so that sign-ins can't take the server's memory.
//
// @source RFC 9106
// @errors kInternal (the library failed), kInvalidArgument (too short or too long a password)
// @thread any number of threads
#pragma once

#include <string>
#include <string_view>

#include "shared/base/result.hpp"

namespace sansfilm::access {

inline constexpr std::size_t kShortestPassword = 12;   // CNIL 2022-100: 80 bits of entropy by length
inline constexpr std::size_t kLongestPassword = 1024;

[[nodiscard]] base::Result<std::string> hash_password(std::string_view password);

// Constant time in the password; an empty `encoded` (no such account) costs the same and is never right.
[[nodiscard]] bool verify_password(const std::string& encoded, std::string_view password);

// 24 characters of 5 bits each from the system's generator, in groups: "k7dm-...".
[[nodiscard]] std::string generate_password();

}  // namespace sansfilm::access
