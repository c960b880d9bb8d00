// The viewer in a live session: what it tells of itself, and how it follows another.
#include <utility>

#include "shared/view/viewer.hpp"

namespace sansfilm::view {

std::optional<together::SharedView> Viewer::shared_view() const {
  if (!has_frame()) return std::nullopt;
  return cell().shared(study_->model());
}

together::SharedPointer Viewer::shared_pointer() const {
  // Over whichever viewport it is; elsewhere the image of the active one is told without a place.
  const auto under = pointed_ ? viewports_.at(*pointed_) : std::nullopt;
  const Pane& pane = under ? viewports_.pane(*under) : viewports_.pane();
  const auto image = pane.measured_image(pixel_ratio_);
  if (!image) return {};
  together::SharedPointer out{image->place.sop_instance_uid, image->place.frame, std::nullopt};
  if (!under) return out;
  const Point at = pane.cell().viewport().to_picture(*pointed_);
  if (at.x >= 0 && at.y >= 0 && at.x <= image->place.columns && at.y <= image->place.rows) out.at = at;
  return out;
}

std::vector<measure::Measurement> Viewer::shared_marks() const {
  std::vector<measure::Measurement> out;
  for (const measure::Measurement& one : measurements_.list().all()) {
    if (!measurements_.list().is_kept(one.id)) out.push_back(one);
  }
  // What the hand is drawing is seen by the others as it grows.
  const auto& draft = measurements_.hand().draft();
  const std::size_t wanted = draft ? measure::points_wanted(draft->kind) : 0;
  if (draft && (wanted == 0 ? !draft->points.empty() : draft->points.size() == wanted)) out.push_back(*draft);
  return out;
}

bool Viewer::follow(const together::SharedView& view, stream::Micros now) {
  if (!show_instance(view.image_uid, view.frame, now) || !has_frame()) return false;
  cell().follow(view);
  wish(now);
  changed(now);
  return true;
}

void Viewer::set_other(std::uint32_t id, std::string name) {
  others_.set_member(id, std::move(name));
  if (!hidden_) host_.request_paint();
}

bool Viewer::set_other_pointer(std::uint32_t id, together::SharedPointer pointer) {
  const bool known = others_.set_pointer(id, std::move(pointer));
  if (known && !hidden_) host_.request_paint();
  return known;
}

bool Viewer::set_other_marks(std::uint32_t id, std::vector<measure::Measurement> marks) {
  const bool known = others_.set_marks(id, std::move(marks));
  if (known && !hidden_) host_.request_paint();
  return known;
}

}  // namespace sansfilm::view
