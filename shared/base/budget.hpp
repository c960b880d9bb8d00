// What one read or decode may cost: bytes of memory, pixels, time. Every decoder takes one and asks before it
// allocates, so that a file that claims 65,535 x 65,535 pixels costs an error and not the machine.
//
// @units  bytes, pixels, microseconds
// @errors kOverBudget, kTimeout
// @owner  the caller; borrowed for the time of the call
// @thread one budget per call; not shared between threads
#pragma once

#include <cstdint>

#include "shared/base/result.hpp"

namespace sansfilm::base {

struct Limits {
  std::uint64_t bytes = std::uint64_t{1} << 30;     // 1 GiB: the largest single decode we accept by default
  std::uint64_t pixels = std::uint64_t{1} << 28;    // 268 Mpixel
  std::int64_t microseconds = 0;                    // 0: no limit
};

class Budget {
 public:
  // The core has no clock of its own: the host lends a monotonic one in microseconds (nullptr: time is not limited).
  using Clock = std::int64_t (*)();

  explicit Budget(Limits limits = {}, Clock clock = nullptr);

  [[nodiscard]] Status take_bytes(std::uint64_t count);
  void give_back_bytes(std::uint64_t count);
  [[nodiscard]] Status take_pixels(std::uint64_t columns, std::uint64_t rows, std::uint64_t samples = 1);
  [[nodiscard]] Status check_time() const;

  [[nodiscard]] std::uint64_t bytes_left() const { return bytes_left_; }

 private:
  std::uint64_t bytes_left_;
  std::uint64_t pixels_left_;
  std::int64_t deadline_us_;
  Clock clock_;
};

}  // namespace sansfilm::base
