#include <doctest/doctest.h>

#include "shared/manifest/series.hpp"

namespace sansfilm::manifest {

namespace {

wire::Series instance(std::int32_t number, std::uint32_t frames = 1, std::uint32_t rows = 64) {
  wire::Series series;
  series.series_instance_uid = "1.2.3";
  series.instances.push_back({"1.2.3." + std::to_string(number), number, 0});
  series.pixel_formats.push_back({.rows = rows, .columns = 64});
  series.displays.emplace_back();
  series.geometries.emplace_back();
  for (std::uint32_t i = 0; i < frames; ++i) {
    wire::Frame frame;
    frame.frame = i;
    frame.codestream = wire::kNoIndex;
    series.frames.push_back(frame);
  }
  return series;
}

}  // namespace

TEST_CASE("frames that are alike share one row of each table, and others get rows of their own") {
  wire::Series all = series_head(instance(1));
  append_instance(all, instance(1), 100);
  append_instance(all, instance(2), 100);
  append_instance(all, instance(3, 1, 32), 100);
  CHECK(all.pixel_formats.size() == 2);
  CHECK(all.displays.size() == 1);
  CHECK(all.frames[1].pixels == 0);
  CHECK(all.frames[2].pixels == 1);
  CHECK(all.frames[2].instance == 2);
  CHECK(all.frames[2].codestream == wire::kNoIndex);
}

TEST_CASE("the head of a series has what the series says and nothing that an instance says") {
  const wire::Series head = series_head(instance(1, 3));
  CHECK(head.series_instance_uid == "1.2.3");
  CHECK(head.frames.empty());
  CHECK(head.instances.empty());
  CHECK(head.pixel_formats.empty());
}

TEST_CASE("a series whose files came in any order is sorted by instance number, frames with their instances") {
  wire::Series all = series_head(instance(1));
  append_instance(all, instance(0), 1);   // no number: last
  append_instance(all, instance(7, 2, 7), 1);
  append_instance(all, instance(-1, 1, 11), 1);
  append_instance(all, instance(3, 1, 3), 1);
  sort_by_number(all);
  std::vector<std::int32_t> numbers;
  for (const wire::Instance& one : all.instances) numbers.push_back(one.number);
  CHECK(numbers == std::vector<std::int32_t>{-1, 3, 7, 0});
  std::vector<std::uint32_t> rows;
  for (const wire::Frame& frame : all.frames) rows.push_back(all.pixel_formats[frame.pixels].rows);
  CHECK(rows == std::vector<std::uint32_t>{11, 3, 7, 7, 64});
  CHECK(all.frames[2].frame == 0);
  CHECK(all.frames[3].frame == 1);
  CHECK(all.frames[3].instance == 2);
}

TEST_CASE("an object is listed with the size of its file") {
  wire::Series one;
  one.objects.emplace_back();
  wire::Series all;
  append_instance(all, one, 4321);
  REQUIRE(all.objects.size() == 1);
  CHECK(all.objects[0].bytes == 4321);
}

TEST_CASE("a frame without stream keeps no codestream of an earlier one") {
  wire::Series all = instance(1, 2);
  wire::Codestream stream;
  set_stream(all, all.frames[0], {.rows = 9}, &stream);
  set_stream(all, all.frames[1], {.rows = 9}, nullptr);
  CHECK(all.frames[0].codestream == 0);
  CHECK(all.frames[1].codestream == wire::kNoIndex);
  CHECK(all.frames[0].pixels == all.frames[1].pixels);
}

}  // namespace sansfilm::manifest
