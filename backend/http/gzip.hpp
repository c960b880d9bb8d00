// Compresses a whole text.
// @source RFC 1952
// @errors nothing: an empty result means that it could not be done, send the text as it is
// @thread pure
#pragma once

#include <string>
#include <string_view>

namespace sansfilm::http {

[[nodiscard]] std::string gzip(std::string_view text);

// Whether Accept-Encoding allows a coding ("gzip", "br").
[[nodiscard]] bool accepts_coding(std::string_view accept_encoding, std::string_view coding);

}  // namespace sansfilm::http
