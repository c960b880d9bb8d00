#include "tests/backend/support/tls_client.hpp"

#include <arpa/inet.h>
#include <openssl/ssl.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstring>

namespace sansfilm::test {

namespace {

SSL_CTX* context() {
  static SSL_CTX* made = SSL_CTX_new(TLS_client_method());
  ::signal(SIGPIPE, SIG_IGN);
  return made;
}

SSL* as_ssl(void* at) { return static_cast<SSL*>(at); }

std::string join_chunks(std::string_view text, std::size_t& used) {
  std::string out;
  const std::string_view all = text;
  while (true) {
    const std::size_t line = text.find("\r\n");
    if (line == std::string_view::npos) return out;
    const std::size_t length = std::strtoul(std::string(text.substr(0, line)).c_str(), nullptr, 16);
    if (text.size() < line + 4 + length) return out;
    out += text.substr(line + 2, length);
    text.remove_prefix(line + 4 + length);
    if (length == 0) {
      used = all.size() - text.size();
      return out;
    }
  }
}

}  // namespace

TlsClient::TlsClient(int port) {
  socket_ = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(static_cast<std::uint16_t>(port));
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  timeval patience{.tv_sec = 15, .tv_usec = 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  if (::connect(socket_, reinterpret_cast<sockaddr*>(&to), sizeof to) != 0) return;
  SSL* ssl = SSL_new(context());
  SSL_set_fd(ssl, socket_);
  if (SSL_connect(ssl) == 1) ssl_ = ssl;
  else SSL_free(ssl);
}

TlsClient::TlsClient(const std::string& socket_file) : plain_(true) {
  socket_ = ::socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un to{};
  to.sun_family = AF_UNIX;
  std::strncpy(to.sun_path, socket_file.c_str(), sizeof to.sun_path - 1);
  timeval patience{.tv_sec = 15, .tv_usec = 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  plain_ = ::connect(socket_, reinterpret_cast<sockaddr*>(&to), sizeof to) == 0;
}

TlsClient::~TlsClient() {
  if (ssl_ != nullptr) SSL_free(as_ssl(ssl_));
  ::close(socket_);
}

bool TlsClient::send(const std::string& bytes) {
  if (plain_) return ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(bytes.size());
  return ssl_ != nullptr && (bytes.empty() || SSL_write(as_ssl(ssl_), bytes.data(), static_cast<int>(bytes.size())) > 0);
}

bool TlsClient::read_some() {
  char part[16384];
  const int got = plain_ ? static_cast<int>(::recv(socket_, part, sizeof part, 0)) : ssl_ == nullptr ? 0 : SSL_read(as_ssl(ssl_), part, sizeof part);
  if (got > 0) received_.append(part, static_cast<std::size_t>(got));
  return got > 0;
}

Reply TlsClient::receive() {
  std::size_t head = std::string::npos;
  while ((head = received_.find("\r\n\r\n")) == std::string::npos) {
    if (!read_some()) return {};
  }
  Reply reply;
  reply.status = received_.size() > 12 ? std::atoi(received_.c_str() + 9) : 0;
  std::string_view lines = std::string_view(received_).substr(0, head);
  while (!lines.empty()) {
    const std::string_view line = lines.substr(0, lines.find("\r\n"));
    lines.remove_prefix(std::min(lines.size(), line.size() + 2));
    const std::size_t colon = line.find(": ");
    if (colon == std::string_view::npos) continue;
    std::string name(line.substr(0, colon));
    std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    reply.headers[name] = line.substr(colon + 2);
  }
  std::size_t used = 0;
  if (reply.headers.contains("transfer-encoding")) {
    do {
      reply.body = join_chunks(std::string_view(received_).substr(head + 4), used);
    } while (used == 0 && read_some());
  } else {
    used = std::strtoul(reply.headers["content-length"].c_str(), nullptr, 10);
    while (received_.size() < head + 4 + used && read_some()) {
    }
    reply.body = received_.substr(head + 4, used);
  }
  received_.erase(0, head + 4 + used);
  reply.rest = received_;
  return reply;
}

std::string TlsClient::take(std::size_t count) {
  while (received_.size() < count && read_some()) {
  }
  const std::string out = received_.substr(0, count);
  received_.erase(0, out.size());
  return out;
}

bool TlsClient::closes_within(int milliseconds) {
  timeval patience{.tv_sec = milliseconds / 1000, .tv_usec = (milliseconds % 1000) * 1000};
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  const auto begin = std::chrono::steady_clock::now();
  while (read_some()) {
  }
  return std::chrono::steady_clock::now() - begin < std::chrono::milliseconds(milliseconds);
}

namespace {

Reply ask(TlsClient& client, const std::string& method_and_path, const std::string& headers, const std::string& body) {
  std::string request = method_and_path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + headers;
  if (!body.empty()) request += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  request += "\r\n" + body;
  client.send(request);
  return client.receive();
}

}  // namespace

Reply ask(int port, const std::string& method_and_path, const std::string& headers, const std::string& body) {
  TlsClient client(port);
  return ask(client, method_and_path, headers, body);
}

Reply ask(const std::string& socket_file, const std::string& method_and_path, const std::string& headers, const std::string& body) {
  TlsClient client(socket_file);
  return ask(client, method_and_path, headers, body);
}

}  // namespace sansfilm::test
