// How L1, P1 and H1 are made, as data with a version (all recipes: shared/manifest/streamed_frame.hpp). A change of any number here is
// a new version: the chunks that exist keep their names, new ones get other names.
//
// @units  bits per sample, pixels
// @thread pure
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "backend/derive/htj2k_encode.hpp"
#include "backend/store/digest.hpp"
#include "shared/base/frame.hpp"
#include "shared/codec/jpeg2000.hpp"

namespace sansfilm::derive {

// Which form a picture gets that is encoded here.
enum class Choice : std::uint8_t {
  kLayered,         // L, the default (ARCHITECTURE.md, decision 12)
  kBySize,          // H for pictures of more than one tile, L for the rest
  kPreviewThenHt,   // P
  kHtThenHt,        // H
};

// "L", "by-size", "P", "H"; kLayered for a name that is none.
[[nodiscard]] Choice choice_of(std::string_view name);

// What the choice comes to for a frame: never kBySize.
[[nodiscard]] Choice settled(Choice choice, const base::Frame& frame);

[[nodiscard]] codec::Jpeg2000EncodeOptions layered_options(const base::Frame& frame);
[[nodiscard]] codec::Jpeg2000EncodeOptions preview_options(const base::Frame& frame);   // of P
[[nodiscard]] Htj2kOptions ht_options(const base::Frame& frame);                        // of the last layer
[[nodiscard]] Htj2kOptions ht_preview_options(const base::Frame& frame);                // of H

// Of the blob that holds the streaming forms of an original. Each frame in it says its recipe, so the name does not depend
// on the choice; other versions of a recipe have other names beside it.
[[nodiscard]] std::string derived_name(const store::Digest& original);

}  // namespace sansfilm::derive
