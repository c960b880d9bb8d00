// Measurements as they are kept with the study: what a viewer sends and a server answers, as JSON.
//
//   {"measurements":[{"kind","uid","frame","points":[[x,y]],"calibration","length","secondLength","ratio","angle","area",
//                     "statistics":{"pixels","mean","deviation","least","most","unit"}}]}
//   {"reports":[{"uid","author","at","measurements":[...]}]}
//
// `calibration` is a pixel's size (where it is known) and its kind: {"kind":"patient","column","row"}; absent: pixels.
// What is missing or of the wrong kind is refused with the key's name; nothing is guessed.
//
// @source docs/api.md
// @units  as measured.hpp
// @errors kMalformed (subject: the key), kOverBudget
// @owner  values
// @thread pure
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "shared/base/budget.hpp"
#include "shared/base/result.hpp"
#include "shared/measure/measured.hpp"

namespace sansfilm::measure {

struct Reported {
  Measurement measurement;
  Measured value;
  bool operator==(const Reported&) const = default;
};

struct Report {
  std::string uid;       // SOP Instance UID of the document
  std::string author;    // as it is written for people
  std::string at;        // YYYYMMDDhhmmss
  std::vector<Reported> measurements;
  bool operator==(const Report&) const = default;
};

inline constexpr std::size_t kMostReported = 1000;      // in one document
inline constexpr std::size_t kMostPoints = 10'000;      // of one measurement

[[nodiscard]] base::Result<std::string> write_reported(const std::vector<Reported>& reported);
[[nodiscard]] base::Result<std::vector<Reported>> read_reported(std::string_view json, base::Budget& budget);

[[nodiscard]] base::Result<std::string> write_reports(const std::vector<Report>& reports);
[[nodiscard]] base::Result<std::vector<Report>> read_reports(std::string_view json, base::Budget& budget);

[[nodiscard]] std::string_view name_of(LengthKind kind);
[[nodiscard]] std::optional<LengthKind> length_kind_named(std::string_view name);

}  // namespace sansfilm::measure
