#include "shared/pixel/segmentation.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "shared/pixel/image.hpp"
#include "shared/pixel/mask_paint.hpp"
#include "shared/pixel/tags.hpp"
#include "tests/unit/pixel/dataset_builder.hpp"
#include "tests/unit/pixel/frame_builder.hpp"
#include "tests/unit/pixel/test_files.hpp"

using namespace sansfilm;
using namespace sansfilm::pixel;
using test::DatasetBuilder;
using test::make_frame;

namespace {

Plane plane_at(double x, double y, double z, double spacing) {
  return {.position = {x, y, z}, .directions = {}, .row_spacing_mm = spacing, .column_spacing_mm = spacing, .thickness_mm = 2};
}

DatasetBuilder& segmentation(DatasetBuilder& b, const char* type, const char* frames) {
  return b.cs({0x0062, 0x0001}, type).us(tag::kRows, {2}).us(tag::kColumns, {2}).is(tag::kNumberOfFrames, frames);
}

}  // namespace

TEST_CASE("seg_liver: three frames of segment 1, each over its own CT slice, with the counts of pixels that are known") {
  const auto seg = test::open_test_file("real/seg_liver_1bit_3f.dcm");
  if (!seg) return;
  const auto read = read_segmentation(seg->file.dataset).value();
  CHECK(read.type == Segmentation::Type::kBinary);
  REQUIRE(read.segments.size() == 1);
  CHECK(read.segments[0].label == "Liver");
  REQUIRE(read.frames.size() == 3);
  const std::size_t expected[] = {36233, 35645, 35220};
  const auto bits = seg->file.dataset.find(tag::kPixelData)->value;
  for (std::uint32_t i = 0; i < 3; ++i) {
    CHECK(read.frames[i].segment == 1);
    std::vector<std::uint8_t> samples(512 * 512);
    for (std::size_t p = 0; p < samples.size(); ++p) samples[p] = (bits[i * 32768 + p / 8] >> (p % 8)) & 1;
    const auto mask = mask_on_image(read, read.frames[i], make_frame<std::uint8_t>(512, 512, samples, 1), read.frames[i].plane, 512, 512).value();
    CHECK(static_cast<std::size_t>(std::count(mask.coverage.begin(), mask.coverage.end(), 255)) == expected[i]);
  }
  for (const char* name : {"real/seg_ref_ct_1.dcm", "real/seg_ref_ct_2.dcm", "real/seg_ref_ct_3.dcm"}) {
    const auto ct = test::open_test_file(name);
    if (!ct) continue;
    const auto image = describe_image(ct->file.dataset, 0).value();
    const auto uid = ct->file.dataset.raw_text(tag::kSopInstanceUid).value();
    const auto on = frames_on(read, uid, 0, image.plane);
    REQUIRE(on.size() == 1);
    CHECK(std::abs(on[0]->plane->position[2] - image.plane->position[2]) < 0.01);
  }
}

TEST_CASE("fractional values become coverage by their own maximum") {
  DatasetBuilder b;
  segmentation(b, "FRACTIONAL", "1").us({0x0062, 0x000E}, {100}).cs({0x0062, 0x0010}, "PROBABILITY");
  b.item(tag::kPerFrameFunctionalGroups).item(tag::kSegmentIdentification).us({0x0062, 0x000B}, {3});
  const auto read = read_segmentation(b.dataset()).value();
  CHECK(read.is_probability);
  CHECK(read.frames.at(0).segment == 3);
  const auto mask = mask_on_image(read, read.frames[0], make_frame<std::uint8_t>(2, 2, {0, 50, 100, 200}, 8), std::nullopt, 2, 2).value();
  CHECK(mask.coverage == std::vector<std::uint8_t>{0, 127, 255, 255});
}

TEST_CASE("a segmentation of another grid is laid over the image through both planes") {
  DatasetBuilder b;
  segmentation(b, "BINARY", "1");
  auto read = read_segmentation(b.dataset()).value();
  SegmentFrame frame{.frame = 0, .segment = 1, .plane = plane_at(10, 20, 0, 2.0), .sources = {}};
  // The image has pixels of 1 mm from (8, 20): columns 0..5 lie at x = 8..13; the mask's columns at x = 10 and 12.
  const auto mask = mask_on_image(read, frame, make_frame<std::uint8_t>(2, 2, {1, 0, 0, 1}, 1), plane_at(8, 20, 0, 1.0), 2, 6).value();
  CHECK(mask.coverage == std::vector<std::uint8_t>{0, 255, 255, 0, 0, 0, 0, 0, 0, 255, 255, 0});
}

TEST_CASE("a frame without source images belongs where its plane is, within half a slice") {
  Segmentation read;
  read.frames.push_back({.frame = 0, .segment = 1, .plane = plane_at(0, 0, 10, 1), .sources = {}});
  CHECK(frames_on(read, "1.2", 0, plane_at(5, 5, 10.9, 1)).size() == 1);
  CHECK(frames_on(read, "1.2", 0, plane_at(5, 5, 11.5, 1)).empty());
  CHECK(frames_on(read, "1.2", 0, std::nullopt).empty());
}

TEST_CASE("what is no segmentation, or says more frames than it describes, is refused by name") {
  DatasetBuilder none;
  CHECK(read_segmentation(none.dataset()).error().tag == 0x00620001);
  DatasetBuilder absurd;
  segmentation(absurd, "BINARY", "1000000");
  CHECK(read_segmentation(absurd.dataset()).error().tag == tag::kNumberOfFrames.value);
  DatasetBuilder b;
  segmentation(b, "BINARY", "1");
  const auto read = read_segmentation(b.dataset()).value();
  CHECK(read.findings.size() == 1);  // its frame names no segment
  CHECK_FALSE(mask_on_image(read, read.frames[0], make_frame<std::uint8_t>(2, 2, {0, 0, 0, 0}, 1), std::nullopt, 9, 9).ok());
}

TEST_CASE("frames of single bits that do not begin on a byte are read from their bit; what is cut is an error") {
  DatasetBuilder b;
  b.cs({0x0062, 0x0001}, "BINARY").us(tag::kRows, {3}).us(tag::kColumns, {3}).is(tag::kNumberOfFrames, "1");
  auto read = read_segmentation(b.dataset()).value();
  read.frames.resize(2);
  // 18 bits: 1 0 0 0 1 0 0 0 1, then 0 1 1 1 0 1 1 1 0.
  const std::vector<std::uint8_t> bits{0b00010001, 0b11011101, 0b00000001};
  CHECK(native_frame(read, bits, 1, 0).value().samples == std::vector<std::uint8_t>{1, 0, 0, 0, 1, 0, 0, 0, 1});
  CHECK(native_frame(read, bits, 1, 1).value().samples == std::vector<std::uint8_t>{0, 1, 1, 1, 0, 1, 1, 1, 0});
  CHECK(native_frame(read, bits, 1, 2).error().code == base::ErrorCode::kTruncated);
  CHECK(native_frame(read, std::span(bits).first(2), 1, 1).error().code == base::ErrorCode::kTruncated);
  CHECK(native_frame(read, bits, 12, 0).error().code == base::ErrorCode::kUnsupported);
}

TEST_CASE("a label map of 16 bits covers where its value is the segment's") {
  Segmentation read{.type = Segmentation::Type::kLabelMap, .rows = 1, .columns = 3};
  read.frames.resize(1);
  const std::vector<std::uint8_t> words{0, 0, 0x2C, 1, 0x2D, 1};
  const auto frame = native_frame(read, words, 16, 0).value();
  SegmentFrame at{.frame = 0, .segment = 300};
  CHECK(mask_on_image(read, at, frame, std::nullopt, 1, 3).value().coverage == std::vector<std::uint8_t>{0, 255, 0});
}

TEST_CASE("a mask is painted with an opaque border inside it and a fill of its opacity, over what is there") {
  Mask mask{.rows = 5, .columns = 5, .coverage = std::vector<std::uint8_t>(25)};
  for (const std::size_t i : {6, 7, 8, 11, 12, 13, 16, 17, 18}) mask.coverage[i] = 255;
  std::vector<std::uint8_t> layer(100);
  paint_mask(layer, mask, {200, 100, 0}, 51);
  for (std::size_t i = 0; i < 25; ++i) CHECK(layer[4 * i + 3] == (mask.coverage[i] == 0 ? 0 : i == 12 ? 51 : 255));
  paint_mask(layer, mask, {0, 0, 255}, 51);
  // 51 over 51: 51 + 51 * 204 / 255 = 92; blue has 51 of them.
  CHECK(layer[4 * 12 + 3] == 92);
  CHECK(layer[4 * 12 + 2] == 141);
  std::vector<std::uint8_t> picture(100, 100);
  lay_over(picture, layer);
  CHECK(picture[4 * 6 + 2] == 255);
  CHECK(picture[4 * 0] == 100);
  CHECK(picture[4 * 12 + 2] == 115);       // 100 + (141 - 100) * 92 / 255
  mask.rows = 4;
  mask.coverage.resize(20);
  const auto before = layer;
  paint_mask(layer, mask, {1, 2, 3}, 255);
  CHECK(layer == before);
}
