// The manifest of a study out of the fragments of its instances, series by series.
//
// @errors none: an instance whose fragment cannot be read is listed as an unreadable object
// @owner  values
// @thread pure
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "backend/catalog/records.hpp"
#include "shared/wire/manifest.hpp"

namespace sansfilm::derive {

// The fragment of an instance that the catalog does not know to be derived yet (it may be: see Deriver::prioritise).
using FindFragment = std::function<std::optional<std::vector<std::uint8_t>>(const catalog::Instance&)>;

[[nodiscard]] wire::Series merge_series(const catalog::Series& series, const FindFragment& find = {});

// Line by line, so that it can be sent as it is made: `send` returns false to stop.
void write_study_manifest(std::span<const catalog::Series> series, const std::function<bool(std::string_view line)>& send,
                          const FindFragment& find = {});
[[nodiscard]] std::string study_manifest(std::span<const catalog::Series> series, const FindFragment& find = {});

}  // namespace sansfilm::derive
