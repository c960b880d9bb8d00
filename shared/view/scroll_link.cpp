#include "shared/view/scroll_link.hpp"

#include <algorithm>
#include <cmath>

#include "shared/view/patient_place.hpp"

namespace sansfilm::view {

void ScrollLink::set_mode(Mode mode, const Viewports& viewports) {
  mode_ = mode;
  starts_.clear();
  if (mode == Mode::kOff) return;
  for (std::size_t i = 0; i < viewports.count(); ++i) {
    if (viewports.pane(i).has_frame()) starts_[i] = viewports.pane(i).cell().place();
  }
}

std::vector<std::pair<std::size_t, std::uint32_t>> ScrollLink::follow(const Viewports& viewports, std::uint32_t from) {
  std::vector<std::pair<std::size_t, std::uint32_t>> out;
  if (mode_ == Mode::kOff) return out;
  const Pane& leader = viewports.pane(viewports.active());
  const std::vector<std::size_t> shown = viewports.shown();
  const auto is_new = [&](std::size_t index) { return viewports.pane(index).has_frame() && !starts_.contains(index); };
  if (std::any_of(shown.begin(), shown.end(), is_new)) {
    set_mode(mode_, viewports);
    starts_[viewports.active()] = from;
  }
  for (const std::size_t index : shown) {
    const Pane& other = viewports.pane(index);
    if (index == viewports.active() || !other.has_frame()) continue;
    // Another direction through the same patient does not follow: its lines tell where one is.
    const bool by_place = mode_ == Mode::kPosition && same_reference(leader, other);
    const auto place = by_place ? by_position(leader, other) : std::optional(by_offset(leader, starts_[viewports.active()], other, starts_[index]));
    if (place && *place != other.cell().place()) out.emplace_back(index, *place);
  }
  return out;
}

std::optional<std::uint32_t> ScrollLink::by_position(const Pane& active, const Pane& other) const {
  const auto plane = plane_at(active, active.cell().place());
  const auto other_plane = plane_at(other, other.cell().place());
  if (!plane || !other_plane || !parallel(*plane, *other_plane)) return std::nullopt;
  // The middle of the image: planes that are a little askew are compared where one looks.
  const auto& format = active.series().pixel_formats[active.described().pixels];
  const auto middle = patient_point(active, {format.columns / 2.0, format.rows / 2.0});
  const auto nearest = nearest_image(other, middle.value_or(plane->position));
  return nearest ? std::optional(nearest->place) : std::nullopt;
}

std::uint32_t ScrollLink::by_offset(const Pane& active, std::uint32_t active_start, const Pane& other, std::uint32_t other_start) const {
  const SeriesModel& from = active.stack();
  const SeriesModel& to = other.stack();
  const std::uint32_t last = to.count() - 1;
  other_start = std::min(other_start, last);
  active_start = std::min(active_start, from.count() - 1);
  const auto plane = plane_at(active, active.cell().place());
  const auto other_plane = plane_at(other, other_start);
  const bool by_mm = from.order == StackOrder::kPosition && to.order == StackOrder::kPosition && plane && other_plane && parallel(*plane, *other_plane);
  if (!by_mm) {
    const std::int64_t steps = std::int64_t{active.cell().place()} - std::int64_t{active_start};
    return static_cast<std::uint32_t>(std::clamp<std::int64_t>(std::int64_t{other_start} + steps, 0, last));
  }
  const double sense = volume::dot(volume::normal_of(plane->directions), volume::normal_of(other_plane->directions)) < 0 ? -1.0 : 1.0;
  const double wanted = to.along_mm[other_start] + sense * (from.along_mm[active.cell().place()] - from.along_mm[active_start]);
  const auto nearest = std::min_element(to.along_mm.begin(), to.along_mm.end(), [&](double a, double b) { return std::abs(a - wanted) < std::abs(b - wanted); });
  return static_cast<std::uint32_t>(nearest - to.along_mm.begin());
}

}  // namespace sansfilm::view
