#include "backend/http/message.hpp"

namespace sansfilm::http {

std::string_view Request::header(std::string_view name) const {
  const auto found = headers.find(name);
  return found == headers.end() ? std::string_view() : found->second;
}

std::string_view Request::parameter(std::string_view name) const {
  const auto found = parameters.find(name);
  return found == parameters.end() ? std::string_view() : found->second;
}

std::string Request::query_value(std::string_view name) const {
  const auto found = query.find(name);
  return found == query.end() ? std::string() : found->second;
}

base::Result<std::string> Request::body(std::size_t limit) {
  std::string out;
  bool over = false;
  const bool whole = read_body([&](std::string_view part) {
    over = part.size() > limit - out.size();
    if (!over) out += part;
    return !over;
  });
  if (over || too_large) return base::Error{.code = base::ErrorCode::kOverBudget, .detail = "the body is larger than allowed"};
  if (!whole) return base::Error{.code = base::ErrorCode::kTruncated, .detail = "the body ends early"};
  return out;
}

Response json_response(json::Writer body, int status) {
  auto text = body.finish();
  Response response;
  response.status = text.ok() ? status : 500;
  response.content_type = "application/json";
  if (text.ok()) response.body = std::move(*text);
  return response;
}

}  // namespace sansfilm::http
