// What the line to the server is like: bandwidth and round trip as measured, and how long to wait when it fails. Internal.
//
// @units  microseconds, bytes a second
// @thread one thread
#pragma once

#include <cstdint>

#include "shared/stream/scheduler.hpp"

namespace sansfilm::stream {

class Line {
 public:
  // --- measuring
  // `batch_bytes`: of the batch so far, these included.
  void bytes_arrived(std::uint64_t bytes, std::uint64_t batch_bytes, Micros batch_started, Micros now);
  void went_idle();                        // no batch is under way: the next gap is not the line's

  [[nodiscard]] bool measured() const { return bytes_per_s() > 0.0; }
  [[nodiscard]] double bytes_per_s() const { return seconds_ >= kEnough_s ? bytes_ / seconds_ : at_least_; }
  [[nodiscard]] Micros round_trip_us() const { return round_trip_us_; }

  // --- failing
  void succeeded() { failures_ = 0; }
  void failed(bool had_progress, Micros now);
  void forget_failures();
  [[nodiscard]] bool waiting(Micros now) const { return now < retry_at_; }
  [[nodiscard]] bool probing() const { return failures_ > 0; }   // one batch only until something comes
  void end_wait(Micros now) { if (now >= retry_at_) retry_at_ = 0; }
  [[nodiscard]] Micros retry_at() const { return retry_at_; }   // 0: nothing to wait for

 private:
  // Chunks that one event of the host brings have no time between them: a rate is believed after this much time.
  static constexpr double kEnough_s = 0.02;

  double bytes_ = 0.0, seconds_ = 0.0;     // decaying sums over the gaps between arrivals
  double at_least_ = 0.0;                  // rate of a whole batch with its round trip: a lower bound
  Micros last_arrival_ = kNever;           // kNever: nothing flows
  Micros round_trip_us_ = 0;
  std::uint32_t failures_ = 0;
  Micros retry_at_ = 0;
};

}  // namespace sansfilm::stream
