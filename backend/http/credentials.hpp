// The body of a sign-in: {"identifier":"...","password":"..."}.
// @source RFC 8259
// @errors kMalformed
// @thread pure
#pragma once

#include <string>
#include <string_view>

#include "shared/base/result.hpp"

namespace sansfilm::http {

struct Credentials {
  std::string identifier, password;
};

[[nodiscard]] base::Result<Credentials> read_credentials(std::string_view body);

}  // namespace sansfilm::http
