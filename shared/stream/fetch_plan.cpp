#include <algorithm>
#include <cmath>

#include "shared/stream/scheduler_impl.hpp"

namespace sansfilm::stream {

namespace {

constexpr double kLeastBatch_bytes = 32 * 1024.0;
constexpr double kLargestBatch_bytes = 8.0 * 1024 * 1024;
constexpr Micros kLongestBatch_us = 1'000'000;
constexpr Micros kWorthCancelling_us = 300'000;
constexpr std::uint32_t kMostChunksInBatch = 4096;

std::uint64_t chunks_in(const std::vector<wire::ChunkRange>& ranges) {
  std::uint64_t count = 0;
  for (const wire::ChunkRange& range : ranges) count += range.count();
  return count;
}

// Adds a run of chunks, made one with the range before where the order of the answer stays the same.
void append_run(std::vector<wire::ChunkRange>& ranges, const wire::ChunkRange& run) {
  if (!ranges.empty()) {
    wire::ChunkRange& last = ranges.back();
    const bool same_frame = last.content == run.content && last.frame == run.frame && last.recipe == run.recipe &&
                            last.first_tile == run.first_tile && last.last_tile == run.last_tile;
    const bool same_layer = last.first_layer == last.last_layer && last.first_layer == run.first_layer;
    const bool same_resolutions = last.first_resolution == run.first_resolution && last.last_resolution == run.last_resolution;
    if (same_frame && same_layer && run.first_resolution == last.last_resolution + 1) {
      last.last_resolution = run.last_resolution;
      return;
    }
    if (same_frame && same_resolutions && run.first_layer == last.last_layer + 1) {
      last.last_layer = run.last_layer;
      return;
    }
  }
  ranges.push_back(run);
}

// A batch of ranges that grew by resolutions first may have become equal to the range before but for the layer.
void join_layers(std::vector<wire::ChunkRange>& ranges) {
  std::vector<wire::ChunkRange> joined;
  for (const wire::ChunkRange& range : ranges) append_run(joined, range);
  ranges = std::move(joined);
}

}  // namespace

double Scheduler::Impl::bytes_per_s() const {
  return line.measured() ? std::max(line.bytes_per_s(), 1000.0) : static_cast<double>(settings.expected_bytes_per_s);
}

Micros Scheduler::Impl::reach_us() const { return line.round_trip_us() + settings.batch_us; }

bool Scheduler::Impl::urgent_waits(Micros now) const {
  for (const Wish& wish : order.wishes()) {
    if (wish.stage > Stage::kReachFirst) return false;
    const FrameRecord& frame = series[wish.frame.series].frames[wish.frame.frame];
    if (!frame.streamed() || frame.failure || frame.not_before > now) continue;
    if (frame.held_layers(wish.goal.reduce) >= wish.goal.layers) continue;
    if (wish.stage == Stage::kVisibleFirst) {
      const wire::ChunkRange chunks = frame.chunks_of(wish.goal);
      for (std::uint64_t i = 0; i < chunks.count(); ++i) {
        if (!frame.held(chunks.at(i)) && !frame.asked(chunks.at(i))) return true;
      }
    }
  }
  return false;
}

// Adds what the wish still lacks, as far as there is room. False: the room is used up.
bool Scheduler::Impl::collect(const Wish& wish, double& room, std::vector<wire::ChunkRange>& ranges, double& expected) {
  const FrameRecord& frame = at(wish.frame);
  const wire::ChunkRange all = frame.chunks_of(wish.goal);
  for (std::uint16_t layer = 0; layer <= all.last_layer; ++layer) {
    if (!wish.tiles) {
      for (std::uint8_t resolution = 0; resolution <= all.last_resolution; ++resolution) {
        if (!collect_tiles(wish.frame, 0, frame.tiles() - 1, resolution, layer, room, ranges, expected)) return false;
      }
      continue;
    }
    // Row by row, each with its resolutions: those are one range.
    for (std::uint32_t row = wish.tiles->top; row <= wish.tiles->bottom; ++row) {
      const std::uint32_t first = row * frame.tiles_across();
      for (std::uint8_t resolution = 0; resolution <= all.last_resolution; ++resolution) {
        if (!collect_tiles(wish.frame, first + wish.tiles->left, first + wish.tiles->right, resolution, layer, room, ranges, expected)) {
          return false;
        }
      }
    }
  }
  return room > 0.0;
}

// The same of a run of tiles at one resolution and layer.
bool Scheduler::Impl::collect_tiles(FrameId id, std::uint32_t first, std::uint32_t last, std::uint8_t resolution, std::uint16_t layer,
                                    double& room, std::vector<wire::ChunkRange>& ranges, double& expected) {
  FrameRecord& frame = at(id);
  const double tile_bytes = frame.expected_bytes(resolution, layer) / frame.tiles();
  wire::ChunkKey key{frame.content(), frame.frame_number(), frame.recipe(), 0, resolution, layer};
  for (std::uint32_t tile = first; tile <= last; ++tile) {
    key.tile = tile;
    if (frame.held(key) || frame.asked(key)) continue;
    if (room <= 0.0) return false;
    wire::ChunkRange run{key.content, key.frame, key.recipe, tile, tile, resolution, resolution, layer, layer};
    frame.set_asked(key, true);
    room -= tile_bytes;
    expected += tile_bytes;
    while (tile + 1 <= last && room > 0.0) {
      key.tile = tile + 1;
      if (frame.held(key) || frame.asked(key)) break;
      frame.set_asked(key, true);
      room -= tile_bytes;
      expected += tile_bytes;
      run.last_tile = ++tile;
    }
    append_run(ranges, run);
  }
  return true;
}

// The compressed budget: what is far goes for what is near, never the other way round.
bool Scheduler::Impl::make_room_for(const Wish& wish, double bytes) {
  double outstanding = 0.0;
  for (const Batch& batch : batches) outstanding += batch.expected_bytes;
  const auto budget = static_cast<double>(settings.compressed_budget_bytes);
  const std::uint32_t here = distance(wish.frame);
  while (static_cast<double>(compressed_bytes) + outstanding + bytes > budget) {
    FrameId farthest{kNowhere, 0};
    std::uint32_t farthest_distance = 0;
    for (std::uint32_t s = 0; s < series.size(); ++s) {
      for (std::uint32_t f = 0; f < series[s].frames.size(); ++f) {
        const FrameRecord& frame = series[s].frames[f];
        if (frame.held_bytes() == 0 || frame.job != 0) continue;
        const std::uint32_t far = distance({s, f});
        if (farthest.series == kNowhere || far > farthest_distance) farthest = {s, f}, farthest_distance = far;
      }
    }
    const bool farther = farthest.series != kNowhere && here != kNowhere &&
                         (farthest_distance == kNowhere || farthest_distance > here + here / 2 + 16);
    if (!farther) return wish.stage <= Stage::kReachFirst;  // what is looked at comes even so
    evict_chunks(farthest);
  }
  return true;
}

bool Scheduler::Impl::start_batch(double room, Stage last_stage, bool urgent, Micros now) {
  Batch batch{next_batch, {}, 0.0, now, urgent, 0, false, {}};
  for (std::size_t i = cursor; i < order.wishes().size(); ++i) {
    const Wish& wish = order.wishes()[i];
    if (wish.stage > last_stage) break;
    FrameRecord& frame = at(wish.frame);
    const bool settled = !frame.streamed() || frame.failure || frame.all_held_or_asked() || frame.decoded.is_final();
    if (settled) {
      if (i == cursor) ++cursor;
      continue;
    }
    if (frame.not_before > now) continue;
    frame.not_before = 0;
    if (!make_room_for(wish, batch.expected_bytes + frame.missing_bytes(wish.goal))) break;
    if (!collect(wish, room, batch.ranges, batch.expected_bytes) || chunks_in(batch.ranges) >= kMostChunksInBatch) break;
    if (i == cursor) ++cursor;
  }
  if (batch.ranges.empty()) return false;
  join_layers(batch.ranges);
  if (batches.empty()) line.went_idle();
  ++next_batch;
  actions.emplace_back(FetchBatch{batch.id, batch.ranges, urgent});
  batches.push_back(std::move(batch));
  return true;
}

// What nobody waits for, and would hold the line for long, makes room for what is looked at.
void Scheduler::Impl::give_way_to_urgent(Micros) {
  const Micros worth = std::max<Micros>(2 * line.round_trip_us(), kWorthCancelling_us);
  for (Batch& batch : batches) {
    if (batch.urgent || batch.cancelled) continue;
    if (batch.expected_bytes / bytes_per_s() * 1e6 <= static_cast<double>(worth)) continue;
    batch.cancelled = true;
    actions.emplace_back(CancelBatch{batch.id});
  }
}

// The first picture's bytes are on their way, or a worker has them.
bool Scheduler::Impl::first_picture_comes() const { return decodes == 0 && (!batches.empty() || !jobs.empty()); }

void Scheduler::Impl::plan_fetches(Micros now) {
  if (hidden || denied || line.waiting(now)) return;
  line.end_wait(now);
  refresh_order();
  double outstanding = 0.0;
  std::size_t running = 0;
  for (const Batch& batch : batches) {
    if (batch.cancelled) continue;
    outstanding += batch.expected_bytes;
    ++running;
  }
  // A page that is busy asks for the next batch only when it reads again: the line must have enough until then, and
  // twice that, so that a line that could bring more is seen to.
  const Micros turn_us = line.page_turn_us(now);
  const Micros batch_us = std::max(settings.batch_us, std::min(2 * turn_us, kLongestBatch_us));
  const double batch_bytes =
      std::clamp(bytes_per_s() * static_cast<double>(batch_us) / 1e6, kLeastBatch_bytes, kLargestBatch_bytes);
  if (line.probing()) {
    if (running == 0) (void)start_batch(kLeastBatch_bytes, Stage::kOthersFinal, true, now);
    return;
  }
  if (running > 0 && urgent_waits(now) && running <= settings.connections) {
    give_way_to_urgent(now);
    if (start_batch(batch_bytes, Stage::kReachFirst, true, now)) return;
  }
  if (first_picture_comes()) return;
  // Enough is on its way when the next batch could still be asked for in time.
  const double ahead = bytes_per_s() * static_cast<double>(line.round_trip_us() + turn_us) / 1e6 + batch_bytes / 2;
  while (running < settings.connections && (running == 0 || (line.measured() && outstanding < ahead))) {
    const bool urgent = urgent_waits(now);
    if (!start_batch(batch_bytes, Stage::kOthersFinal, urgent, now)) return;
    outstanding += batches.back().expected_bytes;
    ++running;
  }
}

}  // namespace sansfilm::stream
