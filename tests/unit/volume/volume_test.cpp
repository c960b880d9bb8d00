#include "shared/volume/volume.hpp"

#include <doctest/doctest.h>

#include "analytic.hpp"

using namespace sansfilm;
using namespace sansfilm::volume;
using namespace sansfilm::volume::testing;

namespace {

std::int32_t stored_at(const Volume& volume, std::uint32_t slice, std::uint32_t row, std::uint32_t column) {
  return volume.table()[slice][std::size_t{row} * volume.lattice().columns() + column] + volume.bias();
}

base::Frame grey(std::uint32_t columns, std::uint32_t rows, std::vector<std::uint8_t> samples) {
  base::Frame out;
  out.columns = columns;
  out.rows = rows;
  out.bytes_per_sample = 1;
  out.bits_stored = 8;
  out.samples = std::move(samples);
  return out;
}

}  // namespace

TEST_CASE("2,000 slices of 512 x 512 are held coarser in plane where they do not fit, with all their slices") {
  const Lattice lattice({.position = {}, .directions = {}, .row_spacing_mm = 0.7, .column_spacing_mm = 0.7}, 512, 512, evenly(2000, 0.5), {0, 0, 1});
  CHECK(Volume::coarseness_for(lattice, std::uint64_t{2} << 30) == 1);
  CHECK(Volume::coarseness_for(lattice, std::uint64_t{300} << 20) == 2);
  CHECK(Volume::coarseness_for(lattice, std::uint64_t{128} << 20) == 3);
  CHECK_FALSE(Volume::coarseness_for(lattice, std::uint64_t{1} << 20).has_value());
  const Lattice half = lattice.coarsened(2);
  CHECK(half.columns() == 256);
  CHECK(half.slices() == 2000);
  CHECK(half.patient_from_voxel({0, 0, 0})[0] == doctest::Approx(0.35));
}

TEST_CASE("a coarse volume holds means, in the places of the patient") {
  const StackShape shape{.along = evenly(9, 2.0)};
  const Volume volume = volume_of(shape, [](const Vector3& p) { return 40 * p[0] - 80 * p[1] + 20 * p[2]; }, 2);
  const Vector3 at = volume.lattice().patient_from_voxel({3, 4, 6});
  CHECK(stored_at(volume, 3, 4, 3) == doctest::Approx(40 * at[0] - 80 * at[1] + 20 * at[2]).epsilon(0.001));
}

TEST_CASE("until a slice has come its nearest neighbour stands in, over a few slices only") {
  const StackShape shape{.columns = 4, .rows = 4, .along = evenly(40, 1.0)};
  Volume volume(lattice_of(shape), {.is_signed = true}, 1);
  volume.put(10, frame_of_field(shape, 10, [](const Vector3&) { return 10; }), SliceState::kFinal);
  volume.put(14, frame_of_field(shape, 14, [](const Vector3&) { return 14; }), SliceState::kFinal);
  CHECK(stored_at(volume, 11, 0, 0) == 10);
  CHECK(stored_at(volume, 12, 0, 0) == 10);
  CHECK(stored_at(volume, 13, 0, 0) == 14);
  CHECK(stored_at(volume, 22, 0, 0) == 14);
  CHECK(stored_at(volume, 23, 0, 0) == volume.blank());
  CHECK(stored_at(volume, 2, 0, 0) == 10);
  CHECK(stored_at(volume, 1, 0, 0) == volume.blank());
  CHECK(volume.state(11) == SliceState::kAbsent);
  CHECK(volume.finals() == 2);
  CHECK_FALSE(volume.complete());
}

TEST_CASE("a preview is spread over the slice, and a better picture takes its place, never a worse one") {
  const StackShape shape{.columns = 4, .rows = 4, .along = evenly(3, 1.0)};
  Volume volume(lattice_of(shape), {}, 1);
  CHECK(volume.put(1, grey(2, 2, {0, 100, 0, 100}), SliceState::kPreview));
  CHECK(stored_at(volume, 1, 0, 0) == 0);
  CHECK(stored_at(volume, 1, 0, 1) == 25);
  CHECK(stored_at(volume, 1, 3, 3) == 100);
  CHECK(volume.state(1) == SliceState::kPreview);
  CHECK(volume.put(1, frame_of_field(shape, 1, [](const Vector3&) { return 7; }, false), SliceState::kFinal));
  CHECK(stored_at(volume, 1, 3, 3) == 7);
  CHECK_FALSE(volume.put(1, grey(2, 2, {0, 100, 0, 100}), SliceState::kPreview));
  CHECK(stored_at(volume, 1, 3, 3) == 7);
}

TEST_CASE("a frame that is not of this stack is not taken") {
  const StackShape shape{.columns = 4, .rows = 4, .along = evenly(3, 1.0)};
  Volume volume(lattice_of(shape), {}, 1);
  CHECK_FALSE(volume.put(3, grey(4, 4, std::vector<std::uint8_t>(16)), SliceState::kFinal));
  CHECK_FALSE(volume.put(0, grey(3, 4, std::vector<std::uint8_t>(12)), SliceState::kPreview));
  CHECK_FALSE(volume.put(0, grey(2, 2, std::vector<std::uint8_t>(4)), SliceState::kFinal));
  CHECK_FALSE(volume.put(0, grey(4, 4, std::vector<std::uint8_t>(3)), SliceState::kFinal));
  base::Frame colour = grey(4, 4, std::vector<std::uint8_t>(48));
  colour.samples_per_pixel = 3;
  CHECK_FALSE(volume.put(0, colour, SliceState::kFinal));
  CHECK(volume.present() == 0);
}

TEST_CASE("padding is dark, whatever its value") {
  const StackShape shape{.columns = 2, .rows = 1, .along = evenly(3, 1.0)};
  Volume volume(lattice_of(shape), {.bits_stored = 8, .padding = std::pair{250.0, 255.0}}, 1);
  volume.put(0, grey(2, 1, {9, 255}), SliceState::kFinal);
  CHECK(stored_at(volume, 0, 0, 0) == 9);
  CHECK(stored_at(volume, 0, 0, 1) == 0);
}

TEST_CASE("slices of different slopes are brought to one") {
  const StackShape shape{.columns = 2, .rows = 1, .along = evenly(3, 1.0)};
  Volume volume(lattice_of(shape), {}, 1);
  // Slope 0.5 and intercept 10 where the volume has slope 2 and intercept 0: value = (stored * 0.5 + 10) / 2.
  volume.put(0, grey(2, 1, {100, 20}), SliceState::kFinal, {.scale = 0.25, .offset = 5});
  CHECK(stored_at(volume, 0, 0, 0) == 30);
  CHECK(stored_at(volume, 0, 0, 1) == 10);
}
