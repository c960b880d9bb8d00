// Stacks whose value at every point of the patient is known in closed form.
#pragma once

#include <cmath>
#include <cstring>
#include <functional>

#include "shared/volume/volume.hpp"

namespace sansfilm::volume::testing {

using Field = std::function<double(const Vector3&)>;

struct StackShape {
  std::uint32_t columns = 24, rows = 20;
  double column_mm = 0.5, row_mm = 0.75;
  Vector3 position{-7, -9, 40};
  pixel::Directions directions{};
  std::vector<double> along;                // of each slice, mm along `slice_way` times normal; ascending
  Vector3 shear{};                          // in-plane shift for each mm
};

inline std::vector<double> evenly(std::uint32_t count, double spacing) {
  std::vector<double> out;
  for (std::uint32_t i = 0; i < count; ++i) out.push_back(i * spacing);
  return out;
}

inline Plane plane_at(const StackShape& shape, std::uint32_t slice) {
  const Vector3 way = plus(normal_of(shape.directions), shape.shear);
  return {.position = plus(shape.position, way, shape.along[slice]),
          .directions = shape.directions,
          .row_spacing_mm = shape.row_mm,
          .column_spacing_mm = shape.column_mm};
}

inline base::Frame frame_of_field(const StackShape& shape, std::uint32_t slice, const Field& field, bool is_signed = true) {
  base::Frame frame;
  frame.columns = shape.columns;
  frame.rows = shape.rows;
  frame.is_signed = is_signed;
  frame.samples.resize(std::size_t{shape.columns} * shape.rows * 2);
  const Plane plane = plane_at(shape, slice);
  for (std::uint32_t r = 0; r < shape.rows; ++r) {
    for (std::uint32_t c = 0; c < shape.columns; ++c) {
      const auto value = static_cast<std::int32_t>(std::lround(field(patient_from_pixel(plane, {static_cast<double>(r), static_cast<double>(c)}))));
      const auto stored = static_cast<std::uint16_t>(value);
      std::memcpy(frame.samples.data() + 2 * (std::size_t{r} * shape.columns + c), &stored, 2);
    }
  }
  return frame;
}

inline Lattice lattice_of(const StackShape& shape) {
  return {plane_at(shape, 0), shape.columns, shape.rows, shape.along, plus(normal_of(shape.directions), shape.shear)};
}

inline Volume volume_of(const StackShape& shape, const Field& field, std::uint32_t coarseness = 1, bool is_signed = true) {
  Volume out(lattice_of(shape), {.is_signed = is_signed}, coarseness);
  for (std::uint32_t i = 0; i < shape.along.size(); ++i) out.put(i, frame_of_field(shape, i, field, is_signed), SliceState::kFinal);
  return out;
}

}  // namespace sansfilm::volume::testing
