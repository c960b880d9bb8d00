#include "backend/store/env.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace sansfilm::store {

namespace {

template <class T>
T or_errno(T result) {
  return result < 0 ? static_cast<T>(-errno) : result;
}

}  // namespace

int Env::open(const std::string& path, int flags, unsigned mode) {
  return or_errno(::open(path.c_str(), flags | O_CLOEXEC, mode));
}

int Env::close(int fd) { return or_errno(::close(fd)); }

std::int64_t Env::write(int fd, const void* data, std::size_t count) {
  return or_errno<std::int64_t>(::write(fd, data, count));
}

std::int64_t Env::pread(int fd, void* data, std::size_t count, std::uint64_t offset) {
  return or_errno<std::int64_t>(::pread(fd, data, count, static_cast<off_t>(offset)));
}

int Env::fsync(int fd) { return or_errno(::fsync(fd)); }

int Env::truncate(int fd, std::uint64_t size) { return or_errno(::ftruncate(fd, static_cast<off_t>(size))); }

std::int64_t Env::size(int fd) {
  struct stat about {};
  if (::fstat(fd, &about) < 0) return -errno;
  return about.st_size;
}

int Env::rename(const std::string& from, const std::string& to) {
  return or_errno(::rename(from.c_str(), to.c_str()));
}

int Env::unlink(const std::string& path) { return or_errno(::unlink(path.c_str())); }

int Env::mkdir(const std::string& path, unsigned mode) { return or_errno(::mkdir(path.c_str(), mode)); }

int Env::lock(int fd) {
  int result = 0;
  do {
    result = or_errno(::flock(fd, LOCK_EX));
  } while (result == -EINTR);
  return result;
}

int Env::unlock(int fd) { return or_errno(::flock(fd, LOCK_UN)); }

Env& Env::posix() {
  static Env env;
  return env;
}

int write_all(Env& env, int fd, const void* data, std::size_t count) {
  const auto* at = static_cast<const char*>(data);
  while (count > 0) {
    const std::int64_t written = env.write(fd, at, count);
    if (written == -EINTR) continue;
    if (written < 0) return static_cast<int>(written);
    if (written == 0) return -EIO;
    at += written;
    count -= static_cast<std::size_t>(written);
  }
  return 0;
}

int make_directories(Env& env, const std::string& path) {
  if (path.empty() || path == "/" || path == ".") return 0;
  const int made = env.mkdir(path);
  if (made == -EEXIST) return 0;
  const std::size_t slash = path.find_last_of('/');
  const std::string parent = slash == std::string::npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
  if (made == -ENOENT) {
    if (const int failed = make_directories(env, parent); failed < 0) return failed;
    const int again = env.mkdir(path);
    if (again < 0 && again != -EEXIST) return again;
  } else if (made < 0) {
    return made;
  }
  return sync_directory(env, parent);
}

int sync_directory(Env& env, const std::string& path) {
  const int fd = env.open(path, O_RDONLY | O_DIRECTORY);
  if (fd < 0) return fd;
  const int synced = env.fsync(fd);
  env.close(fd);
  return synced;
}

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  if (this != &other) {
    reset();
    env_ = other.env_;
    fd_ = other.release();
  }
  return *this;
}

void Descriptor::reset() {
  if (fd_ >= 0) env_->close(fd_);
  fd_ = -1;
}

}  // namespace sansfilm::store
