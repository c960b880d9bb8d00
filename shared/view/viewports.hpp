// The viewports of the page: how many, what each shows, which one tools and keys act on, and one of them alone for a while.
//
// A grid that shrinks keeps what its lost viewports showed, for when it grows again; the active one is never lost. While one is
// expanded it is the active one.
//
// @units  device pixels
// @owner  owns the panes
// @thread one caller
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

#include "shared/view/layout.hpp"
#include "shared/view/pane.hpp"

namespace sansfilm::view {

class Viewports {
 public:
  static constexpr std::uint8_t kMostRows = 4;
  static constexpr std::uint8_t kMostColumns = 4;

  explicit Viewports(const Layers& layers);

  void open_study(const StudyStream* study);   // one viewport, empty; nullptr: no study

  void set_grid(Grid grid);                    // within 1x1 and kMostRows x kMostColumns
  [[nodiscard]] Grid grid() const { return grid_; }
  [[nodiscard]] std::size_t count() const { return std::size_t{grid_.rows} * grid_.columns; }

  void expand(bool alone) { expanded_ = alone && count() > 1; }
  [[nodiscard]] bool expanded() const { return expanded_; }
  // What the page is divided into now.
  [[nodiscard]] Grid visible_grid() const { return expanded_ ? Grid{} : grid_; }
  [[nodiscard]] std::vector<std::size_t> shown() const;
  [[nodiscard]] bool is_shown(std::size_t index) const { return index < count() && (!expanded_ || index == active_); }

  void activate(std::size_t index);
  [[nodiscard]] std::size_t active() const { return active_; }
  [[nodiscard]] Pane& pane() { return *panes_[active_]; }
  [[nodiscard]] const Pane& pane() const { return *panes_[active_]; }
  [[nodiscard]] Pane& pane(std::size_t index) { return *panes_[index]; }
  [[nodiscard]] const Pane& pane(std::size_t index) const { return *panes_[index]; }
  // The one after or before the active one; nothing beyond the last and the first.
  [[nodiscard]] std::optional<std::size_t> neighbour(int step) const;
  [[nodiscard]] std::optional<std::size_t> at(Point screen) const;

  // The viewport on the screen that shows this series, the active one before others.
  [[nodiscard]] std::optional<std::size_t> showing(std::uint32_t series) const;

  // The viewports on the screen that show this series.
  [[nodiscard]] std::vector<std::size_t> all_showing(std::uint32_t series) const;

  void lay_out(const std::vector<Rect>& areas, double pixel_ratio);   // one of each that is shown

  // Gives each empty viewport the next series with pictures that no other shows, as long as there are any.
  void fill_empty(const StudyModel& model);

  void presentation_arrived(const StudyModel& model);

 private:
  const Layers& layers_;
  const StudyStream* study_ = nullptr;
  Grid grid_;
  std::size_t active_ = 0;
  bool expanded_ = false;
  std::vector<std::unique_ptr<Pane>> panes_;   // those of the grid first, then what a larger one showed
};

}  // namespace sansfilm::view
