// The system calls, with a fault at a chosen one.
#pragma once

#include <cerrno>

#include "backend/store/env.hpp"

namespace sansfilm::test {

// Counts the calls that change the disk; the one with number `fail_at` (from 1) and, if `forever`, all later ones fail
// with `error`. A failing write writes half of its bytes first, as a full disk does.
class FailingEnv : public store::Env {
 public:
  int fail_at = 0;
  int error = EIO;
  bool forever = true;
  int calls = 0;

  int open(const std::string& path, int flags, unsigned mode) override {
    const bool makes = (flags & 0100) != 0;   // O_CREAT
    return makes && fails() ? -error : Env::open(path, flags, mode);
  }
  std::int64_t write(int fd, const void* data, std::size_t count) override {
    if (!fails()) return Env::write(fd, data, count);
    if (count > 1) (void)Env::write(fd, data, count / 2);
    return -error;
  }
  int fsync(int fd) override { return fails() ? -error : Env::fsync(fd); }
  int rename(const std::string& from, const std::string& to) override { return fails() ? -error : Env::rename(from, to); }
  int mkdir(const std::string& path, unsigned mode) override { return fails() ? -error : Env::mkdir(path, mode); }
  int truncate(int fd, std::uint64_t size) override { return fails() ? -error : Env::truncate(fd, size); }
  int unlink(const std::string& path) override { return fails() ? -error : Env::unlink(path); }

 private:
  bool fails() {
    ++calls;
    return fail_at != 0 && (calls == fail_at || (forever && calls > fail_at));
  }
};

}  // namespace sansfilm::test
