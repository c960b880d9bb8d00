// Inflates a raw deflate stream within a budget: the budget is asked before each growth, so that a bomb costs an error
// and not the memory. zlib behind it.
//
// @source RFC 1951 (1996); PS3.5 2024e A.5
// @units  bytes
// @errors kTruncated, kMalformed (offset = byte in `compressed`), kOverBudget
// @owner  the result owns its bytes
// @thread pure
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "shared/base/budget.hpp"
#include "shared/base/bytes.hpp"

namespace sansfilm::dicom {

struct Inflated {
  std::vector<std::uint8_t> bytes;   // all that could be inflated, also when `error` is set
  std::size_t consumed = 0;          // bytes of `compressed` that the stream took
  std::optional<base::Error> error;  // why it stopped before its end
};

[[nodiscard]] Inflated inflate(base::Bytes compressed, base::Budget& budget);

}  // namespace sansfilm::dicom
