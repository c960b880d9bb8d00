// The bodies: a trunk from shoulders to pelvis and a head, each patient a little different.
// @units  millimetres; the trunk spans z -230 .. 270, the head z -130 .. 115
// @thread pure
#pragma once

#include <cstdint>

#include "backend/phantom/shape.hpp"

namespace sansfilm::phantom {

[[nodiscard]] Scene make_trunk(std::uint64_t patient);
[[nodiscard]] Scene make_head(std::uint64_t patient);

// Places whose density is known, for tests and checks.
inline constexpr Vec kInLiver{-75, 12, -62};
inline constexpr Vec kInRightLung{-70, -38, 150};

}  // namespace sansfilm::phantom
