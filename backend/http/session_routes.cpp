#include "backend/http/credentials.hpp"
#include "shared/json/json.hpp"
#include "backend/http/problem.hpp"
#include "backend/http/services.hpp"

namespace sansfilm::http {

namespace {

constexpr std::size_t kSignInBytes = 8192;

json::Writer session_body(const catalog::Session& session, const access::Policy& policy) {
  json::Writer text;
  text.begin_object();
  text.member("identifier", session.account.identifier);
  text.member("name", session.account.name);
  text.member("role", session.account.role);
  text.member("expires_at", session.expires_at);
  text.member("idle_seconds", policy.idle_seconds);
  text.end();
  return text;
}

std::string cookie(std::string_view token, std::int64_t max_age) {
  return std::string(kCookie) + "=" + std::string(token) + "; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=" +
         std::to_string(max_age);
}

bool is_json(const Request& request) {
  const std::string_view type = request.header("content-type");
  return type.substr(0, type.find(';')) == "application/json";
}

Response sign_in(Services services, Request& request) {
  if (!is_json(request)) return problem(415, request.id);
  const auto body = request.body(kSignInBytes);
  if (!body.ok()) return problem(body.error(), request.id);
  const auto credentials = read_credentials(*body);
  if (!credentials.ok()) return problem(credentials.error(), request.id);

  auto result = services.access.sign_in(credentials->identifier, credentials->password);
  if (!result.ok()) return problem(result.error(), request.id);
  using Outcome = access::SignIn::Outcome;
  const char* outcome = result->outcome == Outcome::kWelcome ? "ok" : result->outcome == Outcome::kSlowed ? "slowed" : "denied";
  if (auto failed = record(services.trail, request, "session.begin", credentials->identifier, outcome)) {
    if (result->outcome == Outcome::kWelcome) (void)services.access.sign_out(result->token);
    return std::move(*failed);
  }
  switch (result->outcome) {
    case Outcome::kDenied:
      return problem(401, "denied", "the identifier or the password is wrong", {}, request.id);
    case Outcome::kSlowed:
      return problem(429, "slowed", "too many wrong passwords: wait, then try again", {}, request.id)
          .with("Retry-After", std::to_string(result->retry_after));
    case Outcome::kWelcome: break;
  }
  const access::Policy& policy = services.access.policy();
  return json_response(session_body(result->session, policy)).with("Set-Cookie", cookie(result->token, policy.absolute_seconds));
}

Response sign_out(Services services, Request& request) {
  const std::string token = cookie_value(request.header("cookie"), kCookie);
  if (auto failed = record(services.trail, request, "session.end", request.session->account.identifier, "ok")) {
    return std::move(*failed);
  }
  if (const auto ended = services.access.sign_out(token); !ended.ok()) return problem(ended.error(), request.id);
  Response response;
  response.status = 204;
  response.with("Set-Cookie", cookie("", 0)).with("Clear-Site-Data", "\"cache\"");
  return response;
}

Response ready() {
  json::Writer text;
  text.begin_object().member("status", "ready").end();
  return json_response(std::move(text));
}

}  // namespace

std::optional<Response> record(audit::Trail& trail, const Request& request, std::string_view what,
                               std::string_view object, std::string_view outcome) {
  const std::string who = request.session ? request.session->account.identifier : "-";
  const auto written = trail.append({.who = who, .what = std::string(what), .object = std::string(object),
                                     .outcome = std::string(outcome), .request = request.id, .from = request.address});
  if (written.ok()) return std::nullopt;
  return problem(written.error(), request.id);
}

void add_session_routes(Router& router, Services services) {
  router.add({"POST", "/api/v1/session", Who::kAnyone, kSignInBytes, [=](Request& r) { return sign_in(services, r); }});
  router.add({"GET", "/api/v1/session", Who::kSignedIn, 0, [=](Request& r) {
                return json_response(session_body(*r.session, services.access.policy()));
              }});
  router.add({"DELETE", "/api/v1/session", Who::kSignedIn, 0, [=](Request& r) { return sign_out(services, r); }});
  router.add({"GET", "/api/v1/health", Who::kAnyone, 0, [=](Request& r) {
                const auto jobs = services.catalog.count_open_jobs(catalog::JobKind::kDerive);
                return jobs.ok() ? ready() : problem(503, "not-ready", "the catalog does not answer", {}, r.id);
              }});
}

}  // namespace sansfilm::http
