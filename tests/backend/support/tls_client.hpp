// A client that sends bytes as they are, also those that no library would send.
#pragma once

#include <cstdint>
#include <map>
#include <string>

namespace sansfilm::test {

struct Reply {
  int status = 0;                             // 0: no answer came
  std::map<std::string, std::string> headers;   // names in lower case
  std::string body;                           // chunks put together
  std::string rest;                           // what came after it on the same connection
};

class TlsClient {
 public:
  explicit TlsClient(int port);
  explicit TlsClient(const std::string& socket_file);   // plain, as a proxy on the same machine asks
  TlsClient(const TlsClient&) = delete;
  TlsClient& operator=(const TlsClient&) = delete;
  ~TlsClient();

  [[nodiscard]] bool connected() const { return ssl_ != nullptr || plain_; }
  bool send(const std::string& bytes);
  [[nodiscard]] Reply receive();              // one response; gives up after 15 s
  [[nodiscard]] std::string take(std::size_t count);   // so many bytes as they come; fewer: the end came first
  [[nodiscard]] bool closes_within(int milliseconds);

 private:
  bool read_some();
  int socket_ = -1;
  void* ssl_ = nullptr;
  bool plain_ = false;
  std::string received_;
};

// One request on its own connection. `head`: lines without the empty one; Host and Connection are added.
[[nodiscard]] Reply ask(int port, const std::string& method_and_path, const std::string& headers = {}, const std::string& body = {});
[[nodiscard]] Reply ask(const std::string& socket_file, const std::string& method_and_path, const std::string& headers = {}, const std::string& body = {});

}  // namespace sansfilm::test
