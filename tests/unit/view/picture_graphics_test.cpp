#include "shared/view/picture_graphics.hpp"

#include <doctest/doctest.h>

#include "shared/pixel/render.hpp"
#include "shared/view/display.hpp"

using namespace sansfilm;

namespace {

// 8 x 6 pixels that count up; an overlay that begins above and left of them; a shutter with a circle.
pixel::ImageDescription image_with_both() {
  pixel::ImageDescription image;
  image.columns = 8, image.rows = 6, image.bits_stored = 8;
  pixel::Overlay overlay{.rows = 4, .columns = 4, .origin_row = 0, .origin_column = 0};
  overlay.bits = {0x21, 0x84};
  image.overlays.push_back(overlay);
  image.shutter.circle = {3, 4, 2};
  image.shutter.presentation_value = 0x4000;
  return image;
}

base::Frame counting_frame() {
  base::Frame frame;
  frame.columns = 8, frame.rows = 6, frame.bits_stored = 8, frame.bytes_per_sample = 1;
  for (std::uint8_t i = 0; i < 48; ++i) frame.samples.push_back(static_cast<std::uint8_t>(i * 5));
  return frame;
}

}  // namespace

TEST_CASE("graphics laid over the plain picture give, pixel for pixel, what the reference renders") {
  const pixel::ImageDescription image = image_with_both();
  const base::Frame frame = counting_frame();
  for (const bool overlays : {true, false}) {
    const pixel::DisplayState state{.show_overlays = overlays};
    const auto wanted = pixel::render(frame, image, state).value();
    const auto plain = pixel::render_samples(frame, pixel::shader_parameters(frame, image, state)).value();
    const view::PictureGraphics graphics = view::picture_graphics(image, overlays);
    REQUIRE(graphics.rgba.size() == plain.bytes.size() * 4);
    std::size_t drawn = 0;
    for (std::size_t i = 0; i < plain.bytes.size(); ++i) {
      const bool over = graphics.rgba[4 * i + 3] != 0;
      drawn += over ? 1 : 0;
      CHECK((over ? graphics.rgba[4 * i] : plain.bytes[i]) == wanted.bytes[i]);
    }
    CHECK(drawn > 10);
    CHECK(drawn < 48);
  }
}

TEST_CASE("a picture with neither has no graphics at all") {
  pixel::ImageDescription image;
  image.columns = image.rows = 4;
  CHECK(view::picture_graphics(image, true).rgba.empty());
  image.overlays.push_back({.rows = 1, .columns = 1, .bits = {1}});
  CHECK(view::picture_graphics(image, false).rgba.empty());
  CHECK_FALSE(view::picture_graphics(image, true).rgba.empty());
}

TEST_CASE("overlays and shutter come through the manifest as they were") {
  wire::Series series;
  series.pixel_formats = {{.rows = 6, .columns = 8, .photometric = "MONOCHROME2"}};
  series.displays.emplace_back();
  series.geometries.emplace_back();
  series.graphics = {{{{0x6002, 2, 3, 1, 4, false, "CADRE", {0x2A}}}, wire::Shutter{std::nullopt, std::array<std::int32_t, 3>{3, 4, 2}, {}, std::nullopt, 99}}};
  wire::Frame frame;
  CHECK(view::describe_image(series, frame).overlays.empty());
  frame.graphics = 0;
  const pixel::ImageDescription image = view::describe_image(series, frame);
  REQUIRE(image.overlays.size() == 1);
  CHECK(image.overlays[0].origin_column == 4);
  CHECK(image.overlays[0].at(0, 1));
  CHECK_FALSE(image.overlays[0].at(0, 0));
  REQUIRE(image.shutter.circle.has_value());
  CHECK(image.shutter.circle->radius == 2);
  CHECK(image.shutter.presentation_value == 99);
}
