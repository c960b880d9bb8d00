#include <doctest/doctest.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <thread>

#include "backend/http/server.hpp"
#include "tests/backend/support/temporary_folder.hpp"

using namespace sansfilm;

namespace {

std::int64_t test_clock() { return 1000; }

// The port at the other end of a TCP socket of this process; 0: none.
int peer_port(int file) {
  sockaddr_in address{};
  socklen_t size = sizeof address;
  if (::getpeername(file, reinterpret_cast<sockaddr*>(&address), &size) != 0 || address.sin_family != AF_INET) return 0;
  return ntohs(address.sin_port);
}

}  // namespace

TEST_CASE("the sockets of clients have TCP_NODELAY: small answers don't wait for the peer's acknowledgement") {
  const test::TemporaryFolder folder;
  const auto catalog = std::move(catalog::open_sqlite(folder.path() + "/c.sqlite")).value();
  access::Access access(*catalog, {}, test_clock);
  http::Router router(access, nullptr);
  router.add({"GET", "/", http::Who::kAnyone, 0, [](http::Request&) { return http::Response(); }});
  auto certificate = http::ensure_certificate(folder.path());
  REQUIRE(certificate.ok());
  http::ServerOptions options;
  options.port = 0;
  options.certificate = *certificate;
  auto server = http::Server::bind(router, options);
  REQUIRE(server.ok());
  std::thread serving([&] { CHECK((*server)->serve().ok()); });

  const int client = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(static_cast<std::uint16_t>((*server)->port()));
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  REQUIRE(::connect(client, reinterpret_cast<sockaddr*>(&to), sizeof to) == 0);
  sockaddr_in own{};
  socklen_t size = sizeof own;
  REQUIRE(::getsockname(client, reinterpret_cast<sockaddr*>(&own), &size) == 0);
  int found = -1, nodelay = 0;
  for (int turn = 0; turn < 200 && nodelay == 0; ++turn) {
    for (int file = 3; file < 200; ++file) {
      if (file != client && peer_port(file) == ntohs(own.sin_port)) found = file;
    }
    size = sizeof nodelay;
    if (found >= 0) ::getsockopt(found, IPPROTO_TCP, TCP_NODELAY, &nodelay, &size);
    if (nodelay == 0) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  CHECK(found >= 0);
  CHECK(nodelay != 0);
  ::close(client);
  (*server)->stop();
  serving.join();
}
