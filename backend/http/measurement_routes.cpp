// Measurements of a study: read from the documents that hold them, kept as a new document. A document is never changed: who corrects
// a measurement writes another one.
#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstring>
#include <ctime>
#include <map>

#include "backend/access/roles.hpp"
#include "backend/http/problem.hpp"
#include "backend/http/services.hpp"
#include "shared/dicom/reader.hpp"
#include "shared/dicom/uid.hpp"
#include "shared/document/measurement_report.hpp"

namespace sansfilm::http {

namespace {

using base::Error;
using base::ErrorCode;

constexpr std::size_t kMostImages = 500;         // that one document may speak of
constexpr std::size_t kMostDocuments = 200;      // of a study, the newest first
constexpr std::string_view kReportModality = "SR";

struct Opened {
  std::unique_ptr<store::Blob> blob;
  dicom::File file;
};

// YYYYMMDD and hhmmss. UTC would be another day at night: the establishment's own time, as modalities write it.
std::pair<std::string, std::string> now_as_dicom() {
  const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  std::tm local{};
  localtime_r(&now, &local);
  std::array<char, 16> date{}, time{};
  std::strftime(date.data(), date.size(), "%Y%m%d", &local);
  std::strftime(time.data(), time.size(), "%H%M%S", &local);
  return {date.data(), time.data()};
}

base::Result<std::vector<std::pair<std::uint64_t, std::uint64_t>>> random_pairs(std::size_t count) {
  std::vector<std::pair<std::uint64_t, std::uint64_t>> out(count);
  for (auto& [high, low] : out) {
    std::array<unsigned char, 16> bytes{};
    if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) return Error{.code = ErrorCode::kInternal, .detail = "no random numbers"};
    std::memcpy(&high, bytes.data(), 8);
    std::memcpy(&low, bytes.data() + 8, 8);
  }
  return out;
}

class MeasurementRoutes {
 public:
  MeasurementRoutes(Services services, store::BlobStore& originals) : services_(services), originals_(originals) {}

  Response list(Request& request) {
    const std::string study(request.parameter("study").substr(0, 64));
    const auto series = services_.catalog.list_series(request.viewer(), study);
    if (!series.ok()) return refuse(request, "measurements.read", study, series.error());
    if (auto failed = record(services_.trail, request, "measurements.read", study, "ok")) return std::move(*failed);
    std::vector<measure::Report> reports;
    for (const catalog::Series& one : *series) {
      if (one.modality != kReportModality) continue;
      for (const catalog::Instance& instance : one.instances) {
        // One that cannot be read is told by its own row in the documents panel.
        if (auto report = read(instance.sha256)) reports.push_back(std::move(*report));
      }
    }
    std::sort(reports.begin(), reports.end(), [](const measure::Report& a, const measure::Report& b) { return a.at > b.at; });
    if (reports.size() > kMostDocuments) reports.resize(kMostDocuments);
    auto text = measure::write_reports(reports);
    if (!text.ok()) return problem(text.error(), request.id);
    Response response;
    response.content_type = "application/json";
    response.body = std::move(*text);
    return response;
  }

  Response keep(Request& request) {
    if (!access::may_store(request.session->account.role)) return problem(403, "denied", "this role may not store", {}, request.id);
    const auto body = request.body(kMeasurementBytes);
    if (!body.ok()) return problem(body.error(), request.id);
    base::Budget budget;
    const auto reported = measure::read_reported(*body, budget);
    if (!reported.ok()) return problem(reported.error(), request.id);
    const std::string study(request.parameter("study").substr(0, 64));
    const auto found = services_.catalog.find_study(request.viewer(), study);
    if (!found.ok()) return refuse(request, "measurements.keep", study, found.error());
    auto images = open_images(request, study, *reported);
    if (!images.ok()) return problem(images.error(), request.id);
    const auto file = write(request, *reported, *images);
    if (!file.ok()) return problem(file.error(), request.id);
    const ingest::Stored stored = services_.ingest.store_instance(*file, {.door = "viewer", .establishment = found->establishment, .who = request.session->account.identifier,
                                                                          .from = request.address, .request = request.id});
    if (stored.outcome == ingest::Outcome::kRefused) return problem(stored.error, request.id);
    json::Writer out;
    out.begin_object().member("uid", stored.sop_uid).end();
    return json_response(std::move(out), 201);
  }

 private:
  using Images = std::map<std::string, Opened>;

  Response refuse(const Request& request, std::string_view what, const std::string& study, const Error& error) {
    const bool absent = error.code == ErrorCode::kNotFound;
    if (auto failed = record(services_.trail, request, what, study, absent ? "not-found" : "failed")) return std::move(*failed);
    return problem(error, request.id);
  }

  base::Result<Opened> open(const store::Digest& sha256) {
    Opened opened;
    SF_TRY(opened.blob, originals_.open(sha256.hex()));
    base::Budget budget;
    SF_TRY(opened.file, dicom::read_file(opened.blob->bytes(), {}, budget));
    return opened;
  }

  std::optional<measure::Report> read(const store::Digest& sha256) {
    const auto opened = open(sha256);
    if (!opened.ok()) return std::nullopt;
    auto found = document::read_measurement_report(opened->file.dataset);
    if (!found || found->report.measurements.empty()) return std::nullopt;
    return std::move(found->report);
  }

  base::Result<Images> open_images(const Request& request, const std::string& study, const std::vector<measure::Reported>& reported) {
    Images out;
    for (const measure::Reported& one : reported) {
      const std::string& uid = one.measurement.sop_instance_uid;
      if (out.count(uid) != 0) continue;
      if (out.size() >= kMostImages) return Error{.code = ErrorCode::kOverBudget, .detail = "measurements of too many images at once"};
      SF_TRY(const catalog::ContentPlace place, services_.catalog.find_instance(request.viewer(), study, uid));
      SF_TRY(out[uid], open(place.sha256));
    }
    return out;
  }

  static base::Result<std::vector<std::uint8_t>> write(const Request& request, const std::vector<measure::Reported>& reported, const Images& images) {
    SF_TRY(auto random, random_pairs(reported.size() + 2));
    document::MeasurementReportContext context;
    const auto uid = [&] {
      const auto [high, low] = random.back();
      random.pop_back();
      return dicom::uid_from_random_bits(high, low);
    };
    context.sop_instance_uid = uid();
    context.series_instance_uid = uid();
    context.author = request.session->account.name;
    std::tie(context.date, context.time) = now_as_dicom();
    for (const auto& [sop, opened] : images) context.images.emplace(sop, &opened.file.dataset);
    context.random = std::move(random);
    return document::write_measurement_report(context, reported);
  }

  Services services_;
  store::BlobStore& originals_;
};

}  // namespace

void add_measurement_routes(Router& router, Services services, store::BlobStore& originals) {
  const auto routes = std::make_shared<MeasurementRoutes>(services, originals);
  const std::string path = "/api/v1/studies/:study/measurements";
  router.add({"GET", path, Who::kSignedIn, 0, [routes](Request& request) { return routes->list(request); }});
  router.add({"POST", path, Who::kSignedIn, kMeasurementBytes, [routes](Request& request) { return routes->keep(request); }});
}

}  // namespace sansfilm::http
