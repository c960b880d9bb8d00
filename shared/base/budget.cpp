#include "shared/base/budget.hpp"

#include "shared/base/checked.hpp"

namespace sansfilm::base {

Budget::Budget(Limits limits, Clock clock)
    : bytes_left_(limits.bytes),
      pixels_left_(limits.pixels),
      deadline_us_(clock != nullptr && limits.microseconds > 0 ? clock() + limits.microseconds : 0),
      clock_(clock) {}

Status Budget::take_bytes(std::uint64_t count) {
  if (count > bytes_left_) return Error{ErrorCode::kOverBudget, "more memory than the budget of this read"};
  bytes_left_ -= count;
  return {};
}

void Budget::give_back_bytes(std::uint64_t count) { bytes_left_ += count; }

Status Budget::take_pixels(std::uint64_t columns, std::uint64_t rows, std::uint64_t samples) {
  const auto plane = checked_multiply(columns, rows);
  const auto total = plane ? checked_multiply(*plane, samples) : plane;
  if (!total || *total > pixels_left_) {
    return Error{ErrorCode::kOverBudget, "more pixels than the budget of this read"};
  }
  pixels_left_ -= *total;
  return {};
}

Status Budget::check_time() const {
  if (deadline_us_ != 0 && clock_() > deadline_us_) return Error{ErrorCode::kTimeout};
  return {};
}

}  // namespace sansfilm::base
