// How L1 is made, as data with a version (all recipes: shared/manifest/streamed_frame.hpp). A change of any number here is
// a new version: the chunks that exist keep their names, new ones get other names.
//
// @units  bits per sample, pixels
// @thread pure
#pragma once

#include <string>

#include "backend/store/digest.hpp"
#include "shared/base/frame.hpp"
#include "shared/codec/jpeg2000.hpp"

namespace sansfilm::derive {

[[nodiscard]] codec::Jpeg2000EncodeOptions layered_options(const base::Frame& frame);

// Of the blob that holds the streaming forms of an original: other versions have other names beside it.
[[nodiscard]] std::string derived_name(const store::Digest& original);

}  // namespace sansfilm::derive
