#include "shared/pixel/overlay.hpp"

#include <doctest/doctest.h>

#include "shared/pixel/shutter.hpp"
#include "shared/pixel/tags.hpp"
#include "tests/unit/pixel/dataset_builder.hpp"

using namespace sansfilm;
using namespace sansfilm::pixel;
using test::DatasetBuilder;

namespace {

DatasetBuilder& plane(DatasetBuilder& b, std::uint16_t group, std::uint16_t rows, std::uint16_t columns, std::vector<std::uint16_t> data) {
  return b.us({group, 0x0010}, {rows}).us({group, 0x0011}, {columns}).cs({group, 0x0040}, "G").ss({group, 0x0050}, {2, -1}).us({group, 0x0100}, {1})
      .us({group, 0x0102}, {0}).ow({group, 0x3000}, data);
}

}  // namespace

TEST_CASE("an overlay plane has its bits least significant first, without padding between rows") {
  DatasetBuilder b;
  plane(b, 0x6002, 2, 3, {0x0025});  // 100101 -> row 0: 1 0 1, row 1: 0 0 1
  std::vector<base::Error> findings;
  const auto overlays = read_overlays(b.dataset(), 0, findings);
  REQUIRE(overlays.size() == 1);
  const auto& o = overlays[0];
  CHECK(o.group == 0x6002);
  CHECK(o.origin_row == 2);
  CHECK(o.origin_column == -1);
  CHECK((o.at(0, 0) && !o.at(0, 1) && o.at(0, 2) && !o.at(1, 0) && !o.at(1, 1) && o.at(1, 2)));
  CHECK(findings.empty());
}

TEST_CASE("the frames of a multi-frame overlay start at its frame origin and at any bit") {
  DatasetBuilder b;
  plane(b, 0x6000, 1, 3, {0x0011}).is({0x6000, 0x0015}, "2").us({0x6000, 0x0051}, {3});  // bits 100 | 010
  std::vector<base::Error> findings;
  CHECK(read_overlays(b.dataset(), 0, findings).empty());
  const auto third = read_overlays(b.dataset(), 2, findings);
  REQUIRE(third.size() == 1);
  CHECK(third[0].at(0, 0));
  const auto fourth = read_overlays(b.dataset(), 3, findings);
  REQUIRE(fourth.size() == 1);
  CHECK((!fourth[0].at(0, 0) && fourth[0].at(0, 1)));
  CHECK(findings.empty());
}

TEST_CASE("an overlay embedded in the unused bits of the pixels is taken from there") {
  DatasetBuilder b;
  b.us(tag::kRows, {1}).us(tag::kColumns, {4}).us(tag::kBitsAllocated, {16}).ow(tag::kPixelData, {0x8001, 0x0002, 0x8003, 0x0FFF})
      .us({0x6000, 0x0010}, {1}).us({0x6000, 0x0011}, {4}).us({0x6000, 0x0100}, {16}).us({0x6000, 0x0102}, {15});
  std::vector<base::Error> findings;
  const auto overlays = read_overlays(b.dataset(), 0, findings);
  REQUIRE(overlays.size() == 1);
  CHECK(overlays[0].embedded);
  CHECK(overlays[0].bits == std::vector<std::uint8_t>{0x05});
}

TEST_CASE("overlays that are short, absurdly large, without size or out of the cell are left out and named") {
  std::vector<base::Error> findings;
  DatasetBuilder brief;
  plane(brief, 0x6000, 100, 100, {1, 2});
  CHECK(read_overlays(brief.dataset(), 0, findings).empty());
  CHECK(findings.back().code == base::ErrorCode::kTruncated);
  CHECK(findings.back().tag == 0x60003000);
  DatasetBuilder absurd;
  plane(absurd, 0x6000, 65535, 65535, {1});
  CHECK(read_overlays(absurd.dataset(), 0, findings).empty());
  CHECK(findings.back().code == base::ErrorCode::kOverBudget);
  DatasetBuilder sizeless;
  sizeless.ow({0x6004, 0x3000}, {1});
  CHECK(read_overlays(sizeless.dataset(), 0, findings).empty());
  CHECK(findings.back().tag == 0x60040010);
  DatasetBuilder outside;
  outside.us(tag::kRows, {1}).us(tag::kColumns, {1}).us(tag::kBitsAllocated, {16}).ow(tag::kPixelData, {1})
      .us({0x6000, 0x0010}, {1}).us({0x6000, 0x0011}, {1}).us({0x6000, 0x0100}, {16}).us({0x6000, 0x0102}, {77});
  CHECK(read_overlays(outside.dataset(), 0, findings).empty());
  CHECK(findings.back().tag == 0x60000102);
}

TEST_CASE("shutters are read by shape; a shape without its numbers is left out and named") {
  DatasetBuilder b;
  b.cs(tag::kShutterShape, "RECTANGULAR\\CIRCULAR\\POLYGONAL").is(tag::kShutterLeft, "2").is(tag::kShutterRight, "9").is(tag::kShutterUpper, "3").is(tag::kShutterLower, "8")
      .is(tag::kShutterCentre, "5\\6").is(tag::kShutterRadius, "4").is(tag::kShutterVertices, "1\\1\\1\\9\\9\\1").us(tag::kShutterPresentationValue, {65535});
  std::vector<base::Error> findings;
  const auto shutter = read_shutter(b.dataset(), findings);
  CHECK(findings.empty());
  REQUIRE(shutter.rectangle.has_value());
  CHECK(shutter.rectangle->lower == 8);
  REQUIRE(shutter.circle.has_value());
  CHECK(shutter.circle->column == 6);
  CHECK(shutter.polygon.size() == 3);
  CHECK(shutter.presentation_value == 65535);
  DatasetBuilder wrong;
  wrong.cs(tag::kShutterShape, "RECTANGULAR\\CIRCULAR\\POLYGONAL\\BITMAP\\STAR").is(tag::kShutterVertices, "1\\1\\2\\2");
  CHECK(read_shutter(wrong.dataset(), findings).empty());
  CHECK(findings.size() == 5);
}
