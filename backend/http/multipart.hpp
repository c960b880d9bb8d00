// Cuts a multipart/related body into its parts while it arrives. A part is collected whole, up to a limit.
//
// @source RFC 2046 5.1; PS3.18 2024e 8.6.1 (multipart payloads)
// @errors from feed() and finish(): kMalformed (no boundary where one must be, headers too long), kTruncated (no closing
//         boundary), kOverBudget (a part larger than the limit, too many parts)
// @owner  the part is lent to the callback and then given back
// @thread one reader a body
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "shared/base/result.hpp"

namespace sansfilm::http {

struct MediaType {
  std::string type;                                      // lower case: "multipart/related"
  std::string boundary, related_type;                    // the parameters boundary and type
};

// Reads a Content-Type; nothing if it is not in the form of RFC 9110 8.3.
[[nodiscard]] std::optional<MediaType> read_media_type(std::string_view text);

class MultipartReader {
 public:
  struct Part {
    std::string content_type;   // lower case, without parameters; empty if there is none
    std::string content;
  };
  using OnPart = std::function<base::Status(Part&)>;   // an error ends the reading

  MultipartReader(const std::string& boundary, std::size_t part_limit, std::size_t part_count_limit, OnPart on_part);

  [[nodiscard]] base::Status feed(std::string_view bytes);
  [[nodiscard]] base::Status finish() const;   // after the last byte
  [[nodiscard]] std::size_t parts() const { return parts_; }

 private:
  enum class Place : unsigned char { kPreamble, kAfterBoundary, kHeaders, kContent, kEnd };
  [[nodiscard]] base::Result<bool> step();     // false: more bytes are needed
  [[nodiscard]] base::Result<bool> read_headers();
  [[nodiscard]] base::Result<bool> read_content();

  std::string delimiter_;      // "\r\n--boundary"
  std::size_t part_limit_, part_count_limit_;
  OnPart on_part_;
  Place place_ = Place::kPreamble;
  std::string pending_;        // not yet consumed
  Part part_;
  bool at_line_end_ = false;   // the line end after the headers is not consumed yet
  std::size_t parts_ = 0;
};

}  // namespace sansfilm::http
