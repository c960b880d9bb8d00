// Plays a stack: which place is due when. It never jumps over a place that has no picture yet, it waits there.
//
// @source PS3.3 2024e C.7.6.5 (Cine Module: Frame Time; the rate a series asks for)
// @units  frames a second; microseconds
// @owner  values
// @thread one caller
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "shared/stream/scheduler.hpp"
#include "shared/view/texts.hpp"

namespace sansfilm::view {

class Cine {
 public:
  static constexpr double kUsual_fps = 10.0;      // of a series that states no rate

  // `stated_ms`: between frames, as the series says; 0: it does not.
  void start(double stated_ms, stream::Micros now);
  void stop() { playing_ = false; }
  [[nodiscard]] bool playing() const { return playing_; }

  // One step of 1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 60 frames a second, from whatever the rate is.
  void faster(stream::Micros now) { change_rate(1, now); }
  void slower(stream::Micros now) { change_rate(-1, now); }
  void turn_round() { forward_ = !forward_; }
  void set_sweep(bool sweep) { sweep_ = sweep; }   // to and fro, instead of from the end to the beginning
  [[nodiscard]] double rate_fps() const { return rate_fps_; }
  [[nodiscard]] bool forward() const { return forward_; }
  [[nodiscard]] bool sweep() const { return sweep_; }
  [[nodiscard]] bool waiting() const { return playing_ && waiting_; }   // for a picture

  // The place that is due; nothing: the one that is shown stays. When the page was late, places in between are left out.
  [[nodiscard]] std::optional<std::uint32_t> tick(stream::Micros now, std::uint32_t place, std::uint32_t count, const std::function<bool(std::uint32_t)>& has_picture);
  [[nodiscard]] stream::Micros wake_us() const { return playing_ ? next_us_ : stream::kNever; }

 private:
  void change_rate(int step, stream::Micros now);
  [[nodiscard]] std::uint32_t after(std::uint32_t place, std::uint32_t count);
  [[nodiscard]] stream::Micros period_us() const { return static_cast<stream::Micros>(1e6 / rate_fps_); }

  bool playing_ = false, forward_ = true, sweep_ = false, waiting_ = false;
  double rate_fps_ = kUsual_fps;
  double stated_ms_ = -1.0;        // that the rate was taken from
  stream::Micros next_us_ = stream::kNever;
};

// "Ciné 12 i/s", or that it waits; empty: it does not play.
[[nodiscard]] std::string cine_text(const Cine& cine, Language language);

}  // namespace sansfilm::view
