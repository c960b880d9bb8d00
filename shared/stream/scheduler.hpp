// Decides what to fetch, what to decode and what to forget, and in which order. A pure state machine: events go in with
// the time, actions come out; it owns no bytes, no socket, no worker and no clock.
//
// Order of wishes: (1) the first layer of each visible frame at the resolution the screen needs, (2) the first layer of
// the frames that a scroll will reach within a round trip, (3) the visible frames to their final state, (4) neighbours in
// the direction of the scroll, (5) the first layer of the whole series, (6) everything final, nearest first.
//
// Until the first picture is decoded one batch is under way at most: nothing competes with it.
//
// How a host drives it:
//   every event -> its method with the time; then poll(now) and carry out the actions; call poll again at wake_us().
//   FetchBatch: POST wire::write_batch_request(ranges), feed the answer to a wire::FrameReader(expand(ranges)); each chunk
//   -> chunk_arrived or chunk_failed (keep its bytes under its key); at the end -> batch_ended, whatever the reason.
//   Decode: collect the chunks of `chunks`, hand them to a worker; then decode_done or decode_failed.
//
// @units  microseconds of any monotonic clock; bytes; reduce as everywhere (0 = full size)
// @errors unknown ids and keys are ignored: they belong to what was cancelled
// @owner  the scheduler copies what it needs of the manifest
// @thread one thread
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <variant>
#include <vector>

#include "shared/wire/chunk_key.hpp"
#include "shared/wire/framing.hpp"
#include "shared/wire/manifest.hpp"
#include "shared/wire/quality.hpp"

namespace sansfilm::stream {

using Micros = std::int64_t;
inline constexpr Micros kNever = INT64_MAX;

// A frame by its place in the manifest: the series as add_series numbered it, the index in Series::frames.
struct FrameId {
  std::uint32_t series = 0;
  std::uint32_t frame = 0;
  auto operator<=>(const FrameId&) const = default;
};

struct Settings {
  std::uint64_t decoded_budget_bytes = std::uint64_t{512} << 20;
  std::uint64_t compressed_budget_bytes = std::uint64_t{1} << 30;
  std::uint32_t workers = 2;                 // decode jobs under way at once
  std::uint32_t connections = 3;             // batches under way at once; an urgent one may come on top
  std::uint64_t expected_bytes_per_s = 1'000'000;  // until measured
  Micros batch_us = 250'000;                 // how long the line is given away: a change of mind waits at most that,
                                             // or until a page that is busy reads again
  bool data_saver = false;                   // only what is visible and its near neighbours
};

// The part of a picture that is on the screen, in parts of its width and height.
struct Part {
  double left = 0.0, top = 0.0, right = 1.0, bottom = 1.0;
  bool operator==(const Part&) const = default;
};

// What one viewport shows now.
struct Viewport {
  std::uint32_t series = 0;
  std::uint32_t position = 0;       // in the display order of the series
  double device_px_per_image_px = 1.0;   // below 0.5 a reduced picture is enough for the screen
  double frames_per_s = 0.0;        // speed of the scroll, signed; 0: at rest
  bool active = false;              // the one under the user's hand comes first
  Part part;                        // of a picture of many tiles that part is refined first
  bool operator==(const Viewport&) const = default;
};

// --- actions ---------------------------------------------------------------------------------------------------------

struct FetchBatch {
  std::uint32_t batch = 0;
  std::vector<wire::ChunkRange> ranges;   // in the order of priority
  bool urgent = false;                    // a user waits: high fetch priority
};

struct CancelBatch { std::uint32_t batch = 0; };   // then batch_ended(kCancelled)

struct Decode {
  std::uint32_t job = 0;
  FrameId frame;
  wire::PictureState result;              // what the decoded picture will be
  wire::ChunkRange chunks;                // all have arrived (of `tiles`, if given); in the order for the assembler
  std::uint64_t decoded_bytes = 0;
  // Only these tiles, with so many layers: to be laid into the decoded picture, which has the resolution and stays as good
  // as it was as a whole.
  std::optional<wire::TileRect> tiles;
  std::uint16_t layers = 0;
};

struct CancelDecode { std::uint32_t job = 0; };    // not started: drop it; started: its result is ignored

struct EvictDecoded { FrameId frame; };
struct EvictChunks { FrameId frame; };             // all chunks of this frame

using Action = std::variant<CancelBatch, CancelDecode, EvictDecoded, EvictChunks, FetchBatch, Decode>;

// --- events ----------------------------------------------------------------------------------------------------------

enum class BatchEnd : std::uint8_t {
  kComplete,   // the end frame came
  kCut,        // the connection broke, or the server could not be reached
  kCancelled,
  kRefused,    // the server answered with an error for the whole batch (not 401 or 403)
  kDenied,     // 401 or 403: nothing more is asked until resume()
};

enum class FailureKind : std::uint8_t { kFetch, kDecode };

// Why a frame will not get better than it is.
struct Failure {
  FailureKind kind = FailureKind::kFetch;
  wire::ChunkError chunk_error = wire::ChunkError::kNone;
  base::ErrorCode decode_error = base::ErrorCode::kInternal;
};

struct Progress {
  std::uint32_t frames = 0;
  std::uint32_t previewed = 0;   // at least the first layer has arrived, at some resolution
  std::uint32_t complete = 0;    // every chunk has arrived
  std::uint32_t failed = 0;
};

struct Measured {
  double bytes_per_s = 0.0;           // 0: not yet
  Micros round_trip_us = 0;           // 0: not yet
  double decode_pixels_per_s = 0.0;   // one worker; 0: not yet
  std::uint64_t fetched_bytes = 0;    // payloads that arrived
  std::uint64_t first_picture_bytes = 0;  // of them before the first picture was decoded; 0: none yet
  std::uint64_t fetched_twice_bytes = 0;
  std::uint64_t compressed_bytes = 0; // held
  std::uint64_t decoded_bytes = 0;    // held, and promised to jobs under way
  std::uint32_t decodes = 0;
  bool waiting_for_server = false;    // backing off
};

class Scheduler {
 public:
  explicit Scheduler(Settings settings = {});
  ~Scheduler();
  Scheduler(Scheduler&&) noexcept;
  Scheduler& operator=(Scheduler&&) noexcept;

  // The study. Series come as the manifest brings them.
  std::uint32_t add_series(const wire::Series& series);
  // Display order: order[p] = index in Series::frames. Until called: the file's order.
  void set_order(std::uint32_t series, std::span<const std::uint32_t> order);
  // Frames whose streaming form was made meanwhile (manifest asked again).
  void update_series(std::uint32_t series, const wire::Series& data);

  // The user.
  void set_viewports(std::span<const Viewport> viewports, Micros now);
  void set_hidden(bool hidden);
  void set_settings(const Settings& settings);

  // The network.
  // A batch that nobody had to ask for: it comes with the manifest, which was asked for at `asked`. Its series has been added.
  [[nodiscard]] std::uint32_t expect(std::vector<wire::ChunkRange> ranges, Micros asked);
  void chunk_arrived(std::uint32_t batch, const wire::ChunkKey& key, std::uint64_t bytes, Micros now);
  void chunk_failed(std::uint32_t batch, const wire::ChunkKey& key, wire::ChunkError error, Micros now);
  void batch_ended(std::uint32_t batch, BatchEnd end, Micros now);
  // The host could not read for so long until now, whatever had arrived (it painted, its processor was elsewhere): told
  // before the chunks that it then reads.
  void page_was_late(Micros late_us, Micros now);
  void resume(Micros now);   // signed in again, network back, the user asks for another try: forget back-off and failures

  // The workers.
  void decode_done(std::uint32_t job, std::uint64_t decoded_bytes, Micros took_us, Micros now);
  void decode_failed(std::uint32_t job, base::ErrorCode error, Micros now);
  // The worker died or hung over it: once more, by another; the second time the frame has failed.
  void decode_lost(std::uint32_t job, Micros now);
  // The host lost what it held (a WebGL context): decode again.
  void forget_decoded();

  [[nodiscard]] std::vector<Action> poll(Micros now);
  [[nodiscard]] Micros wake_us() const;   // when poll has something to do though nothing happens; kNever

  // What the host holds decoded of a frame (kNone: nothing).
  [[nodiscard]] wire::PictureState decoded(FrameId frame) const;
  [[nodiscard]] std::optional<Failure> failure(FrameId frame) const;
  [[nodiscard]] Progress progress(std::uint32_t series) const;
  [[nodiscard]] Measured measured() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace sansfilm::stream
