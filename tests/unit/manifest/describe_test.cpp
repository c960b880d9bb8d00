#include "shared/manifest/describe.hpp"

#include <doctest/doctest.h>

#include "shared/dicom/transfer_syntax.hpp"
#include "tests/unit/pixel/dataset_builder.hpp"

namespace sansfilm::manifest {

namespace {

using dicom::Vr;
using test::DatasetBuilder;

// An image of 2 x 2 pixels.
DatasetBuilder& image(DatasetBuilder& b, const char* sop_class, const char* modality) {
  b.ui({0x0008, 0x0016}, sop_class).ui({0x0008, 0x0018}, "1.2.3.4").cs({0x0008, 0x0060}, modality).cs({0x0028, 0x0004}, "MONOCHROME2")
      .us({0x0028, 0x0002}, {1}).us({0x0028, 0x0010}, {2}).us({0x0028, 0x0011}, {2}).us({0x0028, 0x0100}, {16}).us({0x0028, 0x0101}, {16}).us({0x0028, 0x0102}, {15})
      .us({0x0028, 0x0103}, {0}).ow({0x7FE0, 0x0010}, {1, 2, 3, 4});
  return b;
}

// 70 kg, 370 MBq of F-18 at the time to which the activities are corrected.
DatasetBuilder& pet(DatasetBuilder& b) {
  image(b, "1.2.840.10008.5.1.4.1.1.128", "PT").cs({0x0054, 0x1001}, "BQML").cs({0x0028, 0x0051}, "DECY").cs({0x0054, 0x1102}, "ADMIN")
      .ds({0x0028, 0x1052}, "0").ds({0x0028, 0x1053}, "2.5");
  b.item({0x0054, 0x0016}).ds({0x0018, 0x1074}, "370000000").ds({0x0018, 0x1075}, "6586.2");
  return b;
}

wire::Display display_of(DatasetBuilder& b) {
  dicom::File file;
  file.dataset = b.dataset();
  file.transfer_syntax = dicom::find_transfer_syntax("1.2.840.10008.1.2.1");
  const wire::Manifest manifest = describe_instance(file, {}, 1);
  REQUIRE(manifest.series[0].displays.size() == 1);
  return manifest.series[0].displays[0];
}

}  // namespace

TEST_CASE("a PET with all that is needed carries its SUV factor and its units") {
  DatasetBuilder b;
  pet(b).ds({0x0010, 0x1030}, "70");
  const wire::Display display = display_of(b);
  REQUIRE(display.suv.has_value());
  CHECK(display.suv->body_weight == doctest::Approx(70000.0 / 370e6));
  CHECK(display.suv->problem == "");
  CHECK(display.suv->lean_problem == "no-height");
  REQUIRE(display.rescale.has_value());
  CHECK(display.rescale->type == "BQML");
}

TEST_CASE("a PET without the patient's weight carries the reason why there is no SUV") {
  DatasetBuilder b;
  const wire::Display display = display_of(pet(b));
  REQUIRE(display.suv.has_value());
  CHECK(display.suv->body_weight == 0.0);
  CHECK(display.suv->problem == "no-weight");
}

TEST_CASE("what is not a PET says nothing of SUV") {
  DatasetBuilder b;
  CHECK_FALSE(display_of(image(b, "1.2.840.10008.5.1.4.1.1.2", "CT")).suv.has_value());
}

TEST_CASE("the view of a mammogram is its View Position, or else what its view code means") {
  const auto view_of = [](const char* position, const char* code) {
    DatasetBuilder b;
    image(b, "1.2.840.10008.5.1.4.1.1.1.2", "MG").cs({0x0020, 0x0062}, "R");
    if (position != nullptr) b.cs({0x0018, 0x5101}, position);
    if (code != nullptr) b.item({0x0054, 0x0220}).text({0x0008, 0x0100}, Vr::SH, code);
    dicom::File file;
    file.dataset = b.dataset();
    file.transfer_syntax = dicom::find_transfer_syntax("1.2.840.10008.1.2.1");
    const wire::Manifest manifest = describe_instance(file, {}, 1);
    CHECK(manifest.series[0].pixel_formats[0].laterality == "R");
    return manifest.series[0].pixel_formats[0].view;
  };
  CHECK(view_of("MLO", nullptr) == "MLO");
  CHECK(view_of("MLO", "R-10242") == "MLO");
  CHECK(view_of(nullptr, "R-10242") == "CC");
  CHECK(view_of(nullptr, "399368009") == "MLO");
  CHECK(view_of(nullptr, "X-1") == "");
  CHECK(view_of(nullptr, nullptr) == "");
}

}  // namespace sansfilm::manifest
