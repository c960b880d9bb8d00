#include <charconv>

#include "shared/json/json.hpp"
#include "backend/http/problem.hpp"
#include "backend/http/services.hpp"

namespace sansfilm::http {

namespace {

void write_study(json::Writer& text, const catalog::Study& study) {
  text.begin_object();
  text.member("study_uid", study.study_uid);
  text.key("patient");
  text.begin_object();
  text.member("id", study.patient.id);
  text.member("name", study.patient.name);
  text.member("birth_date", study.patient.birth_date);
  text.member("sex", study.patient.sex);
  text.end();
  text.member("date", study.date);
  text.member("time", study.time);
  text.member("description", study.description);
  text.member("accession", study.accession);
  text.key("modalities");
  text.begin_array();
  for (const std::string& modality : study.modalities) text.string(modality);
  text.end();
  text.member("establishment", study.establishment);
  text.member("series", study.series);
  text.member("instances", study.instances);
  text.member("derived", study.derived);
  text.end();
}

base::Result<catalog::StudyQuery> read_query(const Request& request) {
  catalog::StudyQuery query;
  query.text = request.query_value("q");
  query.modality = request.query_value("modality");
  query.from = request.query_value("from");
  query.to = request.query_value("to");
  query.after = request.query_value("after");
  if (query.text.size() > 256) return base::Error{.code = base::ErrorCode::kInvalidArgument, .detail = "at most 256 bytes", .subject = "q"};
  if (const std::string limit = request.query_value("limit"); !limit.empty()) {
    const auto [end, failed] = std::from_chars(limit.data(), limit.data() + limit.size(), query.limit);
    if (failed != std::errc() || end != limit.data() + limit.size()) query.limit = 0;
  }
  return query;
}

Response list_studies(Services services, Request& request) {
  const auto query = read_query(request);
  if (!query.ok()) return problem(query.error(), request.id);
  const auto page = services.catalog.find_studies(request.viewer(), *query);
  if (!page.ok()) return problem(page.error(), request.id);
  // The terms of a search may be a name: the trail says that one was made and how much it showed.
  if (auto failed = record(services.trail, request, "study.search", std::to_string(page->studies.size()) + " shown", "ok")) {
    return std::move(*failed);
  }
  json::Writer text;
  text.begin_object();
  text.key("studies");
  text.begin_array();
  for (const catalog::Study& study : page->studies) write_study(text, study);
  text.end();
  text.key("next");
  if (page->next) text.string(*page->next);
  else text.null();
  text.member("total_estimate", page->total_estimate);
  text.end();
  return json_response(std::move(text));
}

}  // namespace

void add_study_routes(Router& router, Services services) {
  router.add({"GET", "/api/v1/studies", Who::kSignedIn, 0, [=](Request& r) { return list_studies(services, r); }});
}

}  // namespace sansfilm::http
