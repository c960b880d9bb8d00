// Objects without a picture: what they say as JSON, and the document or video they carry as bytes.
#include <algorithm>
#include <chrono>

#include "backend/http/gzip.hpp"
#include "backend/http/problem.hpp"
#include "backend/http/services.hpp"
#include "shared/document/document.hpp"
#include "shared/document/drawing.hpp"
#include "shared/document/payload.hpp"

namespace sansfilm::http {

using Clock = std::chrono::steady_clock;

namespace {

constexpr std::uint64_t kPieceBytes = std::uint64_t{256} << 10;
constexpr auto kSessionCheck = std::chrono::milliseconds(500);   // a session that has ended stops its streams

// Nothing in a document may run, load or send anything, and only our own page may frame it. No `sandbox`: browsers refuse to
// start their own PDF viewer in one.
constexpr const char* kDocumentPolicy =
    "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; media-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

// An original, open for reading, with what was read of it.
struct Opened {
  std::unique_ptr<store::Blob> blob;
  dicom::File file;
};

class Documents {
 public:
  Documents(Services services, store::BlobStore& originals, OpenedStudies& opened)
      : services_(services), originals_(originals), opened_(opened) {}

  Response document(Request& request) {
    return as_json(request, "object.open", [](const dicom::File& file) {
      base::Budget budget;
      return document::write_document(file, budget);
    });
  }

  Response attributes(Request& request) {
    return as_json(request, "object.attributes", [](const dicom::File& file) { return document::write_attributes(file); });
  }

  Response drawing(Request& request) {
    const auto place = find(request);
    if (!place.ok()) return refuse(request, "object.drawing", place.error());
    if (auto failed = record(services_.trail, request, "object.drawing", object_name(request), "ok")) return std::move(*failed);
    const auto opened = open(*place);
    if (!opened.ok()) return problem(opened.error(), request.id);
    base::Budget budget;
    const auto bytes = document::write_drawing((*opened)->file, budget);
    if (!bytes.ok() && bytes.error().code == base::ErrorCode::kInvalidArgument) return problem(404, "no-drawing", "this object is not drawn over images", {}, request.id);
    if (!bytes.ok()) return problem(bytes.error(), request.id);
    Response response;
    response.content_type = "application/dicom";
    response.with("Vary", "Accept-Encoding");
    response.body.assign(bytes->begin(), bytes->end());
    std::string small = accepts_coding(request.header("accept-encoding"), "gzip") ? gzip(response.body) : std::string();
    if (small.empty()) return response;
    response.with("Content-Encoding", "gzip");
    response.body = std::move(small);
    return response;
  }

  Response payload(Request& request) {
    // One range at a time is what a video element asks for; many of them are a way to make the server work.
    if (request.header("range").find(',') != std::string_view::npos) return problem(416, request.id);
    auto place = find(request);
    if (!place.ok()) return refuse(request, "object.payload", place.error());
    if (auto failed = note(request, *place)) return std::move(*failed);
    auto opened = open(*place);
    if (!opened.ok()) return problem(opened.error(), request.id);
    auto payload = document::find_payload((*opened)->file);
    if (!payload.ok()) return problem(404, "no-payload", "this object holds no document", {}, request.id);
    return ranged(request, std::move(*opened), std::move(*payload));
  }

 private:
  static std::string object_name(const Request& request) {
    return std::string(request.parameter("study").substr(0, 64)) + "/" + std::string(request.parameter("sop").substr(0, 64));
  }

  base::Result<catalog::ContentPlace> find(const Request& request) {
    return services_.catalog.find_instance(request.viewer(), std::string(request.parameter("study")), std::string(request.parameter("sop")));
  }

  Response refuse(const Request& request, std::string_view what, const base::Error& error) {
    const bool absent = error.code == base::ErrorCode::kNotFound;
    if (auto failed = record(services_.trail, request, what, object_name(request), absent ? "not-found" : "failed")) return std::move(*failed);
    return problem(error, request.id);
  }

  // A video is asked for in many ranges: one line for all of them.
  std::optional<Response> note(const Request& request, const catalog::ContentPlace& place) {
    const std::string name = place.study_uid + "/" + place.sop_uid;
    if (opened_.is_open(request.session->token, name)) return std::nullopt;
    if (auto failed = record(services_.trail, request, "object.payload", name, "ok")) return failed;
    opened_.note(request.session->token, name);
    return std::nullopt;
  }

  base::Result<std::shared_ptr<Opened>> open(const catalog::ContentPlace& place) {
    auto opened = std::make_shared<Opened>();
    SF_TRY(opened->blob, originals_.open(place.sha256.hex()));
    base::Budget budget;
    SF_TRY(opened->file, dicom::read_file(opened->blob->bytes(), {}, budget));
    return opened;
  }

  template <class Write>
  Response as_json(Request& request, std::string_view what, Write write) {
    const auto place = find(request);
    if (!place.ok()) return refuse(request, what, place.error());
    if (auto failed = record(services_.trail, request, what, object_name(request), "ok")) return std::move(*failed);
    const auto opened = open(*place);
    if (!opened.ok()) return problem(opened.error(), request.id);
    auto text = write((*opened)->file);
    if (!text.ok()) return problem(text.error(), request.id);
    Response response;
    response.content_type = "application/json";
    response.body = std::move(*text);
    return response;
  }

  Response ranged(const Request& request, std::shared_ptr<Opened> opened, document::Payload payload) {
    Response response;
    response.content_type = std::string(payload.media_type);
    if (payload.media_type == "text/plain") response.content_type = "application/octet-stream";   // its own encoding, not ours
    std::string disposition = payload.in_page ? "inline" : "attachment";
    disposition += "; filename=\"document." + std::string(payload.extension) + "\"";
    response.with("Content-Disposition", disposition).with("Content-Security-Policy", kDocumentPolicy).with("Accept-Ranges", "bytes");
    response.ranged = RangedBody{payload.bytes, [this, opened = std::move(opened), payload, token = cookie_value(request.header("cookie"), kCookie),
                                                 checked = Clock::now()](std::uint64_t first, std::uint64_t count, const Write& write) mutable {
      if (Clock::now() - checked > kSessionCheck) {
        if (!services_.access.find_session(token).ok()) return false;
        checked = Clock::now();
      }
      for (const base::Bytes part : payload.range(first, std::min(count, kPieceBytes))) {
        if (!write(part)) return false;
      }
      return true;
    }};
    return response;
  }

  Services services_;
  store::BlobStore& originals_;
  OpenedStudies& opened_;
};

}  // namespace

void add_document_routes(Router& router, Services services, store::BlobStore& originals, OpenedStudies& opened) {
  const auto documents = std::make_shared<Documents>(services, originals, opened);
  const std::string instance = "/api/v1/studies/:study/instances/:sop/";
  router.add({"GET", instance + "document", Who::kSignedIn, 0, [documents](Request& request) { return documents->document(request); }});
  router.add({"GET", instance + "attributes", Who::kSignedIn, 0, [documents](Request& request) { return documents->attributes(request); }});
  router.add({"GET", instance + "drawing", Who::kSignedIn, 0, [documents](Request& request) { return documents->drawing(request); }});
  router.add({"GET", instance + "payload", Who::kSignedIn, 0, [documents](Request& request) { return documents->payload(request); }});
}

}  // namespace sansfilm::http
