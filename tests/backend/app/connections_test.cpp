// Many connections, slow ones, and the proxy's socket file: the program as it is started, looked at from outside.
#include <doctest/doctest.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>

#include "backend/store/digest.hpp"
#include "shared/base/bytes.hpp"
#include "tests/backend/support/program.hpp"
#include "tests/backend/support/temporary_folder.hpp"
#include "tests/backend/support/tls_client.hpp"

using namespace sansfilm;
using test::ask;
using test::Reply;
using test::TlsClient;
using Clock = std::chrono::steady_clock;

namespace {

constexpr const char* kPassword = "a long demo password";
constexpr const char* kHealth = "GET /api/v1/health HTTP/1.1\r\nHost: localhost\r\n\r\n";

std::int64_t ms_since(Clock::time_point begin) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begin).count();
}

// A connection that speaks no TLS, ever.
struct MuteSocket {
  int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  explicit MuteSocket(int port) {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(static_cast<std::uint16_t>(port));
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    CHECK(::connect(socket, reinterpret_cast<sockaddr*>(&to), sizeof to) == 0);
  }
  MuteSocket(const MuteSocket&) = delete;
  MuteSocket& operator=(const MuteSocket&) = delete;
  ~MuteSocket() { ::close(socket); }
};

bool allow_files(rlim_t count) {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  if (limit.rlim_cur >= count) return true;
  limit.rlim_cur = std::min(count, limit.rlim_max);
  return ::setrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur >= count;
}

std::size_t threads_of(pid_t pid) {
  const auto tasks = std::filesystem::directory_iterator("/proc/" + std::to_string(pid) + "/task");
  return static_cast<std::size_t>(std::distance(begin(tasks), end(tasks)));
}

std::string sign_in(int port) {
  const Reply reply = ask(port, "POST /api/v1/session", "Content-Type: application/json\r\n",
                          std::string("{\"identifier\":\"dr.a\",\"password\":\"") + kPassword + "\"}");
  if (!reply.headers.contains("set-cookie")) return {};
  const std::string& cookie = reply.headers.at("set-cookie");
  return "Cookie: " + cookie.substr(0, cookie.find(';')) + "\r\n";
}

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

TEST_CASE("a thousand idle connections and hundreds of slow ones hold no thread: a new request is answered within a second") {
  REQUIRE(allow_files(2500));
  const test::TemporaryFolder folder;
  test::ServerProcess server(folder.path() + "/data", {"--listen-connections", "2000", "--listen-idle-seconds", "120"});
  REQUIRE(server.port() > 0);
  std::vector<std::unique_ptr<TlsClient>> idle, slow;
  for (int i = 0; i < 1000; ++i) {
    idle.push_back(std::make_unique<TlsClient>(server.port()));
    idle.back()->send(kHealth);
    REQUIRE(idle.back()->receive().status == 200);
  }
  std::vector<std::unique_ptr<MuteSocket>> mute;
  const std::vector<std::string> beginnings = {
      "GET /api/v1/health HTTP/1.1\r\nHost:",
      "POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{",
  };
  // Chunked and large bodies are read by a thread, which does not count while it waits.
  const std::vector<std::string> bodies = {
      "POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{",
  };
  for (int i = 0; i < 100; ++i) {
    mute.push_back(std::make_unique<MuteSocket>(server.port()));
    for (const std::string& text : beginnings) {
      slow.push_back(std::make_unique<TlsClient>(server.port()));
      slow.back()->send(text);
    }
  }
  for (int i = 0; i < 30; ++i) {
    slow.push_back(std::make_unique<TlsClient>(server.port()));
    slow.back()->send(bodies[0]);
  }
  for (int i = 0; i < 10; ++i) {
    const auto begin = Clock::now();
    CHECK(ask(server.port(), "GET /api/v1/health").status == 200);
    CHECK(ms_since(begin) < 1000);
  }
  CHECK(threads_of(server.pid()) < 100);
  // The idle ones are still there and answered.
  for (const std::size_t i : {std::size_t{0}, std::size_t{500}, std::size_t{999}}) {
    const auto begin = Clock::now();
    idle[i]->send(kHealth);
    CHECK(idle[i]->receive().status == 200);
    CHECK(ms_since(begin) < 1000);
  }
  CHECK(server.stop(SIGTERM) == 0);
}

TEST_CASE("one connection too many closes the one that is idle longest") {
  const test::TemporaryFolder folder;
  test::ServerProcess server(folder.path() + "/data", {"--listen-connections", "8", "--listen-idle-seconds", "120"});
  REQUIRE(server.port() > 0);
  std::vector<std::unique_ptr<TlsClient>> idle;
  for (int i = 0; i < 8; ++i) {
    idle.push_back(std::make_unique<TlsClient>(server.port()));
    idle.back()->send(kHealth);
    REQUIRE(idle.back()->receive().status == 200);
  }
  TlsClient more(server.port());
  more.send(kHealth);
  CHECK(more.receive().status == 200);
  CHECK(idle[0]->closes_within(1000));
  idle[7]->send(kHealth);
  CHECK(idle[7]->receive().status == 200);
}

TEST_CASE("requests that were sent together are answered in their order, the last bytes before the connection is closed") {
  const test::TemporaryFolder folder;
  test::ServerProcess server(folder.path() + "/data");
  REQUIRE(server.port() > 0);
  TlsClient client(server.port());
  std::string many;
  for (int i = 0; i < 20; ++i) many += i % 2 == 0 ? kHealth : "GET /api/v1/session HTTP/1.1\r\nHost: localhost\r\n\r\n";
  client.send(many + "GET /api/v1/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  for (int i = 0; i < 20; ++i) CHECK(client.receive().status == (i % 2 == 0 ? 200 : 401));
  CHECK(client.receive().status == 200);
  CHECK(client.closes_within(2000));
}

TEST_CASE("an answer that is not taken holds no thread, and is whole when it is taken late") {
  const test::TemporaryFolder folder;
  const std::string web = folder.path() + "/web";
  std::filesystem::create_directories(web + "/assets");
  std::ofstream(web + "/index.html") << "x";
  std::ofstream(web + "/assets/big.js") << std::string(std::size_t{4} << 20, ' ');
  test::ServerProcess server(folder.path() + "/data", {"--web-root", web});
  REQUIRE(server.port() > 0);
  std::vector<std::unique_ptr<TlsClient>> slow;
  for (int i = 0; i < 16; ++i) {
    slow.push_back(std::make_unique<TlsClient>(server.port()));
    slow.back()->send("GET /assets/big.js HTTP/1.1\r\nHost: localhost\r\n\r\n");
  }
  for (int i = 0; i < 5; ++i) {
    const auto begin = Clock::now();
    CHECK(ask(server.port(), "GET /api/v1/health").status == 200);
    CHECK(ms_since(begin) < 1000);
  }
  // Taken after all, it is whole.
  const Reply late = slow[3]->receive();
  CHECK(late.status == 200);
  CHECK(late.body.size() == std::size_t{4} << 20);
}

TEST_CASE("through the proxy's socket file, and only there, the server tells nginx which bytes of which blob to send") {
  const test::TemporaryFolder folder;
  const std::string data = folder.path() + "/data", socket = folder.path() + "/http.sock";
  REQUIRE(test::run({"user", "add", "dr.a", "--data", data}, std::string(kPassword) + "\n").status == 0);
  REQUIRE(test::run({"phantom", "--out", folder.path() + "/made", "--seed", "3", "--kind", "mr", "--slices", "1"}).status == 0);
  REQUIRE(test::run({"import", "--data", data, folder.path() + "/made"}).status == 0);
  test::ServerProcess server(data, {"--http-proxy-socket", socket, "--http-accel", "/-/derived"});
  REQUIRE(server.port() > 0);
  struct stat about {};
  REQUIRE(::stat(socket.c_str(), &about) == 0);
  CHECK((about.st_mode & 07) == 0);   // nobody else on the machine
  const std::string cookie = sign_in(server.port());
  std::string file;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder.path() + "/made")) {
    if (entry.is_regular_file()) file = entry.path().string();
  }
  const std::string content = store::sha256(std::string_view(read_file(file))).hex().substr(0, 32);
  const std::string frame = "/stream/v1/" + content + "/0/L1";

  Reply whole;
  for (int turn = 0; turn < 100 && whole.status != 200; ++turn) whole = ask(server.port(), "GET " + frame, cookie);
  REQUIRE(whole.status == 200);
  CHECK_FALSE(whole.headers.contains("x-accel-redirect"));
  CHECK(whole.headers.at("content-type") == "application/vnd.sansfilm.frame");
  const Reply told = ask(socket, "GET " + frame, cookie);
  REQUIRE(told.status == 200);
  CHECK(told.body.empty());
  REQUIRE(told.headers.contains("x-accel-redirect"));
  const std::string target = told.headers.at("x-accel-redirect");
  REQUIRE(target.starts_with("/-/derived/"));
  const std::size_t query = target.find('?');
  unsigned long long offset = 0, length = 0;
  REQUIRE(std::sscanf(target.c_str() + query, "?o=%llu&n=%llu&t=", &offset, &length) == 2);
  const std::string blob = read_file(data + "/derived" + target.substr(10, query - 10));
  CHECK(blob.substr(offset, length) == whole.body);
  CHECK('"' + target.substr(target.find("&t=") + 3) + '"' == whole.headers.at("etag"));

  // A part of it, and what has not changed, are answered from here.
  const Reply part = ask(socket, "GET " + frame, cookie + "Range: bytes=100-199\r\n");
  CHECK(part.status == 206);
  CHECK_FALSE(part.headers.contains("x-accel-redirect"));
  CHECK(part.body == whole.body.substr(100, 100));
  CHECK(ask(socket, "GET " + frame, cookie + "If-None-Match: " + whole.headers.at("etag") + "\r\n").status == 304);
  // The decision comes first.
  for (const std::string& path : {frame, frame + "/0.0.0"}) {
    const Reply refused = ask(socket, "GET " + path);
    CHECK(refused.status == 401);
    CHECK_FALSE(refused.headers.contains("x-accel-redirect"));
  }
  CHECK(ask(socket, "GET /stream/v1/" + content + "/1/L1", cookie).status == 404);
  CHECK(ask(socket, "GET /stream/v1/" + content + "/0/L9", cookie).status == 404);
  CHECK(ask(socket, "GET /stream/v1/" + std::string(32, '0') + "/0/L1", cookie).status == 404);
}

TEST_CASE("the client's address is believed from the proxy's socket file only, the last one, and only if it is one") {
  const test::TemporaryFolder folder;
  const std::string data = folder.path() + "/data", socket = folder.path() + "/http.sock";
  test::ServerProcess server(data, {"--http-proxy-socket", socket});
  REQUIRE(server.port() > 0);
  const auto attempt = [](const auto& at, const std::string& name, const std::string& forwarded) {
    return ask(at, "POST /api/v1/session", "Content-Type: application/json\r\nX-Forwarded-For: " + forwarded + "\r\n",
               "{\"identifier\":\"" + name + "\",\"password\":\"wrong wrong wrong\"}").status;
  };
  CHECK(attempt(socket, "by.proxy", "10.1.1.1, 192.0.2.7") == 401);
  CHECK(attempt(socket, "by.proxy6", "2001:db8::7") == 401);
  CHECK(attempt(socket, "by.garbage", "\\\"}, forged") == 401);
  CHECK(attempt(server.port(), "direct", "192.0.2.9") == 401);
  std::string trail = read_file(data + "/audit/00000001.jsonl");
  for (const char* there : {"192.0.2.7", "2001:db8::7", "\"proxy\"", "127.0.0.1"}) {
    CAPTURE(there);
    CHECK(trail.find(there) != std::string::npos);
  }
  for (const char* not_there : {"10.1.1.1", "forged", "192.0.2.9"}) {
    CAPTURE(not_there);
    CHECK(trail.find(not_there) == std::string::npos);
  }
}

TEST_CASE("to tell a proxy to send files without a proxy's socket file is a wrong configuration") {
  const test::TemporaryFolder folder;
  CHECK(test::run({"serve", "--data", folder.path() + "/data", "--listen-port", "0", "--http-accel", "/-/derived"}).status != 0);
}
