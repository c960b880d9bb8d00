// Short messages that go away by themselves; the same message does not stack up.
// @units  microseconds
// @owner  owns its texts
// @thread one caller
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "shared/stream/scheduler.hpp"
#include "shared/view/texts.hpp"

namespace sansfilm::view {

struct Toast {
  Text id;
  std::string text;
  stream::Micros until = 0;
};

class Toasts {
 public:
  static constexpr stream::Micros kShownFor = 5'000'000;

  void add(Text id, std::string text, stream::Micros now) {
    remove(id);
    toasts_.push_back({id, std::move(text), now + kShownFor});
  }
  void remove(Text id) {
    std::erase_if(toasts_, [&](const Toast& toast) { return toast.id == id; });
  }
  // True when one went away.
  bool tick(stream::Micros now) {
    return std::erase_if(toasts_, [&](const Toast& toast) { return toast.until <= now; }) > 0;
  }
  [[nodiscard]] stream::Micros wake_us() const {
    stream::Micros wake = stream::kNever;
    for (const Toast& toast : toasts_) wake = std::min(wake, toast.until);
    return wake;
  }
  [[nodiscard]] const std::vector<Toast>& all() const { return toasts_; }

 private:
  std::vector<Toast> toasts_;
};

}  // namespace sansfilm::view
