#include "backend/http/channel.hpp"

#include <fcntl.h>
#include <openssl/err.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace sansfilm::http {

namespace {

int choose_protocol(SSL*, const unsigned char** out, unsigned char* out_length, const unsigned char* in,
                    unsigned in_length, void*) {
  static constexpr unsigned char kHttp11[] = "\x08http/1.1";
  unsigned char* chosen = nullptr;
  const int found = SSL_select_next_proto(&chosen, out_length, kHttp11, sizeof kHttp11 - 1, in, in_length);
  *out = chosen;
  return found == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_NOACK;
}

}  // namespace

std::shared_ptr<SSL_CTX> make_tls_context(const CertificateFiles& files) {
  std::shared_ptr<SSL_CTX> context(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
  SSL_CTX* at = context.get();
  if (at == nullptr || SSL_CTX_set_min_proto_version(at, TLS1_2_VERSION) != 1 ||
      SSL_CTX_set_cipher_list(at, "ECDHE+AESGCM:ECDHE+CHACHA20") != 1 ||
      SSL_CTX_use_certificate_chain_file(at, files.certificate.c_str()) != 1 ||
      SSL_CTX_use_PrivateKey_file(at, files.key.c_str(), SSL_FILETYPE_PEM) != 1 || SSL_CTX_check_private_key(at) != 1) {
    ERR_clear_error();
    return nullptr;
  }
  SSL_CTX_set_options(at, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE |
                              SSL_OP_IGNORE_UNEXPECTED_EOF);
  SSL_CTX_set_mode(at, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_alpn_select_cb(at, choose_protocol, nullptr);
  return context;
}

Channel::Channel(SSL_CTX* context, int socket) : plain_(context == nullptr), socket_(socket) {
  ::fcntl(socket, F_SETFL, ::fcntl(socket, F_GETFL) | O_NONBLOCK);
  if (!plain_) ssl_ = SSL_new(context);
  if (ssl_ != nullptr) SSL_set_fd(ssl_, socket);
}

Channel::~Channel() {
  SSL_free(ssl_);
  ::close(socket_);
}

Channel::Step Channel::step_of(int result) {
  switch (SSL_get_error(ssl_, result)) {
    case SSL_ERROR_WANT_READ: return Step::kWantRead;
    case SSL_ERROR_WANT_WRITE: return Step::kWantWrite;
    case SSL_ERROR_ZERO_RETURN: return Step::kEnded;
    default: return Step::kBroken;
  }
}

Channel::Step Channel::shake_hands() {
  if (plain_) return Step::kDone;
  if (ssl_ == nullptr) return Step::kBroken;
  ERR_clear_error();
  const int accepted = SSL_accept(ssl_);
  return accepted == 1 ? Step::kDone : step_of(accepted);
}

Channel::Step Channel::read(char* to, std::size_t size, std::size_t& got) {
  if (plain_) {
    const ssize_t count = ::recv(socket_, to, size, 0);
    got = count > 0 ? static_cast<std::size_t>(count) : 0;
    if (count == 0) return Step::kEnded;
    if (count < 0) return errno == EAGAIN || errno == EINTR ? Step::kWantRead : Step::kBroken;
    return Step::kDone;
  }
  ERR_clear_error();
  const int count = SSL_read(ssl_, to, static_cast<int>(std::min<std::size_t>(size, INT32_MAX)));
  got = count > 0 ? static_cast<std::size_t>(count) : 0;
  return count > 0 ? Step::kDone : step_of(count);
}

Channel::Step Channel::write(const char* from, std::size_t size, std::size_t& sent) {
  if (plain_) {
    const ssize_t count = ::send(socket_, from, size, MSG_NOSIGNAL);
    sent = count > 0 ? static_cast<std::size_t>(count) : 0;
    if (count < 0) return errno == EAGAIN || errno == EINTR ? Step::kWantWrite : Step::kBroken;
    return Step::kDone;
  }
  ERR_clear_error();
  const int count = SSL_write(ssl_, from, static_cast<int>(std::min<std::size_t>(size, INT32_MAX)));
  sent = count > 0 ? static_cast<std::size_t>(count) : 0;
  return count > 0 ? Step::kDone : step_of(count);
}

void Channel::say_goodbye() {
  if (ssl_ != nullptr && SSL_is_init_finished(ssl_) != 0) {
    ERR_clear_error();
    SSL_shutdown(ssl_);
  }
  ::shutdown(socket_, SHUT_WR);
}

}  // namespace sansfilm::http
