// Which side of the patient each edge of the screen shows, after turning and mirroring: shared/pixel's letters for what
// the manifest says and the viewport does. No cosines and no Patient Orientation: no letters.
//
// @source shared/pixel/orientation.hpp
// @owner  values
// @thread pure
#pragma once

#include "shared/pixel/orientation.hpp"
#include "shared/view/viewport.hpp"
#include "shared/wire/manifest.hpp"

namespace sansfilm::view {

[[nodiscard]] pixel::EdgeLetters edge_letters(const wire::Geometry& geometry, const Viewport& viewport);

}  // namespace sansfilm::view
