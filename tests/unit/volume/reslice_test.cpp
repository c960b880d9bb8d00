#include "shared/volume/reslice.hpp"

#include <doctest/doctest.h>

using namespace sansfilm::volume;

namespace {

// 4 x 3 x 5 voxels of 1 x 2 x 3 mm; the value tells the voxel: column + 10 * row + 100 * slice.
struct Block {
  std::vector<std::int16_t> voxels;
  Volume volume;
  Block() {
    for (int s = 0; s < 5; ++s) {
      for (int r = 0; r < 3; ++r) {
        for (int c = 0; c < 4; ++c) voxels.push_back(static_cast<std::int16_t>(c + 10 * r + 100 * s));
      }
    }
    volume = {.voxels = voxels, .columns = 4, .rows = 3, .slices = 5,
              .first = {.position = {10, 20, 30}, .directions = {}, .row_spacing_mm = 2, .column_spacing_mm = 1}, .step = {0, 0, 3}};
  }
};

}  // namespace

TEST_CASE("a sample between voxels is trilinear, at the edge it is the edge, outside there is none") {
  const Block block;
  CHECK(sample(block.volume, {1, 2, 3}) == 321.0);
  CHECK(*sample(block.volume, {1.5, 0.5, 2.25}) == doctest::Approx(1.5 + 5 + 225));
  CHECK(sample(block.volume, {3, 2, 4}) == 423.0);
  CHECK_FALSE(sample(block.volume, {3.01, 0, 0}).has_value());
  CHECK_FALSE(sample(block.volume, {-0.01, 0, 0}).has_value());
}

TEST_CASE("a sagittal reslice runs along rows and slices") {
  const Block block;
  const ResliceRequest request{.target = {.position = {12, 20, 42}, .directions = {{0, 1, 0}, {0, 0, -1}}, .row_spacing_mm = 3, .column_spacing_mm = 2},
                               .rows = 5, .columns = 4, .background = -1};
  const auto out = reslice(block.volume, request).value();
  CHECK(out[0] == 402);
  CHECK(out[1] == 412);
  CHECK(out[2] == 422);
  CHECK(out[3] == -1);   // beyond the last row
  CHECK(out[4 * 4] == 2);
}

TEST_CASE("a sheared volume is resliced along its own steps") {
  Block block;
  block.volume.step = {0, 2, 3};  // each slice one row further: gantry tilt
  const auto voxel = voxel_from_patient(block.volume, {11, 24, 36});  // slice 2 starts at y = 24
  CHECK(voxel[0] == doctest::Approx(1));
  CHECK(voxel[1] == doctest::Approx(0));
  CHECK(voxel[2] == doctest::Approx(2));
}

TEST_CASE("slabs take the maximum, the minimum or the mean of what lies in them") {
  const Block block;
  ResliceRequest request{.target = {.position = {10, 20, 36}, .directions = {}, .row_spacing_mm = 2, .column_spacing_mm = 1, .thickness_mm = 6},
                         .rows = 1, .columns = 1, .mode = SlabMode::kMaximum};
  // Slab of 6 mm around slice 2 in 12 steps of 0.5 mm: from -2.75 to +2.75 mm, that is slices 2 -+ 0.9167.
  CHECK(reslice(block.volume, request).value()[0] == 292);
  request.mode = SlabMode::kMinimum;
  CHECK(reslice(block.volume, request).value()[0] == 108);
  request.mode = SlabMode::kMean;
  CHECK(reslice(block.volume, request).value()[0] == 200);
}

TEST_CASE("sizes that do not fit are refused") {
  Block block;
  ResliceRequest request{.target = {.position = {}, .directions = {}, .row_spacing_mm = 1, .column_spacing_mm = 1}, .rows = 1, .columns = 1};
  block.volume.slices = 6;
  CHECK_FALSE(reslice(block.volume, request).ok());
  block.volume.slices = 5;
  request.rows = request.columns = 65535;
  CHECK_FALSE(reslice(block.volume, request).ok());
}
