// The fragment of an instance (shared/manifest/describe.hpp) under the name that the store gives its original.
//
// @errors none
// @owner  values
// @thread pure
#pragma once

#include <cstdint>
#include <vector>

#include "backend/store/digest.hpp"
#include "shared/dicom/reader.hpp"
#include "shared/manifest/describe.hpp"
#include "shared/wire/chunk_key.hpp"

namespace sansfilm::derive {

inline constexpr std::uint32_t kDescriptionVersion = manifest::kDescriptionVersion;

[[nodiscard]] wire::ContentId content_of(const store::Digest& digest);

// Without streaming form, as bytes: for ingest::Ingest::Describe.
[[nodiscard]] std::vector<std::uint8_t> describe(const dicom::File& file, const store::Digest& digest);

}  // namespace sansfilm::derive
