#include <doctest/doctest.h>

#include <algorithm>
#include <numeric>
#include <vector>

#include "shared/stream/wish_order.hpp"
#include "shared/wire/batch.hpp"
#include "tests/unit/stream/simulation.hpp"

namespace sansfilm::stream {

namespace {

using test::Event;
using test::Network;
using test::Simulation;

// Sizes as measured on a real 512 x 512 CT (recipe L): 0.1, 0.25, 0.5, 1, 2 bits a pixel, lossless.
const std::vector<std::uint32_t> kCtLayers = {3277, 4915, 8192, 16384, 32768, 102400};
const std::vector<std::uint32_t> kMgLayers = {250'000, 375'000, 625'000, 1'250'000, 2'500'000, 9'000'000};

constexpr Micros kSecond = 1'000'000;

std::uint64_t total_of(const std::vector<std::uint32_t>& layers) { return std::accumulate(layers.begin(), layers.end(), std::uint64_t{0}); }

}  // namespace

TEST_CASE("the first picture comes one round trip after the manifest and one decode later") {
  Simulation sim({}, {250'000, 150'000});
  const auto series = sim.add_series(500, 512, 512, kCtLayers);
  sim.look({{.series = series, .position = 250}});
  sim.run_until(kSecond);
  const double transfer_us = kCtLayers[0] / 250'000.0 * 1e6;
  CHECK(sim.first_decoded({series, 250}) <= 150'000 + static_cast<Micros>(transfer_us) + 20'000);
}

TEST_CASE("on a fast line too, little more than the first picture's own bytes come before it") {
  Simulation sim({}, {125'000'000, 1'000});
  const auto series = sim.add_series(500, 512, 512, kCtLayers);
  sim.look({{.series = series, .position = 250}});
  sim.run_until(5 * kSecond);
  const Measured measured = sim.scheduler.measured();
  CHECK(measured.first_picture_bytes >= kCtLayers[0]);
  CHECK(measured.first_picture_bytes <= 400'000);
  CHECK(measured.fetched_bytes > 10'000'000);
}

TEST_CASE("the visible frame is final before others begin, then neighbours, then the series preview, then all final") {
  Simulation sim({}, {250'000, 150'000});
  const auto series = sim.add_series(60, 512, 512, kCtLayers);
  sim.look({{.series = series, .position = 30}});
  const Micros end = sim.run_out(600 * kSecond);
  CHECK(sim.scheduler.progress(series).complete == 60);
  std::vector<Micros> preview(60, kNever), complete(60, 0);
  for (const Event& event : sim.log) {
    if (event.what != Event::What::kChunk) continue;
    if (event.key.layer == 0 && event.key.resolution == 5) preview[event.frame.frame] = event.at;
    complete[event.frame.frame] = std::max(complete[event.frame.frame], event.at);
  }
  for (std::size_t f = 0; f < 60; ++f) {
    if (f == 30) continue;
    CHECK(complete[30] <= preview[f]);
    CHECK(preview[f] <= *std::min_element(complete.begin(), complete.end() - 1) + 60 * kSecond);
  }
  const Micros last_preview = *std::max_element(preview.begin(), preview.end());
  for (std::size_t f = 0; f < 60; ++f) {
    if (f != 30) CHECK(complete[f] >= last_preview);
  }
  CHECK(complete[31] < complete[59]);
  CHECK(sim.final_decoded({series, 30}) < 2 * kSecond);
  // The line is hardly ever idle.
  CHECK(end < static_cast<Micros>(1.1 * 60.0 * static_cast<double>(total_of(kCtLayers)) / 250'000.0 * 1e6));
}

TEST_CASE("the whole series of 500 slices is previewed at 2 Mbit/s hardly later than its bytes need") {
  Simulation sim({}, {250'000, 150'000});
  const auto series = sim.add_series(500, 512, 512, kCtLayers);
  sim.look({{.series = series, .position = 0}});
  const double ideal_s = (500.0 * kCtLayers[0] + static_cast<double>(total_of(kCtLayers))) / 250'000.0;
  Micros at = 0;
  while (sim.scheduler.progress(series).previewed < 500 && at < 100 * kSecond) sim.run_until(at += kSecond / 10);
  CHECK(static_cast<double>(at) / 1e6 < 1.15 * ideal_s + 0.3);
}

TEST_CASE("a jump to a far slice is answered within a round trip though the line is busy") {
  for (const double bytes_per_s : {125'000.0, 250'000.0, 1'250'000.0, 12'500'000.0}) {
    CAPTURE(bytes_per_s);
    Simulation sim({}, {bytes_per_s, 150'000});
    const auto series = sim.add_series(500, 512, 512, kCtLayers);
    sim.look({{.series = series, .position = 0}});
    sim.run_until(4 * kSecond);
    REQUIRE(sim.first_decoded({series, 480}) == kNever);
    sim.look({{.series = series, .position = 480}});
    sim.run_until(10 * kSecond);
    CHECK(sim.first_decoded({series, 480}) - 4 * kSecond < 150'000 + 350'000);
  }
}

TEST_CASE("a scroll finds its frames ready when the line can carry them") {
  Simulation sim({}, {1'250'000, 50'000});
  const auto series = sim.add_series(500, 512, 512, kCtLayers);
  sim.look({{.series = series, .position = 0}});
  sim.run_until(kSecond);
  std::uint32_t missed = 0;
  for (std::uint32_t position = 1; position < 300; ++position) {  // 30 frames a second for ten seconds
    sim.look({{.series = series, .position = position, .frames_per_s = 30.0}});
    sim.run_until(kSecond + position * 33'333);
    if (sim.scheduler.decoded({series, position}).quality == wire::Quality::kNone) ++missed;
  }
  CHECK(missed <= 3);
}

TEST_CASE("the decoded budget is held on 2,000 slices, and nothing is decoded twice that was not refined or evicted") {
  Settings settings;
  settings.decoded_budget_bytes = 100ULL << 20;  // 200 slices
  Simulation sim(settings, {125'000'000, 1'000});
  sim.decode_pixels_per_s = 200e6;
  const auto series = sim.add_series(2000, 512, 512, kCtLayers);
  sim.look({{.series = series, .position = 1000}});
  sim.run_until(3 * kSecond);
  for (std::uint32_t position = 1000; position < 1900; position += 3) {
    sim.look({{.series = series, .position = position, .frames_per_s = 60.0}});
    sim.run_until(sim.now + 50'000);
    REQUIRE(sim.scheduler.decoded({series, position}).quality != wire::Quality::kNone);
  }
  sim.run_out(sim.now + 100 * kSecond);
  CHECK(sim.scheduler.decoded({series, 1897}).is_final());
  CHECK(sim.most_decoded_bytes <= settings.decoded_budget_bytes);
  CHECK(sim.scheduler.measured().decoded_bytes > settings.decoded_budget_bytes * 9 / 10);
  // At rest nothing goes round in circles.
  const auto decodes = sim.scheduler.measured().decodes;
  sim.run_until(sim.now + 10 * kSecond);
  CHECK(sim.scheduler.measured().decodes == decodes);
}

TEST_CASE("a visible picture is decoded though it alone is above the budget") {
  Settings settings;
  settings.decoded_budget_bytes = 1 << 20;
  Simulation sim(settings, {12'500'000, 10'000});
  const auto series = sim.add_series(4, 4000, 3000, kMgLayers, 512);
  sim.look({{.series = series, .position = 0}});
  sim.run_out(100 * kSecond);
  CHECK(sim.scheduler.decoded({series, 0}).is_final());
  CHECK(sim.scheduler.decoded({series, 1}).quality == wire::Quality::kNone);
}

TEST_CASE("the compressed budget is held: what is far goes for what is near") {
  Settings settings;
  settings.compressed_budget_bytes = 20ULL << 20;
  Simulation sim(settings, {12'500'000, 10'000});
  const auto series = sim.add_series(1000, 512, 512, kCtLayers);
  sim.look({{.series = series, .position = 0}});
  sim.run_out(60 * kSecond);
  CHECK(sim.scheduler.progress(series).complete > 90);
  sim.look({{.series = series, .position = 900}});
  sim.run_out(sim.now + 60 * kSecond);
  CHECK(sim.scheduler.decoded({series, 900}).is_final());
  CHECK(sim.scheduler.decoded({series, 890}).is_final());
  CHECK(sim.most_compressed_bytes < settings.compressed_budget_bytes + (1 << 20));
}

TEST_CASE("a chunk altered once is asked again; altered twice it fails its frame while the rest goes on") {
  for (const int times : {1, 2, 100}) {
    CAPTURE(times);
    Simulation sim({}, {1'250'000, 50'000});
    const auto series = sim.add_series(20, 512, 512, kCtLayers);
    const auto bad = sim.key({series, 3}, 0, 4, 2);
    int left = times;
    sim.fault = [&](const wire::ChunkKey& key) {
      return key == bad && left-- > 0 ? wire::ChunkError::kAltered : wire::ChunkError::kNone;
    };
    sim.look({{.series = series, .position = 3}});
    sim.run_out(100 * kSecond);
    const auto progress = sim.scheduler.progress(series);
    CHECK(progress.failed == (times == 1 ? 0 : 1));
    CHECK(progress.complete == (times == 1 ? 20 : 19));
    CHECK(left == times - (times == 1 ? 2 : 2));  // asked twice in either case
    if (times > 1) {
      REQUIRE(sim.scheduler.failure({series, 3}).has_value());
      CHECK(sim.scheduler.failure({series, 3})->chunk_error == wire::ChunkError::kAltered);
      CHECK(sim.scheduler.decoded({series, 3}).layers >= 1);  // what had come stays on the screen
      CHECK(!sim.scheduler.decoded({series, 3}).is_final());
    }
  }
}

TEST_CASE("a frame that is gone or broken fails at once, alone") {
  for (const auto error : {wire::ChunkError::kNotFound, wire::ChunkError::kGone, wire::ChunkError::kBroken, wire::ChunkError::kDenied}) {
    Simulation sim({}, {1'250'000, 50'000});
    const auto series = sim.add_series(5, 512, 512, kCtLayers);
    sim.fault = [&](const wire::ChunkKey& key) { return key.content.bytes[2] == 2 ? error : wire::ChunkError::kNone; };
    sim.look({{.series = series, .position = 0}});
    sim.run_out(100 * kSecond);
    CHECK(sim.scheduler.failure({series, 2})->chunk_error == error);
    CHECK(sim.scheduler.progress(series).complete == 4);
  }
}

TEST_CASE("a frame that the server is still making is asked for again later and later, and comes") {
  Simulation sim({}, {1'250'000, 50'000});
  const auto series = sim.add_series(5, 512, 512, kCtLayers);
  sim.fault = [&](const wire::ChunkKey& key) {
    return key.content.bytes[2] == 2 && sim.now < 10 * kSecond ? wire::ChunkError::kNotReady : wire::ChunkError::kNone;
  };
  sim.look({{.series = series, .position = 2}});
  sim.run_until(9 * kSecond);
  CHECK(sim.scheduler.progress(series).complete == 4);
  CHECK(sim.batches_since(4 * kSecond) <= 4);
  sim.run_out(100 * kSecond);
  CHECK(sim.scheduler.progress(series).complete == 5);
  CHECK(!sim.scheduler.failure({series, 2}).has_value());
}

TEST_CASE("a decode that fails marks its frame and is not tried again") {
  Simulation sim({}, {1'250'000, 50'000});
  const auto series = sim.add_series(5, 512, 512, kCtLayers);
  int tries = 0;
  sim.undecodable = [&](FrameId frame) { return frame.frame == 1 && ++tries > 0; };
  sim.look({{.series = series, .position = 1}});
  sim.run_out(100 * kSecond);
  CHECK(tries == 1);
  CHECK(sim.scheduler.failure({series, 1})->kind == FailureKind::kDecode);
  CHECK(sim.scheduler.decoded({series, 0}).is_final());
}

TEST_CASE("a decode whose worker is lost is given to another once; lost again it fails its frame, and its memory is free again") {
  Scheduler scheduler;
  wire::Series data;
  data.pixel_formats = {{.rows = 64, .columns = 64}};
  data.codestreams = {{.layers = 1}};
  data.frames.resize(1);
  const auto series = scheduler.add_series(data);
  const std::vector<Viewport> viewports = {{.series = series}};
  scheduler.set_viewports(viewports, 0);
  const auto fetch = std::get<FetchBatch>(scheduler.poll(0).at(0));
  for (const wire::ChunkKey& key : wire::expand(fetch.ranges)) scheduler.chunk_arrived(fetch.batch, key, 10, 1000);
  scheduler.batch_ended(fetch.batch, BatchEnd::kComplete, 1000);
  std::uint32_t last = 0;
  for (int time = 0; time < 2; ++time) {
    const auto actions = scheduler.poll(2000);
    REQUIRE(actions.size() == 1);
    const auto decode = std::get<Decode>(actions[0]);
    CHECK(decode.job != last);
    last = decode.job;
    CHECK(scheduler.measured().decoded_bytes == 64 * 64 * 2);
    CHECK(!scheduler.failure({series, 0}).has_value());
    scheduler.decode_lost(decode.job, 3000);
    scheduler.decode_lost(decode.job, 3000);   // told twice
    CHECK(scheduler.measured().decoded_bytes == 0);
  }
  CHECK(scheduler.poll(4000).empty());
  REQUIRE(scheduler.failure({series, 0}).has_value());
  CHECK(scheduler.failure({series, 0})->kind == FailureKind::kDecode);
  scheduler.resume(5000);
  CHECK(scheduler.poll(5000).size() == 1);
}

TEST_CASE("a chunk that failed and is asked for by another batch is not asked for a third time when the first batch ends") {
  Scheduler scheduler;
  wire::Series data;
  data.pixel_formats = {{.rows = 2048, .columns = 2048}};
  data.codestreams = {{.tiles_across = 4, .tiles_down = 4, .layers = 1}};
  data.frames.resize(1);
  data.frames[0].layer_bytes = {20'000};
  const auto series = scheduler.add_series(data);
  const std::vector<Viewport> viewports = {{.series = series, .device_px_per_image_px = 0.1}};
  scheduler.set_viewports(viewports, 0);
  const auto first = std::get<FetchBatch>(scheduler.poll(0).at(0));
  const wire::ChunkKey bad = wire::expand(first.ranges).front();
  scheduler.chunk_failed(first.batch, bad, wire::ChunkError::kAltered, 1000);
  const auto again = scheduler.poll(1000);
  REQUIRE(again.size() == 1);
  CHECK(wire::expand(std::get<FetchBatch>(again[0]).ranges) == std::vector<wire::ChunkKey>{bad});
  scheduler.batch_ended(first.batch, BatchEnd::kCancelled, 2000);
  for (const Action& action : scheduler.poll(2000)) {
    if (const auto* fetch = std::get_if<FetchBatch>(&action)) {
      const auto keys = wire::expand(fetch->ranges);
      CHECK(std::find(keys.begin(), keys.end(), bad) == keys.end());
    }
  }
}

TEST_CASE("a server that goes away and comes back: the tries space out, and no chunk that came is fetched again") {
  Simulation sim({}, {1'250'000, 50'000});
  const auto series = sim.add_series(100, 512, 512, kCtLayers);
  sim.look({{.series = series, .position = 0}});
  sim.run_until(3 * kSecond);
  const auto before = sim.scheduler.progress(series).complete;
  REQUIRE(before > 0);
  sim.server_up = false;
  sim.run_until(60 * kSecond);
  CHECK(sim.scheduler.measured().waiting_for_server);
  CHECK(sim.batches_since(4 * kSecond) <= 10);   // 0.5, 1, 2, 4, 8, 15, 15 s ...
  CHECK(sim.batches_since(4 * kSecond) >= 5);
  sim.server_up = true;
  sim.run_out(200 * kSecond);
  CHECK(sim.scheduler.progress(series).complete == 100);
  CHECK(sim.scheduler.measured().fetched_twice_bytes == 0);
  CHECK(!sim.scheduler.measured().waiting_for_server);
}

TEST_CASE("connections that break again and again in mid-answer go on where they were") {
  Simulation sim({}, {1'250'000, 50'000});
  const auto series = sim.add_series(50, 512, 512, kCtLayers);
  sim.look({{.series = series, .position = 0}});
  for (int i = 1; i < 60; ++i) {
    sim.run_until(i * 400'000);
    sim.break_connections();
  }
  sim.run_out(200 * kSecond);
  CHECK(sim.scheduler.progress(series).complete == 50);
  CHECK(sim.received_bytes == sim.scheduler.measured().fetched_bytes);
  CHECK(sim.scheduler.measured().fetched_twice_bytes == 0);
}

TEST_CASE("a session that has ended stops all requests until it is resumed") {
  Simulation sim({}, {1'250'000, 50'000});
  const auto series = sim.add_series(20, 512, 512, kCtLayers);
  sim.look({{.series = series, .position = 0}});
  sim.run_until(kSecond / 2);
  sim.denies = true;
  sim.run_until(2 * kSecond);
  const auto batches = sim.batches_since(0);
  sim.run_until(60 * kSecond);
  CHECK(sim.batches_since(0) == batches);
  CHECK(sim.scheduler.wake_us() == kNever);
  sim.denies = false;
  sim.scheduler.resume(sim.now);
  sim.run_out(100 * kSecond);
  CHECK(sim.scheduler.progress(series).complete == 20);
}

TEST_CASE("a hidden page asks and decodes nothing") {
  Simulation sim({}, {1'250'000, 50'000});
  const auto series = sim.add_series(200, 512, 512, kCtLayers);
  sim.look({{.series = series, .position = 0}});
  sim.run_until(kSecond);
  sim.scheduler.set_hidden(true);
  sim.run_until(3 * kSecond);
  const auto batches = sim.batches_since(0);
  sim.run_until(30 * kSecond);
  CHECK(sim.batches_since(0) == batches);
  sim.scheduler.set_hidden(false);
  sim.run_out(100 * kSecond);
  CHECK(sim.scheduler.progress(series).complete == 200);
}

TEST_CASE("the data saver fetches what is visible and the first layer of its neighbours, no more") {
  Settings settings;
  settings.data_saver = true;
  Simulation sim(settings, {1'250'000, 50'000});
  const auto series = sim.add_series(200, 512, 512, kCtLayers);
  sim.add_series(50, 512, 512, kCtLayers);
  sim.look({{.series = series, .position = 100}});
  sim.run_out(100 * kSecond);
  CHECK(sim.scheduler.decoded({series, 100}).is_final());
  CHECK(sim.scheduler.progress(series).complete == 1);
  CHECK(sim.scheduler.progress(series).previewed < 20);
  CHECK(sim.scheduler.progress(1).previewed == 0);
}

TEST_CASE("a large picture comes first at the resolution of the screen, then whole") {
  Simulation sim({}, {1'250'000, 50'000});
  const auto series = sim.add_series(1, 5000, 4000, kMgLayers, 512);
  sim.look({{.series = series, .position = 0, .device_px_per_image_px = 0.2}});
  sim.run_out(100 * kSecond);
  int needed = 0, needed_late = 0;
  bool full_size = false;
  Micros as_the_screen_needs = kNever;
  for (const Event& event : sim.log) {
    if (event.what == Event::What::kDecoded && event.state.reduce <= 2) as_the_screen_needs = std::min(as_the_screen_needs, event.at);
    if (event.what == Event::What::kDecoded && !full_size) CHECK(event.state.reduce >= 2);
    if (event.what != Event::What::kChunk) continue;
    full_size = full_size || event.key.resolution > 3;
    ++needed;
    if (event.key.resolution <= 3 && full_size) ++needed_late;  // by another connection, at the seam of two batches
  }
  CHECK(needed_late < needed / 20);
  CHECK(as_the_screen_needs < 200'000 + 150'000);
  CHECK(sim.scheduler.decoded({series, 0}).is_final());
}

TEST_CASE("zoomed into a large picture, the tiles on the screen come whole before the others; moved, those that are seen then") {
  Simulation sim({}, {1'250'000, 50'000});
  const auto series = sim.add_series(1, 5000, 4000, kMgLayers, 512);   // 8 x 10 tiles
  const auto tiles_from = [&](Micros from, const std::vector<std::uint32_t>& tiles) {
    Micros done = 0;
    std::uint64_t others = 0;
    for (const std::uint32_t tile : tiles) {
      for (const Event& event : sim.log) {
        if (event.what == Event::What::kChunk && event.key.tile == tile) done = std::max(done, event.at);
      }
    }
    for (const Event& event : sim.log) {
      const bool other = std::find(tiles.begin(), tiles.end(), event.key.tile) == tiles.end();
      if (event.what == Event::What::kChunk && event.at > from && event.at < done && event.key.layer > 0 && other) others += event.bytes;
    }
    return std::pair{done, others};
  };
  // Two columns and two rows of tiles: columns 2 and 3, rows 4 and 5.
  sim.look({{.series = series, .position = 0, .part = {1100.0 / 4000, 2100.0 / 5000, 2000.0 / 4000, 3000.0 / 5000}}});
  sim.run_until(2 * kSecond);
  // The hand moves it by a few pixels: nothing is decided anew, and nothing asked twice (the simulation would fail).
  sim.look({{.series = series, .position = 0, .part = {1105.0 / 4000, 2103.0 / 5000, 2005.0 / 4000, 3003.0 / 5000}}});
  sim.run_until(4 * kSecond);
  const auto [done, others] = tiles_from(0, {34, 35, 42, 43});
  CHECK(done < 2'200'000);   // 0.25 MB of first layer, 4 of 80 tiles of 13.75 MB
  CHECK(others < 450'000);   // a batch of what comes next shares the line with the last one of these tiles
  // What is seen was refined to its last layer long before the whole is, and by small decodes.
  const auto refined = std::find_if(sim.log.begin(), sim.log.end(), [](const Event& e) { return e.what == Event::What::kDecoded && e.part_layers == 6; });
  REQUIRE(refined != sim.log.end());
  CHECK(refined->at < done + 200'000);
  CHECK(!sim.scheduler.decoded({series, 0}).is_final());
  // To the lower right corner: the last tiles are narrower.
  const Micros moved = sim.now;
  sim.look({{.series = series, .position = 0, .part = {3100.0 / 4000, 4100.0 / 5000, 1.0, 1.0}}});
  sim.run_until(8 * kSecond);
  const auto [corner, in_between] = tiles_from(moved + 400'000, {70, 71, 78, 79});
  CHECK(corner < moved + 2'000'000);
  CHECK(in_between < 450'000);
  sim.run_out(100 * kSecond);
  CHECK(sim.scheduler.decoded({series, 0}).is_final());
}

TEST_CASE("four viewports share the line: all have their first layer before any is final") {
  Simulation sim({}, {250'000, 150'000});
  std::vector<Viewport> viewports;
  for (int i = 0; i < 4; ++i) {
    const auto series = sim.add_series(1, 2048, 2048, {500'000 / 8, 500'000, 2'000'000}, 512);
    viewports.push_back({.series = series, .position = 0, .device_px_per_image_px = 0.5, .active = i == 2});
  }
  sim.look(viewports);
  sim.run_out(200 * kSecond);
  Micros last_first = 0, first_final = kNever;
  for (std::uint32_t s = 0; s < 4; ++s) {
    last_first = std::max(last_first, sim.first_decoded({s, 0}));
    first_final = std::min(first_final, sim.final_decoded({s, 0}));
  }
  CHECK(last_first < first_final);
  CHECK(sim.first_decoded({2, 0}) <= sim.first_decoded({0, 0}));
}

TEST_CASE("a page that is busy painting mammograms most of the time still gets them: batches do not shrink to a few chunks") {
  Simulation sim({}, {12'500'000, 2'000});
  sim.page = {.busy_us = 500'000, .free_us = 20'000};
  std::vector<Viewport> viewports;
  for (int i = 0; i < 4; ++i) {
    const auto series = sim.add_series(1, 5000, 4000, kMgLayers, 512);
    viewports.push_back({.series = series, .position = 0, .device_px_per_image_px = 0.2, .active = i == 0});
  }
  sim.look(viewports);
  sim.run_out(600 * kSecond);
  Micros last_final = 0;
  for (std::uint32_t s = 0; s < 4; ++s) last_final = std::max(last_final, sim.final_decoded({s, 0}));
  // 56 MB; the browser takes half a megabyte of each of three connections while the page is busy: 20 s at best.
  CHECK(last_final < 40 * kSecond);
  std::size_t batches = 0, small = 0;
  for (const Event& event : sim.log) {
    if (event.what != Event::What::kBatch || event.at < 4 * kSecond || event.at > last_final - 4 * kSecond) continue;
    ++batches;
    if (event.bytes < 256 * 1024) ++small;
  }
  CHECK(batches > 3);
  CHECK(small == 0);
}

TEST_CASE("a slow line is known to be slow though the page is busy, and one that becomes slow is noticed") {
  Simulation sim({}, {250'000, 100'000});
  sim.page = {.busy_us = 400'000, .free_us = 50'000};
  const auto series = sim.add_series(200, 512, 512, kCtLayers);
  sim.look({{.series = series, .position = 0}});
  sim.run_until(20 * kSecond);
  CHECK(sim.scheduler.measured().bytes_per_s > 150'000);
  CHECK(sim.scheduler.measured().bytes_per_s < 400'000);
  CHECK(sim.scheduler.measured().fetched_bytes > 19 * 250'000 * 9 / 10);
  sim.network.bytes_per_s = 25'000'000;
  sim.run_until(23 * kSecond);
  CHECK(sim.scheduler.measured().bytes_per_s > 2'000'000);
  sim.network.bytes_per_s = 250'000;
  sim.run_until(33 * kSecond);
  CHECK(sim.scheduler.measured().bytes_per_s < 1'000'000);
  const auto before = sim.scheduler.measured().fetched_bytes;
  sim.run_until(43 * kSecond);
  CHECK(sim.scheduler.measured().fetched_bytes - before > 9 * 250'000);
}

TEST_CASE("zooming in fetches and decodes the finer picture") {
  Settings settings;
  settings.data_saver = true;
  Simulation sim(settings, {1'250'000, 50'000});
  const auto series = sim.add_series(1, 2048, 2048, {62'500, 500'000}, 512);
  sim.look({{.series = series, .position = 0, .device_px_per_image_px = 0.25}});
  sim.run_out(100 * kSecond);
  CHECK(sim.scheduler.decoded({series, 0}).reduce == 2);
  CHECK(sim.scheduler.progress(series).complete == 0);
  sim.look({{.series = series, .position = 0, .device_px_per_image_px = 1.0}});
  sim.run_out(200 * kSecond);
  CHECK(sim.scheduler.decoded({series, 0}).is_final());
}

TEST_CASE("a lost graphics context: everything visible is decoded again, nothing is fetched again") {
  Simulation sim({}, {1'250'000, 50'000});
  const auto series = sim.add_series(10, 512, 512, kCtLayers);
  sim.look({{.series = series, .position = 0}});
  sim.run_out(100 * kSecond);
  const auto fetched = sim.scheduler.measured().fetched_bytes;
  Scheduler& scheduler = sim.scheduler;
  scheduler.forget_decoded();
  CHECK(scheduler.decoded({series, 0}).quality == wire::Quality::kNone);
  CHECK(scheduler.measured().decoded_bytes == 0);
  const auto actions = scheduler.poll(sim.now);
  CHECK(std::any_of(actions.begin(), actions.end(), [&](const Action& action) {
    const auto* decode = std::get_if<Decode>(&action);
    return decode != nullptr && decode->frame == FrameId{series, 0} && decode->result.is_final();
  }));
  CHECK(scheduler.measured().fetched_bytes == fetched);
}

TEST_CASE("lossless is said only of a final picture whose coding and source are reversible") {
  wire::Series series;
  series.pixel_formats = {{.rows = 64, .columns = 64}, {.rows = 64, .columns = 64, .source_lossy = true}};
  series.codestreams = {{.layers = 2}, {.layers = 2, .reversible = false}};
  for (const auto& [pixels, stream, lossless] : {std::tuple{0U, 0U, true}, {1U, 0U, false}, {0U, 1U, false}}) {
    wire::Frame frame;
    frame.pixels = pixels;
    frame.codestream = stream;
    const FrameRecord record(series, frame);
    CHECK(record.state_of({0, 2}).lossless == lossless);
    CHECK(record.state_of({0, 2}).is_final());
    CHECK(!record.state_of({0, 1}).lossless);
    CHECK(record.state_of({1, 2}).quality == wire::Quality::kReduced);
  }
}

TEST_CASE("frames whose streaming form is made later are fetched after an update") {
  wire::Series data;
  data.pixel_formats = {{.rows = 64, .columns = 64}};
  data.codestreams = {{.layers = 1}};
  wire::Frame frame;
  frame.codestream = wire::kNoIndex;
  data.frames = {frame};
  Scheduler scheduler;
  const auto series = scheduler.add_series(data);
  const std::vector<Viewport> viewports = {{.series = series}};
  scheduler.set_viewports(viewports, 0);
  CHECK(scheduler.poll(0).empty());
  data.frames[0].codestream = 0;
  scheduler.update_series(series, data);
  CHECK(scheduler.poll(1).size() == 1);
}

TEST_CASE("what nobody asked for, unknown batches, jobs and viewports are ignored") {
  Simulation sim;
  const auto series = sim.add_series(3, 64, 64, {100});
  auto stranger = sim.key({series, 0}, 0, 0, 0);
  stranger.recipe = {'L', 9};
  sim.scheduler.chunk_arrived(77, stranger, 5, 0);
  sim.scheduler.chunk_failed(77, stranger, wire::ChunkError::kGone, 0);
  sim.scheduler.batch_ended(77, BatchEnd::kCut, 0);
  sim.scheduler.decode_done(77, 5, 5, 0);
  sim.scheduler.decode_failed(77, base::ErrorCode::kCodec, 0);
  const std::vector<Viewport> nowhere = {{.series = 9}, {.series = series, .position = 99}};
  sim.scheduler.set_viewports(nowhere, 0);
  sim.scheduler.set_order(series, std::vector<std::uint32_t>{0, 0, 1});
  sim.run_out(100 * kSecond);
  CHECK(sim.scheduler.decoded({series, 2}).is_final());
  CHECK(sim.scheduler.progress(9).frames == 0);
  CHECK(!sim.scheduler.failure({9, 9}).has_value());
}

TEST_CASE("outwards goes to both sides at rest and mostly ahead in motion, over all positions once") {
  CHECK(outwards(2, 5, 0.0) == std::vector<std::uint32_t>{2, 3, 1, 4, 0});
  CHECK(outwards(5, 10, 20.0) == std::vector<std::uint32_t>{5, 6, 7, 8, 4, 9, 3, 2, 1, 0});
  CHECK(outwards(5, 10, -20.0) == std::vector<std::uint32_t>{5, 4, 3, 2, 6, 1, 0, 7, 8, 9});
  CHECK(outwards(0, 0, 0.0).empty());
  CHECK(outwards(9, 3, 0.0) == std::vector<std::uint32_t>{2, 1, 0});
}

TEST_CASE("the resolution that a screen needs has at least one sample for each device pixel") {
  CHECK(wire::needed_reduce(1.0, 5) == 0);
  CHECK(wire::needed_reduce(0.51, 5) == 0);
  CHECK(wire::needed_reduce(0.5, 5) == 1);
  CHECK(wire::needed_reduce(0.26, 5) == 1);
  CHECK(wire::needed_reduce(0.25, 5) == 2);
  CHECK(wire::needed_reduce(0.001, 5) == 5);
  CHECK(wire::needed_reduce(4.0, 5) == 0);
}

}  // namespace sansfilm::stream
