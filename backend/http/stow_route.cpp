#include "backend/access/roles.hpp"
#include "backend/http/multipart.hpp"
#include "backend/http/problem.hpp"
#include "backend/http/services.hpp"
#include "backend/http/stow_response.hpp"

namespace sansfilm::http {

namespace {

constexpr std::size_t kMostParts = 100000;
constexpr std::size_t kBatchParts = 32;
constexpr std::size_t kBatchBytes = std::size_t{12} << 20;

// Collects parts and hands them to the ingest a batch at a time: memory holds one batch, not the request.
class Storing {
 public:
  Storing(ingest::Ingest& ingest, ingest::Origin origin) : ingest_(ingest), origin_(std::move(origin)) {}

  base::Status take(MultipartReader::Part& part) {
    if (!part.content_type.empty() && part.content_type != "application/dicom") {
      return base::Error{.code = base::ErrorCode::kUnsupported, .detail = "a part is not application/dicom"};
    }
    bytes_ += part.content.size();
    parts_.push_back(std::move(part.content));
    if (parts_.size() >= kBatchParts || bytes_ >= kBatchBytes) store();
    return {};
  }

  void store() {
    std::vector<base::Bytes> files;
    for (const std::string& part : parts_) {
      files.emplace_back(reinterpret_cast<const std::uint8_t*>(part.data()), part.size());
    }
    for (ingest::Stored& result : ingest_.store_instances(files, origin_)) results.push_back(std::move(result));
    parts_.clear();
    bytes_ = 0;
  }

  std::vector<ingest::Stored> results;

 private:
  ingest::Ingest& ingest_;
  ingest::Origin origin_;
  std::vector<std::string> parts_;
  std::size_t bytes_ = 0;
};

Response stow(Services services, std::size_t instance_limit, Request& request) {
  if (!access::may_store(request.session->account.role)) return problem(403, "denied", "this role may not store", {}, request.id);
  const auto media = read_media_type(request.header("content-type"));
  if (!media || media->type != "multipart/related" || (!media->related_type.empty() && media->related_type != "application/dicom")) {
    return problem(415, request.id);
  }
  if (media->boundary.empty() || media->boundary.size() > 200) {
    return problem({.code = base::ErrorCode::kMalformed, .detail = "a multipart request names its boundary"}, request.id);
  }
  Storing storing(services.ingest, {.door = "stow", .establishment = request.session->account.establishment,
                                    .who = request.session->account.identifier, .from = request.address, .request = request.id});
  MultipartReader reader(media->boundary, instance_limit, kMostParts, [&](MultipartReader::Part& part) { return storing.take(part); });
  base::Status status;
  const bool whole = request.read_body([&](std::string_view bytes) {
    status = reader.feed(bytes);
    return status.ok();
  });
  if (!status.ok()) return problem(status.error(), request.id);
  if (request.too_large) return problem(413, request.id);
  if (!whole) return problem({.code = base::ErrorCode::kTruncated, .detail = "the body ends early"}, request.id);
  if (const auto ended = reader.finish(); !ended.ok()) return problem(ended.error(), request.id);
  if (reader.parts() == 0) return problem({.code = base::ErrorCode::kEmpty, .detail = "a request without instances"}, request.id);
  storing.store();
  return stow_response(storing.results);
}

}  // namespace

void add_stow_route(Router& router, Services services, std::size_t body_limit, std::size_t instance_limit) {
  router.add({"POST", "/dicomweb/studies", Who::kSignedIn, body_limit,
              [=](Request& request) { return stow(services, instance_limit, request); }});
}

}  // namespace sansfilm::http
