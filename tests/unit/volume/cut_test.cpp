#include "shared/volume/cut.hpp"

#include <doctest/doctest.h>

#include <numbers>

#include "analytic.hpp"

using namespace sansfilm;
using namespace sansfilm::volume;
using namespace sansfilm::volume::testing;

namespace {

// Whole numbers at the voxels of the stacks below, so that only the last rounding is between sample and closed form.
double ramp(const Vector3& p) { return 40 * p[0] - 80 * p[1] + 20 * p[2] + 100; }

Vector3 point_of(const CutPlane& plane, std::uint32_t row, std::uint32_t column) {
  const Vector3 across = plus(plane.middle, plane.right, plane.pixel_mm * (column - (plane.columns - 1) / 2.0));
  return plus(across, plane.down, plane.pixel_mm * (row - (plane.rows - 1) / 2.0));
}

bool well_inside(const Lattice& lattice, const Vector3& point) {
  const Vector3 v = lattice.voxel_from_patient(point);
  return v[0] >= 0 && v[1] >= 0 && v[2] >= 0 && v[0] <= lattice.columns() - 1 && v[1] <= lattice.rows() - 1 && v[2] <= lattice.depth_mm();
}

bool well_outside(const Lattice& lattice, const Vector3& point) {
  const Vector3 v = lattice.voxel_from_patient(point);
  const double e = 1e-5;
  return v[0] < -e || v[1] < -e || v[2] < -e || v[0] > lattice.columns() - 1 + e || v[1] > lattice.rows() - 1 + e || v[2] > lattice.depth_mm() + e;
}

struct Compared {
  double worst = 0;
  int inside = 0, outside = 0, false_outside = 0, false_inside = 0;
};

Compared compare(const Volume& volume, const CutPlane& plane, const Field& wanted) {
  const Cut cut = cut_plane(volume, plane);
  Compared out;
  for (std::uint32_t r = 0; r < plane.rows; ++r) {
    for (std::uint32_t c = 0; c < plane.columns; ++c) {
      const Vector3 point = point_of(plane, r, c);
      const std::int16_t sample = cut.samples[std::size_t{r} * plane.columns + c];
      if (well_inside(volume.lattice(), point)) {
        ++out.inside;
        if (sample == volume.outside()) ++out.false_outside;
        out.worst = std::max(out.worst, std::abs(sample + volume.bias() - wanted(point)));
      } else if (well_outside(volume.lattice(), point)) {
        ++out.outside;
        if (sample != volume.outside()) ++out.false_inside;
      }
    }
  }
  return out;
}

void check_ramp(const StackShape& shape) {
  const Volume volume = volume_of(shape, ramp);
  const double t = 0.4, u = 0.9;
  const Vector3 tipped{std::cos(t), std::sin(t), 0}, leaning{-std::sin(t) * std::cos(u), std::cos(t) * std::cos(u), std::sin(u)};
  const std::pair<Vector3, Vector3> axes[] = {{{1, 0, 0}, {0, 1, 0}}, {{1, 0, 0}, {0, 0, -1}}, {{0, 1, 0}, {0, 0, -1}}, {tipped, leaning}, {leaning, {std::sin(t), -std::cos(t), 0}}};
  for (const auto& plane : axes) {
    const Vector3 right = plane.first, down = plane.second;   // CAPTURE takes no structured binding
    CAPTURE(right[0]);
    CAPTURE(down[2]);
    Vector3 straight = plus(down, right, -dot(down, right));
    straight = plus({}, straight, 1 / length(straight));
    const Compared found = compare(volume, {.middle = plus(volume.lattice().middle(), {0.13, -0.21, 0.17}), .right = right, .down = straight, .pixel_mm = 0.4, .columns = 61, .rows = 57}, ramp);
    CHECK(found.worst <= 0.52);   // rounding, and floats
    CHECK(found.inside > 200);
    CHECK(found.outside > 200);
    CHECK(found.false_outside == 0);
    CHECK(found.false_inside == 0);
  }
}

}  // namespace

TEST_CASE("a plane at any angle has the values of a ramp, and ends where the volume ends") { check_ramp({.along = evenly(9, 2.0)}); }

TEST_CASE("a stack whose slices are acquired at an angle is cut by the patient's axes, not by its own") {
  check_ramp({.column_mm = 0.5, .row_mm = 0.5, .directions = {{0, 1, 0}, {0, 0, -1}}, .along = evenly(11, 1.5)});
}

TEST_CASE("a tilted gantry is cut exactly: the shear of the slices is part of the map") {
  check_ramp({.along = evenly(9, 2.0), .shear = {0, 0.25, 0}});
}

TEST_CASE("slices at uneven distances keep their true places") {
  check_ramp({.along = {0, 1, 3, 3.5, 5, 8, 8.25, 10, 13}});
}

TEST_CASE("an unsigned stack gives its stored values") {
  const StackShape shape{.along = evenly(9, 2.0)};
  const auto high = [](const Vector3& p) { return 40000 + ramp(p); };
  const Volume volume = volume_of(shape, high, 1, false);
  const Cut cut = cut_plane(volume, {.middle = volume.lattice().middle(), .pixel_mm = 0.5, .columns = 1, .rows = 1});
  const base::Frame frame = frame_of(volume, cut, true);
  CHECK_FALSE(frame.is_signed);
  CHECK(std::abs(frame.samples[0] + 256 * frame.samples[1] - high(volume.lattice().middle())) <= 0.51);
}

TEST_CASE("a sphere is a disc in every plane through it, of the area that geometry says") {
  const StackShape shape{.columns = 80, .rows = 80, .column_mm = 0.5, .row_mm = 0.5, .position = {-20, -20, 0}, .along = evenly(41, 1.0)};
  const Vector3 centre{-0.3, 0.2, 20.1};
  const double radius = 14;
  // A soft edge of 2 mm: where the value is 500 lies the surface.
  const Volume volume = volume_of(shape, [&](const Vector3& p) { return 500 * (1 + std::clamp(radius - distance_mm(p, centre), -1.0, 1.0)); });
  const double s = std::sqrt(0.5);
  const std::pair<Vector3, Vector3> axes[] = {{{1, 0, 0}, {0, 1, 0}}, {{1, 0, 0}, {0, 0, -1}}, {{0, 1, 0}, {0, 0, -1}}, {{s, s, 0}, {0, 0, -1}}, {{s, 0, s}, {0, 1, 0}}};
  for (const auto& [right, down] : axes) {
    for (const double off : {0.0, 5.0, -9.0}) {
      const CutPlane plane{.middle = plus(centre, cross(right, down), off), .right = right, .down = down, .pixel_mm = 0.25, .columns = 121, .rows = 121};
      const Cut cut = cut_plane(volume, plane);
      double area = 0;
      for (const std::int16_t value : cut.samples) area += value > 500 ? plane.pixel_mm * plane.pixel_mm : 0;
      CHECK(area == doctest::Approx(std::numbers::pi * (radius * radius - off * off)).epsilon(0.01));
    }
  }
}

TEST_CASE("a slab is the highest, the lowest or the mean of what lies in its thickness") {
  const StackShape shape{.along = evenly(21, 1.0)};
  const Volume volume = volume_of(shape, ramp);
  CutPlane plane{.middle = volume.lattice().middle(), .pixel_mm = 0.5, .columns = 5, .rows = 5, .slab = {SlabMode::kMaximum, 6.0}};
  // The ramp rises by 20 for each mm along z: over 6 mm by 120.
  const auto at_middle = [&] { return cut_plane(volume, plane).samples[12] - ramp(plane.middle); };
  CHECK(std::abs(at_middle() - 60) <= 0.51);
  plane.slab.mode = SlabMode::kMinimum;
  CHECK(std::abs(at_middle() + 60) <= 0.51);
  plane.slab.mode = SlabMode::kMean;
  CHECK(std::abs(at_middle()) <= 0.51);
  const Cut cut = cut_plane(volume, plane);
  CHECK(cut.first_slice == 7);
  CHECK(cut.last_slice == 13);
}

TEST_CASE("a thin bright vessel is in the maximum of a slab that holds it, in any direction") {
  const StackShape shape{.columns = 40, .rows = 40, .column_mm = 1, .row_mm = 1, .position = {0, 0, 0}, .along = evenly(40, 1.0)};
  const Volume volume = volume_of(shape, [](const Vector3& p) { return p[0] == 20 && p[2] == 17 ? 900 : -100; });
  const auto brightest = [&](const Vector3& right, const Vector3& down, double thickness, SlabMode mode) {
    const Cut cut = cut_plane(volume, {.middle = {20, 20, 20}, .right = right, .down = down, .pixel_mm = 1, .columns = 21, .rows = 21, .slab = {mode, thickness}});
    return *std::max_element(cut.samples.begin(), cut.samples.end());
  };
  CHECK(brightest({1, 0, 0}, {0, 1, 0}, 0, SlabMode::kMaximum) == -100);
  CHECK(brightest({1, 0, 0}, {0, 1, 0}, 8, SlabMode::kMaximum) == 900);
  CHECK(brightest({1, 0, 0}, {0, 1, 0}, 8, SlabMode::kMinimum) == -100);
  CHECK(brightest({1, 0, 0}, {0, 0, -1}, 4, SlabMode::kMaximum) == 900);
}

TEST_CASE("a slab at the edge is made of what is there") {
  const StackShape shape{.along = evenly(9, 2.0)};
  const Volume volume = volume_of(shape, [](const Vector3&) { return 77; });
  const Cut cut = cut_plane(volume, {.middle = plane_at(shape, 0).position, .pixel_mm = 0.5, .columns = 1, .rows = 1, .slab = {SlabMode::kMean, 10}});
  CHECK(cut.samples[0] == 77);
}

TEST_CASE("a curve is straightened: along the path its length, across it the distance from it") {
  const StackShape shape{.columns = 60, .rows = 60, .column_mm = 0.5, .row_mm = 0.5, .position = {0, 0, 0}, .along = evenly(31, 1.0)};
  const Volume volume = volume_of(shape, ramp);
  const CutCurve curve{.path = {{3, 4, 15}, {15, 20, 15}, {25, 20, 15}}, .across = {0, 0, -1}, .pixel_mm = 0.5, .height_mm = 10};
  const Cut cut = cut_curve(volume, curve);
  CHECK(path_length_mm(curve.path) == doctest::Approx(30));
  REQUIRE(cut.columns == 61);
  REQUIRE(cut.rows == 21);
  double worst = 0;
  for (std::uint32_t r = 0; r < cut.rows; ++r) {
    for (std::uint32_t c = 0; c < cut.columns; ++c) {
      const double s = c * 0.5;
      const Vector3 on_path = s <= 20 ? Vector3{3 + 0.6 * s, 4 + 0.8 * s, 15} : Vector3{15 + (s - 20), 20, 15};
      const Vector3 point = plus(on_path, curve.across, 0.5 * (r - 10.0));
      worst = std::max(worst, std::abs(cut.samples[std::size_t{r} * cut.columns + c] - ramp(point)));
    }
  }
  CHECK(worst <= 0.52);
}

TEST_CASE("a path of points that are all one gives no curve") {
  const StackShape shape{.along = evenly(9, 2.0)};
  const Volume volume = volume_of(shape, ramp);
  CHECK(cut_curve(volume, {.path = {{0, 0, 0}, {0, 0, 0}}}).empty);
  CHECK(cut_curve(volume, {.path = {}}).empty);
}

TEST_CASE("a plane beside the volume is empty, and so is one without pixels") {
  const StackShape shape{.along = evenly(9, 2.0)};
  const Volume volume = volume_of(shape, ramp);
  CHECK(cut_plane(volume, {.middle = {500, 500, 500}, .columns = 8, .rows = 8}).empty);
  CHECK(cut_plane(volume, {.middle = volume.lattice().middle(), .columns = 0, .rows = 8}).empty);
  CHECK(quality_of(volume, cut_plane(volume, {.middle = {500, 500, 500}, .columns = 8, .rows = 8})).slices == 0);
}

TEST_CASE("a plane says how many of its slices are final, previews, or have not come") {
  const StackShape shape{.along = evenly(9, 2.0)};
  Volume volume(lattice_of(shape), {.is_signed = true}, 1);
  for (const std::uint32_t i : {2U, 3U, 4U}) volume.put(i, frame_of_field(shape, i, ramp), i == 3 ? SliceState::kFinal : SliceState::kPreview);
  const Vector3 in_slice_3 = plus(volume.lattice().middle(), {0, 0, -2});
  const CutPlane axial{.middle = in_slice_3, .pixel_mm = 0.5, .columns = 8, .rows = 8};
  CHECK(quality_of(volume, cut_plane(volume, axial)).is_final());
  CutPlane between = axial;
  between.middle[2] += 0.5;
  CHECK_FALSE(quality_of(volume, cut_plane(volume, between)).is_final());
  CutPlane coronal = axial;
  coronal.down = {0, 0, -1};
  coronal.rows = 60;
  const CutQuality all = quality_of(volume, cut_plane(volume, coronal));
  CHECK(all.slices == 9);
  CHECK(all.finals == 1);
  CHECK(all.previews == 2);
}

TEST_CASE("a single point reads like a plane") {
  const StackShape shape{.along = {0, 1, 3, 3.5, 5}, .shear = {0, 0.25, 0}};
  const Volume volume = volume_of(shape, ramp);
  const Vector3 point = plus(volume.lattice().middle(), {0.2, 0.1, 0.3});
  CHECK(sample_at(volume, point).value() == doctest::Approx(ramp(point)).epsilon(0.0001));
  CHECK_FALSE(sample_at(volume, {500, 0, 0}).has_value());
}
