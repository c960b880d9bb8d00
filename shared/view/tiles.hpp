// One series spread over all viewports of the grid, an image each, in the order of the stack: a page of it at a time.
//
// @owner  value
// @thread one caller
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "shared/view/viewports.hpp"

namespace sansfilm::view {

class Tiles {
 public:
  [[nodiscard]] bool on() const { return series_.has_value(); }
  [[nodiscard]] std::optional<std::uint32_t> series() const { return series_; }

  // Spreads what the active viewport shows; there has to be a picture. What the others showed is kept for leave().
  void enter(const StudyModel& model, Viewports& viewports);
  // Each viewport shows again what it did; the active one stays as it is.
  void leave(const StudyModel& model, Viewports& viewports);
  void forget();                               // the study is gone

  // Another series, or another grid.
  void spread(const StudyModel& model, Viewports& viewports, std::uint32_t series);
  // The active viewport shows the image at `place`. Near the ends, where it cannot, the one that shows it is active from then on;
  // without `may_activate` only the page moves, for a hand that holds on to its viewport.
  void show(const StudyModel& model, Viewports& viewports, std::uint32_t place, bool may_activate = true);
  // What was set for the active tile is set for all.
  void share_display(const StudyModel& model, Viewports& viewports) const;

 private:
  void lay(const StudyModel& model, Viewports& viewports, std::uint32_t first);

  std::optional<std::uint32_t> series_;
  std::vector<std::optional<std::pair<std::uint32_t, std::uint32_t>>> before_;   // series and place, by viewport
};

}  // namespace sansfilm::view
