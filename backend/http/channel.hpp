// The bytes of one socket, through TLS or plain (from a proxy on the same machine). No call here ever waits.
//
// @errors Step::kBroken: the peer broke off, or spoke no TLS
// @owner  a Channel owns its socket and its SSL
// @thread one thread at a time
#pragma once

#include <openssl/ssl.h>

#include <cstddef>
#include <cstdint>
#include <memory>

#include "backend/http/certificate.hpp"

namespace sansfilm::http {

// TLS 1.2 and later, ALPN http/1.1. nullptr if the files can't be used.
[[nodiscard]] std::shared_ptr<SSL_CTX> make_tls_context(const CertificateFiles& files);

class Channel {
 public:
  enum class Step : std::uint8_t { kDone, kWantRead, kWantWrite, kEnded, kBroken };

  Channel(SSL_CTX* context, int socket);   // without a context: plain
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;
  ~Channel();

  [[nodiscard]] int socket() const { return socket_; }
  [[nodiscard]] Step shake_hands();
  [[nodiscard]] Step read(char* to, std::size_t size, std::size_t& got);
  [[nodiscard]] Step write(const char* from, std::size_t size, std::size_t& sent);
  void say_goodbye();   // no more comes from here

 private:
  [[nodiscard]] Step step_of(int result);

  SSL* ssl_ = nullptr;
  const bool plain_;
  int socket_;
};

}  // namespace sansfilm::http
