// What one instance contributes to the manifest of its study: a manifest (wire/manifest_json.hpp) of one series with this
// one instance. The server keeps it as bytes: before derivation without codestreams (describe, at ingest), afterwards
// with them. A browser that reads local files makes it of their headers.
//
// @source PS3.3 2024e as in shared/pixel
// @errors describe does not fail: an instance that cannot be shown becomes an object of kind "unreadable"
// @owner  values
// @thread pure
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "shared/dicom/reader.hpp"
#include "shared/wire/manifest.hpp"

namespace sansfilm::manifest {

// Of what describe_instance says. Whoever lets it say more or other raises this: the server then describes again what it keeps
// (backend/derive/redescriber.hpp).
//   1  series of objects, SUV factors, graphics and everything before them; catalogs of earlier programs say 0
//   2  a view that is named by its code alone
inline constexpr std::uint32_t kDescriptionVersion = 2;

// The instance without streaming form: all frames have codestream kNoIndex.
[[nodiscard]] wire::Manifest describe_instance(const dicom::File& file, const wire::ContentId& content);
// The same of a file that was read only up to its pixel data, when the caller has found out how many frames there are.
[[nodiscard]] wire::Manifest describe_instance(const dicom::File& file, const wire::ContentId& content, std::uint32_t frames);

[[nodiscard]] std::string write_fragment(const wire::Manifest& instance);
[[nodiscard]] std::optional<wire::Manifest> read_fragment(base::Bytes bytes);

}  // namespace sansfilm::manifest
