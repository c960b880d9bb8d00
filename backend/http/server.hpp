// Serves a Router over TLS, and plain to a proxy through a socket file. The HTTP library is hidden in server.cpp: it
// reads one request and writes its answer; sockets, threads and times are ours (Parking, Workers, Connection).
//
// @units  seconds, bytes
// @errors kIo (address in use, certificate not readable)
// @owner  borrows the router
// @thread serve() blocks; stop() from any thread or from a signal's waiter
#pragma once

#include <memory>
#include <string>

#include "backend/http/certificate.hpp"
#include "backend/http/connection.hpp"
#include "backend/http/router.hpp"

namespace sansfilm::http {

struct ServerOptions {
  std::string address = "127.0.0.1";
  int port = 8443;                       // 0: any free one
  CertificateFiles certificate;
  std::string proxy_socket;              // socket file for a proxy on this machine; empty: none. Who comes through it is
                                         // the proxy: it may say for whom it asks, and it may be told to send a file
  std::size_t threads = 8;               // work at a time
  std::size_t most_threads = 64;         // with those that wait for a slow peer
  std::size_t most_connections = 1024;   // an idle one holds no thread; one too many closes the one idle longest
  Times times;
};

class Server {
 public:
  [[nodiscard]] static base::Result<std::unique_ptr<Server>> bind(const Router& router, ServerOptions options);
  ~Server();

  [[nodiscard]] int port() const;
  [[nodiscard]] base::Status serve();   // until stop()
  void stop();

 private:
  struct Hidden;
  explicit Server(std::unique_ptr<Hidden> hidden);
  std::unique_ptr<Hidden> hidden_;
};

}  // namespace sansfilm::http
