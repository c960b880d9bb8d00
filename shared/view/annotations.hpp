// The annotations of a presentation state as marks on the screen: points, polylines, smooth curves, circles, ellipses, and texts
// with their boxes and anchors, layer by layer from low to high.
//
// @source PS3.3 2024e C.10.5 (graphic annotation; C.10.5.1.1 units), C.10.7 (graphic layer)
// @units  graphics in PIXEL and MATRIX units move with the picture; those in DISPLAY units are parts of the displayed area as it
//         lies on the screen, and do not turn with it
// @owner  emits into the caller's draw list
// @thread pure
#pragma once

#include <cstdint>
#include <string_view>

#include "shared/pixel/presentation_state.hpp"
#include "shared/view/draw_list.hpp"
#include "shared/view/viewport.hpp"

namespace sansfilm::view {

struct AnnotationPlace {
  const Viewport* viewport = nullptr;
  Rect area;                           // the displayed area, in picture coordinates
  double pixel_ratio = 1.0;
};

// The displayed area of a frame; the whole picture where the state gives none.
[[nodiscard]] Rect displayed_rect(const pixel::PresentationState& state, std::string_view sop_instance_uid, std::uint32_t frame,
                                  std::uint32_t rows, std::uint32_t columns);

void add_annotations(const pixel::PresentationState& state, std::string_view sop_instance_uid, std::uint32_t frame, const AnnotationPlace& place,
                     DrawList& out);

// A smooth curve through points; closed if the last is the first.
[[nodiscard]] std::vector<Point> smooth_curve(const std::vector<Point>& through);

}  // namespace sansfilm::view
