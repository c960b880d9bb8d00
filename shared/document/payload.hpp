// The bytes that an object carries for somebody else to show: an encapsulated document, a video.
//
// The kind is decided by the bytes, not by what the object says of them: a PDF begins with "%PDF-", an MP4 with a box "ftyp".
// What is not recognised is for downloading only.
//
// @source PS3.3 2024e C.24.2 (encapsulated document); PS3.5 2024e 8.2.5 to 8.2.10, A.4 (video in fragments)
// @errors kMissing (no payload)
// @owner  borrows from the file
// @thread pure
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "shared/base/bytes.hpp"
#include "shared/base/result.hpp"
#include "shared/dicom/reader.hpp"

namespace sansfilm::document {

struct Payload {
  std::string_view media_type;         // one of a few literals
  std::string_view extension;          // "pdf", "mp4"
  bool in_page = false;                // a browser may show it (a PDF, an MP4), else it is downloaded
  std::vector<base::Bytes> parts;      // one after the other
  std::uint64_t bytes = 0;

  // The parts that hold the bytes first..first+count-1.
  [[nodiscard]] std::vector<base::Bytes> range(std::uint64_t first, std::uint64_t count) const;
};

[[nodiscard]] base::Result<Payload> find_payload(const dicom::File& file);

}  // namespace sansfilm::document
