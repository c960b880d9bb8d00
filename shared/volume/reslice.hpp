// Reslicing of a volume on the CPU: the reference for the GPU's MPR. Trilinear samples, slabs by maximum, minimum or mean.
//
// @source PS3.3 2024e C.7.6.2.1.1 (geometry); PS3.4 2024e N.2.6 (volumetric presentation: MPR, slab) for the meaning of slabs
// @shape  voxels: slice by slice, row by row; slices in the order of the stack, `step` from one to the next
// @units  voxels in modality units; mm in the patient
// @errors kInvalidArgument (sizes that do not fit); outside the volume the result is `background`
// @owner  the volume borrows its voxels
// @thread pure
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "shared/base/result.hpp"
#include "shared/volume/geometry.hpp"

namespace sansfilm::volume {

struct Volume {
  std::span<const std::int16_t> voxels;
  std::uint32_t columns = 0;
  std::uint32_t rows = 0;
  std::uint32_t slices = 0;
  Plane first;                          // plane of the first slice
  Vector3 step{0, 0, 1};                // position of the next slice minus that of this one: gantry tilt included
};

enum class SlabMode : std::uint8_t { kMean, kMaximum, kMinimum };

struct ResliceRequest {
  Plane target;                         // plane of the result, with its spacings; thickness_mm is that of the slab (0: no slab)
  std::uint32_t rows = 0;
  std::uint32_t columns = 0;
  SlabMode mode = SlabMode::kMean;
  std::int16_t background = 0;
};

// A voxel between voxels. `point` counts (column, row, slice) from 0 at voxel centres; nullopt outside the volume.
[[nodiscard]] std::optional<double> sample(const Volume& volume, const Vector3& point);

// (column, row, slice) of a point in the patient.
[[nodiscard]] Vector3 voxel_from_patient(const Volume& volume, const Vector3& point);

// Row by row; a slab is sampled at steps of at most half the smallest spacing.
[[nodiscard]] base::Result<std::vector<std::int16_t>> reslice(const Volume& volume, const ResliceRequest& request);

}  // namespace sansfilm::volume
