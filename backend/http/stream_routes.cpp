#include <algorithm>
#include <charconv>
#include <chrono>
#include <map>

#include "backend/http/gzip.hpp"
#include "backend/http/problem.hpp"
#include "backend/http/services.hpp"
#include "shared/wire/batch.hpp"
#include "shared/wire/framing.hpp"
#include "shared/wire/protocol.hpp"

namespace sansfilm::http {

using base::ErrorCode;
using Clock = std::chrono::steady_clock;

namespace {

constexpr std::size_t kSendBytes = std::size_t{64} << 10;   // small chunks travel together
constexpr std::uint64_t kLeastAccel_bytes = 4096;             // less is sent sooner than it is handed over
constexpr std::uint64_t kReadPart_bytes = std::uint64_t{1} << 20;
constexpr std::int64_t kWaitMs = 3000;   // for what is being made, in all of a batch
constexpr auto kSessionCheck = std::chrono::milliseconds(500);   // a session that has ended stops its streams

// ?ahead=<bytes>&screen=<width>x<height>: the first picture, as far as it goes into so many bytes.
base::Result<wire::SendAhead> wanted_ahead(const Request& request) {
  const std::string bytes = request.query_value("ahead"), screen = request.query_value("screen");
  if (bytes.empty() && screen.empty()) return wire::SendAhead{};
  const auto whole = [](std::string_view text, auto& number) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size();
  };
  const std::size_t times = std::min(screen.find('x'), screen.size());
  wire::SendAhead ahead;
  if (!whole(bytes, ahead.bytes) || ahead.bytes > wire::kMostSentAhead_bytes || !whole(std::string_view(screen).substr(0, times), ahead.width) ||
      !whole(std::string_view(screen).substr(std::min(times + 1, screen.size())), ahead.height)) {
    base::Error error{ErrorCode::kMalformed, "wanted: ahead=<bytes, at most 1048576>&screen=<width>x<height>"};
    error.subject = "ahead, screen";
    return error;
  }
  return ahead;
}

class Streaming {
 public:
  Streaming(Services services, StreamSource& source, OpenedStudies& opened, std::string accel)
      : services_(services), source_(source), opened_(opened), accel_(std::move(accel)) {}

  Response manifest(Request& request) {
    const auto ahead = wanted_ahead(request);
    if (!ahead.ok()) return problem(ahead.error(), request.id);
    const std::string study_uid(request.parameter("uid"));
    const auto study = services_.catalog.find_study(request.viewer(), study_uid);
    if (!study.ok()) {
      const bool absent = study.error().code == ErrorCode::kNotFound;
      if (auto failed = record(services_.trail, request, "study.open", study_uid.substr(0, 64), absent ? "not-found" : "failed")) return std::move(*failed);
      return problem(study.error(), request.id);
    }
    if (auto failed = open(request, study_uid)) return std::move(*failed);
    auto text = source_.manifest(request.viewer(), study_uid, *ahead);
    if (!text.ok()) return problem(text.error(), request.id);
    Response response;
    response.content_type = std::string(wire::kManifestMediaType);
    response.with("Vary", "Accept-Encoding");
    std::string small = accepts_coding(request.header("accept-encoding"), "gzip") ? gzip(*text) : std::string();
    if (!small.empty()) response.with("Content-Encoding", "gzip");
    response.body = small.empty() ? std::move(*text) : std::move(small);
    return response;
  }

  Response chunk(Request& request) {
    const auto key = wire::parse_chunk_key(std::string_view(request.path).substr(wire::kChunkPrefix.size()));
    if (!key.ok()) return problem(404, request.id);
    return part(request, *key, *key, wire::kChunkMediaType);
  }

  Response frame(Request& request) {
    const auto key = wire::parse_chunk_key(request.path.substr(wire::kChunkPrefix.size()) + "/0.0.0");
    if (!key.ok()) return problem(404, request.id);
    return part(request, *key, std::nullopt, wire::kFrameMediaType);
  }

  Response batch(Request& request) {
    const auto body = request.body(wire::kMaxBatchRequestBytes);
    if (!body.ok()) return problem(body.error(), request.id);
    const auto ranges = wire::read_batch_request(*body);
    if (!ranges.ok()) return problem(ranges.error(), request.id);
    Places places;
    for (const wire::ChunkRange& range : *ranges) {
      if (places.contains(range.content)) continue;
      auto place = services_.catalog.find_content(request.viewer(), range.content.bytes);
      if (place.ok() && !opened_.is_open(request.session->token, place->study_uid)) {
        if (auto failed = open(request, place->study_uid)) return std::move(*failed);
      }
      places.emplace(range.content, std::move(place));
    }
    Response response;
    response.content_type = std::string(wire::kBatchResponseMediaType);
    response.stream = [this, ranges = std::move(*ranges), places = std::move(places),
                       token = cookie_value(request.header("cookie"), kCookie)](const Write& write) { send(ranges, places, token, write); };
    return response;
  }

 private:
  using Places = std::map<wire::ContentId, base::Result<catalog::ContentPlace>>;

  std::optional<Response> open(const Request& request, const std::string& study_uid) {
    if (auto failed = record(services_.trail, request, "study.open", study_uid, "ok")) return failed;
    opened_.note(request.session->token, study_uid);
    return std::nullopt;
  }

  // A chunk or a whole frame, after the decision and its line on the trail.
  Response part(Request& request, const wire::ChunkKey& key, const std::optional<wire::ChunkKey>& chunk, std::string_view media_type) {
    const auto place = services_.catalog.find_content(request.viewer(), key.content.bytes);
    if (!place.ok()) return problem(place.error(), request.id);
    if (!opened_.is_open(request.session->token, place->study_uid)) {
      if (auto failed = open(request, place->study_uid)) return std::move(*failed);
    }
    const StreamPart found = source_.locate(place->sha256, key.frame, key.recipe, chunk, kWaitMs);
    if (found.error != wire::ChunkError::kNone) return refusal(request, found.error);
    const std::string tag = tag_of(found.digest);
    Response response;
    response.with("ETag", tag).with("Cache-Control", "private, max-age=31536000, immutable");
    if (request.header("if-none-match") == tag) {
      response.status = 304;
      return response;
    }
    response.content_type = std::string(media_type);
    // A client's range is answered from here: what the proxy sends is the whole of what was asked for.
    if (request.from_proxy && !accel_.empty() && found.length >= kLeastAccel_bytes && request.header("range").empty()) {
      response.with("X-Accel-Redirect", accel_target(found));
      return response;
    }
    response.ranged = RangedBody{.length = found.length, .read = [this, found](std::uint64_t first, std::uint64_t count, const Write& write) {
                                   count = std::min<std::uint64_t>(count, kReadPart_bytes);
                                   const auto bytes = source_.read_part(found, first, count);
                                   return bytes.ok() && write(*bytes);
                                 }};
    return response;
  }

  // Where nginx finds the bytes: the blob's path in the folder of derived blobs, and which bytes of it.
  [[nodiscard]] std::string accel_target(const StreamPart& found) const {
    std::string target = accel_ + '/' + found.blob.substr(0, 2) + '/' + found.blob.substr(2, 2) + '/' + found.blob;
    target += "?o=" + std::to_string(found.offset) + "&n=" + std::to_string(found.length) + "&t=" + hex_of(found.digest);
    return target;
  }

  static Response refusal(const Request& request, wire::ChunkError error) {
    if (error == wire::ChunkError::kNotReady) {
      return problem(503, "not-ready", "it is being made", {}, request.id).with("Retry-After", "1");
    }
    if (error == wire::ChunkError::kInternal) return problem(500, request.id);
    return problem(404, wire::chunk_error_slug(error), "this can't be had", {}, request.id);
  }

  static std::string hex_of(std::uint64_t digest) {
    return store::to_hex(base::Bytes(reinterpret_cast<const std::uint8_t*>(&digest), sizeof digest));
  }
  static std::string tag_of(std::uint64_t digest) { return '"' + hex_of(digest) + '"'; }

  // One answer on its way: frames are collected until they are worth a write.
  class Answer {
   public:
    Answer(Streaming& owner, const std::string& token, const Write& write) : owner_(owner), token_(token), write_(write) {}

    bool add(const SentChunk& sent) {
      const bool good = sent.error == wire::ChunkError::kNone;
      const wire::FrameHeader header = good ? wire::chunk_frame_header(index_, static_cast<std::uint32_t>(sent.payload.size()), sent.digest)
                                            : wire::error_frame_header(index_, sent.error);
      ++index_;
      out_.insert(out_.end(), header.begin(), header.end());
      if (good) out_.insert(out_.end(), sent.payload.begin(), sent.payload.end());
      return out_.size() < kSendBytes || flush();
    }

    // Without an end frame when the session has ended: the viewer knows that the answer is incomplete.
    bool flush() {
      if (Clock::now() - checked_ > kSessionCheck) {
        if (!owner_.services_.access.find_session(token_).ok()) return false;
        checked_ = Clock::now();
      }
      const bool alive = write_(out_);
      out_.clear();
      return alive;
    }

    void end() {
      const wire::FrameHeader header = wire::end_frame_header(index_);
      out_.insert(out_.end(), header.begin(), header.end());
      (void)flush();
    }

   private:
    Streaming& owner_;
    const std::string& token_;
    const Write& write_;
    std::uint32_t index_ = 0;
    std::vector<std::uint8_t> out_;
    Clock::time_point checked_ = Clock::now();
  };

  void send(const std::vector<wire::ChunkRange>& ranges, const Places& places, const std::string& token, const Write& write) {
    Answer answer(*this, token, write);
    const auto begin = Clock::now();
    bool alive = true;
    for (const wire::ChunkRange& range : ranges) {
      const auto& place = places.at(range.content);
      if (!place.ok()) {
        for (std::uint64_t i = 0; alive && i < range.count(); ++i) alive = answer.add({.error = wire::ChunkError::kNotFound, .payload = {}});
      } else {
        const auto waited = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begin).count();
        source_.read(place->sha256, range, std::max<std::int64_t>(0, kWaitMs - waited), [&](const SentChunk& sent) { return alive = answer.add(sent); });
      }
      if (!alive) return;
    }
    answer.end();
  }

  Services services_;
  StreamSource& source_;
  OpenedStudies& opened_;
  const std::string accel_;
};

}  // namespace

void add_stream_routes(Router& router, Services services, StreamSource& source, OpenedStudies& opened, std::string accel) {
  const auto streaming = std::make_shared<Streaming>(services, source, opened, std::move(accel));
  const auto manifest = [streaming](Request& request) { return streaming->manifest(request); };
  router.add({"GET", "/stream/v1/manifest/:uid", Who::kSignedIn, 0, manifest});
  router.add({"GET", "/stream/v1/studies/:uid/manifest", Who::kSignedIn, 0, manifest});
  router.add({"POST", std::string(wire::kBatchPath), Who::kSignedIn, wire::kMaxBatchRequestBytes,
              [streaming](Request& request) { return streaming->batch(request); }});
  router.add({"GET", std::string(wire::kChunkPrefix) + ":content/:frame/:recipe/:chunk", Who::kSignedIn, 0,
              [streaming](Request& request) { return streaming->chunk(request); }});
  router.add({"GET", std::string(wire::kChunkPrefix) + ":content/:frame/:recipe", Who::kSignedIn, 0,
              [streaming](Request& request) { return streaming->frame(request); }});
}

}  // namespace sansfilm::http
