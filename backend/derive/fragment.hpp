// What one instance contributes to the manifest of its study: a manifest (wire/manifest_json.hpp) of one series with this
// one instance. The catalog keeps it as bytes: before derivation without codestreams (describe, at ingest), afterwards
// with them.
//
// @source PS3.3 2024e as in shared/pixel
// @errors describe does not fail: an instance that cannot be shown becomes an object of kind "unreadable"
// @owner  values
// @thread pure
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "backend/store/digest.hpp"
#include "shared/dicom/reader.hpp"
#include "shared/wire/manifest.hpp"

namespace sansfilm::derive {

[[nodiscard]] wire::ContentId content_of(const store::Digest& digest);

// The instance without streaming form: all frames have codestream kNoIndex.
[[nodiscard]] wire::Manifest describe_instance(const dicom::File& file, const store::Digest& digest);

// As bytes, for ingest::Ingest::Describe.
[[nodiscard]] std::vector<std::uint8_t> describe(const dicom::File& file, const store::Digest& digest);

[[nodiscard]] std::string write_fragment(const wire::Manifest& instance);
[[nodiscard]] std::optional<wire::Manifest> read_fragment(base::Bytes bytes);

}  // namespace sansfilm::derive
