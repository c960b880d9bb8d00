#include <doctest/doctest.h>

#include <string>

#include "shared/wire/batch.hpp"
#include "shared/wire/first_picture.hpp"
#include "shared/wire/manifest_json.hpp"

namespace sansfilm::wire {

namespace {

// Slices from the feet up in the file, so that the first of the stack is the last of the file.
Series a_series(std::uint32_t side, std::uint32_t tile, std::uint32_t count = 3) {
  Series series;
  series.series_instance_uid = "1.2.3";
  series.pixel_formats.push_back({.rows = side, .columns = side});
  series.displays.emplace_back();
  Geometry geometry;
  geometry.orientation = {{1, 0, 0, 0, 1, 0}};
  series.geometries.push_back(geometry);
  Codestream stream;
  stream.tile_width = stream.tile_height = tile;
  stream.tiles_across = stream.tiles_down = (side + tile - 1) / tile;
  stream.layers = 4;
  series.codestreams.push_back(stream);
  for (std::uint32_t i = 0; i < count; ++i) {
    series.instances.push_back({"1.2.3." + std::to_string(i), static_cast<std::int32_t>(count - i), 0});
    Frame frame;
    frame.content.bytes[0] = static_cast<std::uint8_t>(i + 1);
    frame.instance = i;
    frame.position_mm = {{0, 0, -5.0 * i}};
    frame.layer_bytes = {1000, 2000, 4000, 90'000};
    series.frames.push_back(frame);
  }
  return series;
}

}  // namespace

TEST_CASE("what is sent ahead is of the first slice of the stack, layer by layer, as far as there is room") {
  const Series series = a_series(512, 512);
  const auto ranges = first_picture(series, {1000, 800, 7000});
  REQUIRE(ranges.size() == 3);
  for (std::uint16_t layer = 0; layer < 3; ++layer) {
    CHECK(ranges[layer].content == series.frames[2].content);   // number 1
    CHECK(ranges[layer].first_layer == layer);
    CHECK(ranges[layer].last_layer == layer);
    CHECK(ranges[layer].first_resolution == 0);
    CHECK(ranges[layer].last_resolution == 5);
  }
  CHECK(first_picture(series, {1000, 800, 6999}).size() == 2);
  CHECK(first_picture(series, {1000, 800, 97'000}).size() == 4);
  CHECK(first_picture(series, {1000, 800, 999}).empty());
}

TEST_CASE("a screen that shows less than the picture is sent the resolution that it needs, of all tiles") {
  const Series series = a_series(4096, 512);
  const auto ranges = first_picture(series, {1024, 1500, 1000});
  REQUIRE(ranges.size() == 3);   // a sixteenth of the samples, about a sixteenth of the bytes
  CHECK(ranges[0].last_resolution == 3);
  CHECK(ranges[0].last_tile == 63);
}

TEST_CASE("nothing is sent ahead that was not asked for, or is not made") {
  Series series = a_series(512, 512);
  CHECK(first_picture(series, {}).empty());
  CHECK(first_picture(series, {0, 800, 7000}).empty());
  CHECK(first_picture({}, {1000, 800, 7000}).empty());
  series.frames[2].codestream = kNoIndex;
  CHECK(first_picture(series, {1000, 800, 7000}).empty());
}

TEST_CASE("what a manifest carries comes back as the answer to a batch, at any cut of the text") {
  Study study;
  study.series_count = 1;
  const Series series = a_series(512, 512);
  const auto ranges = first_picture(series, {1000, 800, 7000});
  const std::vector<std::uint8_t> first = {0, 1, 2, 253, 254, 255}, second = {7, 0, 7};
  const std::string text = write_study_line(study) + write_carries_line(ranges) + write_series_line(series) + write_carried_line(first) +
                           write_carried_line(second) + write_end_line(1);
  for (const std::size_t piece : {std::size_t{1}, std::size_t{50}, text.size()}) {
    ManifestReader reader;
    std::vector<std::uint8_t> carried;
    for (std::size_t at = 0; at < text.size(); at += piece) {
      const std::string part = text.substr(at, piece);
      REQUIRE(reader.feed({reinterpret_cast<const std::uint8_t*>(part.data()), part.size()}).ok());
      const auto more = reader.take_carried();
      carried.insert(carried.end(), more.begin(), more.end());
    }
    CHECK(reader.ended());
    CHECK(reader.carries() == ranges);
    CHECK(carried == std::vector<std::uint8_t>{0, 1, 2, 253, 254, 255, 7, 0, 7});
    CHECK(reader.manifest().series.front() == series);
  }
}

TEST_CASE("carried lines that are none are refused") {
  const auto refused = [](const std::string& line) {
    ManifestReader reader;
    const std::string text = write_study_line({}) + line + "\n";
    return !reader.feed({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}).ok();
  };
  CHECK(refused(R"({"carries":["nonsense"]})"));
  CHECK(refused(R"({"carried":"not base64!"})"));
  CHECK_FALSE(refused(R"({"carried":""})"));
}

}  // namespace sansfilm::wire
