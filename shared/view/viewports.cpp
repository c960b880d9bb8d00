#include "shared/view/viewports.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace sansfilm::view {

Viewports::Viewports(const Layers& layers) : layers_(layers) { panes_.push_back(std::make_unique<Pane>(layers_)); }

void Viewports::open_study(const StudyStream* study) {
  study_ = study;
  grid_ = {};
  active_ = 0;
  expanded_ = false;
  for (const auto& pane : panes_) pane->open_study(study);
}

void Viewports::set_grid(Grid grid) {
  grid_.rows = std::clamp<std::uint8_t>(grid.rows, 1, kMostRows);
  grid_.columns = std::clamp<std::uint8_t>(grid.columns, 1, kMostColumns);
  expanded_ = false;
  while (panes_.size() < count()) {
    panes_.push_back(std::make_unique<Pane>(layers_));
    panes_.back()->open_study(study_);
  }
  if (active_ < count()) return;
  std::swap(panes_[count() - 1], panes_[active_]);
  active_ = count() - 1;
}

std::vector<std::size_t> Viewports::shown() const {
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < count(); ++i) {
    if (is_shown(i)) out.push_back(i);
  }
  return out;
}

void Viewports::activate(std::size_t index) {
  if (index < count()) active_ = index;
}

std::optional<std::size_t> Viewports::neighbour(int step) const {
  if (step < 0 ? active_ == 0 : active_ + 1 >= count()) return std::nullopt;
  return step < 0 ? active_ - 1 : active_ + 1;
}

std::optional<std::size_t> Viewports::at(Point screen) const {
  for (const std::size_t index : shown()) {
    if (panes_[index]->cell().viewport().area().contains(screen)) return index;
  }
  return std::nullopt;
}

std::optional<std::size_t> Viewports::showing(std::uint32_t series) const {
  const auto shows = [&](std::size_t index) { return panes_[index]->has_frame() && panes_[index]->cell().series() == series; };
  if (shows(active_)) return active_;
  for (const std::size_t index : shown()) {
    if (shows(index)) return index;
  }
  return std::nullopt;
}

std::vector<std::size_t> Viewports::all_showing(std::uint32_t series) const {
  std::vector<std::size_t> out = shown();
  std::erase_if(out, [&](std::size_t index) { return !panes_[index]->cell().has_series() || panes_[index]->cell().series() != series; });
  return out;
}

void Viewports::lay_out(const std::vector<Rect>& areas, double pixel_ratio) {
  const std::vector<std::size_t> visible = shown();
  for (std::size_t i = 0; i < std::min(visible.size(), areas.size()); ++i) panes_[visible[i]]->cell().set_area(areas[i], pixel_ratio);
}

void Viewports::fill_empty(const StudyModel& model) {
  std::set<std::uint32_t> taken;
  for (std::size_t i = 0; i < count(); ++i) {
    if (panes_[i]->cell().has_series()) taken.insert(panes_[i]->cell().series());
  }
  std::uint32_t next = 0;
  const auto count_of_series = static_cast<std::uint32_t>(model.series().size());
  for (std::size_t i = 0; i < count(); ++i) {
    if (panes_[i]->cell().has_series()) continue;
    while (next < count_of_series && (!model.series()[next].has_pictures() || taken.contains(next))) ++next;
    if (next == count_of_series) return;
    taken.insert(next);
    panes_[i]->show_series(next);
  }
}

void Viewports::presentation_arrived(const StudyModel& model) {
  for (const auto& pane : panes_) pane->cell().presentation_arrived(model);
}

}  // namespace sansfilm::view
