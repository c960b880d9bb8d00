// The streaming form of one frame, as it is: recipes O1 and R1, and what every recipe has in common. Nothing is encoded
// here: L1, P1 and H1 are made by backend/derive.
//
//   L1  layered JPEG 2000 Part 1, reversible: layers of 0.1, 0.25, 0.5, 1, 2 bits a sample, then lossless
//   P1  a layered Part 1 preview (0.1, 0.25, 0.5 bits a sample), then the picture as lossless HTJ2K in a last layer
//   H1  a lossy HTJ2K preview, then the picture as lossless HTJ2K in a last layer
//   O1  the JPEG 2000 or HTJ2K codestream of the original as it arrived
//   R1  stored values as they are, one chunk: for what JPEG 2000 cannot hold (float, over 26 bits), and for local files
//
// @source docs/streaming.md, recipes
// @units  bytes, pixels
// @errors those of j2k::cut_into_chunks
// @owner  results own their memory
// @thread pure
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "shared/base/budget.hpp"
#include "shared/base/bytes.hpp"
#include "shared/base/frame.hpp"
#include "shared/base/result.hpp"
#include "shared/dicom/transfer_syntax.hpp"
#include "shared/j2k/chunk.hpp"
#include "shared/j2k/index.hpp"
#include "shared/wire/manifest.hpp"

namespace sansfilm::manifest {

inline constexpr wire::RecipeId kLayered{'L', 1};
inline constexpr wire::RecipeId kPreviewThenHt{'P', 1};
inline constexpr wire::RecipeId kHtThenHt{'H', 1};
inline constexpr wire::RecipeId kOriginal{'O', 1};
inline constexpr wire::RecipeId kRaw{'R', 1};

struct StreamedFrame {
  wire::Codestream stream;
  wire::PixelFormat format;
  std::vector<j2k::Chunk> chunks;   // layer by layer, in each the resolutions upwards, in each the tiles upwards
};

// A codestream cut into its chunks; those without packets (a tile too small for a resolution) are there and empty.
[[nodiscard]] base::Result<StreamedFrame> cut(base::Bytes codestream, const j2k::Index& index, wire::RecipeId recipe,
                                              const wire::PixelFormat& format, base::Budget& budget);

// A preview and, as one more layer, a codestream that replaces it (wire::Codestream::last_header). kInconsistent unless both
// have the same tiles and resolutions.
[[nodiscard]] base::Result<StreamedFrame> with_last(StreamedFrame preview, StreamedFrame last);

// O1 of the compressed bytes of a frame, when its packets can be found and it says what the dataset says (`declared`).
[[nodiscard]] std::optional<StreamedFrame> original_stream(dicom::PixelCoding coding, base::Bytes codestream,
                                                           const wire::PixelFormat& declared, base::Budget& budget);

// R1. `format` is that of the decoded frame.
[[nodiscard]] StreamedFrame raw_stream(base::Frame frame, const wire::PixelFormat& format);

// What the dataset declares, corrected by what the decoder found.
[[nodiscard]] wire::PixelFormat format_as_decoded(const base::Frame& decoded, const wire::PixelFormat& declared);

// Bytes of each quality layer, for wire::Frame.
[[nodiscard]] std::vector<std::uint32_t> layer_bytes_of(const StreamedFrame& streamed);

}  // namespace sansfilm::manifest
