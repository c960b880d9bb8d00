#include <doctest/doctest.h>

#include "shared/view/cine.hpp"

using namespace sansfilm;
using namespace sansfilm::view;

namespace {

const auto kAll = [](std::uint32_t) { return true; };

// Where a stack of `count` is after each tick of `step_us`.
std::vector<std::uint32_t> play(Cine& cine, std::uint32_t place, std::uint32_t count, stream::Micros step_us, int ticks, stream::Micros& now) {
  std::vector<std::uint32_t> places;
  for (int i = 0; i < ticks; ++i) {
    now += step_us;
    if (const auto due = cine.tick(now, place, count, kAll)) places.push_back(place = *due);
  }
  return places;
}

}  // namespace

TEST_CASE("a series plays at the rate that it states, round and round") {
  Cine cine;
  stream::Micros now = 1000;
  cine.start(40.0, now);
  CHECK(cine.rate_fps() == 25.0);
  CHECK(play(cine, 0, 3, 40'000, 7, now) == std::vector<std::uint32_t>{1, 2, 0, 1, 2, 0, 1});
}

TEST_CASE("a series without a rate plays at ten a second, and one that asks for more than a screen can show at sixty") {
  Cine cine;
  cine.start(0.0, 0);
  CHECK(cine.rate_fps() == 10.0);
  cine.start(1.0, 0);
  CHECK(cine.rate_fps() == 60.0);
}

TEST_CASE("to and fro the ends are shown once, and backwards begins at the end") {
  Cine cine;
  stream::Micros now = 0;
  cine.set_sweep(true);
  cine.start(100.0, now);
  CHECK(play(cine, 0, 3, 100'000, 6, now) == std::vector<std::uint32_t>{1, 2, 1, 0, 1, 2});
  Cine back;
  now = 0;
  back.turn_round();
  back.start(100.0, now);
  CHECK(play(back, 1, 3, 100'000, 3, now) == std::vector<std::uint32_t>{0, 2, 1});
}

TEST_CASE("where there is no picture yet it waits, and goes on from there") {
  Cine cine;
  cine.start(100.0, 0);
  const auto first_two = [](std::uint32_t place) { return place < 2; };
  CHECK(cine.tick(100'000, 0, 5, first_two) == std::optional<std::uint32_t>(1));
  CHECK(!cine.tick(200'000, 1, 5, first_two));
  CHECK(cine.waiting());
  CHECK(cine.wake_us() > 200'000);
  CHECK(cine.tick(cine.wake_us(), 1, 5, kAll) == std::optional<std::uint32_t>(2));
  CHECK_FALSE(cine.waiting());
}

TEST_CASE("a page that is late leaves places out, one that slept goes on where it was") {
  Cine cine;
  cine.start(20.0, 0);
  CHECK(cine.tick(61'000, 0, 100, kAll) == std::optional<std::uint32_t>(3));
  const auto after_a_minute = cine.tick(60'000'000, 3, 100, kAll);
  CHECK(after_a_minute == std::optional<std::uint32_t>(11));
  CHECK(cine.wake_us() > 60'000'000);
}

TEST_CASE("faster and slower go by steps, to one and to sixty a second; the choice holds for that series") {
  Cine cine;
  cine.start(37.0, 0);   // 27 a second
  cine.faster(0);
  CHECK(cine.rate_fps() == 30.0);
  cine.slower(0);
  CHECK(cine.rate_fps() == 25.0);
  cine.stop();
  cine.start(37.0, 0);
  CHECK(cine.rate_fps() == 25.0);
  for (int i = 0; i < 40; ++i) cine.slower(0);
  CHECK(cine.rate_fps() == 1.0);
  for (int i = 0; i < 40; ++i) cine.faster(0);
  CHECK(cine.rate_fps() == 60.0);
  CHECK(cine.wake_us() == stream::Micros{1'000'000 / 60});
}

TEST_CASE("a single picture does not play") {
  Cine cine;
  cine.start(0.0, 0);
  CHECK(!cine.tick(1'000'000, 0, 1, kAll));
}
