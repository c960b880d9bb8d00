// The program itself, as a process: run to its end, or as a server on a free port.
#pragma once

#include <string>
#include <vector>

#include <sys/types.h>

namespace sansfilm::test {

[[nodiscard]] std::string program_path();   // build/<preset>/backend/app/sansfilm; the tests are in build/<preset>/tests

struct Ran {
  int status = -1;
  std::string output;   // standard output and error
};
[[nodiscard]] Ran run(const std::vector<std::string>& arguments, const std::string& input = {});

class ServerProcess {
 public:
  // Waits until it listens.
  explicit ServerProcess(const std::string& data, const std::vector<std::string>& more = {});
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;
  ~ServerProcess();

  [[nodiscard]] int port() const { return port_; }
  [[nodiscard]] pid_t pid() const { return pid_; }
  int stop(int signal);   // and waits; the exit status, or -signal

 private:
  pid_t pid_ = -1;
  int port_ = 0;
  int output_ = -1;
};

}  // namespace sansfilm::test
