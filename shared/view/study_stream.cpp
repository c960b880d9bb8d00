#include "shared/view/study_stream.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "shared/view/display.hpp"
#include "shared/wire/batch.hpp"

namespace sansfilm::view {
namespace {

constexpr stream::Micros kSecond = 1'000'000;
constexpr stream::Micros kLongestWait = 15 * kSecond;
constexpr stream::Micros kNotMadeYetWait = 2 * kSecond;
constexpr std::uint32_t kAhead_bytes = 80'000;   // a CT slice to two bits a sample: 40 dB and more in its usual window

template <class... Visitors>
struct Overloaded : Visitors... {
  using Visitors::operator()...;
};
template <class... Visitors>
Overloaded(Visitors...) -> Overloaded<Visitors...>;

}  // namespace

StudyStream::StudyStream(ViewerHost& host, const stream::Settings& settings, std::uint32_t first_request)
    : host_(host), settings_(settings), scheduler_(settings), manifest_request_(first_request - 1) {}

void StudyStream::open(std::string_view study_uid, double width, double height, stream::Micros now) {
  study_uid_ = study_uid;
  if (width >= 1.0 && height >= 1.0) {
    ahead_ = "?ahead=" + std::to_string(kAhead_bytes) + "&screen=" + std::to_string(std::lround(width)) + "x" + std::to_string(std::lround(height));
  }
  reader_ = std::make_unique<wire::ManifestReader>();
  ask_manifest(now);
}

void StudyStream::ask_manifest(stream::Micros now) {
  manifest_retry_us_ = stream::kNever;
  manifest_asked_us_ = now;
  manifest_under_way_ = true;
  ++manifest_request_;
  host_.fetch_manifest(manifest_request_, std::string(wire::kManifestPrefix) + study_uid_ + (refreshed_ ? std::string() : ahead_));
}

StreamNews StudyStream::manifest_bytes(std::uint32_t request, base::Bytes bytes, stream::Micros now) {
  StreamNews news;
  if (request != manifest_request_) return news;
  wire::ManifestReader& reader = refreshed_ ? *refreshed_ : *reader_;
  const base::Status status = reader.feed(bytes);
  if (!refreshed_) {
    const std::size_t before = model_.series().size();
    take_series();
    news.series_added = model_.series().size() != before;
    take_carried(news, now);
    if (!status.ok()) study_error_ = StudyError::kUnreadable;
  }
  news.state_changed = true;
  // Of a series that has just come nobody has said yet what is looked at: its first batch would hold what nobody waits for.
  if (!news.series_added) drive(now);
  return news;
}

StreamNews StudyStream::manifest_end(std::uint32_t request, int http_status, stream::Micros now) {
  StreamNews news{.state_changed = true};
  if (request != manifest_request_) return {};
  manifest_under_way_ = false;
  end_carried(http_status == 200 ? stream::BatchEnd::kCancelled : stream::BatchEnd::kCut, now);
  if (http_status == 401 || http_status == 403) {
    denied_ = http_status == 401;
    if (!manifest_complete_) study_error_ = StudyError::kDenied;
    refreshed_.reset();
    return news;
  }
  if (http_status == 404 || http_status == 410 || (http_status >= 400 && http_status < 500 && http_status != 429)) {
    if (!manifest_complete_) study_error_ = StudyError::kAbsent;
    refreshed_.reset();
    return news;
  }
  const wire::ManifestReader& reader = refreshed_ ? *refreshed_ : *reader_;
  if (http_status != 200 || !reader.ended()) {
    if (study_error_ == StudyError::kUnreadable) return news;
    retry_manifest_later(now);
    return news;
  }
  manifest_attempts_ = 0;
  manifest_complete_ = true;
  if (refreshed_) news.series_added = take_refreshed();
  if (something_not_made()) manifest_retry_us_ = now + kNotMadeYetWait;
  drive(now);
  return news;
}

// The first picture comes with the manifest, as the answer to a batch that was not asked for.
void StudyStream::take_carried(StreamNews& news, stream::Micros now) {
  const std::vector<std::uint8_t> bytes = reader_->take_carried();
  if (bytes.empty()) return;
  const auto found = answers_.find(carried_);
  if (found == answers_.end() || found->second.broken) return;
  found->second.broken = !found->second.reader.feed(bytes).ok();
  take_chunks(carried_, found->second, news, now);
  if (found->second.reader.ended()) end_carried(stream::BatchEnd::kComplete, now);
}

void StudyStream::end_carried(stream::BatchEnd end, stream::Micros now) {
  if (carried_ == 0) return;
  answers_.erase(carried_);
  scheduler_.batch_ended(std::exchange(carried_, 0), end, now);
}

// The network failed in the middle: what is here stays in use, the whole is read once more beside it.
void StudyStream::retry_manifest_later(stream::Micros now) {
  refreshed_.reset();
  if (reader_->has_study()) {
    refreshed_ = std::make_unique<wire::ManifestReader>();
  } else {
    reader_ = std::make_unique<wire::ManifestReader>();
  }
  const stream::Micros wait = std::min(kLongestWait, kSecond << std::min(manifest_attempts_, 4U));
  ++manifest_attempts_;
  manifest_retry_us_ = now + wait;
}

void StudyStream::take_series() {
  const wire::Manifest& manifest = reader_->manifest();
  const auto first_new = static_cast<std::uint32_t>(model_.series().size());
  model_.update(manifest);
  for (auto i = first_new; i < model_.series().size(); ++i) {
    const wire::Series& series = manifest.series[i];
    scheduler_.add_series(series);
    scheduler_.set_order(i, model_.series()[i].frames);
    for (std::uint32_t f = 0; f < series.frames.size(); ++f) {
      frames_by_content_[{series.frames[f].content, series.frames[f].frame}] = {i, f};
    }
  }
  const std::vector<wire::ChunkRange>& carries = reader_->carries();
  if (carries.empty() || model_.series().size() == first_new || carried_told_) return;
  carried_told_ = true;
  carried_ = scheduler_.expect(carries, manifest_asked_us_);
  answers_.emplace(carried_, Answer{.reader = wire::FrameReader(wire::expand(carries))});
}

// Takes over a manifest that was read again. Series keep their places as long as the server gives them in the same
// order; where it does not, or a series got more frames, the new manifest waits for the next opening of the study.
bool StudyStream::take_refreshed() {
  const wire::Manifest& old = reader_->manifest();
  const wire::Manifest& fresh = refreshed_->manifest();
  bool fits = fresh.series.size() >= old.series.size();
  for (std::size_t i = 0; fits && i < old.series.size(); ++i) {
    fits = fresh.series[i].series_instance_uid == old.series[i].series_instance_uid &&
           fresh.series[i].frames.size() == old.series[i].frames.size();
  }
  if (!fits) {
    refreshed_.reset();
    return false;
  }
  const auto known = static_cast<std::uint32_t>(old.series.size());
  for (std::uint32_t i = 0; i < known; ++i) scheduler_.update_series(i, fresh.series[i]);
  reader_ = std::move(refreshed_);
  take_series();
  return model_.series().size() != known;
}

bool StudyStream::something_not_made() const {
  for (const wire::Series& series : reader_->manifest().series) {
    for (const wire::Frame& frame : series.frames) {
      if (frame.codestream == wire::kNoIndex) return true;
    }
  }
  return false;
}

void StudyStream::want(std::span<const stream::Viewport> viewports, stream::Micros now) {
  scheduler_.set_viewports(viewports, now);
  drive(now);
}

void StudyStream::set_hidden(bool hidden, stream::Micros now) {
  scheduler_.set_hidden(hidden);
  drive(now);
}

void StudyStream::renew_settings() {
  stream::Settings settings = settings_;
  if (limited_decoded_bytes_) settings.decoded_budget_bytes = std::min(settings.decoded_budget_bytes, *limited_decoded_bytes_);
  scheduler_.set_settings(settings);
}

void StudyStream::limit_decoded(std::optional<std::uint64_t> bytes) {
  limited_decoded_bytes_ = bytes;
  renew_settings();
}

void StudyStream::set_data_saver(bool on, stream::Micros now) {
  settings_.data_saver = on;
  renew_settings();
  drive(now);
}

void StudyStream::network_is_back(stream::Micros now) {
  if (manifest_retry_us_ != stream::kNever) manifest_retry_us_ = now;
  denied_ = false;
  scheduler_.resume(now);
  tick(now);
}

StreamNews StudyStream::batch_bytes(std::uint32_t batch, base::Bytes bytes, stream::Micros now) {
  StreamNews news;
  const auto found = answers_.find(batch);
  if (found == answers_.end() || found->second.broken) return news;
  const bool sound = found->second.reader.feed(bytes).ok();
  take_chunks(batch, found->second, news, now);
  if (!sound) {
    found->second.broken = true;
    host_.cancel_batch(batch);
  }
  drive(now);
  return news;
}

void StudyStream::page_was_late(stream::Micros late_us, stream::Micros now) { scheduler_.page_was_late(late_us, now); }

void StudyStream::take_chunks(std::uint32_t batch, Answer& answer, StreamNews& news, stream::Micros now) {
  while (auto chunk = answer.reader.next()) {
    news.state_changed = true;
    if (chunk->error != wire::ChunkError::kNone) {
      scheduler_.chunk_failed(batch, chunk->key, chunk->error, now);
      continue;
    }
    const auto frame = frames_by_content_.find({chunk->key.content, chunk->key.frame});
    if (frame == frames_by_content_.end()) continue;
    host_.keep_chunk(frame->second, chunk->key, chunk->payload);
    pictures_.add_arrived(frame->second, chunk->payload.size());
    scheduler_.chunk_arrived(batch, chunk->key, chunk->payload.size(), now);
  }
}

StreamNews StudyStream::batch_end(std::uint32_t batch, int http_status, bool cancelled, stream::Micros now) {
  StreamNews news{.state_changed = true};
  const auto found = answers_.find(batch);
  if (found == answers_.end()) return {};
  stream::BatchEnd end = stream::BatchEnd::kCut;
  if (http_status == 401 || http_status == 403) {
    end = stream::BatchEnd::kDenied;
    denied_ = true;
  } else if (http_status >= 400) {
    end = stream::BatchEnd::kRefused;
  } else if (found->second.broken) {
    end = stream::BatchEnd::kCut;
  } else if (http_status == 200 && found->second.reader.ended()) {
    end = stream::BatchEnd::kComplete;
  } else if (cancelled) {
    end = stream::BatchEnd::kCancelled;
  } else if (http_status == 200) {
    // No connection broke: the answer itself is too short. The chunk in which it stops is to blame, else it would be asked
    // for without end.
    const std::vector<wire::ChunkKey> missing = found->second.reader.missing();
    if (!missing.empty()) scheduler_.chunk_failed(batch, missing.front(), wire::ChunkError::kAltered, now);
  }
  answers_.erase(found);
  scheduler_.batch_ended(batch, end, now);
  drive(now);
  return news;
}

StreamNews StudyStream::decoded(std::uint32_t job, base::Result<base::Frame> frame, std::uint32_t took_us,
                                stream::Micros now) {
  const auto found = jobs_.find(job);
  if (found == jobs_.end()) return {};
  const Job done = found->second;
  const StreamNews news{.picture = done.frame};
  jobs_.erase(found);
  if (!frame.ok()) {
    if (!done.tiles) decode_errors_.insert_or_assign(done.frame, frame.error());
    scheduler_.decode_failed(job, frame.error().code, now);
    drive(now);
    return news;
  }
  if (done.tiles) {
    const bool laid_in = lay_in(done, *frame);
    scheduler_.decode_done(job, 0, took_us, now);
    drive(now);
    return laid_in ? news : StreamNews{};
  }
  const wire::Series& series = reader_->manifest().series[done.frame.series];
  const wire::Frame& described = series.frames[done.frame.frame];
  const wire::PixelFormat& format = series.pixel_formats[described.pixels];
  frame->colour = colour_model(format);
  wire::PictureState state = done.result;
  state.lossless = state.lossless && frame->complete && frame->reversible && !format.source_lossy;
  const std::uint64_t bytes = frame->samples.size();
  pictures_.put(done.frame, std::move(frame).value(), state);
  scheduler_.decode_done(job, bytes, took_us, now);
  drive(now);
  return news;
}

// A part that was decoded better than the picture around it. Tiles lie side by side whatever the resolution. ISO/IEC
// 15444-1:2019 B.5: the samples of an area at a resolution go from ceil(x0 / 2^r) to ceil(x1 / 2^r).
bool StudyStream::lay_in(const Job& job, const base::Frame& part) {
  const wire::Series& series = reader_->manifest().series[job.frame.series];
  const wire::Codestream& stream = series.codestreams[series.frames[job.frame.frame].codestream];
  const std::uint64_t round_up = (std::uint64_t{1} << job.result.reduce) - 1;
  const auto x = static_cast<std::uint32_t>((std::uint64_t{job.tiles->left} * stream.tile_width + round_up) >> job.result.reduce);
  const auto y = static_cast<std::uint32_t>((std::uint64_t{job.tiles->top} * stream.tile_height + round_up) >> job.result.reduce);
  return pictures_.lay_in(job.frame, x, y, part);
}

StreamNews StudyStream::worker_died(std::uint32_t job, stream::Micros now) {
  const auto found = jobs_.find(job);
  if (found == jobs_.end()) return {};
  const StreamNews news{.picture = found->second.frame};
  jobs_.erase(found);
  scheduler_.decode_lost(job, now);
  if (scheduler_.failure(*news.picture)) {
    decode_errors_.insert_or_assign(*news.picture, base::Error{base::ErrorCode::kTimeout, "the decoder died or hung twice"});
  }
  drive(now);
  return news;
}

StreamNews StudyStream::tick(stream::Micros now) {
  StreamNews news;
  if (manifest_retry_us_ <= now && !manifest_under_way_) {
    if (manifest_complete_ && !refreshed_) refreshed_ = std::make_unique<wire::ManifestReader>();
    ask_manifest(now);
    news.state_changed = true;
  }
  drive(now);
  return news;
}

stream::Micros StudyStream::wake_us() const { return std::min(manifest_retry_us_, scheduler_.wake_us()); }

std::optional<stream::Micros> StudyStream::offline_until() const {
  if (manifest_attempts_ > 0 && manifest_retry_us_ != stream::kNever) return manifest_retry_us_;
  if (scheduler_.measured().waiting_for_server) return scheduler_.wake_us();
  return std::nullopt;
}

void StudyStream::drive(stream::Micros now) {
  for (const stream::Action& action : scheduler_.poll(now)) carry_out(action);
}

void StudyStream::carry_out(const stream::Action& action) {
  std::visit(Overloaded{
                 [&](const stream::FetchBatch& fetch) {
                   answers_.insert_or_assign(fetch.batch, Answer{wire::FrameReader(wire::expand(fetch.ranges))});
                   host_.fetch_batch(fetch.batch, wire::write_batch_request(fetch.ranges), fetch.urgent);
                 },
                 [&](const stream::CancelBatch& cancel) { host_.cancel_batch(cancel.batch); },
                 [&](const stream::Decode& decode) { start_decode(decode); },
                 [&](const stream::CancelDecode& cancel) {
                   host_.cancel_decode(cancel.job);
                   jobs_.erase(cancel.job);
                 },
                 [&](const stream::EvictDecoded& evict) { pictures_.drop(evict.frame); },
                 [&](const stream::EvictChunks& evict) {
                   pictures_.forget_arrived(evict.frame);
                   host_.drop_chunks(evict.frame);
                 },
             },
             action);
}

void StudyStream::start_decode(const stream::Decode& action) {
  const wire::Series& series = reader_->manifest().series[action.frame.series];
  const wire::Frame& frame = series.frames[action.frame.frame];
  jobs_.insert_or_assign(action.job, Job{action.frame, action.result, action.tiles});
  host_.decode({.job = action.job,
                .frame = action.frame,
                .result = action.result,
                .codestream = &series.codestreams[frame.codestream],
                .format = &series.pixel_formats[frame.pixels],
                .chunks = action.chunks,
                .tiles = action.tiles,
                .layers = action.layers,
                .budget_bytes = settings_.decoded_budget_bytes * 2});
}

double StudyStream::fraction(stream::FrameId id) const {
  const wire::Frame& frame = reader_->manifest().series[id.series].frames[id.frame];
  std::uint64_t total = 0;
  for (const std::uint32_t bytes : frame.layer_bytes) total += bytes;
  if (total == 0) return 0.0;
  return std::min(1.0, static_cast<double>(pictures_.arrived(id)) / static_cast<double>(total));
}

std::optional<base::Error> StudyStream::decode_error(stream::FrameId id) const {
  const auto found = decode_errors_.find(id);
  if (found == decode_errors_.end()) return std::nullopt;
  return found->second;
}

}  // namespace sansfilm::view
