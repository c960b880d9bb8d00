// Makes studies of invented patients from an analytic anatomical phantom: for tests, benchmarks and demonstrations.
//
// Same options, same bytes. One file is in memory at a time. Every name is invented and every patient is marked "(fictif)".
//
// @source PS3.3 2024e A.3 (CT), A.4 (MR), A.26 (DX), A.27 (mammography), A.7 (multi-frame US)
// @units  dates YYYYMMDD
// @errors kInvalidArgument with the option as subject; what the sink returns
// @owner  the bytes belong to the generator and are valid during the call of the sink
// @thread one generator per thread
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/bytes.hpp"
#include "shared/base/result.hpp"

namespace sansfilm::phantom {

enum class Kind : std::uint8_t { kCt, kMr, kCr, kMg, kUs };

struct PhantomOptions {
  std::uint64_t seed = 1;
  std::uint32_t patients = 1;
  std::vector<Kind> kinds = {Kind::kCt};   // one study of each for every patient
  std::uint32_t slices = 60;               // of a CT or MR series
  std::uint32_t series = 1;                // of a CT study; an MR study has an axial and a sagittal one each
  std::uint32_t frames = 24;               // of an ultrasound clip
  std::uint32_t establishments = 1;
  std::uint32_t priors = 0;                // earlier studies of each kind
  std::string from = "20240101", to = "20251231";
};

// "ct,mr,cr,mg,us"
[[nodiscard]] base::Result<std::vector<Kind>> parse_kinds(std::string_view text);

// `path` is relative, with '/' between folders.
using Sink = std::function<base::Status(const std::string& path, base::Bytes bytes)>;

struct Summary {
  std::uint64_t studies = 0, series = 0, instances = 0, bytes = 0;
};

[[nodiscard]] std::uint64_t count_instances(const PhantomOptions& options);
[[nodiscard]] base::Result<Summary> generate(const PhantomOptions& options, const Sink& sink);

}  // namespace sansfilm::phantom
