#include <algorithm>

#include "shared/stream/scheduler_impl.hpp"

namespace sansfilm::stream {

namespace {

constexpr std::uint32_t kPreviewReach = 16;           // farther frames are decoded only when they are final
constexpr double kSlowDecode_s = 0.15;                // a refinement that takes longer must be worth it
constexpr double kSlowCancel_s = 0.1;

}  // namespace

// A better picture than the one that is decoded or being decoded, from what has arrived; nullopt: there is none, or it
// is not worth its time.
std::optional<Goal> Scheduler::Impl::better(const FrameRecord& frame, const WishOrder::Near& near) const {
  const std::uint8_t reduce = near.reduce;
  const std::uint32_t distance = near.distance;
  if (!frame.streamed() || frame.job != 0 || (frame.failure && frame.failure->kind == FailureKind::kDecode)) return std::nullopt;
  const wire::PictureState& now = frame.decoded;
  if (now.is_final()) return std::nullopt;
  if (frame.all_held() && (distance == 0 || reduce == 0)) return Goal{0, frame.layers()};

  // The largest resolution that has come, no larger than the screen needs.
  Goal goal{reduce, frame.held_layers(reduce)};
  while (goal.layers == 0 && goal.reduce < frame.decompositions()) {
    ++goal.reduce;
    goal.layers = frame.held_layers(goal.reduce);
  }
  if (goal.layers == 0) return std::nullopt;
  const bool nothing_yet = now.quality == wire::Quality::kNone;
  if (!nothing_yet) {
    const std::uint8_t useful_now = std::max(now.reduce, reduce);
    const bool sharper = goal.reduce < useful_now;
    const bool cleaner = goal.reduce == useful_now && goal.layers > now.layers;
    if (!sharper && !cleaner) return std::nullopt;
  }
  const bool all_layers = goal.reduce <= reduce && goal.layers == frame.layers();
  if (distance > 0 && !all_layers && (!nothing_yet || distance > kPreviewReach)) return std::nullopt;
  if (!nothing_yet && !all_layers && goal.reduce == now.reduce) {
    // The part on the screen is refined by itself, and not made coarser again by the whole.
    if (near.seen && 2 * near.seen->count() <= frame.tiles() && frame.tiles_have_places()) return std::nullopt;
    if (frame.refined && goal.layers < frame.refined->layers) return std::nullopt;
  }
  if (!nothing_yet && !all_layers && decode_pixels_per_s > 0.0) {
    // A step between: not when the last one arrives before it would be decoded.
    const double decode_s = frame.pixels(goal.reduce) / decode_pixels_per_s;
    const double rest_s = frame.missing_bytes({reduce, frame.layers()}) / bytes_per_s();
    if (decode_s > kSlowDecode_s && rest_s < decode_s) return std::nullopt;
  }
  return goal;
}

// The same for the part of a large picture that is on the screen.
std::optional<Goal> Scheduler::Impl::better_part(const FrameRecord& frame, const WishOrder::Near& near) const {
  if (!near.seen || 2 * near.seen->count() > frame.tiles() || !frame.tiles_have_places()) return std::nullopt;
  if (!frame.streamed() || frame.job != 0 || (frame.failure && frame.failure->kind == FailureKind::kDecode)) return std::nullopt;
  const wire::PictureState& now = frame.decoded;
  if (now.quality == wire::Quality::kNone || now.is_final() || now.reduce != near.reduce) return std::nullopt;
  const std::uint16_t layers = frame.held_layers(near.reduce, *near.seen);
  if (layers <= now.layers) return std::nullopt;
  if (frame.refined && frame.refined->tiles.holds(*near.seen) && layers <= frame.refined->layers) return std::nullopt;
  return Goal{near.reduce, layers};
}

bool Scheduler::Impl::make_decoded_room(FrameId id, std::uint64_t bytes, std::uint32_t distance_here) {
  while (decoded_bytes + bytes > settings.decoded_budget_bytes) {
    FrameId victim{kNowhere, 0};
    std::uint32_t victim_distance = 0;
    Micros victim_wanted = 0;
    for (std::uint32_t s = 0; s < series.size(); ++s) {
      for (std::uint32_t f = 0; f < series[s].frames.size(); ++f) {
        const FrameRecord& frame = series[s].frames[f];
        if (frame.decoded_bytes == 0 || FrameId{s, f} == id) continue;
        const std::uint32_t far = distance({s, f});
        if (far == 0 || (distance_here > 0 && far <= distance_here)) continue;
        const bool first = victim.series == kNowhere;
        if (first || far > victim_distance || (far == victim_distance && frame.wanted_at < victim_wanted)) {
          victim = {s, f}, victim_distance = far, victim_wanted = frame.wanted_at;
        }
      }
    }
    if (victim.series == kNowhere) return distance_here == 0;  // what is looked at is decoded even so
    evict_decoded(victim);
  }
  return true;
}

void Scheduler::Impl::start_decode(FrameId id, Goal goal, Micros now) {
  FrameRecord& frame = at(id);
  const std::uint64_t bytes = frame.decoded_size(goal.reduce);
  frame.job = next_job++;
  frame.job_result = frame.state_of(goal);
  frame.job_bytes = bytes;
  frame.wanted_at = now;
  decoded_bytes += bytes;
  jobs.push_back({frame.job, id, frame.pixels(goal.reduce), false});
  actions.emplace_back(Decode{frame.job, id, frame.job_result, frame.chunks_of(goal), bytes, std::nullopt, goal.layers});
}

void Scheduler::Impl::start_part(FrameId id, Goal goal, const TileRect& tiles, Micros now) {
  FrameRecord& frame = at(id);
  frame.job = next_job++;
  frame.job_result = frame.decoded;   // the rest is as it was
  frame.job_bytes = static_cast<std::uint64_t>(frame.pixels(goal.reduce, tiles) / frame.pixels(goal.reduce) *
                                               static_cast<double>(frame.decoded_size(goal.reduce)));
  frame.refined = FrameRecord::Refined{tiles, goal.layers};
  frame.wanted_at = now;
  decoded_bytes += frame.job_bytes;
  jobs.push_back({frame.job, id, frame.pixels(goal.reduce, tiles), true});
  actions.emplace_back(Decode{frame.job, id, frame.job_result, frame.chunks_of(goal, tiles), frame.job_bytes, tiles, goal.layers});
}

void Scheduler::Impl::plan_decodes(Micros now) {
  if (hidden) return;
  refresh_order();
  (void)make_decoded_room({kNowhere, 0}, 0, 0);  // the budget may have shrunk, or a picture be larger than told
  std::uint64_t nearer_bytes = 0;  // what nearer frames take or would take
  for (const WishOrder::Near& near : order.nearest()) {
    FrameRecord& frame = at(near.frame);
    if (!frame.streamed()) continue;
    if (near.distance == 0) frame.wanted_at = now;
    const std::uint64_t bytes = std::max(frame.decoded_size(near.reduce), frame.decoded_bytes + frame.job_bytes);
    nearer_bytes += bytes;
    if (near.distance > 0 && nearer_bytes > settings.decoded_budget_bytes) break;
    const std::optional<Goal> part = better_part(frame, near);
    const std::optional<Goal> goal = part ? part : better(frame, near);
    if (!goal) continue;
    if (jobs.size() >= settings.workers) {
      if (near.distance > 0) break;
      // Someone waits and all workers are busy: the slowest job of a frame that is far away gives way.
      const auto slow = std::find_if(jobs.begin(), jobs.end(), [&](const Job& job) {
        return decode_pixels_per_s > 0.0 && job.pixels / decode_pixels_per_s > kSlowCancel_s && distance(job.frame) > 8;
      });
      if (slow == jobs.end()) break;
      FrameRecord& other = at(slow->frame);
      actions.emplace_back(CancelDecode{slow->id});
      decoded_bytes -= other.job_bytes;
      other.job = 0;
      if (slow->part) other.refined.reset();
      other.job_bytes = 0;
      jobs.erase(slow);
    }
    if (part) {
      start_part(near.frame, *part, *near.seen, now);
      continue;
    }
    if (!make_decoded_room(near.frame, frame.decoded_size(goal->reduce), near.distance)) break;
    start_decode(near.frame, *goal, now);
  }
}

}  // namespace sansfilm::stream
