#include "shared/pixel/slide.hpp"

#include <doctest/doctest.h>

#include "shared/pixel/tags.hpp"
#include "tests/unit/pixel/dataset_builder.hpp"

using namespace sansfilm;
using namespace sansfilm::pixel;
using test::DatasetBuilder;

namespace {

DatasetBuilder& slide(DatasetBuilder& b, const char* frames) {
  return b.ul({0x0048, 0x0006}, {1000}).ul({0x0048, 0x0007}, {300}).us(tag::kRows, {256}).us(tag::kColumns, {256}).is(tag::kNumberOfFrames, frames);
}

}  // namespace

TEST_CASE("TILED_FULL: along the row, then down, then focal planes, then optical paths") {
  DatasetBuilder b;
  slide(b, "32").cs({0x0020, 0x9311}, "TILED_FULL").us({0x0048, 0x0303}, {2}).ul({0x0048, 0x0302}, {2});
  const auto layout = read_tile_layout(b.dataset()).value();
  CHECK(layout.full);
  REQUIRE(layout.tiles.size() == 32);  // 4 across, 2 down, 2 planes, 2 paths
  CHECK(layout.tiles[3].column == 768);
  CHECK(layout.tiles[4].row == 256);
  CHECK(layout.tiles[8].focal_plane == 1);
  CHECK(layout.tiles[16].optical_path == 1);
  CHECK(layout.tiles[16].focal_plane == 0);
}

TEST_CASE("TILED_SPARSE: each tile says where it lies, from 1") {
  DatasetBuilder b;
  slide(b, "2").cs({0x0020, 0x9311}, "TILED_SPARSE");
  for (const int column : {513, 1}) b.item(tag::kPerFrameFunctionalGroups).item(tag::kPlanePositionSlide).sl({0x0048, 0x021E}, {column}).sl({0x0048, 0x021F}, {257});
  const auto layout = read_tile_layout(b.dataset()).value();
  CHECK(layout.tiles[0].column == 512);
  CHECK(layout.tiles[1].column == 0);
  CHECK(layout.tiles[1].row == 256);
}

TEST_CASE("a tile without a place, more frames than tiles, and images that are no slides are refused by name") {
  DatasetBuilder sparse;
  slide(sparse, "2").cs({0x0020, 0x9311}, "TILED_SPARSE");
  CHECK(read_tile_layout(sparse.dataset()).error().tag == 0x0048021E);
  DatasetBuilder many;
  slide(many, "9").cs({0x0020, 0x9311}, "TILED_FULL");
  CHECK(read_tile_layout(many.dataset()).error().tag == tag::kNumberOfFrames.value);
  DatasetBuilder absurd;
  slide(absurd, "2000000000").cs({0x0020, 0x9311}, "TILED_FULL");
  CHECK(read_tile_layout(absurd.dataset()).error().code == base::ErrorCode::kOverBudget);
  DatasetBuilder none;
  CHECK(read_tile_layout(none.dataset()).error().code == base::ErrorCode::kInvalidArgument);
}

TEST_CASE("the parts of a concatenation are put in frame order; what lacks is named") {
  const std::vector<ConcatenationPart> parts = {{.uid = "1", .number = 3, .total = 4, .first_frame = 20, .frames = 10},
                                                {.uid = "1", .number = 1, .total = 4, .first_frame = 0, .frames = 10}};
  const auto order = order_parts(parts);
  CHECK(order.order == std::vector<std::size_t>{1, 0});
  CHECK(order.missing == std::vector<std::uint32_t>{2, 4});
  CHECK_FALSE(order.frames_agree);
}

TEST_CASE("a part says its number and where its frames begin") {
  DatasetBuilder b;
  b.ui({0x0020, 0x9161}, "1.2.3").us({0x0020, 0x9162}, {2}).us({0x0020, 0x9163}, {3}).ul({0x0020, 0x9228}, {50}).is(tag::kNumberOfFrames, "25");
  const auto part = read_concatenation_part(b.dataset());
  CHECK(part.uid == "1.2.3");
  CHECK(part.number == 2);
  CHECK(part.first_frame == 50);
  CHECK(order_parts({part}).missing == std::vector<std::uint32_t>{1, 3});
}
