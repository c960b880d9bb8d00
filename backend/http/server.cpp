#include "backend/http/server.hpp"

#include <fcntl.h>
// Without its own TLS (ours has deadlines) and without its compression (a body may not grow after it was measured).
#undef CPPHTTPLIB_OPENSSL_SUPPORT
#undef CPPHTTPLIB_ZLIB_SUPPORT
#undef CPPHTTPLIB_BROTLI_SUPPORT
#include <httplib.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>

#include "backend/http/problem.hpp"
#include "backend/http/tls.hpp"

namespace sansfilm::http {

namespace {

constexpr std::size_t kMostQueued = 64;
constexpr std::size_t kRequestsPerConnection = 10000;

// The connection that this thread serves: the library gives a handler no way to say "read no more".
thread_local TlsSession* current_session = nullptr;

// What the library reads from and writes to.
class TlsStream final : public httplib::Stream {
 public:
  TlsStream(TlsSession& session, int socket, std::string address, int port, int io_seconds)
      : session_(session), socket_(socket), address_(std::move(address)), port_(port), io_ms_(io_seconds * 1000) {}

  [[nodiscard]] bool is_readable() const override { return session_.has_buffered(); }
  [[nodiscard]] bool wait_readable() const override { return session_.has_buffered() || session_.wait(false, io_ms_); }
  [[nodiscard]] bool wait_writable() const override { return session_.wait(true, io_ms_); }
  ssize_t read(char* to, std::size_t size) override { return session_.read(to, size); }
  ssize_t write(const char* from, std::size_t size) override { return session_.write(from, size); }
  void get_remote_ip_and_port(std::string& ip, int& port) const override {
    ip = address_;
    port = port_;
  }
  void get_local_ip_and_port(std::string& ip, int& port) const override {
    ip.clear();
    port = 0;
  }
  [[nodiscard]] socket_t socket() const override { return socket_; }
  [[nodiscard]] time_t duration() const override { return 0; }

 private:
  TlsSession& session_;
  int socket_;
  std::string address_;
  int port_, io_ms_;
};

// The library's server with our TLS and our times.
class TlsServer final : public httplib::Server {
 public:
  TlsServer(std::shared_ptr<SSL_CTX> context, const ServerOptions& options) : context_(std::move(context)), options_(options) {}

 private:
  bool process_and_close_socket(socket_t socket) override {
    ::fcntl(socket, F_SETFL, ::fcntl(socket, F_GETFL) | O_NONBLOCK);
    {
      TlsSession session(context_.get(), socket, options_.header_seconds, options_.io_seconds);
      if (session.accept()) {
        current_session = &session;
        serve_requests(session, socket);
        current_session = nullptr;
        session.close();
      }
    }
    ::shutdown(socket, SHUT_RDWR);
    ::close(socket);
    return true;
  }

  void serve_requests(TlsSession& session, socket_t socket) {
    std::string address;
    int port = 0;
    httplib::detail::get_remote_ip_and_port(socket, address, port);
    TlsStream stream(session, socket, address, port, options_.io_seconds);
    for (std::size_t left = kRequestsPerConnection; left > 0; --left) {
      if (!wait_for_request(session)) return;
      session.begin_request();
      bool closed = false;
      const bool served = process_request(stream, address, port, {}, 0, left == 1, closed,
                                          [&](httplib::Request&) { session.begin_body(); });
      if (!served || closed || session.has_refused()) return;
    }
  }

  // In short steps, so that an idle connection does not hold up the end of the server.
  [[nodiscard]] bool wait_for_request(const TlsSession& session) const {
    for (int waited_ms = 0; waited_ms < options_.idle_seconds * 1000; waited_ms += 200) {
      if (svr_sock_ == INVALID_SOCKET) return false;
      if (session.has_buffered() || session.wait(false, 200)) return true;
    }
    return false;
  }

  std::shared_ptr<SSL_CTX> context_;
  ServerOptions options_;
};

Request translate(const httplib::Request& from) {
  Request request;
  request.method = from.method;
  request.path = from.path;
  for (const auto& [name, value] : from.headers) {
    std::string lower = name;
    std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    request.headers.emplace(std::move(lower), value);
  }
  for (const auto& [name, value] : from.params) request.query.emplace(name, value);
  request.address = from.remote_addr;
  request.id = make_request_id();
  request.read_body = [](const auto&) { return false; };
  return request;
}

// The library answers with the part that was asked for, or 416, once the status says that ranges are meant.
void translate_ranged(Response&& from, const httplib::Request& request, httplib::Response& to) {
  if (!request.ranges.empty()) to.status = 206;
  to.set_content_provider(static_cast<std::size_t>(from.ranged->length), from.content_type,
                          [read = std::move(from.ranged->read)](std::size_t first, std::size_t count, httplib::DataSink& sink) {
                            return read(first, count, [&](base::Bytes bytes) {
                              return sink.write(reinterpret_cast<const char*>(bytes.data()), bytes.size());
                            });
                          });
}

void translate(Response&& from, const httplib::Request& request, httplib::Response& to) {
  to.status = from.status;
  for (const auto& [name, value] : from.headers) to.headers.emplace(name, value);
  if (from.ranged) {
    translate_ranged(std::move(from), request, to);
  } else if (from.stream) {
    to.set_chunked_content_provider(from.content_type, [stream = std::move(from.stream)](std::size_t, httplib::DataSink& sink) {
      bool alive = true;
      stream([&](base::Bytes bytes) {
        alive = alive && sink.write(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        return alive;
      });
      if (alive) sink.done();
      return alive;
    });
  } else if (!from.body.empty() || !from.content_type.empty()) {
    to.set_content(std::move(from.body), from.content_type);
  }
}

// How a body may be framed: by one Content-Length or by "chunked", never both, never compressed. RFC 9112 6.3.
int framing_fault(const httplib::Request& request) {
  const std::size_t lengths = request.get_header_value_count("Content-Length");
  const std::size_t encodings = request.get_header_value_count("Transfer-Encoding");
  if (lengths > 1 || encodings > 1 || (lengths > 0 && encodings > 0)) return 400;
  if (encodings == 1) {
    std::string value = request.get_header_value("Transfer-Encoding");
    std::transform(value.begin(), value.end(), value.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    if (value != "chunked" || request.version != "HTTP/1.1") return 400;
  }
  if (lengths == 1) {
    const std::string value = request.get_header_value("Content-Length");
    const bool digits = !value.empty() && value.size() < 19 && std::all_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!digits) return 400;
  }
  if (request.has_header("Content-Encoding")) return 415;
  if (request.get_header_value_count("Host") != 1) return 400;
  return 0;
}

void refuse_body() {
  if (current_session != nullptr) current_session->refuse_body();
}

void answer(const Router& router, const httplib::Request& from, httplib::Response& to,
            const httplib::ContentReader* reader) {
  Request request = translate(from);
  bool read_all = reader == nullptr;
  if (reader != nullptr) {
    request.read_body = [&](const std::function<bool(std::string_view)>& receive) {
      read_all = (*reader)([&](const char* data, std::size_t length) { return receive(std::string_view(data, length)); });
      request.too_large = !read_all && to.status == 413;
      return read_all;
    };
  }
  Response response = router.handle(request);
  if (!read_all) refuse_body();
  translate(std::move(response), from, to);
}

void add_routes(httplib::Server& server, const Router& router) {
  for (const Route& route : router.routes()) {
    const auto plain = [&router](const httplib::Request& from, httplib::Response& to) { answer(router, from, to, nullptr); };
    const auto with_body = [&router](const httplib::Request& from, httplib::Response& to, const httplib::ContentReader& reader) {
      answer(router, from, to, &reader);
    };
    if (route.method == "GET") server.Get(route.pattern, plain);
    if (route.method == "POST") server.Post(route.pattern, with_body);
    if (route.method == "DELETE") server.Delete(route.pattern, plain).Delete(route.pattern, with_body);
  }
}

// What is wrong before any route is asked.
httplib::Server::HandlerResponse before_routing(const Router& router, const httplib::Request& from, httplib::Response& to) {
  const int fault = framing_fault(from);
  Request request = translate(from);
  if (fault == 0 && router.find(request) != nullptr) return httplib::Server::HandlerResponse::Unhandled;
  refuse_body();
  translate(fault == 0 ? router.handle(request) : problem(fault, request.id), from, to);
  return httplib::Server::HandlerResponse::Handled;
}

}  // namespace

struct Server::Hidden {
  Hidden(std::shared_ptr<SSL_CTX> context, const ServerOptions& options) : server(std::move(context), options) {}
  TlsServer server;
  int port = 0;
};

Server::Server(std::unique_ptr<Hidden> hidden) : hidden_(std::move(hidden)) {}
Server::~Server() = default;

base::Result<std::unique_ptr<Server>> Server::bind(const Router& router, ServerOptions options) {
  ::signal(SIGPIPE, SIG_IGN);
  auto context = make_tls_context(options.certificate);
  if (!context) return base::Error{.code = base::ErrorCode::kIo, .detail = "the TLS certificate or its key can't be used"};
  auto hidden = std::make_unique<Hidden>(std::move(context), options);
  TlsServer& server = hidden->server;
  server.set_tcp_nodelay(true);
  server.set_keep_alive_timeout(options.idle_seconds);   // what the header Keep-Alive says; we keep it
  server.set_keep_alive_max_count(kRequestsPerConnection);
  server.set_payload_max_length(std::max_element(router.routes().begin(), router.routes().end(), [](const Route& a, const Route& b) {
                                  return a.body_limit < b.body_limit;
                                })->body_limit);
  server.new_task_queue = [options] { return new httplib::ThreadPool(options.threads, options.most_connections, kMostQueued); };
  server.set_pre_routing_handler([&router](const auto& from, auto& to) { return before_routing(router, from, to); });
  server.set_error_handler([](const httplib::Request& from, httplib::Response& to) {
    if (to.has_header("X-Request-Id") || to.get_header_value("Content-Type") == "application/problem+json") {
      return httplib::Server::HandlerResponse::Unhandled;
    }
    refuse_body();
    translate(problem(to.status, make_request_id()), from, to);
    return httplib::Server::HandlerResponse::Handled;
  });
  add_routes(server, router);
  if (options.port == 0) {
    hidden->port = server.bind_to_any_port(options.address);
  } else if (server.bind_to_port(options.address, options.port)) {
    hidden->port = options.port;
  }
  if (hidden->port <= 0) {
    return base::Error{.code = base::ErrorCode::kIo, .detail = "the address or port can't be used (is it taken?)",
                       .subject = options.address + ":" + std::to_string(options.port)};
  }
  return std::unique_ptr<Server>(new Server(std::move(hidden)));
}

int Server::port() const { return hidden_->port; }

base::Status Server::serve() {
  if (hidden_->server.listen_after_bind()) return {};
  return base::Error{.code = base::ErrorCode::kIo, .detail = "the server could not listen"};
}

void Server::stop() { hidden_->server.stop(); }

}  // namespace sansfilm::http
