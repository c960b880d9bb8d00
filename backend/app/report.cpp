#include "backend/app/report.hpp"

#include <cstdio>

#include "backend/app/commands.hpp"

namespace sansfilm::app {

void print(const std::string& line) { std::printf("%s\n", line.c_str()); }

int fail(const base::Error& error) {
  std::fflush(stdout);
  std::fprintf(stderr, "sansfilm: %s\n", say(Message::kFailed, {say(error)}).c_str());
  return kFailure;
}

}  // namespace sansfilm::app
