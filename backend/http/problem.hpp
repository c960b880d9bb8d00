// Errors as HTTP tells them: a status and a problem document.
// @source RFC 9457
// @thread pure
#pragma once

#include "backend/http/message.hpp"

namespace sansfilm::http {

[[nodiscard]] int status_of(base::ErrorCode code);

// {type:"/problems/<slug>", title, status, detail, instance: request id}
[[nodiscard]] Response problem(int status, std::string_view slug, std::string_view title, std::string_view detail,
                               std::string_view request_id);
[[nodiscard]] Response problem(const base::Error& error, std::string_view request_id);

// For a status alone, as the HTTP library makes it: 404, 413, 414 ...
[[nodiscard]] Response problem(int status, std::string_view request_id);

}  // namespace sansfilm::http
