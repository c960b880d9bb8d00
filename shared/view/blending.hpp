// Blending presentation states: which frame of another series is laid over the one that is shown, and how.
//
// @source PS3.3 2024e C.11.14 (blending: opacity * superimposed + (1 - opacity) * underlying), PS3.4 2024e N.2.4
// @shape  RGBA of the shown image's size, alpha 0 where the superimposed frame does not reach
// @errors no plane, no parallel slice within half a slice: nothing is laid over
// @owner  values
// @thread pure
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "shared/pixel/presentation_state.hpp"
#include "shared/view/layer_picture.hpp"
#include "shared/view/picture_store.hpp"
#include "shared/view/study_model.hpp"

namespace sansfilm::view {

struct Superimposed {
  std::uint32_t series = 0;            // of the model
  std::uint32_t place = 0;
};

// Whether the state lays anything over this image: it is one of the underlying ones.
[[nodiscard]] bool is_underlying(const pixel::PresentationState& state, const ShownImage& image);

// The slice that lies nearest; nothing if none of the study is close enough.
[[nodiscard]] std::optional<Superimposed> superimposed_on(const pixel::PresentationState& state, const ShownImage& image, const StudyModel& model);

// The superimposed picture in the colours of the state, resampled (nearest pixel) into the grid of the image.
[[nodiscard]] std::vector<std::uint8_t> blended_over(const pixel::PresentationState& state, const ShownImage& image, const wire::Series& series,
                                                     const wire::Frame& frame, const Picture& picture);

}  // namespace sansfilm::view
