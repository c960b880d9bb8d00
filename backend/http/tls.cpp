#include "backend/http/tls.hpp"

#include <openssl/err.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <chrono>
#include <cstring>

namespace sansfilm::http {

namespace {

constexpr std::size_t kBufferBytes = 16384;        // a TLS record
constexpr std::int64_t kLeastBytesPerSecond = 4096;
constexpr int kLingerMilliseconds = 1000;

std::int64_t now_us() {
  using namespace std::chrono;
  return duration_cast<microseconds>(steady_clock::now().time_since_epoch()).count();
}

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

TlsSession::TlsSession(SSL_CTX* context, int socket, int head_seconds, int io_seconds)
    : ssl_(SSL_new(context)), socket_(socket), head_seconds_(head_seconds), io_seconds_(io_seconds),
      buffer_(kBufferBytes) {
  if (ssl_ != nullptr) SSL_set_fd(ssl_, socket);
}

TlsSession::~TlsSession() { SSL_free(ssl_); }

bool TlsSession::accept() {
  if (ssl_ == nullptr) return false;
  begin_request();
  while (true) {
    ERR_clear_error();
    const int accepted = SSL_accept(ssl_);
    if (accepted == 1) return true;
    if (!wait_for(SSL_get_error(ssl_, accepted))) return false;
  }
}

void TlsSession::begin_request() { deadline_us_ = now_us() + std::int64_t{head_seconds_} * 1000000; }

void TlsSession::begin_body() {
  deadline_us_ = 0;
  waited_us_ = 0;
  received_ = 0;
}

bool TlsSession::wait(bool to_write, int milliseconds) const {
  pollfd one{.fd = socket_, .events = static_cast<short>(to_write ? POLLOUT : POLLIN), .revents = 0};
  int ready = 0;
  do {
    ready = ::poll(&one, 1, milliseconds);
  } while (ready < 0 && errno == EINTR);
  return ready > 0;
}

bool TlsSession::wait_for(int ssl_error) {
  const bool to_write = ssl_error == SSL_ERROR_WANT_WRITE;
  if (!to_write && ssl_error != SSL_ERROR_WANT_READ) {
    broken_ = true;
    return false;
  }
  const std::int64_t begin = now_us();
  std::int64_t allowed = std::int64_t{io_seconds_} * 1000000;
  if (deadline_us_ != 0) allowed = std::min(allowed, deadline_us_ - begin);
  const bool ready = allowed > 0 && wait(to_write, static_cast<int>(allowed / 1000) + 1);
  waited_us_ += now_us() - begin;
  const bool too_slow = deadline_us_ == 0 && waited_us_ > std::int64_t{io_seconds_} * 1000000 &&
                        static_cast<std::int64_t>(received_) < waited_us_ / 1000000 * kLeastBytesPerSecond;
  if (!ready || too_slow) broken_ = true;
  return !broken_;
}

bool TlsSession::fill() {
  begin_ = end_ = 0;
  while (!broken_) {
    ERR_clear_error();
    const int got = SSL_read(ssl_, buffer_.data(), static_cast<int>(buffer_.size()));
    if (got > 0) {
      end_ = static_cast<std::size_t>(got);
      received_ += end_;
      return true;
    }
    const int error = SSL_get_error(ssl_, got);
    if (error == SSL_ERROR_ZERO_RETURN) return false;
    if (!wait_for(error)) return false;
  }
  return false;
}

ssize_t TlsSession::read(char* to, std::size_t size) {
  if (refused_ || broken_) return -1;
  if (deadline_us_ != 0 && now_us() > deadline_us_) {
    broken_ = true;
    return -1;
  }
  if (begin_ == end_ && !fill()) return broken_ ? -1 : 0;
  const std::size_t count = std::min(size, end_ - begin_);
  std::memcpy(to, buffer_.data() + begin_, count);
  begin_ += count;
  return static_cast<ssize_t>(count);
}

ssize_t TlsSession::write(const char* from, std::size_t size) {
  deadline_us_ = 0;
  received_ = UINT32_MAX;   // a response is not measured by what the peer sends
  while (!broken_) {
    ERR_clear_error();
    const int sent = SSL_write(ssl_, from, static_cast<int>(std::min<std::size_t>(size, INT32_MAX)));
    if (sent > 0) return sent;
    if (!wait_for(SSL_get_error(ssl_, sent))) return -1;
  }
  return -1;
}

void TlsSession::close() {
  if (broken_) return;
  ERR_clear_error();
  SSL_shutdown(ssl_);
  if (!refused_) return;
  // Unread bytes would make the kernel reset the connection before the peer has read the response.
  ::shutdown(socket_, SHUT_WR);
  char away[4096];
  const std::int64_t until = now_us() + std::int64_t{kLingerMilliseconds} * 1000;
  while (now_us() < until && wait(false, 100)) {
    if (::recv(socket_, away, sizeof away, MSG_DONTWAIT) <= 0) break;
  }
}

}  // namespace sansfilm::http
