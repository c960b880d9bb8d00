// Annotations, layers and displayed areas of a presentation state: the parts that presentation_state.cpp puts together.
// @source PS3.3 2024e C.10.4, C.10.5, C.10.7
// @thread pure
#pragma once

#include "shared/pixel/presentation_state.hpp"

namespace sansfilm::pixel {

[[nodiscard]] std::vector<ImageReference> read_image_references(const dicom::Dataset& holder, const std::string& series_uid);
[[nodiscard]] std::vector<Annotation> read_annotations(const dicom::Dataset& dataset, std::vector<base::Error>& findings);
[[nodiscard]] std::vector<GraphicLayer> read_layers(const dicom::Dataset& dataset);
[[nodiscard]] std::vector<DisplayedArea> read_displayed_areas(const dicom::Dataset& dataset, std::vector<base::Error>& findings);

}  // namespace sansfilm::pixel
