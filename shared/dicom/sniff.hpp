// What an unlabelled stream looks like: is it a dataset at all, and how is it encoded? Internal to this room.
#pragma once

#include <optional>

#include "shared/dicom/element_parser.hpp"

namespace sansfilm::dicom {

// The encoding of the first elements at `position`; nullopt if they make no dataset in any encoding.
// `strict` demands that it starts as datasets do (group 0002, 0004 or 0008) and goes on: for files without "DICM".
[[nodiscard]] std::optional<Encoding> sniff_encoding(base::Bytes bytes, std::size_t position, bool strict);

// The transfer syntax of encapsulated pixel data by the codestream's first markers; nullptr if unknown.
[[nodiscard]] const TransferSyntax* sniff_codestream(base::Bytes fragment);

// How many elements from `position` on read well in this encoding, up to `most`.
[[nodiscard]] unsigned count_regular_elements(base::Bytes bytes, std::size_t position, Encoding encoding,
                                              unsigned most);

}  // namespace sansfilm::dicom
