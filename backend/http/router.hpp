// The table of routes, and what happens around every one of them: request id, session, cross-site check, headers,
// problem documents, access log. A route says who may call it; it does not check that itself.
//
// @owner  borrows Access
// @thread handle() from any number of threads; add() before serving
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "backend/access/sign_in.hpp"
#include "backend/http/message.hpp"

namespace sansfilm::http {

inline constexpr std::string_view kCookie = "__Host-sansfilm";

enum class Who : std::uint8_t {
  kAnyone,      // static files, health, sign-in
  kSignedIn,
};

struct Route {
  std::string method;       // GET (and HEAD), POST, DELETE
  std::string pattern;      // "/stream/v1/studies/:uid/manifest": a parameter is a whole segment
  Who who = Who::kSignedIn;
  std::size_t body_limit = 0;
  std::function<Response(Request&)> handler;
  bool takes_socket = false;   // a GET that may become a WebSocket
  bool keeps_session = true;   // false: the page asks by itself, which is no sign that anybody sits before it
};

struct AccessLine {
  std::string method, route, request, account, address;
  int status = 0;
  std::int64_t microseconds = 0;
};

class Router {
 public:
  using Log = std::function<void(const AccessLine&)>;
  Router(access::Access& access, Log log) : access_(access), log_(std::move(log)) {}

  void add(Route route) { routes_.push_back(std::move(route)); }
  [[nodiscard]] const std::vector<Route>& routes() const { return routes_; }

  // The route of this method and path; fills request.parameters. nullptr: none.
  [[nodiscard]] const Route* find(Request& request) const;
  // Never throws; the response has all its headers.
  [[nodiscard]] Response handle(Request& request) const;

 private:
  [[nodiscard]] Response answer(Request& request, const Route* route) const;
  [[nodiscard]] Response not_found(const Request& request) const;

  access::Access& access_;
  Log log_;
  std::vector<Route> routes_;
};

[[nodiscard]] bool matches(std::string_view pattern, std::string_view path,
                           std::map<std::string, std::string, std::less<>>* parameters);
[[nodiscard]] std::string cookie_value(std::string_view header, std::string_view name);
[[nodiscard]] std::string make_request_id();

}  // namespace sansfilm::http
