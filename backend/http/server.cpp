#include "backend/http/server.hpp"

// Without its own TLS (ours has deadlines) and without its compression (a body may not grow after it was measured).
#undef CPPHTTPLIB_OPENSSL_SUPPORT
#undef CPPHTTPLIB_ZLIB_SUPPORT
#undef CPPHTTPLIB_BROTLI_SUPPORT
// Its backlog is 5: a burst of connections would be refused at the socket file, and wait for seconds at the port.
#define CPPHTTPLIB_LISTEN_BACKLOG 4096
#include <arpa/inet.h>
#include <httplib.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cctype>
#include <thread>

#include "backend/http/channel.hpp"
#include "backend/http/connection.hpp"
#include "backend/http/parking.hpp"
#include "backend/http/problem.hpp"
#include "backend/http/workers.hpp"

namespace sansfilm::http {

namespace {

constexpr std::uint64_t kRequestsPerConnection = 10000;
constexpr rlim_t kOtherFiles = 256;   // beside the connections: blobs, catalog, trail

// The connection that this thread serves: the library gives a handler no way to say "read no more".
thread_local Connection* current_connection = nullptr;

// What the library reads from and writes to.
class ConnectionStream final : public httplib::Stream {
 public:
  explicit ConnectionStream(Connection& connection) : connection_(connection) {}

  // read() and write() wait themselves, within their times.
  [[nodiscard]] bool is_readable() const override { return true; }
  [[nodiscard]] bool wait_readable() const override { return connection_.is_alive(); }
  [[nodiscard]] bool wait_writable() const override { return connection_.is_alive(); }
  [[nodiscard]] bool is_peer_alive() const override { return connection_.is_alive(); }
  ssize_t read(char* to, std::size_t size) override { return connection_.read(to, size); }
  ssize_t write(const char* from, std::size_t size) override { return connection_.write(from, size); }
  void get_remote_ip_and_port(std::string& ip, int& port) const override {
    ip.clear();
    port = 0;
  }
  void get_local_ip_and_port(std::string& ip, int& port) const override {
    ip.clear();
    port = 0;
  }
  [[nodiscard]] socket_t socket() const override { return connection_.socket(); }
  [[nodiscard]] time_t duration() const override { return 0; }

 private:
  Connection& connection_;
};

// Runs what the library wants to have run at once: it hands a socket over, which takes no time.
class AtOnce final : public httplib::TaskQueue {
 public:
  bool enqueue(std::function<void()> task) override {
    task();
    return true;
  }
  void shutdown() override {}
};

// The library's server that hands its sockets to `adopt` and serves one request when it is asked to.
class Listener final : public httplib::Server {
 public:
  std::function<void(socket_t)> adopt;

  bool serve_one(Connection& connection) {
    ConnectionStream stream(connection);
    std::string address;
    int port = 0;
    if (!connection.from_proxy()) httplib::detail::get_remote_ip_and_port(connection.socket(), address, port);
    const bool last = connection.requests() >= kRequestsPerConnection;
    bool closed = false;
    const bool served = process_request(stream, address, port, {}, 0, last, closed, [&](httplib::Request&) { connection.begin_body(); });
    return served && !closed && !last;
  }

 private:
  bool process_and_close_socket(socket_t socket) override {
    adopt(socket);
    return true;
  }
};

// Files of this process, so that connections never run out of them: as many as are asked for, or as there can be.
std::size_t allow_connections(std::size_t most) {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return most;
  const rlim_t wanted = most + kOtherFiles;
  if (limit.rlim_cur < wanted) {
    limit.rlim_cur = std::min(wanted, limit.rlim_max);
    (void)::setrlimit(RLIMIT_NOFILE, &limit);
  }
  return limit.rlim_cur >= wanted ? most : static_cast<std::size_t>(limit.rlim_cur > 2 * kOtherFiles ? limit.rlim_cur - kOtherFiles : limit.rlim_cur / 2);
}

// The last address of X-Forwarded-For, which our proxy has written; it stands in the trail, so it must be an address.
std::string forwarded_address(const httplib::Request& request) {
  const std::string value = request.get_header_value("X-Forwarded-For", "", std::max<std::size_t>(1, request.get_header_value_count("X-Forwarded-For")) - 1);
  std::string last = value.substr(value.find_last_of(", ") + 1);
  in6_addr parsed{};
  const bool is_address = ::inet_pton(AF_INET, last.c_str(), &parsed) == 1 || ::inet_pton(AF_INET6, last.c_str(), &parsed) == 1;
  return is_address ? last : "proxy";
}

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
  request.from_proxy = current_connection != nullptr && current_connection->from_proxy();
  request.address = request.from_proxy ? forwarded_address(from) : from.remote_addr;
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
  if (current_connection != nullptr) current_connection->refuse_body();
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
    // The library reads the handshake and writes the 101; the frames are ours (Connection), so that none of them holds a thread.
    if (route.takes_socket) server.WebSocket(route.pattern, [](const httplib::Request&, httplib::ws::WebSocket&) {});
    if (route.method == "POST") server.Post(route.pattern, with_body);
    if (route.method == "DELETE") server.Delete(route.pattern, plain).Delete(route.pattern, with_body);
  }
}

// What is wrong before any route is asked.
httplib::Server::HandlerResponse before_routing(const Router& router, const httplib::Request& from, httplib::Response& to) {
  const int fault = framing_fault(from);
  Request request = translate(from);
  const Route* const route = fault == 0 ? router.find(request) : nullptr;
  request.wants_socket = route != nullptr && route->takes_socket && httplib::detail::is_websocket_upgrade(from);
  if (route != nullptr && !request.wants_socket) return httplib::Server::HandlerResponse::Unhandled;
  Response response = fault == 0 ? router.handle(request) : problem(fault, request.id);
  if (response.live != nullptr && current_connection != nullptr) {
    current_connection->become_socket(std::move(response.live));
    return httplib::Server::HandlerResponse::Unhandled;   // the library now switches protocols
  }
  refuse_body();
  translate(std::move(response), from, to);
  return httplib::Server::HandlerResponse::Handled;
}

}  // namespace

struct Server::Hidden {
  Hidden(std::shared_ptr<SSL_CTX> tls, const ServerOptions& given)
      : options(given), context(std::move(tls)), most(allow_connections(given.most_connections)),
        workers(given.threads, given.most_threads, [this](std::unique_ptr<Connection> connection) { serve(std::move(connection)); }),
        parking([this](std::unique_ptr<Connection> connection) { workers.post(std::move(connection)); }, [this] { workers.relieve(); }) {}

  // A new socket waits until its first bytes are there. When there are too many, one that is idle makes room.
  void adopt(int socket, bool from_proxy) {
    auto connection = std::unique_ptr<Connection>(new Connection(from_proxy ? nullptr : context.get(), socket, options.times, from_proxy));
    ++count;
    connection->count_in(count);
    if (count > most && !parking.make_room()) return;
    parking.park(std::move(connection), false);
  }

  void serve(std::unique_ptr<Connection> connection) {
    while (true) {
      if (connection->news) *connection->news = false;
      switch (connection->advance()) {
        case Connection::Next::kRequest: break;
        case Connection::Next::kRead: return wait_for(std::move(connection), false);
        case Connection::Next::kWrite: return wait_for(std::move(connection), true);
        case Connection::Next::kClose: return;
      }
      if (stopping && connection->requests() > 0) return;
      connection->begin_request();
      current_connection = connection.get();
      const bool keep = (connection->from_proxy() ? proxied : direct).serve_one(*connection);
      current_connection = nullptr;
      if (connection->peer()) open_socket(*connection);
      connection->end_request(!keep || stopping);
    }
  }

  void open_socket(Connection& connection) {
    connection.news = std::make_shared<std::atomic<bool>>(false);
    connection.peer()->opened([this, news = connection.news, socket = connection.socket()] {
      if (!news->exchange(true)) parking.wake(socket);
    });
  }

  void wait_for(std::unique_ptr<Connection> connection, bool to_write) {
    if (!stopping) {
      const auto news = connection->news;
      const int socket = connection->socket();
      parking.park(std::move(connection), to_write);
      // What was told between the last look and the parking woke nobody.
      if (news && *news) parking.wake(socket);
      return;
    }
    connection->end_socket(LiveEnd::kAway);
    if (connection->is_sending()) connection->flush_waiting();
  }

  void finish() {
    stopping = true;
    for (std::unique_ptr<Connection>& connection : parking.stop()) workers.post(std::move(connection));
    workers.stop();
  }

  const ServerOptions options;
  std::shared_ptr<SSL_CTX> context;
  const std::size_t most;
  std::atomic<std::size_t> count{0};
  std::atomic<bool> stopping{false};
  Listener direct, proxied;
  int port = 0;
  Workers workers;
  Parking parking;
};

namespace {

void prepare(Listener& listener, const Router& router, const ServerOptions& options) {
  listener.set_tcp_nodelay(true);
  listener.set_keep_alive_timeout(options.times.idle_seconds);   // what the header Keep-Alive says; we keep it
  listener.set_keep_alive_max_count(kRequestsPerConnection);
  listener.set_payload_max_length(std::max_element(router.routes().begin(), router.routes().end(), [](const Route& a, const Route& b) {
                                    return a.body_limit < b.body_limit;
                                  })->body_limit);
  listener.set_websocket_ping_interval(time_t{0});
  listener.new_task_queue = [] { return new AtOnce; };
  listener.set_pre_routing_handler([&router](const auto& from, auto& to) { return before_routing(router, from, to); });
  listener.set_error_handler([](const httplib::Request& from, httplib::Response& to) {
    if (to.has_header("X-Request-Id") || to.get_header_value("Content-Type") == "application/problem+json") {
      return httplib::Server::HandlerResponse::Unhandled;
    }
    refuse_body();
    translate(problem(to.status, make_request_id()), from, to);
    return httplib::Server::HandlerResponse::Handled;
  });
  add_routes(listener, router);
}

base::Error unusable(const std::string& place) {
  return base::Error{.code = base::ErrorCode::kIo, .detail = "the address or port can't be used (is it taken?)", .subject = place};
}

// A socket file that nobody listens on any more is the rest of a crash.
bool bind_socket_file(Listener& listener, const std::string& path) {
  struct stat about {};
  if (::lstat(path.c_str(), &about) == 0 && S_ISSOCK(about.st_mode)) ::unlink(path.c_str());
  listener.set_address_family(AF_UNIX);
  return listener.bind_to_port(path, 80) && ::chmod(path.c_str(), S_IRUSR | S_IWUSR | S_IRGRP | S_IWGRP) == 0;
}

}  // namespace

Server::Server(std::unique_ptr<Hidden> hidden) : hidden_(std::move(hidden)) {}
Server::~Server() = default;

base::Result<std::unique_ptr<Server>> Server::bind(const Router& router, ServerOptions options) {
  ::signal(SIGPIPE, SIG_IGN);
  auto context = make_tls_context(options.certificate);
  if (!context) return base::Error{.code = base::ErrorCode::kIo, .detail = "the TLS certificate or its key can't be used"};
  auto hidden = std::make_unique<Hidden>(std::move(context), options);
  Hidden* const at = hidden.get();
  at->direct.adopt = [at](socket_t socket) { at->adopt(socket, false); };
  at->proxied.adopt = [at](socket_t socket) { at->adopt(socket, true); };
  prepare(at->direct, router, options);
  if (options.port == 0) {
    at->port = at->direct.bind_to_any_port(options.address);
  } else if (at->direct.bind_to_port(options.address, options.port)) {
    at->port = options.port;
  }
  if (at->port <= 0) return unusable(options.address + ":" + std::to_string(options.port));
  if (!options.proxy_socket.empty()) {
    prepare(at->proxied, router, options);
    if (!bind_socket_file(at->proxied, options.proxy_socket)) return unusable(options.proxy_socket);
  }
  return std::unique_ptr<Server>(new Server(std::move(hidden)));
}

int Server::port() const { return hidden_->port; }

base::Status Server::serve() {
  std::thread proxied;
  if (!hidden_->options.proxy_socket.empty()) {
    proxied = std::thread([this] { (void)hidden_->proxied.listen_after_bind(); });
    hidden_->proxied.wait_until_ready();
  }
  const bool served = hidden_->direct.listen_after_bind();
  hidden_->proxied.stop();
  if (proxied.joinable()) proxied.join();
  hidden_->finish();
  if (!hidden_->options.proxy_socket.empty()) ::unlink(hidden_->options.proxy_socket.c_str());
  if (served) return {};
  return base::Error{.code = base::ErrorCode::kIo, .detail = "the server could not listen"};
}

void Server::stop() { hidden_->direct.stop(); }

}  // namespace sansfilm::http
