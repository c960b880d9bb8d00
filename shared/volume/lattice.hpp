// Where the voxels of a stack lie in the patient: even or uneven slices, upright or sheared by a tilted gantry.
//
// A voxel is named by (column, row, mm): the last is the distance from the first slice along the normal, by Image Position
// (Patient) and never by Slice Thickness or Spacing Between Slices. Under a tilted gantry the way from slice to slice is not the
// normal; the map is then a shear, which is linear, so that planes are cut out of the tilted stack itself and nothing is resampled
// twice. Slices at uneven distances keep their true places: index_at() tells between which two a distance lies.
//
// @source PS3.3 2024e C.7.6.2.1.1 (equation C.7.6.2.1-1)
// @units  mm in the patient; columns, rows and slices from 0 at voxel centres
// @errors Refusal
// @owner  value
// @thread pure
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <variant>
#include <vector>

#include "shared/volume/geometry.hpp"
#include "shared/volume/refusal.hpp"
#include "shared/volume/stack.hpp"

namespace sansfilm::volume {

class Lattice {
 public:
  Lattice() = default;
  // `along`: ascending from 0, at least two; `way`: from slice to slice for each mm along the normal.
  Lattice(const Plane& first, std::uint32_t columns, std::uint32_t rows, std::vector<double> along, const Vector3& way);

  // Blocks of n x n pixels of a slice as one voxel.
  [[nodiscard]] Lattice coarsened(std::uint32_t n) const;

  [[nodiscard]] std::uint32_t columns() const { return columns_; }
  [[nodiscard]] std::uint32_t rows() const { return rows_; }
  [[nodiscard]] std::uint32_t slices() const { return static_cast<std::uint32_t>(along_.size()); }
  [[nodiscard]] const std::vector<double>& along() const { return along_; }
  [[nodiscard]] double depth_mm() const { return along_.back(); }
  [[nodiscard]] bool even() const { return even_; }
  [[nodiscard]] double spacing_mm() const { return depth_mm() / (slices() - 1); }      // the mean where it is uneven
  [[nodiscard]] double column_mm() const { return length(column_step_); }
  [[nodiscard]] double row_mm() const { return length(row_step_); }
  [[nodiscard]] const Vector3& normal() const { return normal_; }
  [[nodiscard]] double tilt_degrees() const;

  // (column, row, mm) of a point and of a way in the patient.
  [[nodiscard]] Vector3 voxel_from_patient(const Vector3& point) const { return voxel_way(minus(point, origin_)); }
  [[nodiscard]] Vector3 voxel_way(const Vector3& way) const { return {dot(to_column_, way), dot(to_row_, way), dot(to_mm_, way)}; }
  [[nodiscard]] Vector3 patient_from_voxel(const Vector3& voxel) const;

  // The slice at or before a distance, and how far it is to the next, 0 to 1. At the ends: the first, the last but one.
  struct Between {
    std::uint32_t slice = 0;
    double part = 0;
  };
  [[nodiscard]] Between index_at(double mm) const {
    if (even_) {
      const double at = std::clamp(mm * per_mm_, 0.0, static_cast<double>(slices() - 1));
      const auto slice = std::min(static_cast<std::uint32_t>(at), slices() - 2);
      return {slice, at - slice};
    }
    return uneven_index_at(mm);
  }

  // Half the extent of the box of voxel centres along a direction in the patient, and the middle of the box.
  [[nodiscard]] double half_extent(const Vector3& direction) const;
  [[nodiscard]] Vector3 middle() const;
  // Pulled into the box, along its edges.
  [[nodiscard]] Vector3 clamped(const Vector3& point) const;

 private:
  [[nodiscard]] Between uneven_index_at(double mm) const;

  Vector3 origin_{};
  Vector3 column_step_{1, 0, 0}, row_step_{0, 1, 0}, way_{0, 0, 1}, normal_{0, 0, 1};
  Vector3 to_column_{1, 0, 0}, to_row_{0, 1, 0}, to_mm_{0, 0, 1};
  std::uint32_t columns_ = 1, rows_ = 1;
  std::vector<double> along_{0.0, 1.0};
  bool even_ = true;
  double per_mm_ = 1;
  std::vector<std::uint32_t> buckets_;      // uneven: the slice at the beginning of each cell no longer than the shortest step
  double bucket_mm_ = 1;
};

// What became of a stack: its lattice with the input of each slice, or why there is none.
struct LatticePlan {
  Lattice lattice;
  std::vector<std::size_t> ids;             // of the inputs, one a slice
  std::size_t time_point = 0, time_points = 1;
};

// The stack that the input `shown` belongs to, at its time point. `inputs[i].id` is i.
[[nodiscard]] std::variant<LatticePlan, Refusal> plan_lattice(const std::vector<StackInput>& inputs, std::size_t shown);

}  // namespace sansfilm::volume
