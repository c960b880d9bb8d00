// What the line to the server is like: bandwidth and round trip as measured, and how long to wait when it fails. Internal.
//
// A page that paints does not read. What has arrived meanwhile then comes in one heap, and its bytes over the time tell
// how much was asked for rather than what the line brings: a small batch would make the measured rate small, and the
// small rate the next batch smaller. Such a heap counts in full when the page, having read all of it, still had to wait
// for the rest of what was asked for before; else it only shows that the line is at least so fast.
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
  void page_was_late(Micros late_us, Micros now);   // until now it could not read, for so long

  [[nodiscard]] bool measured() const { return bytes_per_s() > 0.0; }
  [[nodiscard]] double bytes_per_s() const { return seconds_ >= kEnough_s ? bytes_ / seconds_ : at_least_; }
  [[nodiscard]] Micros round_trip_us() const { return round_trip_us_; }
  // How long the page lately does not get to read, at most. 0: it reads all the time.
  [[nodiscard]] Micros page_turn_us(Micros now) const;

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

  void count(double bytes, double seconds);
  void close_heap(bool line_was_waited_for);

  double bytes_ = 0.0, seconds_ = 0.0;     // decaying sums over the gaps between arrivals
  double at_least_ = 0.0;                  // rate of a whole batch with its round trip: a lower bound
  Micros last_arrival_ = kNever;           // kNever: nothing flows
  Micros round_trip_us_ = 0;

  Micros late_us_ = 0;                     // since the last arrival
  Micros heap_began_ = kNever;             // kNever: what arrives has not lain about
  double heap_bytes_ = 0.0, heap_seconds_ = 0.0;
  double turn_us_ = 0.0;                   // as it was at turn_at_
  Micros turn_at_ = 0;
  std::uint32_t failures_ = 0;
  Micros retry_at_ = 0;
};

}  // namespace sansfilm::stream
