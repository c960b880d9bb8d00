// Rendered pixels, computed by hand.
#include "shared/pixel/render.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "tests/unit/pixel/frame_builder.hpp"

using namespace sansfilm;
using namespace sansfilm::pixel;
using test::make_frame;

namespace {

ImageDescription describe(const base::Frame& frame) {
  ImageDescription out;
  out.columns = frame.columns;
  out.rows = frame.rows;
  out.bits_stored = frame.bits_stored;
  out.is_signed = frame.is_signed;
  return out;
}

std::vector<std::uint8_t> levels(const base::Frame& frame, const ImageDescription& image, const DisplayState& state = {}) {
  return render(frame, image, state).value().bytes;
}

}  // namespace

TEST_CASE("a signed CT with centre 40 and width 400 becomes grey by rescale and LINEAR") {
  const auto frame = make_frame<std::int16_t>(4, 1, {-2000, 864, 1063, 1264}, 16);
  auto image = describe(frame);
  image.modality = {.slope = 1, .intercept = -1024};
  image.windows = {{.centre = 40, .width = 400}};
  // -3024 -> 0; -160 -> 0; 39 -> ((39-39.5)/399+0.5)*255 = 127.18 -> 127; 240 -> 255
  CHECK(levels(frame, image) == std::vector<std::uint8_t>{0, 0, 127, 255});
}

TEST_CASE("MONOCHROME1 is inverted, and the user's inversion undoes it") {
  const auto frame = make_frame<std::uint8_t>(3, 1, {0, 100, 255}, 8);
  auto image = describe(frame);
  image.inverse = true;
  image.photometric = Photometric::kMonochrome1;
  CHECK(levels(frame, image) == std::vector<std::uint8_t>{255, 155, 0});
  CHECK(levels(frame, image, {.invert = true}) == std::vector<std::uint8_t>{0, 100, 255});
}

TEST_CASE("eight bits without window or LUT are shown as they are") {
  std::vector<std::uint8_t> all(256);
  for (std::size_t i = 0; i < 256; ++i) all[i] = static_cast<std::uint8_t>(i);
  const auto frame = make_frame<std::uint8_t>(16, 16, all, 8);
  CHECK(levels(frame, describe(frame)) == all);
}

TEST_CASE("padding is black, before and after inversion, and has no part in the automatic window") {
  std::vector<std::int16_t> samples(1000, -2000);
  for (std::size_t i = 0; i < 500; ++i) samples[i] = static_cast<std::int16_t>(i);
  const auto frame = make_frame<std::int16_t>(100, 10, samples, 16);
  auto image = describe(frame);
  image.padding = Padding{-2000, -2000};
  const auto window = automatic_window(frame, image, image.modality);
  CHECK(window.centre - window.width / 2 == doctest::Approx(2));    // rank 500 / 200 = 2
  CHECK(window.centre + window.width / 2 == doctest::Approx(497));
  CHECK(levels(frame, image)[999] == 0);
  const auto inverted = levels(frame, image, {.invert = true});
  CHECK(inverted[999] == 0);
  CHECK(inverted[0] == 255);
}

TEST_CASE("an image whose samples are all equal, or all padding, still renders") {
  const auto frame = make_frame<std::uint16_t>(2, 2, {700, 700, 700, 700}, 16);
  auto image = describe(frame);
  CHECK(levels(frame, image).size() == 4);
  image.padding = Padding{700, 700};
  CHECK(levels(frame, image) == std::vector<std::uint8_t>{0, 0, 0, 0});
}

TEST_CASE("a VOI LUT of 12 bits maps its own range onto 255") {
  const auto frame = make_frame<std::uint16_t>(4, 1, {0, 1, 2, 9}, 12);
  auto image = describe(frame);
  image.voi_luts = {LookupTable{.first = 1, .bits = 12, .entries = {0, 2048, 4095}, .explanation = ""}};
  CHECK(levels(frame, image) == std::vector<std::uint8_t>{0, 0, 128, 255});
}

TEST_CASE("modality LUT, window and presentation LUT apply in this order") {
  const auto frame = make_frame<std::uint16_t>(3, 1, {0, 1, 2}, 8);
  auto image = describe(frame);
  image.modality.lut = LookupTable{.first = 0, .bits = 8, .entries = {0, 100, 200}, .explanation = ""};
  DisplayState state;
  state.voi = {.kind = VoiChoice::Kind::kWindow, .window = {.centre = 100, .width = 200, .function = VoiFunction::kLinearExact}};
  state.presentation_lut = LookupTable{.first = 0, .bits = 8, .entries = {10, 20, 30}, .explanation = ""};
  // 0 -> 0 -> entry 0; 100 -> 127.5 -> entry 1; 200 -> 255 -> entry 2
  CHECK(levels(frame, image, state) == std::vector<std::uint8_t>{10, 20, 30});
}

TEST_CASE("float samples: NaN is black, infinities saturate, the automatic window spans the finite values") {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const float inf = std::numeric_limits<float>::infinity();
  const auto frame = make_frame<float>(5, 1, {-1.0F, 0.0F, 1.0F, nan, inf}, 32);
  CHECK(levels(frame, describe(frame)) == std::vector<std::uint8_t>{0, 128, 255, 0, 255});
}

TEST_CASE("32-bit samples are windowed too") {
  const auto frame = make_frame<std::uint32_t>(3, 1, {795000, 1024500, 1254000}, 32);
  CHECK(levels(frame, describe(frame)) == std::vector<std::uint8_t>{0, 128, 255});
}

TEST_CASE("a palette gives RGBA and repeats its ends") {
  const auto frame = make_frame<std::uint8_t>(4, 1, {0, 10, 11, 200}, 8);
  auto image = describe(frame);
  image.photometric = Photometric::kPalette;
  image.palette = Palette{.first = 10, .rgb = {1, 2, 3, 4, 5, 6}, .alpha = {}};
  CHECK(levels(frame, image) == std::vector<std::uint8_t>{1, 2, 3, 255, 1, 2, 3, 255, 4, 5, 6, 255, 4, 5, 6, 255});
}

TEST_CASE("a supplemental palette colours values from its first on, the rest stays grey") {
  const auto frame = make_frame<std::uint16_t>(3, 1, {512, 1024, 1030}, 16);
  auto image = describe(frame);
  image.windows = {{.centre = 512, .width = 1024}};
  image.palette = Palette{.first = 1024, .rgb = {9, 8, 7, 6, 5, 4}, .alpha = {}};
  image.supplemental = true;
  // 512 -> ((512-511.5)/1023+0.5)*255 = 127.62 -> 128
  CHECK(levels(frame, image) == std::vector<std::uint8_t>{128, 128, 128, 255, 9, 8, 7, 255, 6, 5, 4, 255});
  CHECK(render(frame, image, {.show_colours = false}).value().channels == 1);
}

TEST_CASE("YBR_FULL of pure red, and of grey, back to RGB") {
  auto frame = make_frame<std::uint8_t>(2, 1, {76, 85, 255, 50, 128, 128}, 8, 3);
  frame.colour = base::ColourModel::kYbrFull;
  // R = 76 + 1.402*127 = 254.05; G = 76 - 0.344136*(-43) - 0.714136*127 = 0.10; B = 76 + 1.772*(-43) = -0.2
  CHECK(levels(frame, describe(frame)) == std::vector<std::uint8_t>{254, 0, 0, 255, 50, 50, 50, 255});
}

TEST_CASE("YBR_PARTIAL spans 16..235") {
  auto frame = make_frame<std::uint8_t>(2, 1, {16, 128, 128, 235, 128, 128}, 8, 3);
  frame.colour = base::ColourModel::kYbrPartial;
  CHECK(levels(frame, describe(frame)) == std::vector<std::uint8_t>{0, 0, 0, 255, 255, 255, 255, 255});
}

TEST_CASE("RGB of 16 bits is scaled by its own range, and inverted channel by channel") {
  auto frame = make_frame<std::uint16_t>(1, 1, {0, 32896, 65535}, 16, 3);
  frame.colour = base::ColourModel::kRgb;
  CHECK(levels(frame, describe(frame)) == std::vector<std::uint8_t>{0, 128, 255, 255});
  CHECK(levels(frame, describe(frame), {.invert = true}) == std::vector<std::uint8_t>{255, 127, 0, 255});
}

TEST_CASE("a shutter hides what lies outside, at its presentation value; overlays are white where they are set") {
  const auto frame = make_frame<std::uint8_t>(4, 2, {10, 20, 30, 40, 50, 60, 70, 80}, 8);
  auto image = describe(frame);
  image.shutter.rectangle = Shutter::Rectangle{.left = 2, .right = 3, .upper = 1, .lower = 1};
  image.shutter.presentation_value = 257 * 5;
  CHECK(levels(frame, image) == std::vector<std::uint8_t>{5, 20, 30, 5, 5, 5, 5, 5});
  CHECK(levels(frame, image, {.show_shutter = false})[7] == 80);
  image.shutter = {};
  image.overlays = {Overlay{.rows = 1, .columns = 2, .origin_row = 2, .origin_column = 4, .bits = {0x03}}};
  CHECK(levels(frame, image) == std::vector<std::uint8_t>{10, 20, 30, 40, 50, 60, 70, 255});  // its second pixel is outside
  CHECK(levels(frame, image, {.show_overlays = false})[7] == 80);
}

TEST_CASE("a circular and a polygonal shutter let their edges be seen") {
  Shutter shutter;
  shutter.circle = Shutter::Circle{.row = 5, .column = 5, .radius = 2};
  CHECK(shutter.shows(4, 6));         // column 7, distance 2
  CHECK_FALSE(shutter.shows(4, 7));
  CHECK_FALSE(shutter.shows(5, 6));   // (1, 2): distance 2.24
  Shutter triangle;
  triangle.polygon = {{1, 1}, {1, 9}, {9, 1}};
  CHECK(triangle.shows(0, 0));
  CHECK(triangle.shows(4, 4));        // (5,5) lies on the slanted edge
  CHECK_FALSE(triangle.shows(5, 5));
  CHECK(triangle.shows(2, 2));
}

TEST_CASE("a LUT cannot apply to 32-bit samples: the automatic window is used and said") {
  const auto frame = make_frame<std::int32_t>(2, 1, {-100000, 100000}, 32);
  auto image = describe(frame);
  image.voi_luts = {LookupTable{.first = 0, .bits = 8, .entries = {1, 2}, .explanation = ""}};
  const auto parameters = shader_parameters(frame, image, {});
  CHECK(parameters.lut_left_out);
  CHECK(parameters.automatic);
  CHECK(levels(frame, image) == std::vector<std::uint8_t>{0, 255});
}

TEST_CASE("a frame with fewer samples than its size says is refused") {
  auto frame = make_frame<std::uint16_t>(2, 2, {1, 2, 3, 4}, 16);
  frame.samples.pop_back();
  CHECK(render(frame, describe(frame), {}).error().code == base::ErrorCode::kMalformed);
}

TEST_CASE("an unusable window chosen by the user falls back to the image's own") {
  const auto frame = make_frame<std::uint16_t>(1, 1, {512}, 16);
  auto image = describe(frame);
  image.windows = {{.centre = 512, .width = 1024}};
  DisplayState state;
  state.voi = {.kind = VoiChoice::Kind::kWindow, .window = {.centre = 5, .width = 0}};
  CHECK(levels(frame, image, state)[0] == 128);
}

TEST_CASE("the table of a 16-bit frame and the formula agree on every stored value") {
  std::vector<std::int16_t> all(65536);
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<std::int16_t>(static_cast<int>(i) - 32768);
  const auto frame = make_frame<std::int16_t>(256, 256, all, 16);
  auto image = describe(frame);
  image.modality = {.slope = 0.5, .intercept = -3};
  for (const auto function : {VoiFunction::kLinear, VoiFunction::kLinearExact, VoiFunction::kSigmoid}) {
    image.windows = {{.centre = 100.5, .width = 777, .function = function}};
    const auto parameters = shader_parameters(frame, image, {});
    const auto rendered = levels(frame, image);
    bool equal = true;
    for (std::size_t i = 0; i < all.size(); ++i) equal = equal && rendered[i] == grey_level(parameters, all[i]);
    CHECK(equal);
  }
}
