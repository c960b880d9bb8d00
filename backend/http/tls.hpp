// TLS for the server's sockets, with a time for everything: handshake, request head, each read and write, and a least
// rate for bodies, so that a slow peer can't hold a thread for long.
//
// @units  seconds
// @errors read and write return -1 (time is up, or the peer broke off), 0 (the peer has ended)
// @owner  TlsSession owns its SSL; the socket belongs to the caller
// @thread one thread a session
#pragma once

#include <openssl/ssl.h>
#include <sys/types.h>

#include <cstdint>
#include <memory>
#include <vector>

#include "backend/http/certificate.hpp"

namespace sansfilm::http {

// TLS 1.2 and later, ALPN http/1.1. nullptr if the files can't be used.
[[nodiscard]] std::shared_ptr<SSL_CTX> make_tls_context(const CertificateFiles& files);

class TlsSession {
 public:
  TlsSession(SSL_CTX* context, int socket, int head_seconds, int io_seconds);
  TlsSession(const TlsSession&) = delete;
  TlsSession& operator=(const TlsSession&) = delete;
  ~TlsSession();

  [[nodiscard]] bool accept();              // the handshake, within head_seconds
  void begin_request();                     // the head must be here within head_seconds
  void begin_body();
  void refuse_body() { refused_ = true; }   // nothing more is read; the connection ends after the response
  [[nodiscard]] bool has_refused() const { return refused_; }

  ssize_t read(char* to, std::size_t size);
  ssize_t write(const char* from, std::size_t size);
  [[nodiscard]] bool has_buffered() const { return begin_ < end_ || SSL_pending(ssl_) > 0; }
  [[nodiscard]] bool wait(bool to_write, int milliseconds) const;
  void close();                             // says goodbye; what the peer still sends is read away for a short time

 private:
  [[nodiscard]] bool wait_for(int ssl_error);
  [[nodiscard]] bool fill();

  SSL* ssl_;
  int socket_;
  int head_seconds_, io_seconds_;
  std::int64_t deadline_us_ = 0;            // 0: none
  std::int64_t waited_us_ = 0;              // in this body
  std::uint64_t received_ = 0;              // of this body
  bool refused_ = false, broken_ = false;
  std::vector<char> buffer_;
  std::size_t begin_ = 0, end_ = 0;
};

}  // namespace sansfilm::http
