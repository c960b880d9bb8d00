// The state of the scheduler and its two planners. Internal.
#pragma once

#include <set>
#include <unordered_map>
#include <vector>

#include "shared/stream/frame_record.hpp"
#include "shared/stream/line.hpp"
#include "shared/stream/scheduler.hpp"
#include "shared/stream/wish_order.hpp"

namespace sansfilm::stream {

// One frame of one instance.
struct FrameName {
  wire::ContentId content;
  std::uint32_t frame = 0;
  bool operator==(const FrameName&) const = default;
};

struct FrameNameHash {
  std::size_t operator()(const FrameName& name) const {
    const auto head = base::load_le<std::uint64_t>(name.content.bytes.data());  // of a digest: well mixed
    return static_cast<std::size_t>(head ^ (name.frame * 0x9E3779B97F4A7C15ULL));
  }
};

struct Batch {
  std::uint32_t id = 0;
  std::vector<wire::ChunkRange> ranges;
  double expected_bytes = 0.0;      // still to come
  Micros started = 0;
  bool urgent = false;
  std::uint64_t arrived_bytes = 0;
  bool cancelled = false;
  std::set<wire::ChunkKey> failed;    // may be asked for by another batch meanwhile
};

struct Job {
  std::uint32_t id = 0;
  FrameId frame;
  double pixels = 0.0;
  bool part = false;
};

struct Scheduler::Impl {
  Settings settings;
  std::vector<SeriesRecord> series;
  std::unordered_map<FrameName, FrameId, FrameNameHash> by_name;
  std::vector<Viewport> viewports;
  bool hidden = false;
  bool denied = false;

  WishOrder order;
  bool order_stale = true;
  std::size_t cursor = 0;           // wishes before it have nothing left to ask

  Line line;
  std::vector<Batch> batches;
  std::uint32_t next_batch = 1;
  std::vector<Job> jobs;
  std::uint32_t next_job = 1;
  std::vector<Action> actions;      // decided in events, given out by the next poll

  double decode_pixels_per_s = 0.0;
  std::uint64_t fetched_bytes = 0, first_picture_bytes = 0, fetched_twice_bytes = 0, compressed_bytes = 0, decoded_bytes = 0;
  std::uint32_t decodes = 0;

  [[nodiscard]] FrameRecord* find(FrameId id);
  [[nodiscard]] FrameId find_key(const wire::ChunkKey& key) const;   // kNowhere as series: unknown
  [[nodiscard]] FrameRecord& at(FrameId id) { return series[id.series].frames[id.frame]; }
  [[nodiscard]] bool visible(FrameId id) const;
  [[nodiscard]] std::uint32_t distance(FrameId id) const { return distance_of(id, series, viewports); }

  void refresh_order();
  void ask_again() { cursor = 0; }
  void fail(FrameId id, Failure failure);
  void forget_asked(const Batch& batch);
  void evict_decoded(FrameId id);
  void evict_chunks(FrameId id);

  // fetch_plan.cpp
  void plan_fetches(Micros now);
  [[nodiscard]] bool first_picture_comes() const;
  [[nodiscard]] double bytes_per_s() const;
  [[nodiscard]] Micros reach_us() const;
  bool collect(const Wish& wish, double& room, std::vector<wire::ChunkRange>& ranges, double& expected);
  bool collect_tiles(FrameId id, std::uint32_t first, std::uint32_t last, std::uint8_t resolution, std::uint16_t layer, double& room,
                     std::vector<wire::ChunkRange>& ranges, double& expected);
  bool make_room_for(const Wish& wish, double bytes);
  bool start_batch(double room, Stage last_stage, bool urgent, Micros now);
  void give_way_to_urgent(Micros now);
  [[nodiscard]] bool urgent_waits(Micros now) const;

  // decode_plan.cpp
  void plan_decodes(Micros now);
  [[nodiscard]] std::optional<Goal> better(const FrameRecord& frame, const WishOrder::Near& near) const;
  [[nodiscard]] std::optional<Goal> better_part(const FrameRecord& frame, const WishOrder::Near& near) const;
  bool make_decoded_room(FrameId id, std::uint64_t bytes, std::uint32_t distance);
  void start_decode(FrameId id, Goal goal, Micros now);
  void start_part(FrameId id, Goal goal, const TileRect& tiles, Micros now);
};

}  // namespace sansfilm::stream
