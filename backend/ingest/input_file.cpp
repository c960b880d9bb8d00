#include "backend/ingest/input_file.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace sansfilm::ingest {

using base::Error;
using base::ErrorCode;

namespace {

constexpr std::int64_t kReadUpTo = std::int64_t{16} << 20;

std::int64_t modified_ns(const struct stat& about) {
  return std::int64_t{about.st_mtim.tv_sec} * 1000000000 + about.st_mtim.tv_nsec;
}

}  // namespace

base::Result<std::unique_ptr<InputFile>> InputFile::open(const std::string& path) {
  auto file = std::unique_ptr<InputFile>(new InputFile());
  file->fd_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  struct stat about {};
  if (file->fd_ < 0 || ::fstat(file->fd_, &about) != 0 || !S_ISREG(about.st_mode)) {
    return Error{.code = ErrorCode::kIo, .detail = "the file can't be opened"};
  }
  file->size_ = about.st_size;
  file->modified_ns_ = modified_ns(about);
  if (file->size_ > kReadUpTo) {
    file->mapped_ = ::mmap(nullptr, static_cast<std::size_t>(file->size_), PROT_READ, MAP_PRIVATE, file->fd_, 0);
    if (file->mapped_ != MAP_FAILED) return file;
    file->mapped_ = nullptr;
    return Error{.code = ErrorCode::kIo, .detail = "the file can't be mapped"};
  }
  file->read_.resize(static_cast<std::size_t>(file->size_));
  for (std::size_t done = 0; done < file->read_.size();) {
    const ssize_t got = ::pread(file->fd_, file->read_.data() + done, file->read_.size() - done, static_cast<off_t>(done));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return Error{.code = ErrorCode::kIo, .detail = "the file can't be read"};
    done += static_cast<std::size_t>(got);
  }
  return file;
}

InputFile::~InputFile() {
  if (mapped_ != nullptr) ::munmap(mapped_, static_cast<std::size_t>(size_));
  if (fd_ >= 0) ::close(fd_);
}

base::Bytes InputFile::bytes() const {
  if (mapped_ != nullptr) return {static_cast<const std::uint8_t*>(mapped_), static_cast<std::size_t>(size_)};
  return read_;
}

bool InputFile::is_unchanged() const {
  struct stat about {};
  return ::fstat(fd_, &about) == 0 && about.st_size == size_ && modified_ns(about) == modified_ns_;
}

}  // namespace sansfilm::ingest
