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
#include "backend/derive/chunk_source.hpp"
#include "shared/wire/first_picture.hpp"
#include "shared/wire/manifest.hpp"

namespace sansfilm::derive {

// The fragment of an instance that the catalog does not know to be derived yet (it may be: see Deriver::prioritise).
using FindFragment = std::function<std::optional<std::vector<std::uint8_t>>(const catalog::Instance&)>;

// The chunks of an original, as ChunkSource::read gives them.
using ReadChunks = std::function<void(const store::Digest& original, const wire::ChunkRange& range, const std::function<bool(const ServedChunk&)>& sink)>;

// What goes ahead with the manifest: the first picture, as far as it was asked for.
struct Ahead {
  wire::SendAhead wanted;
  ReadChunks read;
};

[[nodiscard]] wire::Series merge_series(const catalog::Series& series, const FindFragment& find = {});

// Line by line, so that it can be sent as it is made: `send` returns false to stop.
void write_study_manifest(std::span<const catalog::Series> series, const std::function<bool(std::string_view line)>& send,
                          const FindFragment& find = {}, const Ahead& ahead = {});
[[nodiscard]] std::string study_manifest(std::span<const catalog::Series> series, const FindFragment& find = {}, const Ahead& ahead = {});

}  // namespace sansfilm::derive
