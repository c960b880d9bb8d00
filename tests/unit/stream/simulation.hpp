// A host for the scheduler with a virtual clock: a line with round trip and bandwidth, a server that can go away, alter
// or delay chunks, workers with a speed. It checks on the way what must never happen.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <vector>

#include "shared/stream/scheduler.hpp"

namespace sansfilm::stream::test {

struct Network {
  double bytes_per_s = 250'000;     // 2 Mbit/s
  Micros round_trip_us = 150'000;
};

// A page that paints and decodes its pictures on the same thread reads only now and then.
struct Page {
  Micros busy_us = 0;               // 0: it reads all the time
  Micros free_us = 0;
  double unread_bytes = 512 * 1024;   // of one connection, which the browser takes before the page reads; then the flow stops
};

struct Event {
  Micros at = 0;
  enum class What { kBatch, kChunk, kDecode, kDecoded, kEvictDecoded, kEvictChunks, kCancel } what = What::kBatch;
  FrameId frame;
  wire::PictureState state;
  wire::ChunkKey key;
  std::uint64_t bytes = 0;          // of the chunk, or of the batch
  std::uint16_t part_layers = 0;    // of a decode of a part of the picture
};

class Simulation {
 public:
  explicit Simulation(Settings settings = {}, Network network = {});

  // A series of `frames` single-frame instances whose layers have these sizes.
  std::uint32_t add_series(std::uint32_t frames, std::uint32_t rows, std::uint32_t columns, std::vector<std::uint32_t> layer_bytes,
                           std::uint32_t tile_size = 0);
  void look(std::vector<Viewport> viewports);
  void run_until(Micros time);
  // Until nothing more happens, at most until `limit`. Returns when the last thing happened.
  Micros run_out(Micros limit);

  Scheduler scheduler;
  Network network;
  Page page;
  Micros now = 0;
  double decode_pixels_per_s = 30e6;
  bool server_up = true;                                                 // down: connections break
  bool denies = false;
  std::function<wire::ChunkError(const wire::ChunkKey&)> fault;          // kNone: the chunk is good
  std::function<bool(FrameId)> undecodable;
  std::vector<Event> log;

  [[nodiscard]] Micros first_decoded(FrameId frame) const;               // kNever
  [[nodiscard]] Micros final_decoded(FrameId frame) const;
  [[nodiscard]] std::size_t batches_since(Micros time) const;
  [[nodiscard]] wire::ChunkKey key(FrameId frame, std::uint32_t tile, std::uint8_t resolution, std::uint16_t layer) const;
  void break_connections();

  std::uint64_t most_decoded_bytes = 0, most_compressed_bytes = 0;
  std::uint64_t received_bytes = 0;

 private:
  struct Transfer {
    std::uint32_t batch = 0;
    std::vector<wire::ChunkKey> keys;
    std::size_t next = 0;
    double left_bytes = 0.0;       // of the chunk under way
    Micros flows_at = 0;           // request and answer have crossed the line
    bool urgent = false;
  };
  struct Work {
    Decode decode;
    Micros done_at = 0;
    Micros took_us = 0;
  };

  void act();
  void do_action(const Action& action);
  [[nodiscard]] Micros next_event() const;
  void advance(Micros to);
  void step(Micros limit, Micros next);
  void be_busy();
  [[nodiscard]] double rest_of(const Transfer& transfer) const;
  [[nodiscard]] std::uint32_t size_of(const wire::ChunkKey& key) const;
  [[nodiscard]] FrameId frame_of(const wire::ChunkKey& key) const;

  std::vector<wire::Series> series_;
  std::vector<Transfer> transfers_;
  std::vector<Work> work_;
  std::set<wire::ChunkKey> held_;
  std::map<FrameId, wire::PictureState> shown_;
  std::map<FrameId, std::uint64_t> shown_bytes_;
  std::uint32_t workers_ = 2;
  Micros busy_at_ = 0;             // when the page is busy next
};

}  // namespace sansfilm::stream::test
