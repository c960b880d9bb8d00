#include "shared/stream/line.hpp"

#include <algorithm>
#include <cmath>

namespace sansfilm::stream {

namespace {

constexpr double kMemory_s = 2.0;                 // what lies further back counts less and less
constexpr Micros kFirstWait_us = 500'000;
constexpr Micros kLongestWait_us = 15'000'000;
constexpr Micros kShortWait_us = 100'000;         // the line was good a moment ago

}  // namespace

void Line::bytes_arrived(std::uint64_t bytes, std::uint64_t batch_bytes, Micros batch_started, Micros now) {
  if (batch_bytes == bytes && last_arrival_ == kNever) {
    // Nothing else was flowing: the time to the first chunk is the round trip and the chunk itself.
    const double transfer_s = measured() ? static_cast<double>(bytes) / bytes_per_s() : 0.0;
    const Micros trip = std::max<Micros>(now - batch_started - static_cast<Micros>(transfer_s * 1e6), 1000);
    round_trip_us_ = round_trip_us_ == 0 ? trip : std::min(trip, (round_trip_us_ * 4 + trip) / 5);
  } else if (last_arrival_ != kNever) {
    const double gap_s = static_cast<double>(now - last_arrival_) / 1e6;
    const double keep = std::exp(-gap_s / kMemory_s);
    bytes_ = bytes_ * keep + static_cast<double>(bytes);
    seconds_ = seconds_ * keep + gap_s;
  }
  const double since_start_s = static_cast<double>(std::max<Micros>(now - batch_started, 1000)) / 1e6;
  at_least_ = std::max(at_least_, static_cast<double>(batch_bytes) / since_start_s);
  last_arrival_ = now;
  succeeded();
}

void Line::went_idle() { last_arrival_ = kNever; }

void Line::failed(bool had_progress, Micros now) {
  if (now < retry_at_) return;  // several connections broke at once: one failure
  if (had_progress) {
    failures_ = 0;
    retry_at_ = now + kShortWait_us;
    return;
  }
  const std::uint32_t doublings = std::min<std::uint32_t>(failures_, 10);
  retry_at_ = now + std::min(kFirstWait_us << doublings, kLongestWait_us);
  ++failures_;
}

void Line::forget_failures() {
  failures_ = 0;
  retry_at_ = 0;
}

}  // namespace sansfilm::stream
