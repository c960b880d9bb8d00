// Structure sets: contours of regions, and their points in the pixels of a slice.
//
// @source PS3.3 2024e A.19, C.8.8.5 (structure set), C.8.8.6 (ROI contour)
// @units  mm in the patient; pixels from 0 at pixel centres
// @errors kInvalidArgument (no structure set); a faulty contour is left out with a finding
// @owner  values
// @thread pure
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "shared/base/result.hpp"
#include "shared/dicom/dataset.hpp"
#include "shared/volume/geometry.hpp"

namespace sansfilm::volume {

enum class ContourType : std::uint8_t { kPoint, kOpen, kClosed };  // CLOSED_PLANAR, CLOSEDPLANAR_XOR; OPEN_*; POINT

struct Contour {
  ContourType type = ContourType::kClosed;
  std::vector<Vector3> points;
  std::vector<std::string> images;     // SOP Instance UIDs that it was drawn on
};

struct Roi {
  std::int64_t number = 0;
  std::string name;
  std::string frame_of_reference;
  std::array<std::uint8_t, 3> colour{255, 255, 0};
  std::vector<Contour> contours;
};

struct StructureSet {
  std::string label;
  std::vector<Roi> rois;               // in the order of the structure set
  std::vector<base::Error> findings;
};

[[nodiscard]] base::Result<StructureSet> read_structure_set(const dicom::Dataset& dataset);

struct ContourOnSlice {
  ContourType type = ContourType::kClosed;
  std::vector<PixelPoint> points;
};

// The contours of a region that lie in the slice: drawn on that image, or, where they name none, all of whose points are no
// farther from its plane than half its thickness (at least 0.5 mm).
[[nodiscard]] std::vector<ContourOnSlice> contours_on(const Roi& roi, const Plane& slice, std::string_view sop_instance_uid);

}  // namespace sansfilm::volume
