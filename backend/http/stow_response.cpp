#include "backend/http/stow_response.hpp"

#include "shared/json/json.hpp"

namespace sansfilm::http {

using base::ErrorCode;
using ingest::Outcome;
using ingest::Stored;

namespace {

constexpr std::uint16_t kProcessingFailure = 0x0110, kDuplicateInstance = 0x0111, kOutOfResources = 0xA700,
                        kDoesNotMatch = 0xA900, kCannotUnderstand = 0xC000, kNotAuthorized = 0x0124,
                        kTransferSyntax = 0xC122;

void write_value(json::Writer& text, std::string_view tag, std::string_view vr, std::string_view value) {
  if (value.empty()) return;
  text.key(tag);
  text.begin_object();
  text.member("vr", vr);
  text.key("Value");
  text.begin_array();
  text.string(value);
  text.end();
  text.end();
}

void open_sequence(json::Writer& text, std::string_view tag) {
  text.key(tag);
  text.begin_object();
  text.member("vr", "SQ");
  text.key("Value");
  text.begin_array();
}

void close_sequence(json::Writer& text) {
  text.end();
  text.end();
}

void write_item(json::Writer& text, const Stored& result) {
  text.begin_object();
  write_value(text, "00081150", "UI", result.sop_class);
  write_value(text, "00081155", "UI", result.sop_uid);
  if (result.outcome == Outcome::kRefused) {
    text.key("00081197");
    text.begin_object();
    text.member("vr", "US");
    text.key("Value");
    text.begin_array();
    text.integer(failure_reason(result.error.code));
    text.end();
    text.end();
  }
  text.end();
}

}  // namespace

std::uint16_t failure_reason(ErrorCode code) {
  switch (code) {
    case ErrorCode::kConflict: return kDuplicateInstance;
    case ErrorCode::kFull:
    case ErrorCode::kOverBudget: return kOutOfResources;
    case ErrorCode::kInconsistent: return kDoesNotMatch;
    case ErrorCode::kUnsupported: return kTransferSyntax;
    case ErrorCode::kDenied: return kNotAuthorized;
    case ErrorCode::kTruncated:
    case ErrorCode::kMalformed:
    case ErrorCode::kMissing:
    case ErrorCode::kCodec:
    case ErrorCode::kNotDicom:
    case ErrorCode::kEmpty:
    case ErrorCode::kInvalidArgument: return kCannotUnderstand;
    case ErrorCode::kTimeout:
    case ErrorCode::kNotFound:
    case ErrorCode::kIo:
    case ErrorCode::kCancelled:
    case ErrorCode::kInternal: return kProcessingFailure;
  }
  return kProcessingFailure;
}

Response stow_response(std::span<const Stored> results) {
  std::size_t refused = 0;
  for (const Stored& result : results) refused += result.outcome == Outcome::kRefused ? 1 : 0;
  json::Writer text;
  text.begin_object();
  if (refused > 0) {
    open_sequence(text, "00081198");
    for (const Stored& result : results) {
      if (result.outcome == Outcome::kRefused) write_item(text, result);
    }
    close_sequence(text);
  }
  if (refused < results.size()) {
    open_sequence(text, "00081199");
    for (const Stored& result : results) {
      if (result.outcome != Outcome::kRefused) write_item(text, result);
    }
    close_sequence(text);
  }
  text.end();
  Response response = json_response(std::move(text), refused == 0 ? 200 : refused < results.size() ? 202 : 409);
  response.content_type = "application/dicom+json";
  return response;
}

}  // namespace sansfilm::http
