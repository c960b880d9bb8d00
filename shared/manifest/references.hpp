// What the manifest tells of an object that is drawn over images before anybody reads it: which series it belongs to, and a name.
//
// @source PS3.3 2024e C.11.11, C.11.14 (presentation states), C.8.20.2 with C.12.4 (segmentations), C.8.8.5 (structure sets)
// @errors none: what does not name its series gives none
// @thread pure
#pragma once

#include <string>
#include <vector>

#include "shared/dicom/dataset.hpp"

namespace sansfilm::manifest {

// UIDs, each once, in the order of the object.
[[nodiscard]] std::vector<std::string> series_drawn_over(const dicom::Dataset& dataset);

// The description that its author gave it, else its label; empty if neither.
[[nodiscard]] std::string name_of_drawing(const dicom::Dataset& dataset);

}  // namespace sansfilm::manifest
