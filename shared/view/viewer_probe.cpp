// The viewer's reading of the picture under the pointer.
#include <cmath>
#include <tuple>
#include <utility>

#include "shared/view/viewer.hpp"

namespace sansfilm::view {

std::optional<Probe> Viewer::probe(std::size_t viewport) const {
  const std::optional<Point> at = probe_pointer_.at();
  const Pane& shown = viewports_.pane(viewport);
  const Picture* picture = shown.picture();
  if (!at || picture == nullptr || viewports_.at(*at) != viewport) return std::nullopt;
  return probe_at(*picture, shown.series(), shown.described(), shown.cell().viewport().to_picture(*at));
}

void Viewer::hover(std::optional<Point> at) {
  if (mpr_) return;
  if (at && !viewports_.at(*at)) at.reset();
  pointed_ = at;
  const std::optional<Point> before = probe_pointer_.at();
  probe_pointer_.hover(at);
  if (at) {
    const auto image = viewports_.pane(*viewports_.at(*at)).measured_image(pixel_ratio_);
    if (image && measurements_.hand().hover(*at, image->place)) host_.request_paint();
  }
  // A move within the same pixel changes nothing on the screen.
  const auto pixel_of = [&](std::optional<Point> point) -> std::optional<std::tuple<std::size_t, double, double>> {
    const auto under = point ? viewports_.at(*point) : std::nullopt;
    if (!under || !viewports_.pane(*under).has_frame()) return std::nullopt;
    const Point picture = viewports_.pane(*under).cell().viewport().to_picture(*point);
    return std::tuple{*under, std::floor(picture.x), std::floor(picture.y)};
  };
  if (pixel_of(before) != pixel_of(probe_pointer_.at())) host_.request_paint();
}

bool Viewer::pin_probe(Point picture) {
  if (!has_frame()) return false;
  probe_pointer_.hover(std::nullopt);
  probe_pointer_.pin(cell().viewport().to_screen(picture));
  host_.request_paint();
  return true;
}

void Viewer::toggle_probe() {
  if (!has_frame()) return;
  probe_pointer_.pin(probe_pointer_.pinned() ? std::nullopt : std::optional(cell().viewport().area().centre()));
  announce_probe();
}

void Viewer::announce_probe() {
  const std::optional<Probe> read = probe();
  if (!read) return;
  std::string sentence;
  for (const ProbeLine& line : probe_lines(*read, language_)) sentence += (sentence.empty() ? "" : ", ") + line.text;
  host_.announce(sentence, false);
}

}  // namespace sansfilm::view
