// What the decoded samples of a frame will be, known before all frames are decoded: one frame of each kind is.
//
// The manifest promises the form of every frame. For native data, and for JPEG and JPEG-LS whose headers are the same,
// what one frame decodes to the others do too; so the first of each kind is decoded and the rest believed. A frame that
// breaks the promise is not shown (frame_store.hpp).
//
// @source ISO/IEC 10918-1 B.1.1 (marker segments); ISO/IEC 14495-1 C.1
// @owner  values
// @thread the worker's
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "shared/base/frame.hpp"
#include "shared/base/result.hpp"
#include "shared/dicom/reader.hpp"
#include "shared/wire/manifest.hpp"

namespace sansfilm::local {

// The marker segments of a JPEG or JPEG-LS codestream that decide what it decodes to: without tables, comments and
// application data other than those that speak of colour.
[[nodiscard]] std::string header_signature(base::Bytes codestream);

class PictureForms {
 public:
  using Decode = std::function<base::Result<base::Frame>()>;

  // The form of a frame of `file`. `codestream`: its compressed bytes, empty for native data. nullopt: it cannot be decoded.
  [[nodiscard]] std::optional<wire::PixelFormat> form_of(const dicom::File& file, const wire::PixelFormat& declared, base::Bytes codestream,
                                                         const Decode& decode);

 private:
  struct Found {
    base::Frame frame;  // without samples
  };
  std::map<std::string, Found> known_;
};

// Of decoded samples.
[[nodiscard]] wire::PixelFormat form_of_samples(const base::Frame& frame, const wire::PixelFormat& declared);

}  // namespace sansfilm::local
