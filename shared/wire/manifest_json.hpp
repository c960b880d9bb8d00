// The manifest as JSON lines: study, series..., end; beside them, for who asks, the first picture. Written and read line by line, so that a viewer starts with the
// first series while the rest is under way.
//
// @source RFC 8259; one JSON text a line, UTF-8, "\n"
// @errors read: kMalformed (offset in the line), kUnsupported (another protocol version), kOverBudget (line too long),
//         kInconsistent (an index out of its table, columns of unequal length)
// @owner  values
// @thread one reader per answer; writing is pure
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shared/base/bytes.hpp"
#include "shared/base/result.hpp"
#include "shared/wire/manifest.hpp"

namespace sansfilm::wire {

// Each with its line end.
[[nodiscard]] std::string write_study_line(const Study& study);
[[nodiscard]] std::string write_series_line(const Series& series);
// Before the line of the series that they belong to: the chunks that the lines after it carry. Only for who asked (first_picture.hpp).
[[nodiscard]] std::string write_carries_line(std::span<const ChunkRange> ranges);
// A part of the answer to a batch of these ranges (framing.hpp).
[[nodiscard]] std::string write_carried_line(base::Bytes bytes);
[[nodiscard]] std::string write_end_line(std::uint32_t series_count);

[[nodiscard]] std::string write_manifest(const Manifest& manifest);

class ManifestReader {
 public:
  // Takes any cut of the text. What is complete is in manifest() when it returns, even when a later line is wrong.
  [[nodiscard]] base::Status feed(base::Bytes bytes);

  [[nodiscard]] const Manifest& manifest() const { return manifest_; }
  [[nodiscard]] bool has_study() const { return has_study_; }
  [[nodiscard]] const std::vector<ChunkRange>& carries() const { return carries_; }
  [[nodiscard]] std::vector<std::uint8_t> take_carried() { return std::exchange(carried_, {}); }   // of the answer, since the last call
  [[nodiscard]] bool ended() const { return ended_; }   // the end line has come and counts as many series as are here

 private:
  [[nodiscard]] base::Status take_line(std::string_view line);

  Manifest manifest_;
  std::string pending_;
  std::vector<ChunkRange> carries_;
  std::vector<std::uint8_t> carried_;
  bool has_study_ = false;
  bool ended_ = false;
};

}  // namespace sansfilm::wire
