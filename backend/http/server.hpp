// Serves a Router over TLS. The HTTP library is hidden in server.cpp.
//
// @units  seconds, bytes
// @errors kIo (address in use, certificate not readable)
// @owner  borrows the router
// @thread serve() blocks; stop() from any thread or from a signal's waiter
#pragma once

#include <memory>
#include <string>

#include "backend/http/certificate.hpp"
#include "backend/http/router.hpp"

namespace sansfilm::http {

struct ServerOptions {
  std::string address = "127.0.0.1";
  int port = 8443;                    // 0: any free one
  CertificateFiles certificate;
  std::size_t threads = 8;            // always there
  std::size_t most_connections = 128;   // each holds a thread while it is open
  int idle_seconds = 15;              // of a kept-alive connection
  int header_seconds = 10;            // for all of a request's line and headers
  int io_seconds = 20;                // for any one read or write
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
