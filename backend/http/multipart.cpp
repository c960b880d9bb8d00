#include "backend/http/multipart.hpp"

#include <algorithm>
#include <cctype>

namespace sansfilm::http {

using base::Error;
using base::ErrorCode;
using base::Result;
using base::Status;

namespace {

constexpr std::size_t kHeaderBytes = 8192;

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// A token or a quoted string at the beginning of `rest`; what follows stays in it.
std::optional<std::string> take_value(std::string_view& rest) {
  std::string out;
  if (!rest.starts_with('"')) {
    const std::size_t end = std::min(rest.find(';'), rest.size());
    out = trim(rest.substr(0, end));
    rest.remove_prefix(end);
    return out;
  }
  rest.remove_prefix(1);
  while (!rest.empty() && rest.front() != '"') {
    if (rest.front() == '\\' && rest.size() > 1) rest.remove_prefix(1);
    out += rest.front();
    rest.remove_prefix(1);
  }
  if (rest.empty()) return std::nullopt;
  rest.remove_prefix(1);
  return out;
}

std::string content_type_of(std::string_view headers) {
  while (!headers.empty()) {
    const std::size_t end = std::min(headers.find("\r\n"), headers.size());
    const std::string_view line = headers.substr(0, end);
    headers.remove_prefix(std::min(headers.size(), end + 2));
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || lower(trim(line.substr(0, colon))) != "content-type") continue;
    const std::string_view value = line.substr(colon + 1);
    return lower(trim(value.substr(0, value.find(';'))));
  }
  return {};
}

}  // namespace

std::optional<MediaType> read_media_type(std::string_view text) {
  MediaType media;
  const std::size_t end = std::min(text.find(';'), text.size());
  media.type = lower(trim(text.substr(0, end)));
  if (media.type.find('/') == std::string::npos) return std::nullopt;
  std::string_view rest = text.substr(end);
  while (rest.starts_with(';')) {
    rest = trim(rest.substr(1));
    if (rest.empty()) break;
    const std::size_t equals = rest.find('=');
    if (equals == std::string_view::npos) return std::nullopt;
    const std::string name = lower(trim(rest.substr(0, equals)));
    rest = trim(rest.substr(equals + 1));
    const auto value = take_value(rest);
    if (!value) return std::nullopt;
    if (name == "boundary") media.boundary = *value;
    if (name == "type") media.related_type = lower(*value);
    rest = trim(rest);
  }
  return media;
}

MultipartReader::MultipartReader(const std::string& boundary, std::size_t part_limit, std::size_t part_count_limit,
                                 OnPart on_part)
    : delimiter_("\r\n--" + boundary), part_limit_(part_limit), part_count_limit_(part_count_limit),
      on_part_(std::move(on_part)), pending_("\r\n") {}   // the first boundary may stand at the very beginning

Status MultipartReader::feed(std::string_view bytes) {
  pending_ += bytes;
  while (true) {
    SF_TRY(const bool again, step());
    if (!again) return {};
  }
}

Status MultipartReader::finish() const {
  if (place_ == Place::kEnd) return {};
  return Error{.code = ErrorCode::kTruncated, .detail = "the multipart body has no closing boundary"};
}

Result<bool> MultipartReader::step() {
  switch (place_) {
    case Place::kPreamble: {
      const std::size_t at = pending_.find(delimiter_);
      if (at == std::string::npos) {
        if (pending_.size() > kHeaderBytes) return Error{.code = ErrorCode::kMalformed, .detail = "the boundary does not come"};
        return false;
      }
      pending_.erase(0, at + delimiter_.size());
      place_ = Place::kAfterBoundary;
      return true;
    }
    case Place::kAfterBoundary: {
      const std::size_t blanks = std::min(pending_.find_first_not_of(" \t"), pending_.size());
      if (pending_.size() < blanks + 2) return false;
      const std::string_view next = std::string_view(pending_).substr(blanks, 2);
      if (next != "--" && next != "\r\n") return Error{.code = ErrorCode::kMalformed, .detail = "a boundary is followed by something else"};
      place_ = next == "--" ? Place::kEnd : Place::kHeaders;
      pending_.erase(0, blanks + (next == "--" ? 2 : 0));   // the line end belongs to the headers: they may be none
      return true;
    }
    case Place::kHeaders: return read_headers();
    case Place::kContent: return read_content();
    case Place::kEnd: pending_.clear(); return false;   // an epilogue says nothing
  }
  return false;
}

Result<bool> MultipartReader::read_headers() {
  const std::size_t end = pending_.find("\r\n\r\n");
  if (end == std::string::npos || end > kHeaderBytes) {
    if (pending_.size() > kHeaderBytes) return Error{.code = ErrorCode::kMalformed, .detail = "the headers of a part do not end"};
    return false;
  }
  if (++parts_ > part_count_limit_) return Error{.code = ErrorCode::kOverBudget, .detail = "too many parts in one request"};
  part_ = {.content_type = content_type_of(std::string_view(pending_).substr(0, end)), .content = {}};
  pending_.erase(0, end + 2);   // leaves a line end: an empty part is followed by its boundary at once
  place_ = Place::kContent;
  at_line_end_ = true;
  return true;
}

Result<bool> MultipartReader::read_content() {
  // The two bytes of the line end after the headers are not content.
  const std::size_t at = pending_.find(delimiter_);
  const std::size_t safe = at != std::string::npos ? at : pending_.size() - std::min(pending_.size(), delimiter_.size());
  if (at_line_end_ && safe < 2 && at == std::string::npos) return false;
  const std::size_t skip = at_line_end_ ? std::min<std::size_t>(2, safe) : 0;
  at_line_end_ = false;
  if (part_.content.size() + (safe - skip) > part_limit_) {
    return Error{.code = ErrorCode::kOverBudget, .detail = "a part is larger than an instance may be"};
  }
  part_.content.append(pending_, skip, safe - skip);
  if (at == std::string::npos) {
    pending_.erase(0, safe);
    return false;
  }
  pending_.erase(0, at + delimiter_.size());
  place_ = Place::kAfterBoundary;
  SF_CHECK(on_part_(part_));
  return true;
}

}  // namespace sansfilm::http
