#include "shared/volume/reslice.hpp"

#include <algorithm>
#include <limits>

namespace sansfilm::volume {

using base::Error;
using base::ErrorCode;

namespace {

constexpr std::uint64_t kMaxPixels = std::uint64_t{1} << 26;
constexpr int kMaxSlabSamples = 4096;

// Columns are the steps of one voxel; its inverse leads from the patient to voxels.
struct Basis {
  Vector3 column, row, slice;
};

Basis inverse_basis(const Volume& volume) {
  const Vector3 a = plus({}, volume.first.directions.row, volume.first.column_spacing_mm);
  const Vector3 b = plus({}, volume.first.directions.column, volume.first.row_spacing_mm);
  const Vector3& c = volume.step;
  const double determinant = dot(a, cross(b, c));
  const double scale = determinant != 0 ? 1.0 / determinant : 0.0;
  return {plus({}, cross(b, c), scale), plus({}, cross(c, a), scale), plus({}, cross(a, b), scale)};
}

// Not named apply: std::apply would be found for Vector3 too.
Vector3 in_basis(const Basis& basis, const Vector3& v) { return {dot(basis.column, v), dot(basis.row, v), dot(basis.slice, v)}; }

struct Accumulator {
  SlabMode mode;
  double value = 0;
  int count = 0;

  void add(double sample) {
    if (count == 0 || (mode == SlabMode::kMaximum && sample > value) || (mode == SlabMode::kMinimum && sample < value)) {
      value = sample;
    } else if (mode == SlabMode::kMean) {
      value += sample;
    }
    ++count;
  }
  [[nodiscard]] double result() const { return mode == SlabMode::kMean ? value / count : value; }
};

int slab_samples(const Volume& volume, double thickness_mm) {
  if (!(thickness_mm > 0)) return 1;
  const double finest = std::min({volume.first.row_spacing_mm, volume.first.column_spacing_mm, length(volume.step)});
  const double wanted = std::ceil(thickness_mm / (finest / 2.0));
  return static_cast<int>(std::clamp(wanted, 1.0, static_cast<double>(kMaxSlabSamples)));
}

}  // namespace

Vector3 voxel_from_patient(const Volume& volume, const Vector3& point) { return in_basis(inverse_basis(volume), minus(point, volume.first.position)); }

std::optional<double> sample(const Volume& volume, const Vector3& point) {
  constexpr double kSlack = 1e-6;
  const double limits[3] = {volume.columns - 1.0, volume.rows - 1.0, volume.slices - 1.0};
  std::size_t low[3];
  std::size_t step[3];
  double part[3];
  for (std::size_t i = 0; i < 3; ++i) {
    if (!(point[i] >= -kSlack && point[i] <= limits[i] + kSlack)) return std::nullopt;
    const double at = std::clamp(point[i], 0.0, limits[i]);
    low[i] = static_cast<std::size_t>(at);
    part[i] = at - static_cast<double>(low[i]);
    step[i] = static_cast<double>(low[i]) < limits[i] ? 1 : 0;
  }
  const std::size_t row_stride = volume.columns;
  const std::size_t slice_stride = row_stride * volume.rows;
  const std::int16_t* at = volume.voxels.data() + low[2] * slice_stride + low[1] * row_stride + low[0];
  const auto along_row = [&](const std::int16_t* p) { return p[0] * (1 - part[0]) + p[step[0]] * part[0]; };
  const auto in_slice = [&](const std::int16_t* p) { return along_row(p) * (1 - part[1]) + along_row(p + step[1] * row_stride) * part[1]; };
  return in_slice(at) * (1 - part[2]) + in_slice(at + step[2] * slice_stride) * part[2];
}

base::Result<std::vector<std::int16_t>> reslice(const Volume& volume, const ResliceRequest& request) {
  const std::uint64_t voxels = std::uint64_t{volume.columns} * volume.rows * volume.slices;
  if (voxels == 0 || volume.voxels.size() < voxels || !has_spacing(volume.first)) {
    return Error{.code = ErrorCode::kInvalidArgument, .detail = "the volume has fewer voxels than its size says, or no spacing"};
  }
  if (std::uint64_t{request.rows} * request.columns > kMaxPixels || !has_spacing(request.target)) {
    return Error{.code = ErrorCode::kInvalidArgument, .detail = "the plane to reslice is too large or has no spacing"};
  }
  const Basis inverse = inverse_basis(volume);
  const Vector3 normal = normal_of(request.target.directions);
  const int samples = slab_samples(volume, request.target.thickness_mm);
  const double slab_step = samples > 1 ? request.target.thickness_mm / samples : 0.0;
  const Vector3 origin = in_basis(inverse, minus(plus(request.target.position, normal, -slab_step * (samples - 1) / 2.0), volume.first.position));
  const Vector3 by_column = in_basis(inverse, plus({}, request.target.directions.row, request.target.column_spacing_mm));
  const Vector3 by_row = in_basis(inverse, plus({}, request.target.directions.column, request.target.row_spacing_mm));
  const Vector3 by_depth = in_basis(inverse, plus({}, normal, slab_step));
  std::vector<std::int16_t> out(std::size_t{request.rows} * request.columns, request.background);
  for (std::uint32_t r = 0; r < request.rows; ++r) {
    const Vector3 row_start = plus(origin, by_row, r);
    for (std::uint32_t c = 0; c < request.columns; ++c) {
      Vector3 point = plus(row_start, by_column, c);
      Accumulator slab{.mode = request.mode};
      for (int i = 0; i < samples; ++i, point = plus(point, by_depth)) {
        if (const auto value = sample(volume, point)) slab.add(*value);
      }
      if (slab.count == 0) continue;
      const double rounded = std::floor(slab.result() + 0.5);
      out[std::size_t{r} * request.columns + c] = static_cast<std::int16_t>(std::clamp(rounded, -32768.0, 32767.0));
    }
  }
  return out;
}

}  // namespace sansfilm::volume
