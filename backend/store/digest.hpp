// SHA-256: the name of every original, the links of the audit trail.
// @source FIPS 180-4
// @thread pure
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "shared/base/bytes.hpp"

namespace sansfilm::store {

struct Digest {
  std::array<std::uint8_t, 32> bytes{};
  auto operator<=>(const Digest&) const = default;
  [[nodiscard]] std::string hex() const;
  [[nodiscard]] static std::optional<Digest> from_hex(std::string_view text);
};

[[nodiscard]] Digest sha256(base::Bytes data);
[[nodiscard]] Digest sha256(std::string_view text);

// Lower-case hexadecimal.
[[nodiscard]] std::string to_hex(base::Bytes data);

}  // namespace sansfilm::store
