// The shapes of shared/base under their short names: a viewport speaks of little else.
#pragma once

#include "shared/base/shapes.hpp"

namespace sansfilm::view {

using base::Affine;
using base::Point;
using base::Rect;

}  // namespace sansfilm::view
