// The answer to a store request.
// @source PS3.18 2024e 10.5.3, Tables 10.5.3-1 and -2; failure reasons PS3.7 2024e Annex C, PS3.4 2024e B.2.3
// @thread pure
#pragma once

#include <span>
#include <string>

#include "backend/http/message.hpp"
#include "backend/ingest/store_instance.hpp"

namespace sansfilm::http {

[[nodiscard]] std::uint16_t failure_reason(base::ErrorCode code);

// 200 all stored (or there already), 202 some, 409 none.
[[nodiscard]] Response stow_response(std::span<const ingest::Stored> results);

}  // namespace sansfilm::http
