#include "shared/pixel/palette.hpp"

#include <doctest/doctest.h>

#include "shared/pixel/tags.hpp"
#include "tests/unit/pixel/dataset_builder.hpp"

using namespace sansfilm;
using namespace sansfilm::pixel;
using test::DatasetBuilder;

namespace {

dicom::Tag channel(dicom::Tag red, std::uint32_t index) { return dicom::Tag(red.value + index); }

void put(DatasetBuilder& b, std::vector<std::uint16_t> descriptor, const std::vector<std::uint16_t>& red, const std::vector<std::uint16_t>& green,
         const std::vector<std::uint16_t>& blue, dicom::Tag data = tag::kRedData) {
  for (std::uint32_t i = 0; i < 3; ++i) b.us(channel(tag::kRedDescriptor, i), descriptor);
  b.ow(channel(data, 0), red).ow(channel(data, 1), green).ow(channel(data, 2), blue);
}

}  // namespace

TEST_CASE("a palette of 16 bits is scaled to 8, its first value kept") {
  DatasetBuilder b;
  put(b, {2, 100, 16}, {0, 65535}, {257, 32896}, {0x0100, 0xFF00});
  const auto palette = read_palette(b.dataset(), false).value();
  CHECK(palette.first == 100);
  CHECK(palette.rgb == std::vector<std::uint8_t>{0, 1, 1, 255, 128, 254});
  CHECK(palette.at(99)[0] == 0);
  CHECK(palette.at(5000)[0] == 255);
}

TEST_CASE("a palette of 8 bits packed two to a word") {
  DatasetBuilder b;
  put(b, {4, 0, 8}, {0x0201, 0x0403}, {0x1211, 0x1413}, {0x2221, 0x2423});
  CHECK(read_palette(b.dataset(), false).value().rgb == std::vector<std::uint8_t>{1, 0x11, 0x21, 2, 0x12, 0x22, 3, 0x13, 0x23, 4, 0x14, 0x24});
}

TEST_CASE("a palette that announces 16 bits and uses 8 is taken as 8") {
  DatasetBuilder b;
  put(b, {2, 0, 16}, {0, 255}, {0, 128}, {0, 7});
  CHECK(read_palette(b.dataset(), false).value().rgb == std::vector<std::uint8_t>{0, 0, 0, 255, 128, 7});
}

TEST_CASE("segments: discrete, linear to an end point that counts, indirect by byte offset") {
  // C.7.9.2: discrete (0,1,0), linear (1,4,400): 100 200 300 400 from 0; indirect: two segments from byte 0.
  const std::vector<std::uint16_t> segments = {0, 1, 0, 1, 4, 400, 2, 2, 0, 0};
  CHECK(expand_segments(segments, 100, false).value() == std::vector<std::uint16_t>{0, 100, 200, 300, 400, 0, 100, 200, 300, 400});
}

TEST_CASE("segments of 8 bits have an indirect offset of four bytes") {
  const std::vector<std::uint16_t> segments = {0, 2, 5, 6, 2, 1, 0, 0, 0, 0};
  CHECK(expand_segments(segments, 100, true).value() == std::vector<std::uint16_t>{5, 6, 5, 6});
}

TEST_CASE("segments that end early, start with a line, loop or have an unknown code are errors") {
  CHECK_FALSE(expand_segments({0, 5, 1}, 100, false).ok());
  CHECK_FALSE(expand_segments({1, 4, 400}, 100, false).ok());
  CHECK_FALSE(expand_segments({9, 1, 1}, 100, false).ok());
  CHECK_FALSE(expand_segments({0, 1, 7, 2, 1, 6, 0}, 100, false).ok());       // the indirect segment refers to itself
  CHECK_FALSE(expand_segments({0, 1, 7, 2, 1, 0xFFFE, 0xFFFF}, 100, false).ok());
  CHECK_FALSE(expand_segments({0, 1, 7, 2, 1, 3, 0}, 100, false).ok());       // half a word
}

TEST_CASE("segments never give more entries than the descriptor") {
  const auto out = expand_segments({0, 1, 0, 1, 65535, 65535}, 256, false).value();
  CHECK(out.size() == 256);
}

TEST_CASE("a palette whose channels differ in length, or whose data lack, is refused by name") {
  DatasetBuilder shorter;
  put(shorter, {4, 0, 16}, {1, 2, 3, 4}, {1}, {1, 2, 3, 4});
  CHECK(read_palette(shorter.dataset(), false).error().tag == channel(tag::kRedData, 1).value);
  DatasetBuilder none;
  for (std::uint32_t i = 0; i < 3; ++i) none.us(channel(tag::kRedDescriptor, i), {4, 0, 16});
  const auto error = read_palette(none.dataset(), false).error();
  CHECK(error.code == base::ErrorCode::kMissing);
  CHECK(error.tag == tag::kRedData.value);
  DatasetBuilder absurd;
  put(absurd, {4, 0, 99}, {1, 2, 3, 4}, {1, 2, 3, 4}, {1, 2, 3, 4});
  CHECK(read_palette(absurd.dataset(), false).error().tag == tag::kRedDescriptor.value);
}
