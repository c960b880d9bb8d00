#include "shared/view/cine.hpp"

#include <algorithm>
#include <array>

#include "shared/view/format.hpp"

namespace sansfilm::view {
namespace {

constexpr std::array kRates_fps = {1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 12.0, 15.0, 20.0, 25.0, 30.0, 40.0, 50.0, 60.0};
constexpr int kMostLate = 8;                            // places that a late page may leave out at once
constexpr stream::Micros kLookAgain_us = 50'000;        // while waiting for a picture

}  // namespace

void Cine::start(double stated_ms, stream::Micros now) {
  // Another series brings its own rate, the same one keeps what the reader chose.
  if (stated_ms != stated_ms_) {
    stated_ms_ = stated_ms;
    rate_fps_ = stated_ms > 0.0 ? std::clamp(1000.0 / stated_ms, kRates_fps.front(), kRates_fps.back()) : kUsual_fps;
  }
  playing_ = true;
  waiting_ = false;
  next_us_ = now + period_us();
}

void Cine::change_rate(int step, stream::Micros now) {
  const auto nearest = step > 0 ? std::upper_bound(kRates_fps.begin(), kRates_fps.end(), rate_fps_ + 1e-6)
                                : std::lower_bound(kRates_fps.begin(), kRates_fps.end(), rate_fps_ - 1e-6);
  if (step > 0 && nearest == kRates_fps.end()) return;
  if (step < 0 && nearest == kRates_fps.begin()) return;
  rate_fps_ = step > 0 ? *nearest : *(nearest - 1);
  if (playing_) next_us_ = now + period_us();
}

std::uint32_t Cine::after(std::uint32_t place, std::uint32_t count) {
  if (forward_ && place + 1 < count) return place + 1;
  if (!forward_ && place > 0) return place - 1;
  if (!sweep_) return forward_ ? 0 : count - 1;
  forward_ = !forward_;
  return forward_ ? place + 1 : place - 1;
}

std::optional<std::uint32_t> Cine::tick(stream::Micros now, std::uint32_t place, std::uint32_t count, const std::function<bool(std::uint32_t)>& has_picture) {
  if (!playing_ || count < 2 || now < next_us_) return std::nullopt;
  const std::uint32_t from = place;
  for (int late = 0; late < kMostLate && next_us_ <= now; ++late) {
    const bool forward = forward_;
    const std::uint32_t next = after(place, count);
    waiting_ = !has_picture(next);
    if (waiting_) {
      forward_ = forward;
      next_us_ = now + kLookAgain_us;
      break;
    }
    place = next;
    next_us_ += period_us();
  }
  if (next_us_ <= now) next_us_ = now + period_us();   // a page that slept does not run after its time
  if (place == from) return std::nullopt;
  return place;
}

std::string cine_text(const Cine& cine, Language language) {
  if (!cine.playing()) return {};
  if (cine.waiting()) return text(Text::kCineWaits, language);
  return fill(Text::kCineRate, language, {number_text(cine.rate_fps(), 1, language)});
}

}  // namespace sansfilm::view
