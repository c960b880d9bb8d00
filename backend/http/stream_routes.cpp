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

namespace {

constexpr std::size_t kSendBytes = std::size_t{64} << 10;   // small chunks travel together
constexpr auto kSessionCheck = std::chrono::milliseconds(500);   // a session that has ended stops its streams

wire::ChunkError chunk_error(ErrorCode code) {
  switch (code) {
    case ErrorCode::kNotFound:
    case ErrorCode::kInvalidArgument: return wire::ChunkError::kNotFound;
    case ErrorCode::kTimeout:
    case ErrorCode::kCancelled: return wire::ChunkError::kNotReady;
    case ErrorCode::kDenied: return wire::ChunkError::kDenied;
    case ErrorCode::kTruncated:
    case ErrorCode::kMalformed:
    case ErrorCode::kUnsupported:
    case ErrorCode::kMissing:
    case ErrorCode::kInconsistent:
    case ErrorCode::kOverBudget:
    case ErrorCode::kCodec:
    case ErrorCode::kNotDicom:
    case ErrorCode::kEmpty: return wire::ChunkError::kBroken;
    case ErrorCode::kConflict:
    case ErrorCode::kIo:
    case ErrorCode::kFull:
    case ErrorCode::kInternal: return wire::ChunkError::kInternal;
  }
  return wire::ChunkError::kInternal;
}

class Streaming {
 public:
  Streaming(Services services, StreamSource& source, OpenedStudies& opened) : services_(services), source_(source), opened_(opened) {}

  Response manifest(Request& request) {
    const std::string study_uid(request.parameter("uid"));
    const auto study = services_.catalog.find_study(request.viewer(), study_uid);
    if (!study.ok()) {
      const bool absent = study.error().code == ErrorCode::kNotFound;
      if (auto failed = record(services_.trail, request, "study.open", study_uid.substr(0, 64), absent ? "not-found" : "failed")) return std::move(*failed);
      return problem(study.error(), request.id);
    }
    if (auto failed = open(request, study_uid)) return std::move(*failed);
    auto text = source_.manifest(request.viewer(), study_uid);
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
    const auto place = services_.catalog.find_content(request.viewer(), key->content.bytes);
    if (!place.ok()) return problem(place.error(), request.id);
    if (!opened_.is_open(request.session->token, place->study_uid)) {
      if (auto failed = open(request, place->study_uid)) return std::move(*failed);
    }
    auto found = source_.chunk(*place, *key);
    if (!found.ok()) {
      const wire::ChunkError why = chunk_error(found.error().code);
      if (why == wire::ChunkError::kNotFound) return problem(404, request.id);
      if (why == wire::ChunkError::kNotReady) return problem(503, "not-ready", "it is being made", {}, request.id).with("Retry-After", "1");
      return problem(found.error(), request.id);
    }
    std::string tag(1, '"');
    tag += store::to_hex(base::Bytes(reinterpret_cast<const std::uint8_t*>(&found->digest), sizeof found->digest));
    tag += '"';
    Response response;
    response.with("ETag", tag).with("Cache-Control", "private, max-age=31536000, immutable");
    if (request.header("if-none-match") == tag) {
      response.status = 304;
      return response;
    }
    response.content_type = std::string(wire::kChunkMediaType);
    response.body.assign(reinterpret_cast<const char*>(found->payload.data()), found->payload.size());
    return response;
  }

  Response batch(Request& request) {
    const auto body = request.body(wire::kMaxBatchRequestBytes);
    if (!body.ok()) return problem(body.error(), request.id);
    const auto ranges = wire::read_batch_request(*body);
    if (!ranges.ok()) return problem(ranges.error(), request.id);
    std::vector<wire::ChunkKey> keys = wire::expand(*ranges);
    std::map<wire::ContentId, base::Result<catalog::ContentPlace>> places;
    for (const wire::ChunkKey& key : keys) {
      if (places.contains(key.content)) continue;
      auto place = services_.catalog.find_content(request.viewer(), key.content.bytes);
      if (place.ok() && !opened_.is_open(request.session->token, place->study_uid)) {
        if (auto failed = open(request, place->study_uid)) return std::move(*failed);
      }
      places.emplace(key.content, std::move(place));
    }
    Response response;
    response.content_type = std::string(wire::kBatchResponseMediaType);
    response.stream = [this, keys = std::move(keys), places = std::move(places),
                       token = cookie_value(request.header("cookie"), kCookie)](const Write& write) { send(keys, places, token, write); };
    return response;
  }

 private:
  using Places = std::map<wire::ContentId, base::Result<catalog::ContentPlace>>;

  std::optional<Response> open(const Request& request, const std::string& study_uid) {
    if (auto failed = record(services_.trail, request, "study.open", study_uid, "ok")) return failed;
    opened_.note(request.session->token, study_uid);
    return std::nullopt;
  }

  void send(const std::vector<wire::ChunkKey>& keys, const Places& places, const std::string& token, const Write& write) {
    std::vector<std::uint8_t> out;
    auto checked = std::chrono::steady_clock::now();
    for (std::uint32_t index = 0; index < keys.size(); ++index) {
      if (std::chrono::steady_clock::now() - checked > kSessionCheck) {
        if (!services_.access.find_session(token).ok()) return;   // no end frame: the viewer knows that it is incomplete
        checked = std::chrono::steady_clock::now();
      }
      append(out, index, keys[index], places.at(keys[index].content));
      if (out.size() >= kSendBytes) {
        if (!write(out)) return;
        out.clear();
      }
    }
    const wire::FrameHeader end = wire::end_frame_header(static_cast<std::uint32_t>(keys.size()));
    out.insert(out.end(), end.begin(), end.end());
    (void)write(out);
  }

  void append(std::vector<std::uint8_t>& out, std::uint32_t index, const wire::ChunkKey& key,
              const base::Result<catalog::ContentPlace>& place) {
    const auto found = place.ok() ? source_.chunk(*place, key) : base::Result<StreamSource::Chunk>(place.error());
    const wire::FrameHeader header =
        found.ok() ? wire::chunk_frame_header(index, static_cast<std::uint32_t>(found->payload.size()), found->digest)
                   : wire::error_frame_header(index, chunk_error(found.error().code));
    out.insert(out.end(), header.begin(), header.end());
    if (found.ok()) out.insert(out.end(), found->payload.begin(), found->payload.end());
  }

  Services services_;
  StreamSource& source_;
  OpenedStudies& opened_;
};

}  // namespace

void add_stream_routes(Router& router, Services services, StreamSource& source, OpenedStudies& opened) {
  const auto streaming = std::make_shared<Streaming>(services, source, opened);
  const auto manifest = [streaming](Request& request) { return streaming->manifest(request); };
  router.add({"GET", "/stream/v1/manifest/:uid", Who::kSignedIn, 0, manifest});
  router.add({"GET", "/stream/v1/studies/:uid/manifest", Who::kSignedIn, 0, manifest});
  router.add({"POST", std::string(wire::kBatchPath), Who::kSignedIn, wire::kMaxBatchRequestBytes,
              [streaming](Request& request) { return streaming->batch(request); }});
  router.add({"GET", std::string(wire::kChunkPrefix) + ":content/:frame/:recipe/:chunk", Who::kSignedIn, 0,
              [streaming](Request& request) { return streaming->chunk(request); }});
}

}  // namespace sansfilm::http
