#include "tests/unit/stream/simulation.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "shared/wire/batch.hpp"

namespace sansfilm::stream::test {

Simulation::Simulation(Settings settings, Network the_network) : scheduler(settings), network(the_network), workers_(settings.workers) {}

std::uint32_t Simulation::add_series(std::uint32_t frames, std::uint32_t rows, std::uint32_t columns,
                                     std::vector<std::uint32_t> layer_bytes, std::uint32_t tile_size) {
  wire::Series series;
  const auto number = static_cast<std::uint32_t>(series_.size());
  series.pixel_formats.push_back({.rows = rows, .columns = columns});
  wire::Codestream stream;
  const std::uint32_t tile = tile_size == 0 ? std::max(rows, columns) : tile_size;
  stream.tiles_across = (columns + tile - 1) / tile;
  stream.tiles_down = (rows + tile - 1) / tile;
  stream.tile_width = stream.tile_height = tile_size;
  stream.layers = static_cast<std::uint16_t>(layer_bytes.size());
  series.codestreams.push_back(stream);
  for (std::uint32_t f = 0; f < frames; ++f) {
    wire::Frame frame;
    frame.content.bytes[0] = static_cast<std::uint8_t>(number + 1);
    frame.content.bytes[1] = static_cast<std::uint8_t>(f >> 8);
    frame.content.bytes[2] = static_cast<std::uint8_t>(f);
    frame.layer_bytes = layer_bytes;
    series.frames.push_back(frame);
  }
  series_.push_back(series);
  return scheduler.add_series(series);
}

wire::ChunkKey Simulation::key(FrameId frame, std::uint32_t tile, std::uint8_t resolution, std::uint16_t layer) const {
  return {series_[frame.series].frames[frame.frame].content, 0, {'L', 1}, tile, resolution, layer};
}

FrameId Simulation::frame_of(const wire::ChunkKey& key) const {
  return {key.content.bytes[0] - 1U, static_cast<std::uint32_t>(key.content.bytes[1] << 8 | key.content.bytes[2])};
}

std::uint32_t Simulation::size_of(const wire::ChunkKey& key) const {
  const FrameId id = frame_of(key);
  const wire::Series& series = series_[id.series];
  const double layer = series.frames[id.frame].layer_bytes[key.layer];
  // Finer resolutions carry more, not exactly as the scheduler guesses.
  const double shares[] = {0.01, 0.02, 0.05, 0.12, 0.25, 0.55};
  return static_cast<std::uint32_t>(std::max(1.0, layer * shares[key.resolution] / series.codestreams[0].tiles()));
}

void Simulation::look(std::vector<Viewport> viewports) {
  scheduler.set_viewports(viewports, now);
  act();
}

void Simulation::act() {
  for (const Action& action : scheduler.poll(now)) do_action(action);
  const Measured measured = scheduler.measured();
  most_decoded_bytes = std::max(most_decoded_bytes, measured.decoded_bytes);
  most_compressed_bytes = std::max(most_compressed_bytes, measured.compressed_bytes);
}

void Simulation::do_action(const Action& action) {
  if (const auto* fetch = std::get_if<FetchBatch>(&action)) {
    const auto keys = wire::expand(fetch->ranges);
    REQUIRE(!keys.empty());
    for (const wire::ChunkKey& k : keys) {
      REQUIRE_MESSAGE(!held_.contains(k), "asked for a chunk that is here: " << wire::to_text(k));
      for (const Transfer& other : transfers_) {
        const bool asked = std::find(other.keys.begin() + static_cast<std::ptrdiff_t>(other.next), other.keys.end(), k) != other.keys.end();
        REQUIRE_MESSAGE(!asked, "asked twice: " << wire::to_text(k));
      }
    }
    std::uint64_t bytes = 0;
    for (const wire::ChunkKey& k : keys) bytes += size_of(k);
    log.push_back({now, Event::What::kBatch, frame_of(keys[0]), {}, keys[0], bytes, 0});
    Transfer transfer{fetch->batch, keys, 0, 0.0, now + network.round_trip_us, fetch->urgent};
    transfer.left_bytes = size_of(keys[0]);
    transfers_.push_back(transfer);
  } else if (const auto* cancel = std::get_if<CancelBatch>(&action)) {
    log.push_back({now, Event::What::kCancel, {}, {}, {}, 0, 0});
    std::erase_if(transfers_, [&](const Transfer& t) { return t.batch == cancel->batch; });
    scheduler.batch_ended(cancel->batch, BatchEnd::kCancelled, now);
  } else if (const auto* decode = std::get_if<Decode>(&action)) {
    REQUIRE(work_.size() < workers_);
    const std::uint32_t across = series_[decode->frame.series].codestreams[0].tiles_across;
    for (std::uint64_t i = 0; i < decode->chunks.count(); ++i) {
      wire::ChunkKey k = decode->chunks.at(i);
      const std::uint32_t column = k.tile % across;
      if (decode->tiles && (column < decode->tiles->left || column > decode->tiles->right)) continue;
      REQUIRE(held_.contains(k));
    }
    const wire::PictureState before = shown_[decode->frame];
    if (decode->tiles) REQUIRE(before == decode->result);
    REQUIRE_MESSAGE((decode->tiles || before.quality == wire::Quality::kNone || decode->result.reduce < before.reduce ||
                     decode->result.layers > before.layers),
                    "decoded again without being better");
    log.push_back({now, Event::What::kDecode, decode->frame, decode->result, {}, 0, decode->tiles ? decode->layers : std::uint16_t{0}});
    const wire::PixelFormat& format = series_[decode->frame.series].pixel_formats[0];
    const double part = decode->tiles ? 1.0 * decode->tiles->count() / series_[decode->frame.series].codestreams[0].tiles() : 1.0;
    const double pixels = part * format.rows * std::ldexp(1.0, -decode->result.reduce) * format.columns * std::ldexp(1.0, -decode->result.reduce);
    const auto took = static_cast<Micros>(pixels / decode_pixels_per_s * 1e6) + 200;
    work_.push_back({*decode, now + took, took});
  } else if (const auto* job = std::get_if<CancelDecode>(&action)) {
    std::erase_if(work_, [&](const Work& w) { return w.decode.job == job->job; });
  } else if (const auto* evict = std::get_if<EvictDecoded>(&action)) {
    REQUIRE(shown_[evict->frame].quality != wire::Quality::kNone);
    shown_.erase(evict->frame);
    log.push_back({now, Event::What::kEvictDecoded, evict->frame, {}, {}, 0, 0});
  } else if (const auto* drop = std::get_if<EvictChunks>(&action)) {
    std::erase_if(held_, [&](const wire::ChunkKey& k) { return frame_of(k) == drop->frame; });
    log.push_back({now, Event::What::kEvictChunks, drop->frame, {}, {}, 0, 0});
  }
}

Micros Simulation::next_event() const {
  Micros next = scheduler.wake_us();
  for (const Work& work : work_) next = std::min(next, work.done_at);
  std::size_t flowing = 0;
  for (const Transfer& t : transfers_) {
    if (t.flows_at > now) next = std::min(next, t.flows_at);
    else ++flowing;
  }
  for (const Transfer& t : transfers_) {
    if (t.flows_at > now) continue;
    const double rate = network.bytes_per_s / static_cast<double>(flowing);
    next = std::min(next, now + std::max<Micros>(1, static_cast<Micros>(std::ceil(t.left_bytes / rate * 1e6))));
  }
  return std::max(next, now + (next <= now ? 1 : 0));
}

// Moves the clock to `to`, at which at most one kind of thing becomes due.
void Simulation::advance(Micros to) {
  const auto flowing = static_cast<double>(std::count_if(transfers_.begin(), transfers_.end(), [&](const Transfer& t) { return t.flows_at <= now; }));
  for (Transfer& t : transfers_) {
    if (t.flows_at <= now) t.left_bytes -= network.bytes_per_s / flowing * static_cast<double>(to - now) / 1e6;
  }
  now = to;
  if (!server_up || denies) {
    std::vector<std::uint32_t> ended;
    for (const Transfer& t : transfers_) {
      if (t.flows_at <= now || !server_up) ended.push_back(t.batch);
    }
    std::erase_if(transfers_, [&](const Transfer& t) { return std::find(ended.begin(), ended.end(), t.batch) != ended.end(); });
    for (const std::uint32_t batch : ended) scheduler.batch_ended(batch, denies ? BatchEnd::kDenied : BatchEnd::kCut, now);
  }
  for (std::size_t i = 0; i < transfers_.size();) {
    Transfer& t = transfers_[i];
    bool ended = false;
    while (t.flows_at <= now && t.left_bytes <= 1e-6) {
      const wire::ChunkKey k = t.keys[t.next++];
      const wire::ChunkError error = fault ? fault(k) : wire::ChunkError::kNone;
      received_bytes += size_of(k);
      if (error == wire::ChunkError::kNone) {
        held_.insert(k);
        log.push_back({now, Event::What::kChunk, frame_of(k), {}, k, size_of(k), 0});
        scheduler.chunk_arrived(t.batch, k, size_of(k), now);
      } else {
        scheduler.chunk_failed(t.batch, k, error, now);
      }
      if (t.next == t.keys.size()) {
        ended = true;
        break;
      }
      t.left_bytes += size_of(t.keys[t.next]);
    }
    if (ended) {
      const std::uint32_t batch = t.batch;
      transfers_.erase(transfers_.begin() + static_cast<std::ptrdiff_t>(i));
      scheduler.batch_ended(batch, BatchEnd::kComplete, now);
    } else {
      ++i;
    }
  }
  for (std::size_t i = 0; i < work_.size();) {
    if (work_[i].done_at > now) {
      ++i;
      continue;
    }
    const Work done = work_[i];
    work_.erase(work_.begin() + static_cast<std::ptrdiff_t>(i));
    if (undecodable && undecodable(done.decode.frame)) {
      scheduler.decode_failed(done.decode.job, base::ErrorCode::kCodec, now);
    } else {
      shown_[done.decode.frame] = done.decode.result;
      const std::uint16_t part_layers = done.decode.tiles ? done.decode.layers : std::uint16_t{0};
      log.push_back({now, Event::What::kDecoded, done.decode.frame, done.decode.result, {}, 0, part_layers});
      scheduler.decode_done(done.decode.job, done.decode.decoded_bytes, done.took_us, now);
      CHECK(scheduler.decoded(done.decode.frame) == done.decode.result);
    }
  }
  act();
}

void Simulation::break_connections() {
  std::vector<std::uint32_t> ended;
  for (const Transfer& t : transfers_) ended.push_back(t.batch);
  transfers_.clear();
  for (const std::uint32_t batch : ended) scheduler.batch_ended(batch, BatchEnd::kCut, now);
}

// Of the chunk under way and those after it.
double Simulation::rest_of(const Transfer& transfer) const {
  double bytes = transfer.left_bytes;
  for (std::size_t i = transfer.next + 1; i < transfer.keys.size(); ++i) bytes += size_of(transfer.keys[i]);
  return bytes;
}

// The line goes on, nobody reads.
void Simulation::be_busy() {
  constexpr Micros kSlice = 10'000;
  for (const Micros end = now + page.busy_us; now < end; now += kSlice) {
    std::vector<Transfer*> flowing;
    for (Transfer& t : transfers_) {
      if (t.flows_at <= now && t.left_bytes > -page.unread_bytes && rest_of(t) > 0.0) flowing.push_back(&t);
    }
    const double each = network.bytes_per_s / std::max<double>(1.0, static_cast<double>(flowing.size())) * kSlice / 1e6;
    for (Transfer* t : flowing) t->left_bytes -= std::min({each, t->left_bytes + page.unread_bytes, rest_of(*t)});
  }
  scheduler.page_was_late(page.busy_us, now);
  busy_at_ = now + page.free_us;
  advance(now);
}

void Simulation::step(Micros limit, Micros next) {
  if (page.busy_us > 0 && busy_at_ <= std::min(next, limit)) {
    if (busy_at_ > now) advance(busy_at_);
    be_busy();
  } else {
    advance(next);
  }
}

void Simulation::run_until(Micros time) {
  act();
  while (true) {
    const Micros next = next_event();
    if (next > time) break;
    step(time, next);
  }
  if (time > now) advance(time);
}

Micros Simulation::run_out(Micros limit) {
  act();
  while (true) {
    const Micros next = next_event();
    if (next == kNever || next > limit) return now;
    step(limit, next);
  }
}

Micros Simulation::first_decoded(FrameId frame) const {
  for (const Event& event : log) {
    if (event.what == Event::What::kDecoded && event.frame == frame) return event.at;
  }
  return kNever;
}

Micros Simulation::final_decoded(FrameId frame) const {
  for (const Event& event : log) {
    if (event.what == Event::What::kDecoded && event.frame == frame && event.state.is_final()) return event.at;
  }
  return kNever;
}

std::size_t Simulation::batches_since(Micros time) const {
  return static_cast<std::size_t>(std::count_if(log.begin(), log.end(), [&](const Event& event) {
    return event.what == Event::What::kBatch && event.at >= time;
  }));
}

}  // namespace sansfilm::stream::test
