// What sorting needs of one frame, read from its dataset.
// @source PS3.3 2024e C.7.6.2, C.7.6.16.2.2 (frame content), C.7.6.16.2.7 (cardiac), C.8.13.5.9 (MR diffusion)
// @errors none: what is absent stays empty
// @thread pure
#pragma once

#include "shared/dicom/dataset.hpp"
#include "shared/volume/stack.hpp"

namespace sansfilm::volume {

// `frame` counts from 0.
[[nodiscard]] StackInput read_stack_input(const dicom::Dataset& dataset, std::uint32_t frame, std::size_t id);

}  // namespace sansfilm::volume
