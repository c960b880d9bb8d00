#include "backend/http/credentials.hpp"

#include "shared/base/budget.hpp"
#include "shared/json/json.hpp"

namespace sansfilm::http {

using base::Error;
using base::ErrorCode;
using base::Result;

namespace {

Error malformed() { return Error{.code = ErrorCode::kMalformed, .detail = "expected {\"identifier\":\"...\",\"password\":\"...\"}"}; }

constexpr std::size_t kLongestIdentifier = 256, kLongestPassword = 1024;

}  // namespace

Result<Credentials> read_credentials(std::string_view body) {
  base::Budget budget;
  const auto document = json::Document::parse(body, budget);
  // Exactly these two, once each: what else came was meant for somebody else.
  if (!document.ok() || document->root().members().size() != 2) return malformed();
  const auto identifier = document->root()["identifier"].string(), password = document->root()["password"].string();
  if (!identifier || !password) return malformed();
  if (identifier->size() > kLongestIdentifier || password->size() > kLongestPassword) return malformed();
  return Credentials{std::string(*identifier), std::string(*password)};
}

}  // namespace sansfilm::http
