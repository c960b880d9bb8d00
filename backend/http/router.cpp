#include "backend/http/router.hpp"

#include <openssl/rand.h>

#include <array>
#include <chrono>
#include <exception>

#include "backend/http/problem.hpp"
#include "backend/store/digest.hpp"

namespace sansfilm::http {

namespace {

constexpr const char* kPolicy =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' blob: data:; "
    "font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; frame-src 'self' blob:; media-src 'self' blob:; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types sansfilm";

void add_common_headers(Response& response, const Request& request) {
  // A document of an object has a stricter one of its own.
  if (response.headers.find("Content-Security-Policy") == response.headers.end()) response.with("Content-Security-Policy", kPolicy);
  response.with("Strict-Transport-Security", "max-age=31536000")
      .with("X-Content-Type-Options", "nosniff")
      .with("Referrer-Policy", "no-referrer")
      .with("Cross-Origin-Opener-Policy", "same-origin")
      .with("Cross-Origin-Resource-Policy", "same-origin")
      .with("X-Request-Id", request.id);
  if (response.headers.find("Cache-Control") == response.headers.end()) response.with("Cache-Control", "no-store");
}

// A browser says where a request comes from; a page of another site may not change anything here. Programs send nothing.
bool is_cross_site(const Request& request) {
  if (request.method == "GET" || request.method == "HEAD") return false;
  const std::string_view site = request.header("sec-fetch-site");
  return !site.empty() && site != "same-origin" && site != "none";
}

std::string_view take_segment(std::string_view& path) {
  const std::size_t end = path.find('/');
  const std::string_view segment = path.substr(0, end);
  path.remove_prefix(end == std::string_view::npos ? path.size() : end + 1);
  return segment;
}

}  // namespace

bool matches(std::string_view pattern, std::string_view path,
             std::map<std::string, std::string, std::less<>>* parameters) {
  if (pattern.empty() || path.empty() || pattern[0] != '/' || path[0] != '/') return false;
  pattern.remove_prefix(1);
  path.remove_prefix(1);
  if (pattern.ends_with('/') != path.ends_with('/')) return false;
  while (!pattern.empty() && !path.empty()) {
    const std::string_view wanted = take_segment(pattern), given = take_segment(path);
    if (wanted.starts_with(':')) {
      if (given.empty()) return false;
      if (parameters != nullptr) (*parameters)[std::string(wanted.substr(1))] = std::string(given);
    } else if (wanted != given) {
      return false;
    }
  }
  return pattern.empty() && path.empty();
}

std::string cookie_value(std::string_view header, std::string_view name) {
  while (!header.empty()) {
    const std::size_t end = header.find(';');
    std::string_view one = header.substr(0, end);
    header.remove_prefix(end == std::string_view::npos ? header.size() : end + 1);
    while (one.starts_with(' ')) one.remove_prefix(1);
    if (one.size() > name.size() && one.starts_with(name) && one[name.size()] == '=') {
      return std::string(one.substr(name.size() + 1));
    }
  }
  return {};
}

std::string make_request_id() {
  std::array<std::uint8_t, 8> random{};
  (void)RAND_bytes(random.data(), static_cast<int>(random.size()));
  return store::to_hex(random);
}

const Route* Router::find(Request& request) const {
  const std::string_view method = request.method == "HEAD" ? std::string_view("GET") : std::string_view(request.method);
  for (const Route& route : routes_) {
    if (route.method != method || !matches(route.pattern, request.path, nullptr)) continue;
    (void)matches(route.pattern, request.path, &request.parameters);
    return &route;
  }
  return nullptr;
}

Response Router::handle(Request& request) const {
  const auto begin = std::chrono::steady_clock::now();
  const Route* route = find(request);
  Response response = answer(request, route);
  add_common_headers(response, request);
  if (log_) {
    const auto took = std::chrono::steady_clock::now() - begin;
    log_({.method = request.method, .route = route == nullptr ? "-" : route->pattern, .request = request.id,
          .account = request.session ? request.session->account.identifier : "-", .address = request.address,
          .status = response.status,
          .microseconds = std::chrono::duration_cast<std::chrono::microseconds>(took).count()});
  }
  return response;
}

Response Router::answer(Request& request, const Route* route) const {
  if (route == nullptr) return not_found(request);
  if (is_cross_site(request)) {
    return problem(403, "cross-site", "a page of another site asked for this", {}, request.id);
  }
  try {
    if (const std::string token = cookie_value(request.header("cookie"), kCookie); !token.empty()) {
      auto session = access_.find_session(token, route->keeps_session ? access::Use::kByHand : access::Use::kByItself);
      if (session.ok()) request.session = std::move(*session);
      else if (session.error().code != base::ErrorCode::kDenied) return problem(session.error(), request.id);
    }
    if (route->who == Who::kSignedIn && !request.session) {
      return problem(401, "session", "sign in first", {}, request.id);
    }
    return route->handler(request);
  } catch (const std::exception&) {
    return problem(500, request.id);
  }
}

Response Router::not_found(const Request& request) const {
  std::string allowed;
  for (const Route& route : routes_) {
    if (matches(route.pattern, request.path, nullptr)) allowed += (allowed.empty() ? "" : ", ") + route.method;
  }
  if (allowed.empty()) return problem(404, request.id);
  return problem(405, request.id).with("Allow", allowed);
}

}  // namespace sansfilm::http
