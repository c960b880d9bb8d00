#include "shared/stream/scheduler.hpp"

#include <algorithm>

#include "shared/stream/scheduler_impl.hpp"

namespace sansfilm::stream {

namespace {

constexpr Micros kNotReadyWait_us = 500'000;
constexpr Micros kNotReadyLongest_us = 8'000'000;
constexpr std::uint32_t kNotReadyTries = 40;
constexpr std::uint32_t kLostDecodesForgiven = 1;

void number_places(SeriesRecord& record) {
  record.place.assign(record.frames.size(), 0);
  for (std::uint32_t p = 0; p < record.order.size(); ++p) record.place[record.order[p]] = p;
}

}  // namespace

// --- state -----------------------------------------------------------------------------------------------------------

FrameRecord* Scheduler::Impl::find(FrameId id) {
  if (id.series >= series.size() || id.frame >= series[id.series].frames.size()) return nullptr;
  return &at(id);
}

FrameId Scheduler::Impl::find_key(const wire::ChunkKey& key) const {
  const auto found = by_name.find({key.content, key.frame});
  if (found == by_name.end()) return {kNowhere, 0};
  const FrameId id = found->second;
  return series[id.series].frames[id.frame].has_chunk(key) ? id : FrameId{kNowhere, 0};
}

bool Scheduler::Impl::visible(FrameId id) const { return distance(id) == 0; }

void Scheduler::Impl::refresh_order() {
  if (!order_stale) return;
  order.update(series, viewports, settings, line, reach_us());
  order_stale = false;
  ask_again();
}

void Scheduler::Impl::fail(FrameId id, Failure failure) { at(id).failure = failure; }

void Scheduler::Impl::forget_asked(const Batch& batch) {
  for (const wire::ChunkRange& range : batch.ranges) {
    const FrameId id = find_key(range.at(0));
    if (id.series == kNowhere) continue;
    for (std::uint64_t i = 0; i < range.count(); ++i) {
      const wire::ChunkKey key = range.at(i);
      if (!batch.failed.contains(key)) at(id).set_asked(key, false);
    }
  }
  ask_again();
}

void Scheduler::Impl::evict_decoded(FrameId id) {
  FrameRecord& frame = at(id);
  decoded_bytes -= frame.decoded_bytes;
  frame.decoded_bytes = 0;
  frame.decoded = {};
  frame.refined.reset();
  actions.emplace_back(EvictDecoded{id});
  ask_again();
}

void Scheduler::Impl::evict_chunks(FrameId id) {
  FrameRecord& frame = at(id);
  compressed_bytes -= frame.held_bytes();
  frame.drop_chunks();
  actions.emplace_back(EvictChunks{id});
  ask_again();
}

// --- the study -------------------------------------------------------------------------------------------------------

Scheduler::Scheduler(Settings settings) : impl_(std::make_unique<Impl>()) { impl_->settings = settings; }
Scheduler::~Scheduler() = default;
Scheduler::Scheduler(Scheduler&&) noexcept = default;
Scheduler& Scheduler::operator=(Scheduler&&) noexcept = default;

std::uint32_t Scheduler::add_series(const wire::Series& series) {
  const auto number = static_cast<std::uint32_t>(impl_->series.size());
  SeriesRecord record;
  for (std::uint32_t f = 0; f < series.frames.size(); ++f) {
    record.frames.emplace_back(series, series.frames[f]);
    record.order.push_back(f);
    impl_->by_name[{series.frames[f].content, series.frames[f].frame}] = {number, f};
  }
  number_places(record);
  impl_->series.push_back(std::move(record));
  impl_->order_stale = true;
  return number;
}

void Scheduler::set_order(std::uint32_t series, std::span<const std::uint32_t> order) {
  if (series >= impl_->series.size()) return;
  SeriesRecord& record = impl_->series[series];
  std::vector<bool> seen(record.frames.size());
  for (const std::uint32_t frame : order) {
    if (frame >= seen.size() || seen[frame]) return;  // no permutation
    seen[frame] = true;
  }
  if (order.size() != seen.size()) return;
  record.order.assign(order.begin(), order.end());
  number_places(record);
  impl_->order_stale = true;
}

void Scheduler::update_series(std::uint32_t series, const wire::Series& data) {
  if (series >= impl_->series.size()) return;
  SeriesRecord& record = impl_->series[series];
  for (std::uint32_t f = 0; f < data.frames.size(); ++f) {
    FrameRecord fresh(data, data.frames[f]);
    if (f >= record.frames.size()) {
      record.frames.push_back(std::move(fresh));
      record.order.push_back(f);
      impl_->by_name[{data.frames[f].content, data.frames[f].frame}] = {series, f};
    } else if (!record.frames[f].same_stream(fresh)) {
      FrameRecord& old = record.frames[f];
      if (old.job != 0) {
        impl_->actions.emplace_back(CancelDecode{old.job});
        impl_->decoded_bytes -= old.job_bytes;
        std::erase_if(impl_->jobs, [&](const Job& job) { return job.id == old.job; });
      }
      if (old.decoded_bytes > 0) impl_->evict_decoded({series, f});
      if (old.held_bytes() > 0) impl_->evict_chunks({series, f});
      old = std::move(fresh);
      impl_->by_name[{data.frames[f].content, data.frames[f].frame}] = {series, f};
    }
  }
  number_places(record);
  impl_->order_stale = true;
}

// --- the user --------------------------------------------------------------------------------------------------------

void Scheduler::set_viewports(std::span<const Viewport> viewports, Micros) {
  std::vector<Viewport> valid;
  for (Viewport viewport : viewports) {
    if (viewport.series >= impl_->series.size() || impl_->series[viewport.series].frames.empty()) continue;
    const auto count = static_cast<std::uint32_t>(impl_->series[viewport.series].order.size());
    viewport.position = std::min(viewport.position, count - 1);
    // By whole tiles: a picture that is moved a little under the hand is no other wish.
    const SeriesRecord& shown = impl_->series[viewport.series];
    viewport.part = shown.frames[shown.order[viewport.position]].by_tiles(viewport.part);
    valid.push_back(viewport);
  }
  if (valid == impl_->viewports) return;
  impl_->viewports = std::move(valid);
  impl_->order_stale = true;
}

void Scheduler::set_hidden(bool hidden) { impl_->hidden = hidden; }

void Scheduler::set_settings(const Settings& settings) {
  impl_->settings = settings;
  impl_->order_stale = true;
}

// --- the network -----------------------------------------------------------------------------------------------------

std::uint32_t Scheduler::expect(std::vector<wire::ChunkRange> ranges, Micros asked) {
  Batch batch{impl_->next_batch++, {}, 0.0, asked, true, 0, false, {}};
  for (const wire::ChunkRange& range : ranges) {
    for (std::uint64_t i = 0; i < range.count(); ++i) {
      const wire::ChunkKey key = range.at(i);
      const FrameId id = impl_->find_key(key);
      if (id.series == kNowhere) continue;
      FrameRecord& frame = impl_->at(id);
      frame.set_asked(key, true);
      batch.expected_bytes += frame.expected_bytes(key.resolution, key.layer) / frame.tiles();
    }
  }
  batch.ranges = std::move(ranges);
  impl_->batches.push_back(std::move(batch));
  return impl_->batches.back().id;
}

void Scheduler::chunk_arrived(std::uint32_t batch, const wire::ChunkKey& key, std::uint64_t bytes, Micros now) {
  impl_->fetched_bytes += bytes;
  const auto sent = std::find_if(impl_->batches.begin(), impl_->batches.end(), [&](const Batch& b) { return b.id == batch; });
  if (sent != impl_->batches.end()) {
    sent->arrived_bytes += bytes;
    impl_->line.bytes_arrived(bytes, sent->arrived_bytes, sent->started, now);
  }
  const FrameId id = impl_->find_key(key);
  if (id.series == kNowhere) return;
  FrameRecord& frame = impl_->at(id);
  if (sent != impl_->batches.end()) {
    sent->expected_bytes = std::max(0.0, sent->expected_bytes - frame.expected_bytes(key.resolution, key.layer) / frame.tiles());
  }
  if (frame.held(key)) {
    impl_->fetched_twice_bytes += bytes;
    return;
  }
  frame.set_held(key, bytes);
  frame.not_before = 0;
  frame.waits = 0;
  impl_->compressed_bytes += bytes;
}

void Scheduler::chunk_failed(std::uint32_t batch, const wire::ChunkKey& key, wire::ChunkError error, Micros now) {
  const FrameId id = impl_->find_key(key);
  if (id.series == kNowhere) return;
  FrameRecord& frame = impl_->at(id);
  frame.set_asked(key, false);
  const auto sent = std::find_if(impl_->batches.begin(), impl_->batches.end(), [&](const Batch& b) { return b.id == batch; });
  if (sent != impl_->batches.end()) sent->failed.insert(key);
  impl_->ask_again();
  switch (error) {
    case wire::ChunkError::kNotReady:
      if (frame.not_before > now) return;  // another chunk of the same answer has said so
      frame.not_before = now + std::min(kNotReadyWait_us << std::min<std::uint32_t>(frame.waits, 8), kNotReadyLongest_us);
      if (++frame.waits <= kNotReadyTries) return;
      break;
    case wire::ChunkError::kAltered:
    case wire::ChunkError::kInternal:
      if (frame.may_retry(key)) return;
      break;
    case wire::ChunkError::kNone:
    case wire::ChunkError::kNotFound:
    case wire::ChunkError::kGone:
    case wire::ChunkError::kDenied:
    case wire::ChunkError::kBroken:
      break;
  }
  impl_->fail(id, {FailureKind::kFetch, error, base::ErrorCode::kInternal});
}

void Scheduler::batch_ended(std::uint32_t batch, BatchEnd end, Micros now) {
  const auto sent = std::find_if(impl_->batches.begin(), impl_->batches.end(), [&](const Batch& b) { return b.id == batch; });
  if (sent == impl_->batches.end()) return;
  const Batch ended = std::move(*sent);
  impl_->batches.erase(sent);
  impl_->forget_asked(ended);
  if (impl_->batches.empty()) impl_->line.went_idle();
  switch (end) {
    case BatchEnd::kComplete:
      impl_->line.succeeded();
      break;
    case BatchEnd::kCancelled:
      break;
    case BatchEnd::kCut:
    case BatchEnd::kRefused:
      impl_->line.failed(ended.arrived_bytes > 0, now);
      break;
    case BatchEnd::kDenied:
      impl_->denied = true;
      break;
  }
}

void Scheduler::page_was_late(Micros late_us, Micros now) {
  if (late_us > 0) impl_->line.page_was_late(late_us, now);
}

void Scheduler::resume(Micros) {
  impl_->denied = false;
  impl_->line.forget_failures();
  for (SeriesRecord& record : impl_->series) {
    for (FrameRecord& frame : record.frames) frame.forget_failures();
  }
  impl_->ask_again();
}

// --- the workers -----------------------------------------------------------------------------------------------------

void Scheduler::decode_done(std::uint32_t job, std::uint64_t decoded_bytes, Micros took_us, Micros now) {
  const auto found = std::find_if(impl_->jobs.begin(), impl_->jobs.end(), [&](const Job& j) { return j.id == job; });
  if (found == impl_->jobs.end()) return;
  const Job done = *found;
  impl_->jobs.erase(found);
  FrameRecord& frame = impl_->at(done.frame);
  frame.lost_decodes = 0;
  impl_->decoded_bytes -= frame.job_bytes;
  if (!done.part) {
    // The picture before it is replaced.
    impl_->decoded_bytes += decoded_bytes - frame.decoded_bytes;
    frame.decoded_bytes = decoded_bytes;
    frame.decoded = frame.job_result;
    frame.refined.reset();
  }
  frame.job = 0;
  frame.job_bytes = 0;
  frame.wanted_at = now;
  if (++impl_->decodes == 1) impl_->first_picture_bytes = impl_->fetched_bytes;
  if (took_us > 0) {
    const double rate = done.pixels * 1e6 / static_cast<double>(took_us);
    impl_->decode_pixels_per_s = impl_->decode_pixels_per_s == 0.0 ? rate : 0.8 * impl_->decode_pixels_per_s + 0.2 * rate;
  }
}

void Scheduler::decode_failed(std::uint32_t job, base::ErrorCode error, Micros) {
  const auto found = std::find_if(impl_->jobs.begin(), impl_->jobs.end(), [&](const Job& j) { return j.id == job; });
  if (found == impl_->jobs.end()) return;
  const FrameId id = found->frame;
  const bool part = found->part;
  impl_->jobs.erase(found);
  FrameRecord& frame = impl_->at(id);
  impl_->decoded_bytes -= frame.job_bytes;
  frame.job = 0;
  frame.job_bytes = 0;
  if (part) return;   // what is shown stays true; whether the picture is damaged its own decode tells
  impl_->fail(id, {FailureKind::kDecode, wire::ChunkError::kNone, error});
}

void Scheduler::decode_lost(std::uint32_t job, Micros now) {
  const auto found = std::find_if(impl_->jobs.begin(), impl_->jobs.end(), [&](const Job& j) { return j.id == job; });
  if (found == impl_->jobs.end()) return;
  FrameRecord& frame = impl_->at(found->frame);
  if (++frame.lost_decodes > kLostDecodesForgiven) {
    decode_failed(job, base::ErrorCode::kTimeout, now);
    return;
  }
  if (found->part) frame.refined.reset();
  impl_->jobs.erase(found);
  impl_->decoded_bytes -= frame.job_bytes;
  frame.job = 0;
  frame.job_bytes = 0;
}

void Scheduler::forget_decoded() {
  for (SeriesRecord& record : impl_->series) {
    for (FrameRecord& frame : record.frames) {
      impl_->decoded_bytes -= frame.decoded_bytes;
      frame.decoded_bytes = 0;
      frame.decoded = {};
      frame.refined.reset();
    }
  }
  impl_->ask_again();
}

// --- what to do ------------------------------------------------------------------------------------------------------

std::vector<Action> Scheduler::poll(Micros now) {
  impl_->plan_decodes(now);
  impl_->plan_fetches(now);
  return std::exchange(impl_->actions, {});
}

Micros Scheduler::wake_us() const {
  if (impl_->hidden || impl_->denied) return kNever;
  Micros wake = kNever;
  if (impl_->line.retry_at() > 0 && impl_->batches.empty()) wake = impl_->line.retry_at();
  for (const SeriesRecord& record : impl_->series) {
    for (const FrameRecord& frame : record.frames) {
      if (frame.not_before > 0 && !frame.failure && !frame.all_held_or_asked()) wake = std::min(wake, frame.not_before);
    }
  }
  return wake;
}

wire::PictureState Scheduler::decoded(FrameId frame) const {
  const FrameRecord* record = impl_->find(frame);
  return record != nullptr ? record->decoded : wire::PictureState{};
}

std::optional<Failure> Scheduler::failure(FrameId frame) const {
  const FrameRecord* record = impl_->find(frame);
  return record != nullptr ? record->failure : std::nullopt;
}

Progress Scheduler::progress(std::uint32_t series) const {
  Progress progress;
  if (series >= impl_->series.size()) return progress;
  for (const FrameRecord& frame : impl_->series[series].frames) {
    ++progress.frames;
    if (frame.failure) ++progress.failed;
    if (frame.held_layers(frame.decompositions()) > 0) ++progress.previewed;
    if (frame.all_held()) ++progress.complete;
  }
  return progress;
}

Measured Scheduler::measured() const {
  return {impl_->line.bytes_per_s(),
          impl_->line.round_trip_us(),
          impl_->decode_pixels_per_s,
          impl_->fetched_bytes,
          impl_->first_picture_bytes,
          impl_->fetched_twice_bytes,
          impl_->compressed_bytes,
          impl_->decoded_bytes,
          impl_->decodes,
          impl_->denied || impl_->line.probing()};
}

}  // namespace sansfilm::stream
