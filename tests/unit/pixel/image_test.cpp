// What describe_image reads, and what it says of bad input.
#include "shared/pixel/image.hpp"

#include <doctest/doctest.h>

#include "shared/pixel/tags.hpp"
#include "tests/unit/pixel/dataset_builder.hpp"

using namespace sansfilm;
using namespace sansfilm::pixel;
using test::DatasetBuilder;

namespace {

DatasetBuilder& grey(DatasetBuilder& builder, bool is_signed = false) {
  return builder.us(tag::kRows, {4}).us(tag::kColumns, {6}).us(tag::kSamplesPerPixel, {1}).cs(tag::kPhotometricInterpretation, "MONOCHROME2 ")
      .us(tag::kBitsAllocated, {16}).us(tag::kBitsStored, {12}).us(tag::kPixelRepresentation, {static_cast<std::uint16_t>(is_signed)});
}

bool has_finding(const ImageDescription& image, dicom::Tag tag, base::ErrorCode code) {
  for (const auto& finding : image.findings) {
    if (finding.tag == tag.value && finding.code == code) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("a CT image has its rescale in HU and its windows with their explanations") {
  DatasetBuilder builder;
  grey(builder).cs(tag::kModality, "CT").ds(tag::kRescaleSlope, "1").ds(tag::kRescaleIntercept, "-1024")
      .ds(tag::kWindowCenter, "40\\-600").ds(tag::kWindowWidth, "400\\1600").text(tag::kWindowExplanation, dicom::Vr::LO, "SOFT\\LUNG ");
  const auto image = describe_image(builder.dataset(), 0).value();
  CHECK(image.modality.intercept == -1024);
  CHECK(image.modality.units == "HU");
  REQUIRE(image.windows.size() == 2);
  CHECK(image.windows[0].explanation == "SOFT");
  CHECK(image.windows[1].centre == -600);
  CHECK(image.windows[1].width == 1600);
  CHECK(image.windows[1].explanation == "LUNG");
  CHECK(image.findings.empty());
}

TEST_CASE("a frame of an enhanced object takes its own macro first, then the shared one") {
  DatasetBuilder builder;
  grey(builder).is(tag::kNumberOfFrames, "2");
  auto& shared = builder.item(tag::kSharedFunctionalGroups);
  shared.item(tag::kPixelMeasures).ds(tag::kPixelSpacing, "0.5\\0.25");
  auto& orientation = shared.item(tag::kPlaneOrientation);
  orientation.ds(tag::kImageOrientation, "1\\0\\0\\0\\1\\0");
  for (const char* slope : {"2", "3"}) {
    auto& frame = builder.item(tag::kPerFrameFunctionalGroups);
    frame.item(tag::kPixelValueTransformation).ds(tag::kRescaleSlope, slope).ds(tag::kRescaleIntercept, "10").text(tag::kRescaleType, dicom::Vr::LO, "US");
    frame.item(tag::kFrameVoiLut).ds(tag::kWindowCenter, slope).ds(tag::kWindowWidth, "100").cs(tag::kVoiLutFunction, "SIGMOID");
    frame.item(tag::kPlanePosition).ds(tag::kImagePosition, std::string("1\\2\\") + slope);
  }
  const auto& dataset = builder.dataset();
  const auto second = describe_image(dataset, 1).value();
  CHECK(second.modality.slope == 3);
  CHECK(second.modality.units == "US");
  CHECK(second.windows.at(0).centre == 3);
  CHECK(second.windows.at(0).function == VoiFunction::kSigmoid);
  REQUIRE(second.plane.has_value());
  CHECK(second.plane->position[2] == 3);
  CHECK(second.plane->row_spacing_mm == 0.5);
  CHECK(second.plane->column_spacing_mm == 0.25);
  CHECK(describe_image(dataset, 0).value().modality.slope == 2);
  CHECK(describe_image(dataset, 2).error().code == base::ErrorCode::kInvalidArgument);
}

TEST_CASE("an image without rows is an error that names Rows") {
  DatasetBuilder builder;
  builder.us(tag::kColumns, {6});
  const auto error = describe_image(builder.dataset(), 0).error();
  CHECK(error.code == base::ErrorCode::kMissing);
  CHECK(error.tag == tag::kRows.value);
}

TEST_CASE("windows that cannot be applied are left out and named") {
  DatasetBuilder builder;
  grey(builder).ds(tag::kWindowCenter, "40\\x\\50\\60").ds(tag::kWindowWidth, "0\\10\\0.5\\80");
  const auto image = describe_image(builder.dataset(), 0).value();
  REQUIRE(image.windows.size() == 1);
  CHECK(image.windows[0].centre == 60);
  CHECK(image.findings.size() == 3);
  CHECK(has_finding(image, tag::kWindowWidth, base::ErrorCode::kMalformed));
}

TEST_CASE("centres and widths that differ in number give the pairs that exist and a finding") {
  DatasetBuilder builder;
  grey(builder).ds(tag::kWindowCenter, "40\\50").ds(tag::kWindowWidth, "400");
  const auto image = describe_image(builder.dataset(), 0).value();
  CHECK(image.windows.size() == 1);
  CHECK(has_finding(image, tag::kWindowCenter, base::ErrorCode::kInconsistent));
}

TEST_CASE("a rescale slope of 0 or NaN falls back to stored values and is named") {
  for (const char* slope : {"0", "NaN", "abc"}) {
    DatasetBuilder builder;
    grey(builder).ds(tag::kRescaleSlope, slope).ds(tag::kRescaleIntercept, "5");
    const auto image = describe_image(builder.dataset(), 0).value();
    CHECK(image.modality.slope == 1);
    CHECK(image.modality.intercept == 0);
    CHECK(has_finding(image, tag::kRescaleSlope, base::ErrorCode::kMalformed));
  }
}

TEST_CASE("a modality LUT with fewer entries than its descriptor says is refused by name, the image still described") {
  DatasetBuilder builder;
  grey(builder);
  builder.item(tag::kModalityLutSequence).us(tag::kLutDescriptor, {256, 0, 16}).ow(tag::kLutData, {1, 2, 3});
  const auto image = describe_image(builder.dataset(), 0).value();
  CHECK_FALSE(image.modality.lut.has_value());
  CHECK(has_finding(image, tag::kLutData, base::ErrorCode::kInconsistent));
}

TEST_CASE("a descriptor of 0 entries means 65,536, a first value above 32,767 is negative for signed pixels") {
  DatasetBuilder builder;
  grey(builder, true);
  builder.item(tag::kModalityLutSequence).us(tag::kLutDescriptor, {0, 0x8000, 16}).ow(tag::kLutData, std::vector<std::uint16_t>(65536, 7));
  const auto image = describe_image(builder.dataset(), 0).value();
  REQUIRE(image.modality.lut.has_value());
  CHECK(image.modality.lut->entries.size() == 65536);
  CHECK(image.modality.lut->first == -32768);
}

TEST_CASE("a LUT of eight-bit entries packed two to a word is unpacked") {
  DatasetBuilder builder;
  grey(builder);
  builder.item(tag::kVoiLutSequence).us(tag::kLutDescriptor, {4, 0, 8}).ow(tag::kLutData, {0x2010, 0x4030}).text(tag::kLutExplanation, dicom::Vr::LO, "BONE");
  const auto image = describe_image(builder.dataset(), 0).value();
  REQUIRE(image.voi_luts.size() == 1);
  CHECK(image.voi_luts[0].entries == std::vector<std::uint16_t>{0x10, 0x20, 0x30, 0x40});
  CHECK(image.voi_luts[0].explanation == "BONE");
}

TEST_CASE("padding is a range between value and limit in either order, signed as the pixels are") {
  DatasetBuilder builder;
  grey(builder, true).us(tag::kPixelPaddingValue, {63536}).us(tag::kPixelPaddingRangeLimit, {0xFC18});
  const auto image = describe_image(builder.dataset(), 0).value();
  REQUIRE(image.padding.has_value());
  CHECK(image.padding->low == -2000);
  CHECK(image.padding->high == -1000);
  CHECK(image.padding->contains(-1500));
  CHECK_FALSE(image.padding->contains(-999));
}

TEST_CASE("an absent photometric interpretation is shown as MONOCHROME2 and said") {
  DatasetBuilder builder;
  builder.us(tag::kRows, {4}).us(tag::kColumns, {6});
  const auto image = describe_image(builder.dataset(), 0).value();
  CHECK(image.photometric == Photometric::kMonochrome2);
  CHECK(has_finding(image, tag::kPhotometricInterpretation, base::ErrorCode::kMissing));
}

TEST_CASE("the modality LUT of a LOG X-ray image leads back to intensity and is not for display") {
  DatasetBuilder builder;
  grey(builder).ui(tag::kSopClassUid, "1.2.840.10008.5.1.4.1.1.12.1").cs(tag::kPixelIntensityRelationship, "LOG");
  builder.item(tag::kModalityLutSequence).us(tag::kLutDescriptor, {2, 0, 16}).ow(tag::kLutData, {1, 2});
  CHECK_FALSE(describe_image(builder.dataset(), 0).value().modality.declared);
}

TEST_CASE("a dose image is scaled by its dose grid scaling") {
  DatasetBuilder builder;
  grey(builder).ds(tag::kDoseGridScaling, "1.0000000e-6").cs(tag::kDoseUnits, "GY");
  const auto image = describe_image(builder.dataset(), 0).value();
  CHECK(image.modality.apply(1254000) == doctest::Approx(1.254));
  CHECK(image.modality.units == "GY");
}

TEST_CASE("real world values come from the mapping that covers the stored value") {
  DatasetBuilder builder;
  grey(builder);
  auto& map = builder.item(tag::kRealWorldValueMapping);
  map.us(tag::kRealWorldFirstMapped, {0}).us(tag::kRealWorldLastMapped, {100}).fd(tag::kRealWorldSlope, {0.5}).fd(tag::kRealWorldIntercept, {1.0});
  map.item(tag::kMeasurementUnitsCode).text(tag::kCodeValue, dicom::Vr::SH, "mm2/s");
  const auto image = describe_image(builder.dataset(), 0).value();
  REQUIRE(image.real_world.size() == 1);
  CHECK(image.real_world[0].apply(10) == 6.0);
  CHECK_FALSE(image.real_world[0].apply(101).has_value());
  CHECK(image.real_world[0].units == "mm2/s");
}

TEST_CASE("image orientation that is not two orthogonal unit vectors gives no plane and a finding") {
  DatasetBuilder builder;
  grey(builder).ds(tag::kImagePosition, "0\\0\\0").ds(tag::kImageOrientation, "1\\0\\0\\1\\0\\0").ds(tag::kPixelSpacing, "1\\1");
  const auto image = describe_image(builder.dataset(), 0).value();
  CHECK_FALSE(image.plane.has_value());
  CHECK(has_finding(image, tag::kImageOrientation, base::ErrorCode::kMalformed));
}

TEST_CASE("the frames of a dose grid lie at their offsets along the normal, those of reconstructed NM at their spacing") {
  DatasetBuilder dose;
  grey(dose).is(tag::kNumberOfFrames, "3").ds(tag::kImagePosition, "1\\2\\10").ds(tag::kImageOrientation, "1\\0\\0\\0\\1\\0").ds({0x3004, 0x000C}, "0\\2.5\\5");
  CHECK(describe_image(dose.dataset(), 2).value().plane->position[2] == 15);
  DatasetBuilder absolute;
  grey(absolute).is(tag::kNumberOfFrames, "2").ds(tag::kImagePosition, "1\\2\\10").ds(tag::kImageOrientation, "1\\0\\0\\0\\1\\0").ds({0x3004, 0x000C}, "10\\12");
  CHECK(describe_image(absolute.dataset(), 1).value().plane->position[2] == 12);
  DatasetBuilder nm;
  grey(nm).is(tag::kNumberOfFrames, "2").us({0x0054, 0x0080}, {1, 2}).ds(tag::kSpacingBetweenSlices, "-4");
  nm.item(tag::kDetectorInformation).ds(tag::kImagePosition, "0\\0\\0").ds(tag::kImageOrientation, "1\\0\\0\\0\\1\\0");
  CHECK(describe_image(nm.dataset(), 1).value().plane->position[2] == -4);
}

TEST_CASE("pixels are as tall as their spacings say, else as their aspect ratio says") {
  DatasetBuilder spaced;
  grey(spaced).cs(tag::kModality, "CT").ds(tag::kPixelSpacing, "2\\1").is(tag::kPixelAspectRatio, "4\\3");
  CHECK(display_aspect(describe_image(spaced.dataset(), 0).value()) == 2.0);
  DatasetBuilder ratio;
  grey(ratio).is(tag::kPixelAspectRatio, "4\\3");
  CHECK(display_aspect(describe_image(ratio.dataset(), 0).value()) == doctest::Approx(4.0 / 3.0));
  DatasetBuilder bad;
  grey(bad).is(tag::kPixelAspectRatio, "4\\0");
  CHECK(display_aspect(describe_image(bad.dataset(), 0).value()) == 1.0);
}
