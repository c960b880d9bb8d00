// The system calls that this program's durability rests on, behind one small class, so that a test can make any one
// of them fail. Each function is the call it is named after and returns its result, or -errno.
//
// @errors negative errno
// @owner  stateless
// @thread any number of threads
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace sansfilm::store {

class Env {
 public:
  virtual ~Env() = default;

  virtual int open(const std::string& path, int flags, unsigned mode = 0600);
  virtual int close(int fd);
  virtual std::int64_t write(int fd, const void* data, std::size_t count);
  virtual std::int64_t pread(int fd, void* data, std::size_t count, std::uint64_t offset);
  virtual int fsync(int fd);
  virtual int truncate(int fd, std::uint64_t size);
  virtual std::int64_t size(int fd);
  virtual int rename(const std::string& from, const std::string& to);
  virtual int unlink(const std::string& path);
  virtual int mkdir(const std::string& path, unsigned mode = 0700);
  virtual int lock(int fd);    // exclusive, waits; released by unlock or close
  virtual int unlock(int fd);

  static Env& posix();
};

// Writes all of it, or returns -errno. Short writes and EINTR are continued.
int write_all(Env& env, int fd, const void* data, std::size_t count);

// mkdir -p whose every new entry is durable: the parent of each folder made is synced.
int make_directories(Env& env, const std::string& path);

// Opens the folder, syncs it, closes it.
int sync_directory(Env& env, const std::string& path);

// Closes at the end of the scope.
class Descriptor {
 public:
  Descriptor(Env& env, int fd) : env_(&env), fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : env_(other.env_), fd_(other.release()) {}
  Descriptor& operator=(Descriptor&& other) noexcept;
  ~Descriptor() { reset(); }
  [[nodiscard]] int get() const { return fd_; }
  int release() { const int fd = fd_; fd_ = -1; return fd; }
  void reset();

 private:
  Env* env_;
  int fd_;
};

}  // namespace sansfilm::store
