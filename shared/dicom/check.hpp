// What is wrong with a file, one finding each: what the reader noticed, identifiers, values against their VR and the
// dictionary, the image pixel module, and the pixel data against the transfer syntax.
//
// Findings carry no values: they can be shown and logged without telling of a patient.
//
// @source PS3.3 2024e C.7.6.3, C.12.1; PS3.5 2024e 6.2, 6.4, 9.1, A; PS3.10 2024e 7.1; PS3.6 2022b
// @errors none: the findings are the result, in the order reader, meta information, dataset, image
// @owner  values
// @thread pure
#pragma once

#include <vector>

#include "shared/dicom/reader.hpp"

namespace sansfilm::dicom {

using Finding = base::Error;  // describe() makes it one line for a person

[[nodiscard]] std::vector<Finding> check(const File& file);

}  // namespace sansfilm::dicom
