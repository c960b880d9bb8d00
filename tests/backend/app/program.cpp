#include "tests/backend/support/program.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>

namespace sansfilm::test {

namespace {

pid_t start(const std::vector<std::string>& arguments, int input, int output) {
  std::vector<std::string> words = arguments;
  words.insert(words.begin(), program_path());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  const pid_t pid = ::fork();
  if (pid != 0) return pid;
  if (input >= 0) ::dup2(input, STDIN_FILENO);
  ::dup2(output, STDOUT_FILENO);
  ::dup2(output, STDERR_FILENO);
  ::setenv("LANG", "en_GB.UTF-8", 1);
  ::execv(argv[0], argv.data());
  ::_exit(127);
}

int wait_for(pid_t pid) {
  int status = 0;
  ::waitpid(pid, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

}  // namespace

std::string program_path() {
  return (std::filesystem::read_symlink("/proc/self/exe").parent_path().parent_path() / "backend/app/sansfilm").string();
}

Ran run(const std::vector<std::string>& arguments, const std::string& input) {
  int in[2], out[2];
  if (::pipe2(in, O_CLOEXEC) != 0 || ::pipe2(out, O_CLOEXEC) != 0) return {};
  const pid_t pid = start(arguments, in[0], out[1]);
  ::close(in[0]);
  ::close(out[1]);
  if (!input.empty() && ::write(in[1], input.data(), input.size()) < 0) return {};
  ::close(in[1]);
  Ran ran;
  char part[4096];
  for (ssize_t got = 0; (got = ::read(out[0], part, sizeof part)) > 0;) ran.output.append(part, static_cast<std::size_t>(got));
  ::close(out[0]);
  ran.status = wait_for(pid);
  return ran;
}

ServerProcess::ServerProcess(const std::string& data, const std::vector<std::string>& more) {
  int out[2];
  if (::pipe2(out, O_CLOEXEC) != 0) return;
  std::vector<std::string> arguments = {"serve", "--data", data, "--listen-port", "0", "--log-level", "error"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  pid_ = start(arguments, -1, out[1]);
  ::close(out[1]);
  output_ = out[0];
  std::string text;
  char part[512];
  for (ssize_t got = 0; (got = ::read(output_, part, sizeof part)) > 0;) {
    text.append(part, static_cast<std::size_t>(got));
    const std::size_t at = text.find("https://127.0.0.1:");
    if (at == std::string::npos || text.find('/', at + 18) == std::string::npos) continue;
    port_ = std::atoi(text.c_str() + at + 18);
    return;
  }
}

ServerProcess::~ServerProcess() {
  if (pid_ > 0) stop(SIGKILL);
  if (output_ >= 0) ::close(output_);
}

int ServerProcess::stop(int signal) {
  ::kill(pid_, signal);
  const int status = wait_for(pid_);
  pid_ = -1;
  return status;
}

}  // namespace sansfilm::test
