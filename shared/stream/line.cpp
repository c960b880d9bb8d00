#include "shared/stream/line.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace sansfilm::stream {

namespace {

constexpr double kMemory_s = 2.0;                 // what lies further back counts less and less
constexpr Micros kLate_us = 20'000;               // less is the ordinary unrest of a page
constexpr Micros kWaited_us = 10'000;             // less may have been the reading itself
constexpr Micros kFirstWait_us = 500'000;
constexpr Micros kLongestWait_us = 15'000'000;
constexpr Micros kShortWait_us = 100'000;         // the line was good a moment ago

}  // namespace

void Line::count(double bytes, double seconds) {
  const double keep = std::exp(-seconds / kMemory_s);
  bytes_ = bytes_ * keep + bytes;
  seconds_ = seconds_ * keep + seconds;
}

void Line::close_heap(bool line_was_waited_for) {
  if (heap_began_ == kNever) return;
  const double rate = heap_bytes_ / std::max(heap_seconds_, 1e-3);
  const bool faster = rate > bytes_per_s();
  if (line_was_waited_for || faster) count(heap_bytes_, heap_seconds_);
  if (faster) bytes_ = std::max(bytes_, rate * seconds_);   // seen to be possible: the past does not weigh against it
  heap_began_ = kNever;
  heap_bytes_ = 0.0;
  heap_seconds_ = 0.0;
}

void Line::bytes_arrived(std::uint64_t bytes, std::uint64_t batch_bytes, Micros batch_started, Micros now) {
  const Micros late = std::exchange(late_us_, 0);
  if (batch_bytes == bytes && last_arrival_ == kNever) {
    // Nothing else was flowing: the time to the first chunk is the round trip and the chunk itself.
    const double transfer_s = measured() ? static_cast<double>(bytes) / bytes_per_s() : 0.0;
    const Micros trip = std::max<Micros>(now - batch_started - late - static_cast<Micros>(transfer_s * 1e6), 1000);
    round_trip_us_ = round_trip_us_ == 0 ? trip : std::min(trip, (round_trip_us_ * 4 + trip) / 5);
  } else if (last_arrival_ != kNever) {
    const Micros gap = now - last_arrival_;
    if (late >= kLate_us) {
      close_heap(false);
      heap_began_ = now - late;
    }
    if (heap_began_ == kNever) {
      count(static_cast<double>(bytes), static_cast<double>(gap) / 1e6);
    } else {
      heap_bytes_ += static_cast<double>(bytes);
      heap_seconds_ += static_cast<double>(gap) / 1e6;
      if (gap - late >= kWaited_us && batch_started < heap_began_) close_heap(true);
    }
  }
  const double since_start_s = static_cast<double>(std::max<Micros>(now - batch_started, 1000)) / 1e6;
  at_least_ = std::max(at_least_, static_cast<double>(batch_bytes) / since_start_s);
  last_arrival_ = now;
  succeeded();
}

void Line::went_idle() {
  close_heap(false);
  last_arrival_ = kNever;
}

void Line::page_was_late(Micros late_us, Micros now) {
  late_us_ += late_us;
  turn_us_ = static_cast<double>(std::max(page_turn_us(now), late_us));
  turn_at_ = now;
}

Micros Line::page_turn_us(Micros now) const {
  return static_cast<Micros>(turn_us_ * std::exp(static_cast<double>(turn_at_ - now) / 1e6 / kMemory_s));
}

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
