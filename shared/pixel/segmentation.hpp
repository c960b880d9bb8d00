// Segmentations: which segment each frame shows, over which source frame, and how to lay its plane over an image.
//
// @source PS3.3 2024e A.51, C.8.20.2 (segmentation image), C.8.20.3.1 (segment identification), C.7.6.16.2.6 (derivation image)
// @shape  masks: one byte a pixel of the target image, 0..255: coverage (binary: 0 or 255; fractional: value / maximum)
// @errors kInvalidArgument (not a segmentation), kMissing, kMalformed; per-frame faults are findings
// @owner  values
// @thread pure
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "shared/base/bytes.hpp"
#include "shared/base/frame.hpp"
#include "shared/base/result.hpp"
#include "shared/pixel/plane.hpp"
#include "shared/pixel/presentation_state.hpp"

namespace sansfilm::pixel {

struct Segment {
  std::uint32_t number = 0;
  std::string label;                           // "Liver"
  std::string category;                        // code meaning
  std::string type;                            // code meaning
  bool automatic = false;
  std::optional<std::array<std::uint16_t, 3>> cie_lab;
};

struct SegmentFrame {
  std::uint32_t frame = 0;                     // of the segmentation, from 0
  std::uint32_t segment = 0;                   // segment number; 0 for LABELMAP
  std::optional<Plane> plane;
  std::vector<ImageReference> sources;         // frames that it was made from
};

struct Segmentation {
  enum class Type : std::uint8_t { kBinary, kFractional, kLabelMap };
  Type type = Type::kBinary;
  bool is_probability = false;                 // fractional: probability, else occupancy
  std::uint32_t maximum = 1;                   // of fractional values
  std::uint32_t rows = 0;
  std::uint32_t columns = 0;
  std::string frame_of_reference;
  std::vector<Segment> segments;
  std::vector<SegmentFrame> frames;
  std::vector<base::Error> findings;
};

[[nodiscard]] base::Result<Segmentation> read_segmentation(const dicom::Dataset& dataset);

// The frames of the segmentation that belong on an image frame: those that name it as source; if none does, those whose plane is
// parallel to the image's and no farther than half a slice.
[[nodiscard]] std::vector<const SegmentFrame*> frames_on(const Segmentation& segmentation, std::string_view sop_instance_uid, std::uint32_t image_frame,
                                                         const std::optional<Plane>& image_plane);

// One frame of native pixel data (1, 8 or 16 bits a pixel, little endian) as decoded samples: what codec::decode_frame gives, for
// who has no codec because somebody else has decoded all of it (shared/document/drawing.hpp). kMissing, kTruncated, kUnsupported.
[[nodiscard]] base::Result<base::Frame> native_frame(const Segmentation& segmentation, base::Bytes pixel_data, std::uint16_t bits_allocated,
                                                     std::uint32_t frame);

struct Mask {
  std::uint32_t rows = 0;
  std::uint32_t columns = 0;
  std::vector<std::uint8_t> coverage;
};

// A decoded frame of the segmentation laid over an image of rows x columns pixels; through the planes where both exist and
// differ, else pixel on pixel.
[[nodiscard]] base::Result<Mask> mask_on_image(const Segmentation& segmentation, const SegmentFrame& at, const base::Frame& decoded,
                                               const std::optional<Plane>& image_plane, std::uint32_t rows, std::uint32_t columns);

}  // namespace sansfilm::pixel
