// A request and a response as the routes see them. Nothing here knows the HTTP library: server.cpp hides it.
//
// @owner  values; `body` borrows the connection for the time of the handler
// @thread one thread a request
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "backend/catalog/records.hpp"
#include "backend/http/live_peer.hpp"
#include "shared/base/bytes.hpp"
#include "shared/base/result.hpp"
#include "shared/json/json.hpp"

namespace sansfilm::http {

struct Request {
  std::string method, path;
  std::map<std::string, std::string, std::less<>> parameters;   // ":uid" of the route
  std::multimap<std::string, std::string, std::less<>> query;
  std::map<std::string, std::string, std::less<>> headers;      // names in lower case
  std::string address;                                          // of the peer; of whom the proxy asks for, if it is from one
  bool from_proxy = false;                                      // it came through the proxy's socket file
  std::string id;                                               // request id, ours
  bool wants_socket = false;                                    // a whole WebSocket handshake (RFC 6455 4.2.1) on a route that takes one
  std::optional<catalog::Session> session;                      // always there behind a route that needs one

  // Reads the body piece by piece; the receiver returns false to stop. False: stopped, cut short, or above the limit
  // of the route (then `too_large`).
  std::function<bool(const std::function<bool(std::string_view)>& receive)> read_body;
  bool too_large = false;

  [[nodiscard]] std::string_view header(std::string_view name) const;
  [[nodiscard]] std::string_view parameter(std::string_view name) const;
  [[nodiscard]] std::string query_value(std::string_view name) const;
  [[nodiscard]] catalog::Viewer viewer() const { return {.account = session ? session->account.row : 0}; }

  // The whole body; kOverBudget above `limit`, kTruncated if it is cut short.
  [[nodiscard]] base::Result<std::string> body(std::size_t limit);
};

// Takes the parts of a streamed response; false when the peer has gone.
using Write = std::function<bool(base::Bytes)>;

// A body of known length of which the client may ask for a range; read() sends `count` bytes from `first` on, false: no more.
struct RangedBody {
  std::uint64_t length = 0;
  std::function<bool(std::uint64_t first, std::uint64_t count, const Write&)> read;
};

struct Response {
  int status = 200;
  std::string content_type;
  std::string body;
  std::multimap<std::string, std::string> headers;
  std::function<void(const Write&)> stream;   // instead of body: called once, after the headers were sent
  std::shared_ptr<LivePeer> live;             // with 101: the connection is his from now on
  std::optional<RangedBody> ranged;           // instead of body: 200, or 206 when the request asks for a range

  Response& with(std::string name, std::string value) {
    headers.emplace(std::move(name), std::move(value));
    return *this;
  }
};

// What was written; a defect of the writer (not closed, no UTF-8) is an empty answer with status 500.
[[nodiscard]] Response json_response(json::Writer body, int status = 200);

}  // namespace sansfilm::http
