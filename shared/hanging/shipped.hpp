// The protocols that come with the program: shared/hanging/shipped.json, built in.
// @thread constants
#pragma once

#include <string_view>
#include <vector>

#include "shared/hanging/protocol.hpp"

namespace sansfilm::hanging {

[[nodiscard]] std::string_view shipped_json();
[[nodiscard]] std::vector<Protocol> shipped_protocols();

}  // namespace sansfilm::hanging
