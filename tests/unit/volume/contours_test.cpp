#include "shared/volume/contours.hpp"

#include <doctest/doctest.h>

#include "tests/unit/pixel/test_files.hpp"

#include "shared/pixel/image.hpp"
#include "shared/pixel/tags.hpp"
#include "tests/unit/pixel/dataset_builder.hpp"

using namespace sansfilm;
using namespace sansfilm::volume;
using test::DatasetBuilder;

namespace {

void add_roi(DatasetBuilder& b, const char* number, const char* name) {
  b.item({0x3006, 0x0020}).is({0x3006, 0x0022}, number).text({0x3006, 0x0026}, dicom::Vr::LO, name);
}

DatasetBuilder& contours_of(DatasetBuilder& b, const char* number) {
  return b.item({0x3006, 0x0039}).is({0x3006, 0x0084}, number).is({0x3006, 0x002A}, "255\\128\\0");
}

}  // namespace

TEST_CASE("a contour's points become pixels of the slice that it lies in") {
  DatasetBuilder b;
  add_roi(b, "7", "Liver");
  contours_of(b, "7").item({0x3006, 0x0040}).cs({0x3006, 0x0042}, "CLOSED_PLANAR").is({0x3006, 0x0046}, "3").ds({0x3006, 0x0050}, "10\\20\\5\\12\\20\\5\\12\\24\\5");
  const auto set = read_structure_set(b.dataset()).value();
  REQUIRE(set.rois.size() == 1);
  CHECK(set.rois[0].name == "Liver");
  CHECK(set.rois[0].colour[1] == 128);
  const Plane slice{.position = {8, 18, 5}, .directions = {}, .row_spacing_mm = 2, .column_spacing_mm = 0.5, .thickness_mm = 3};
  const auto drawn = contours_on(set.rois[0], slice, "1.2");
  REQUIRE(drawn.size() == 1);
  CHECK(drawn[0].points[0].column == doctest::Approx(4));
  CHECK(drawn[0].points[0].row == doctest::Approx(1));
  CHECK(drawn[0].points[2].row == doctest::Approx(3));
  Plane next = slice;
  next.position[2] = 8;
  CHECK(contours_on(set.rois[0], next, "1.2").empty());
  CHECK(set.findings.empty());
}

TEST_CASE("contours that are no points, or of a region that is not defined, are left out and said") {
  DatasetBuilder b;
  add_roi(b, "1", "A");
  contours_of(b, "1").item({0x3006, 0x0040}).cs({0x3006, 0x0042}, "CLOSED_PLANAR").ds({0x3006, 0x0050}, "10\\20\\5\\12");
  contours_of(b, "9").item({0x3006, 0x0040}).ds({0x3006, 0x0050}, "1\\2\\3");
  const auto set = read_structure_set(b.dataset()).value();
  CHECK(set.rois[0].contours.empty());
  CHECK(set.findings.size() == 2);
  DatasetBuilder none;
  CHECK_FALSE(read_structure_set(none.dataset()).ok());
}

TEST_CASE("rtstruct_breast: the regions and points that are known, some of them on the reference slice") {
  const auto file = test::open_test_file("real/rtstruct_breast.dcm");
  if (!file) return;
  const auto set = read_structure_set(file->file.dataset).value();
  REQUIRE(set.rois.size() == 10);
  const auto find = [&](const char* name) -> const Roi* {
    for (const auto& roi : set.rois) {
      if (roi.name == name) return &roi;
    }
    return nullptr;
  };
  REQUIRE(find("Heart") != nullptr);
  CHECK(find("Heart")->contours.size() == 33);
  std::size_t points = 0;
  REQUIRE(find("BODY") != nullptr);
  for (const auto& contour : find("BODY")->contours) points += contour.points.size();
  CHECK(points == 51846);
  const auto ct = test::open_test_file("real/rtstruct_ref_ct.dcm");
  if (!ct) return;
  const auto image = pixel::describe_image(ct->file.dataset, 0).value();
  const auto uid = ct->file.dataset.raw_text(pixel::tag::kSopInstanceUid).value();
  const auto drawn = contours_on(*find("BODY"), *image.plane, uid);
  REQUIRE_FALSE(drawn.empty());
  for (const auto& point : drawn[0].points) {
    CHECK(point.row > -1);
    CHECK(point.row < image.rows);
    CHECK(point.column > -1);
    CHECK(point.column < image.columns);
  }
}
