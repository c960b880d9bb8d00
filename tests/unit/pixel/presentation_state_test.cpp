#include "shared/pixel/presentation_state.hpp"

#include <doctest/doctest.h>

#include "shared/pixel/render.hpp"
#include "shared/pixel/tags.hpp"
#include "tests/unit/pixel/dataset_builder.hpp"
#include "tests/unit/pixel/frame_builder.hpp"

using namespace sansfilm;
using namespace sansfilm::pixel;
using test::DatasetBuilder;
using test::make_frame;
using dicom::Vr;

namespace {

constexpr dicom::Tag kVoi{0x0028, 0x3110}, kGraphics{0x0070, 0x0009}, kAnnotations{0x0070, 0x0001}, kTexts{0x0070, 0x0008}, kBlending{0x0070, 0x0402};

DatasetBuilder& state(DatasetBuilder& b, const char* kind = "1") {
  return b.ui(tag::kSopClassUid, std::string("1.2.840.10008.5.1.4.1.1.11.") + kind).cs(tag::kPresentationLutShape, "IDENTITY");
}

void graphic(DatasetBuilder& annotation, const char* type, std::vector<float> points, std::uint16_t count) {
  annotation.item(kGraphics).cs({0x0070, 0x0005}, "PIXEL").us({0x0070, 0x0020}, {2}).us({0x0070, 0x0021}, {count}).fl({0x0070, 0x0022}, points).cs({0x0070, 0x0023}, type)
      .cs({0x0070, 0x0024}, "Y");
}

ImageDescription mono1_image() {
  ImageDescription image;
  image.columns = 3;
  image.rows = 1;
  image.bits_stored = 8;
  image.photometric = Photometric::kMonochrome1;
  image.inverse = true;
  image.modality = {.slope = 2, .intercept = 100, .declared = true};
  image.windows = {{.centre = 1, .width = 2}};
  return image;
}

}  // namespace

TEST_CASE("a state replaces the image's pipeline: photometric, rescale and windows of the image do not count") {
  DatasetBuilder b;
  state(b);
  const auto read = read_presentation_state(b.dataset()).value();
  const auto frame = make_frame<std::uint8_t>(3, 1, {0, 100, 255}, 8);
  const auto image = mono1_image();
  CHECK(render(frame, image, apply_presentation_state(read, image, "1.2")).value().bytes == std::vector<std::uint8_t>{0, 100, 255});
}

TEST_CASE("INVERSE inverts whatever the photometric interpretation is") {
  DatasetBuilder b;
  state(b).cs(tag::kPresentationLutShape, "INVERSE");
  const auto read = read_presentation_state(b.dataset()).value();
  const auto frame = make_frame<std::uint8_t>(3, 1, {0, 100, 255}, 8);
  const auto image = mono1_image();
  CHECK(render(frame, image, apply_presentation_state(read, image, "1.2")).value().bytes == std::vector<std::uint8_t>{255, 155, 0});
}

TEST_CASE("a window holds for the images and frames that its item names") {
  DatasetBuilder b;
  state(b).ds(tag::kRescaleSlope, "1").ds(tag::kRescaleIntercept, "-10");
  auto& first = b.item(kVoi);
  first.ds(tag::kWindowCenter, "40").ds(tag::kWindowWidth, "400");
  first.item(tag::kReferencedImageSequence).ui(tag::kReferencedSopInstanceUid, "1.2.3").is(tag::kReferencedFrameNumber, "2");
  b.item(kVoi).ds(tag::kWindowCenter, "50").ds(tag::kWindowWidth, "60");
  const auto read = read_presentation_state(b.dataset()).value();
  ImageDescription image;
  image.frame = 1;
  CHECK(apply_presentation_state(read, image, "1.2.3").voi.window.centre == 40);
  CHECK(apply_presentation_state(read, image, "1.2.3").modality->intercept == -10);
  CHECK(apply_presentation_state(read, image, "1.2.4").voi.window.centre == 50);
  image.frame = 0;
  CHECK(apply_presentation_state(read, image, "1.2.3").voi.window.centre == 50);
}

TEST_CASE("graphics, texts, layers and areas are read; the order of layers is that of drawing") {
  DatasetBuilder b;
  state(b).us({0x0070, 0x0042}, {90}).cs({0x0070, 0x0041}, "Y");
  auto& annotation = b.item(kAnnotations);
  annotation.cs({0x0070, 0x0002}, "TOP");
  graphic(annotation, "POLYLINE", {1, 2, 3, 4, 5.5F, 6}, 3);
  graphic(annotation, "CIRCLE", {10, 10, 10, 14}, 2);
  annotation.item(kTexts).cs({0x0070, 0x0004}, "DISPLAY").text({0x0070, 0x0006}, Vr::ST, "12 mm").fl({0x0070, 0x0014}, {0.25F, 0.5F}).cs({0x0070, 0x0015}, "Y");
  b.item({0x0070, 0x0060}).cs({0x0070, 0x0002}, "TOP").is({0x0070, 0x0062}, "2").us({0x0070, 0x0066}, {65535});
  b.item({0x0070, 0x0060}).cs({0x0070, 0x0002}, "UNDER").is({0x0070, 0x0062}, "1");
  auto& area = b.item({0x0070, 0x005A});
  area.sl({0x0070, 0x0052}, {-10, 1}).sl({0x0070, 0x0053}, {512, 256}).cs({0x0070, 0x0100}, "MAGNIFY").fl({0x0070, 0x0103}, {2.5F});
  const auto read = read_presentation_state(b.dataset()).value();
  CHECK(read.transform.degrees == 90);
  CHECK(read.transform.flip);
  REQUIRE(read.annotations.size() == 1);
  REQUIRE(read.annotations[0].graphics.size() == 2);
  CHECK(read.annotations[0].graphics[0].points[2][0] == doctest::Approx(5.5));
  CHECK(read.annotations[0].graphics[0].filled);
  CHECK(read.annotations[0].texts[0].anchor_units == AnnotationUnits::kDisplay);
  CHECK(read.annotations[0].texts[0].anchor_visible);
  CHECK(read.layers[0].name == "UNDER");
  CHECK(read.layers[1].grey == 65535);
  const auto* shown = displayed_area(read, "9.9", 0);
  REQUIRE(shown != nullptr);
  CHECK(shown->top_left[0] == -10);
  CHECK(shown->size == DisplayedArea::Size::kMagnify);
  CHECK(shown->magnification == doctest::Approx(2.5));
  CHECK(read.findings.empty());
}

TEST_CASE("a pseudo-colour state colours the grey pipeline by its palette") {
  DatasetBuilder b;
  state(b, "3");
  for (std::uint32_t i = 0; i < 3; ++i) b.us(dicom::Tag(tag::kRedDescriptor.value + i), {256, 0, 8});
  std::vector<std::uint8_t> red(256), green(256), blue(256);
  for (std::size_t i = 0; i < 256; ++i) red[i] = static_cast<std::uint8_t>(i), green[i] = static_cast<std::uint8_t>(255 - i), blue[i] = 7;
  b.ob({0x0028, 0x1201}, red).ob({0x0028, 0x1202}, green).ob({0x0028, 0x1203}, blue);
  const auto read = read_presentation_state(b.dataset()).value();
  const auto frame = make_frame<std::uint8_t>(2, 1, {0, 200}, 8);
  ImageDescription image;
  image.columns = 2, image.rows = 1, image.bits_stored = 8;
  CHECK(render(frame, image, apply_presentation_state(read, image, "1")).value().bytes == std::vector<std::uint8_t>{0, 255, 7, 255, 200, 55, 7, 255});
}

TEST_CASE("a blending state gives each image its own pipeline, the palette only to the superimposed one") {
  DatasetBuilder b;
  state(b, "4").fl({0x0070, 0x0403}, {0.25F});
  for (std::uint32_t i = 0; i < 3; ++i) b.us(dicom::Tag(tag::kRedDescriptor.value + i), {2, 0, 8}).ob(dicom::Tag(tag::kRedData.value + i), {0, 200});
  for (const char* position : {"UNDERLYING", "SUPERIMPOSED"}) {
    auto& input = b.item(kBlending);
    const bool top = position[0] == 'S';
    input.cs({0x0070, 0x0405}, position).ds(tag::kRescaleSlope, top ? "2" : "1").ds(tag::kRescaleIntercept, "0");
    auto& series = input.item(tag::kReferencedSeriesSequence);
    series.ui(tag::kSeriesInstanceUid, top ? "1.9" : "1.8");
    series.item(tag::kReferencedImageSequence).ui(tag::kReferencedSopInstanceUid, top ? "2.9" : "2.8");
    input.item(kVoi).ds(tag::kWindowCenter, top ? "9" : "8").ds(tag::kWindowWidth, "10");
  }
  const auto read = read_presentation_state(b.dataset()).value();
  CHECK(read.opacity == doctest::Approx(0.25));
  ImageDescription image;
  const auto top = apply_presentation_state(read, image, "2.9");
  CHECK(top.voi.window.centre == 9);
  CHECK(top.modality->slope == 2);
  CHECK(top.pseudo_colour.has_value());
  const auto under = apply_presentation_state(read, image, "2.8");
  CHECK(under.voi.window.centre == 8);
  CHECK_FALSE(under.pseudo_colour.has_value());
}

TEST_CASE("what is not a presentation state is refused; what is broken in one is left out and named") {
  DatasetBuilder other;
  other.ui(tag::kSopClassUid, "1.2.840.10008.5.1.4.1.1.2");
  CHECK(read_presentation_state(other.dataset()).error().tag == tag::kSopClassUid.value);
  DatasetBuilder b;
  b.ui(tag::kSopClassUid, "1.2.840.10008.5.1.4.1.1.11.1").us({0x0070, 0x0042}, {45});
  auto& annotation = b.item(kAnnotations);
  graphic(annotation, "ELLIPSE", {1, 2, 3, 4}, 2);
  graphic(annotation, "SPIRAL", {1, 2}, 1);
  graphic(annotation, "POLYLINE", {1, 2, 3, 4}, 500);
  annotation.item(kTexts).text({0x0070, 0x0006}, Vr::ST, "nowhere");
  b.item({0x0070, 0x005A}).cs({0x0070, 0x0100}, "SCALE TO FIT");
  const auto read = read_presentation_state(b.dataset()).value();
  CHECK(read.transform.degrees == 0);
  REQUIRE(read.annotations[0].graphics.size() == 1);
  CHECK(read.annotations[0].graphics[0].points.size() == 2);
  CHECK(read.annotations[0].texts.empty());
  CHECK(read.areas.empty());
  CHECK(read.findings.size() == 7);  // shape, rotation, ellipse, spiral, polyline, text, area
}
