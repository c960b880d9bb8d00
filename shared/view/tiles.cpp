#include "shared/view/tiles.hpp"

#include <algorithm>

namespace sansfilm::view {

void Tiles::enter(const StudyModel& model, Viewports& viewports) {
  before_.clear();
  for (std::size_t i = 0; i < viewports.count(); ++i) {
    const Cell& cell = viewports.pane(i).cell();
    before_.push_back(cell.has_series() ? std::optional(std::pair(cell.series(), cell.place())) : std::nullopt);
  }
  spread(model, viewports, viewports.pane().cell().series());
}

void Tiles::leave(const StudyModel& model, Viewports& viewports) {
  series_.reset();
  for (std::size_t i = 0; i < viewports.count(); ++i) {
    if (i == viewports.active()) continue;
    Cell& cell = viewports.pane(i).cell();
    const auto shown = i < before_.size() ? before_[i] : std::nullopt;
    if (!shown) {
      cell.show_nothing();
      continue;
    }
    cell.show_series(model, shown->first);
    cell.show_place(model, shown->second);
  }
  before_.clear();
}

void Tiles::forget() {
  series_.reset();
  before_.clear();
}

void Tiles::spread(const StudyModel& model, Viewports& viewports, std::uint32_t series) {
  series_ = series;
  Pane& leader = viewports.pane();
  if (!leader.cell().has_series() || leader.cell().series() != series) leader.show_series(series);
  const auto place = leader.cell().place();
  const auto index = static_cast<std::uint32_t>(viewports.active());
  lay(model, viewports, place - std::min(place, index));
  show(model, viewports, place);
  share_display(model, viewports);
}

void Tiles::lay(const StudyModel& model, Viewports& viewports, std::uint32_t first) {
  const std::uint32_t images = model.series()[*series_].count();
  const auto tiles = static_cast<std::uint32_t>(viewports.count());
  first = std::min(first, images - std::min(images, tiles));
  for (std::uint32_t i = 0; i < tiles; ++i) {
    Cell& cell = viewports.pane(i).cell();
    if (first + i >= images) {
      cell.show_nothing();
      continue;
    }
    if (!cell.has_series() || cell.series() != *series_) cell.show_series(model, *series_);
    if (cell.place() != first + i) cell.show_place(model, first + i);
  }
}

void Tiles::show(const StudyModel& model, Viewports& viewports, std::uint32_t place, bool may_activate) {
  const auto index = static_cast<std::uint32_t>(viewports.active());
  lay(model, viewports, place - std::min(place, index));
  for (std::size_t i = 0; may_activate && i < viewports.count(); ++i) {
    const Cell& cell = viewports.pane(i).cell();
    if (cell.has_series() && cell.place() == place) viewports.activate(i);
  }
}

void Tiles::share_display(const StudyModel& model, Viewports& viewports) const {
  const Cell& leader = viewports.pane().cell();
  for (std::size_t i = 0; i < viewports.count(); ++i) {
    Cell& cell = viewports.pane(i).cell();
    if (i != viewports.active() && cell.has_series()) cell.take_display(model, leader);
  }
}

}  // namespace sansfilm::view
