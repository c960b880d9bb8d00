// How streaming forms are made, as data with a version. A change of any number here is a new version: the chunks that
// exist keep their names, new ones get other names.
//
//   L1  layered JPEG 2000 Part 1, reversible: layers of 0.1, 0.25, 0.5, 1, 2 bits a sample, then lossless
//   O1  the JPEG 2000 or HTJ2K codestream of the original as it arrived
//   R1  stored values as they are, one chunk: for what JPEG 2000 cannot hold (float, over 26 bits)
//
// @units  bits per sample, pixels
// @thread pure
#pragma once

#include <cstdint>
#include <string>

#include "backend/store/digest.hpp"
#include "shared/base/frame.hpp"
#include "shared/codec/jpeg2000.hpp"
#include "shared/wire/chunk_key.hpp"

namespace sansfilm::derive {

inline constexpr wire::RecipeId kLayered{'L', 1};
inline constexpr wire::RecipeId kOriginal{'O', 1};
inline constexpr wire::RecipeId kRaw{'R', 1};

[[nodiscard]] codec::Jpeg2000EncodeOptions layered_options(const base::Frame& frame);

// Of the blob that holds the streaming forms of an original: other versions have other names beside it.
[[nodiscard]] std::string derived_name(const store::Digest& original);

}  // namespace sansfilm::derive
