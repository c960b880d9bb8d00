#include "shared/view/others.hpp"

#include <array>
#include <utility>

#include "shared/view/measurement_marks.hpp"
#include "shared/view/measurement_words.hpp"

namespace sansfilm::view {
namespace {

// Away from the yellow and the blue of one's own measurements.
constexpr std::array<Colour, 4> kColours = {{{0xFF, 0x8F, 0xC7, 255}, {0x9B, 0xE5, 0x6E, 255}, {0xFF, 0xA8, 0x5C, 255}, {0xC6, 0xA8, 0xFF, 255}}};
constexpr double kArrowCss = 16.0;
constexpr double kLineCss = 1.75;
constexpr double kNameGapCss = 6.0;

// An arrow whose tip is where he points: a cross would hide what he means.
void draw_pointer(Point tip, const std::string& name, const Colour& colour, double ratio, DrawList& out) {
  const double size = kArrowCss * ratio;
  const auto at = [&](double x, double y) { return Point{tip.x + x * size, tip.y + y * size}; };
  out.paths.push_back({.points = {tip, at(0.0, 0.95), at(0.27, 0.7), at(0.68, 0.68)}, .closed = true, .filled = true, .width_px = kLineCss * ratio, .colour = colour});
  out.texts.push_back({.at = {tip.x + 0.75 * size + kNameGapCss * ratio, tip.y + 0.8 * size}, .vertical = Anchor::kMiddle, .text = name, .colour = colour});
}

}  // namespace

void Others::set_member(std::uint32_t id, std::string name) {
  if (name.empty()) all_.erase(id);
  else all_[id].name = std::move(name);
}

bool Others::set_pointer(std::uint32_t id, together::SharedPointer pointer) {
  const auto found = all_.find(id);
  if (found == all_.end()) return false;
  found->second.pointer = std::move(pointer);
  return true;
}

bool Others::set_marks(std::uint32_t id, std::vector<measure::Measurement> marks) {
  const auto found = all_.find(id);
  if (found == all_.end()) return false;
  found->second.marks.clear();
  for (measure::Measurement& mark : marks) found->second.marks.push_back({std::move(mark), {}, 0, false});
  return true;
}

void Others::draw(const MeasuredImage& image, Language language, DrawList& out) {
  const std::uint32_t picture = image.picture != nullptr ? image.picture->revision : 0;
  for (auto& [id, member] : all_) {
    const Colour& colour = kColours.at(id % kColours.size());
    for (Member::Mark& one : member.marks) {
      if (one.mark.sop_instance_uid != image.place.sop_instance_uid || one.mark.frame != image.place.frame) continue;
      if (!one.known || one.picture != picture) {
        one.value = measure::measure(one.mark, measurable(image), Measurements::kMostPixelsWhileDrawn);
        one.picture = picture;
        one.known = true;
      }
      draw_measurement({.measurement = &one.mark, .lines = measured_lines(one.mark.kind, one.value, language), .provisional = one.value.provisional, .colour = colour},
                       *image.place.viewport, image.place.pixel_height, image.place.pixel_ratio, out);
    }
    const together::SharedPointer& pointer = member.pointer;
    if (!pointer.at || pointer.image_uid != image.place.sop_instance_uid || pointer.frame != image.place.frame) continue;
    const Point tip = image.place.viewport->to_screen(*pointer.at);
    if (image.place.viewport->area().contains(tip)) draw_pointer(tip, member.name, colour, image.place.pixel_ratio, out);
  }
}

}  // namespace sansfilm::view
