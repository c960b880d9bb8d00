// Base64 with padding, as InlineBinary of the DICOM JSON model.
// @source RFC 4648 (2006) 4
// @thread pure
#pragma once

#include <string>

#include "shared/base/bytes.hpp"

namespace sansfilm::dicom {

[[nodiscard]] std::string to_base64(base::Bytes bytes);

}  // namespace sansfilm::dicom
