// Viewports that scroll together: by their place in the patient where they share a frame of reference and a direction, else by the
// distance (or the number of images) that lay between them when they were linked.
//
// @units  mm
// @owner  value
// @thread one caller
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "shared/view/viewports.hpp"

namespace sansfilm::view {

class ScrollLink {
 public:
  enum class Mode : std::uint8_t { kOff, kPosition, kOffset };   // kOffset: also where places could be compared

  [[nodiscard]] Mode mode() const { return mode_; }
  // From now on; what the viewports show now is what belongs together.
  void set_mode(Mode mode, const Viewports& viewports);
  // A viewport shows another series.
  void shows_anew(std::size_t viewport) { starts_.erase(viewport); }

  // Where the other viewports on the screen go after the active one has gone from place `from` to the one that it shows.
  [[nodiscard]] std::vector<std::pair<std::size_t, std::uint32_t>> follow(const Viewports& viewports, std::uint32_t from);

 private:
  [[nodiscard]] std::optional<std::uint32_t> by_position(const Pane& active, const Pane& other) const;
  [[nodiscard]] std::uint32_t by_offset(const Pane& active, std::uint32_t active_start, const Pane& other, std::uint32_t other_start) const;

  Mode mode_ = Mode::kOff;
  std::map<std::size_t, std::uint32_t> starts_;   // the place that a viewport showed when it was linked
};

}  // namespace sansfilm::view
