// Planes, slabs and curves cut out of a volume: trilinear samples, along the normal the maximum, the minimum or the mean of a slab.
//
// One line of the result after the other: where it enters and leaves the volume is computed once, so that the loop over its pixels
// asks nothing. A plane is given by its middle and two directions, and has square pixels.
//
// @source PS3.4 2024e N.2.6 (volumetric presentation: MPR, slab) for the meaning of slabs
// @shape  rows * columns samples, row by row; internal values of the volume (stored minus bias), `outside` where there is none
// @units  mm in the patient
// @errors none: a request without pixels gives none
// @owner  the result owns its samples
// @thread pure
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "shared/volume/volume.hpp"

namespace sansfilm::volume {

enum class SlabMode : std::uint8_t { kMean, kMaximum, kMinimum };

struct Slab {
  SlabMode mode = SlabMode::kMean;
  double thickness_mm = 0;              // 0: a plane
  double finest = 0.5;                  // from sample to sample, in voxels of whichever direction is crossed fastest
};

struct CutPlane {
  Vector3 middle{};
  Vector3 right{1, 0, 0}, down{0, 1, 0};   // unit, at right angles
  double pixel_mm = 1;
  std::uint32_t columns = 0, rows = 0;
  Slab slab;
};

// What a cut is made of.
struct Cut {
  std::uint32_t columns = 0, rows = 0;
  std::vector<std::int16_t> samples;
  bool empty = true;                    // nothing of the volume is in it
  std::uint32_t first_slice = 0, last_slice = 0;   // all that took part lie between them, both included
};

[[nodiscard]] Cut cut_plane(const Volume& volume, const CutPlane& plane);
// Samples through a slab across this direction: what one pixel costs.
[[nodiscard]] int slab_samples(const Lattice& lattice, const Slab& slab, const Vector3& normal);

// A path straightened: column by column along it, the rows along `across`, which is at right angles to it (the normal of the plane
// that it was drawn in); the slab lies in that plane, at right angles to the path.
struct CutCurve {
  std::vector<Vector3> path;
  Vector3 across{0, 0, 1};              // unit; down on the screen
  double pixel_mm = 1;
  double height_mm = 100;               // half of it on each side of the path
  Slab slab;
};

[[nodiscard]] Cut cut_curve(const Volume& volume, const CutCurve& curve);
[[nodiscard]] double path_length_mm(std::span<const Vector3> path);

// How much of what took part is final.
struct CutQuality {
  std::uint32_t slices = 0, finals = 0, previews = 0;
  [[nodiscard]] bool is_final() const { return slices == finals; }
};
[[nodiscard]] CutQuality quality_of(const Volume& volume, const Cut& cut);

// As a decoded frame of stored values, for the display pipeline.
[[nodiscard]] base::Frame frame_of(const Volume& volume, const Cut& cut, bool complete);

// One sample, in internal values; nothing outside.
[[nodiscard]] std::optional<double> sample_at(const Volume& volume, const Vector3& point);

}  // namespace sansfilm::volume
