#include "backend/http/problem.hpp"

#include "shared/json/json.hpp"

namespace sansfilm::http {

using base::ErrorCode;

int status_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::kTruncated:
    case ErrorCode::kMalformed:
    case ErrorCode::kMissing:
    case ErrorCode::kInconsistent:
    case ErrorCode::kCodec:
    case ErrorCode::kNotDicom:
    case ErrorCode::kEmpty:
    case ErrorCode::kInvalidArgument: return 400;
    case ErrorCode::kUnsupported: return 415;
    case ErrorCode::kOverBudget: return 413;
    case ErrorCode::kNotFound: return 404;
    case ErrorCode::kConflict: return 409;
    case ErrorCode::kDenied: return 401;
    case ErrorCode::kTimeout: return 503;
    case ErrorCode::kFull: return 507;
    case ErrorCode::kCancelled: return 400;
    case ErrorCode::kIo:
    case ErrorCode::kInternal: return 500;
  }
  return 500;
}

Response problem(int status, std::string_view slug, std::string_view title, std::string_view detail,
                 std::string_view request_id) {
  json::Writer text;
  text.begin_object();
  text.member("type", "/problems/" + std::string(slug));
  text.member("title", title);
  text.member("status", std::int64_t{status});
  if (!detail.empty()) text.member("detail", detail);
  if (!request_id.empty()) text.member("instance", request_id);
  text.end();
  Response response = json_response(std::move(text), status);
  response.content_type = "application/problem+json";
  return response;
}

Response problem(const base::Error& error, std::string_view request_id) {
  std::string detail = error.detail;
  if (!error.subject.empty()) detail += " [" + error.subject + "]";
  return problem(status_of(error.code), base::slug(error.code), base::meaning(error.code), detail, request_id);
}

Response problem(int status, std::string_view request_id) {
  switch (status) {
    case 400: return problem(status, "malformed", "the request is not as HTTP wants it", {}, request_id);
    case 404: return problem(status, "not-found", "there is no such thing", {}, request_id);
    case 405: return problem(status, "method", "this address does not know this method", {}, request_id);
    case 408: return problem(status, "timeout", "the request did not come in time", {}, request_id);
    case 413: return problem(status, "over-budget", "the body is larger than allowed", {}, request_id);
    case 414: return problem(status, "uri-too-long", "the address is too long", {}, request_id);
    case 415: return problem(status, "unsupported", "this address does not take this kind of content", {}, request_id);
    case 416: return problem(status, "range", "this range can't be had", {}, request_id);
    default: break;
  }
  if (status < 500) return problem(status, "request", "the request can't be answered", {}, request_id);
  return problem(status, "internal", "a defect of this program", {}, request_id);
}

}  // namespace sansfilm::http
