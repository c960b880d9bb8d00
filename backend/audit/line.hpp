// One line of the trail, as text.
// @thread pure
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "backend/audit/trail.hpp"

namespace sansfilm::audit {

struct Line {
  std::uint64_t seq = 0;
  store::Digest previous, hash;
};

// Without the line end. Sets `hash`.
[[nodiscard]] std::string write_line(const Record& record, std::uint64_t seq, const std::string& time,
                                     const store::Digest& previous, store::Digest& hash);

// The chain's part of a line; nothing if it is not in the form of write_line or its hash is not that of its text.
[[nodiscard]] std::optional<Line> read_line(std::string_view line);

// 2026-01-31T12:00:00.123Z
[[nodiscard]] std::string utc_now();

[[nodiscard]] std::string segment_name(std::uint64_t number);             // 00000001.jsonl
[[nodiscard]] std::vector<std::uint64_t> list_segments(const std::string& folder);

}  // namespace sansfilm::audit
