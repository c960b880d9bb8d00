// Small pictures of the series for the strip, made from the first decode of the middle frame at any resolution.
//
// @shape  RGBA, row by row, at most kThumbnailSide on a side, in the picture's proportion
// @owner  owns its pixels
// @thread one caller
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "shared/pixel/image.hpp"
#include "shared/view/study_stream.hpp"

namespace sansfilm::view {

inline constexpr std::uint32_t kThumbnailSide = 144;

struct Thumbnail {
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  std::vector<std::uint8_t> rgba;     // empty: not there yet
};

class Thumbnails {
 public:
  // Adds to `viewports` what the series without a thumbnail need, a few at a time, in their order.
  void want(const StudyStream& study, std::vector<stream::Viewport>& viewports) const;
  // Makes the thumbnails whose frame is decoded now. True when there is a new one.
  bool make(const StudyStream& study);
  void clear() { made_.clear(); }

  [[nodiscard]] const Thumbnail* of(std::uint32_t model) const;

 private:
  std::vector<Thumbnail> made_;   // by series
};

[[nodiscard]] Thumbnail make_thumbnail(const base::Frame& frame, const pixel::ImageDescription& image);

}  // namespace sansfilm::view
