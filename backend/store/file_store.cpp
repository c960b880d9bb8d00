#include "backend/store/file_store.hpp"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <charconv>
#include <mutex>
#include <set>

namespace sansfilm::store {

using base::Error;
using base::ErrorCode;
using base::Status;

namespace {

Error io_error(int result, std::string_view name, const char* detail) {
  const int number = -result;
  Error error{.code = ErrorCode::kIo, .detail = detail, .subject = std::string(name)};
  if (number == ENOSPC || number == EDQUOT) {
    error.code = ErrorCode::kFull;
    error.detail = "no space left on the device";
  } else if (number == ENOENT) {
    error.code = ErrorCode::kNotFound;
    error.detail = "no such blob";
  }
  return error;
}

Error bad_name() { return Error{.code = ErrorCode::kInvalidArgument, .detail = "not the name of a blob"}; }

class MappedBlob final : public Blob {
 public:
  MappedBlob(void* at, std::size_t size) : at_(at), size_(size) {}
  MappedBlob(const MappedBlob&) = delete;
  MappedBlob& operator=(const MappedBlob&) = delete;
  ~MappedBlob() override {
    if (size_ > 0) ::munmap(at_, size_);
  }
  [[nodiscard]] base::Bytes bytes() const override { return {static_cast<const std::uint8_t*>(at_), size_}; }

 private:
  void* at_;
  std::size_t size_;
};

std::vector<std::string> list(const std::string& folder) {
  std::vector<std::string> names;
  DIR* dir = ::opendir(folder.c_str());
  if (dir == nullptr) return names;
  while (const dirent* entry = ::readdir(dir)) {
    const std::string_view name = entry->d_name;
    if (name != "." && name != "..") names.emplace_back(name);
  }
  ::closedir(dir);
  std::sort(names.begin(), names.end());
  return names;
}

// One count for the process: two stores may stand on one folder.
std::atomic<std::uint64_t> temporary_serial{0};

class FileStore final : public BlobStore {
 public:
  FileStore(std::string folder, Durability durability, Env& env)
      : folder_(std::move(folder)), durable_(durability == Durability::kSynced), env_(env) {}

  // Temporary files are named by the process that writes them: those of a dead process are rubbish.
  Status prepare() {
    const std::string tmp = folder_ + "/tmp";
    if (const int made = make_directories(env_, tmp); made < 0) return io_error(made, {}, "the folder can't be made");
    for (const std::string& name : list(tmp)) {
      int pid = 0;
      std::from_chars(name.data(), name.data() + name.size(), pid);
      const bool alive = pid > 0 && (::kill(pid, 0) == 0 || errno == EPERM);
      if (!alive || pid == ::getpid()) env_.unlink(tmp + "/" + name);
    }
    return {};
  }

  std::vector<Status> put_many(std::span<const NewBlob> blobs) override {
    std::vector<Status> results(blobs.size());
    std::set<std::string> folders;
    for (std::size_t i = 0; i < blobs.size(); ++i) {
      results[i] = write(blobs[i]);
      if (results[i].ok()) folders.insert(folder_of(blobs[i].name));
    }
    if (!durable_) return results;
    for (const std::string& folder : folders) {
      const int synced = sync_directory(env_, folder);
      if (synced >= 0) continue;
      for (std::size_t i = 0; i < blobs.size(); ++i) {
        if (results[i].ok() && folder_of(blobs[i].name) == folder) {
          results[i] = io_error(synced, blobs[i].name, "the folder can't be synced");
        }
      }
    }
    return results;
  }

  base::Result<std::unique_ptr<Blob>> open(std::string_view name) override {
    SF_TRY(const Descriptor file, open_to_read(name));
    const std::int64_t size = env_.size(file.get());
    if (size < 0) return io_error(static_cast<int>(size), name, "the size can't be read");
    void* at = nullptr;
    if (size > 0) {
      at = ::mmap(nullptr, static_cast<std::size_t>(size), PROT_READ, MAP_PRIVATE, file.get(), 0);
      if (at == MAP_FAILED) return io_error(-errno, name, "the blob can't be mapped");
    }
    return std::unique_ptr<Blob>(new MappedBlob(at, static_cast<std::size_t>(size)));
  }

  base::Result<std::vector<std::uint8_t>> get(std::string_view name, std::uint64_t offset,
                                              std::uint64_t length) override {
    SF_TRY(const Descriptor file, open_to_read(name));
    const std::int64_t size = env_.size(file.get());
    if (size < 0) return io_error(static_cast<int>(size), name, "the size can't be read");
    const auto available = static_cast<std::uint64_t>(size);
    if (offset > available || length > available - offset) {
      return Error{.code = ErrorCode::kOverBudget, .detail = "the range ends after the blob", .offset = offset,
                   .subject = std::string(name)};
    }
    std::vector<std::uint8_t> out(length);
    for (std::uint64_t done = 0; done < length;) {
      const std::int64_t got = env_.pread(file.get(), out.data() + done, length - done, offset + done);
      if (got == -EINTR) continue;
      if (got <= 0) return io_error(got == 0 ? -EIO : static_cast<int>(got), name, "the blob can't be read");
      done += static_cast<std::uint64_t>(got);
    }
    return out;
  }

  base::Result<std::uint64_t> size(std::string_view name) override {
    SF_TRY(const Descriptor file, open_to_read(name));
    const std::int64_t size = env_.size(file.get());
    if (size < 0) return io_error(static_cast<int>(size), name, "the size can't be read");
    return static_cast<std::uint64_t>(size);
  }

  Status remove(std::string_view name) override {
    if (!is_valid_name(name)) return bad_name();
    const int removed = env_.unlink(path_of(name));
    if (removed == -ENOENT) return {};
    if (removed < 0) return io_error(removed, name, "the blob can't be removed");
    const int synced = sync_directory(env_, folder_of(name));
    return synced < 0 ? Status(io_error(synced, name, "the folder can't be synced")) : Status();
  }

  Status enumerate(const std::function<bool(std::string_view, std::uint64_t)>& visit) override {
    for (const std::string& first : list(folder_)) {
      if (first.size() != 2) continue;
      for (const std::string& second : list(folder_ + "/" + first)) {
        const std::string folder = folder_ + "/" + first + "/" + second;
        for (const std::string& name : list(folder)) {
          struct stat about {};
          if (!is_valid_name(name) || ::stat((folder + "/" + name).c_str(), &about) != 0) continue;
          if (!visit(name, static_cast<std::uint64_t>(about.st_size))) return {};
        }
      }
    }
    return {};
  }

 private:
  [[nodiscard]] std::string folder_of(std::string_view name) const {
    return folder_ + "/" + std::string(name.substr(0, 2)) + "/" + std::string(name.substr(2, 2));
  }
  [[nodiscard]] std::string path_of(std::string_view name) const { return folder_of(name) + "/" + std::string(name); }

  base::Result<Descriptor> open_to_read(std::string_view name) {
    if (!is_valid_name(name)) return bad_name();
    const int fd = env_.open(path_of(name), O_RDONLY | O_NOFOLLOW);
    if (fd < 0) return io_error(fd, name, "the blob can't be opened");
    return Descriptor(env_, fd);
  }

  Status write(const NewBlob& blob) {
    if (!is_valid_name(blob.name)) return bad_name();
    const std::string path = path_of(blob.name);
    if (const int fd = env_.open(path, O_RDONLY | O_NOFOLLOW); fd >= 0) {
      // There already; but whoever wrote it may have died before it was durable.
      const Descriptor present(env_, fd);
      if (static_cast<std::uint64_t>(env_.size(fd)) == blob.bytes.size()) {
        const int synced = durable_ ? env_.fsync(fd) : 0;
        return synced < 0 ? Status(io_error(synced, blob.name, "the blob can't be synced")) : Status();
      }
    }
    const std::string tmp =
        folder_ + "/tmp/" + std::to_string(::getpid()) + "." + std::to_string(temporary_serial.fetch_add(1));
    const Status written = write_temporary(tmp, blob);
    if (!written.ok()) {
      env_.unlink(tmp);
      return written;
    }
    int moved = 0;
    {
      const std::lock_guard lock(making_folders_);
      moved = make_directories(env_, folder_of(blob.name));
    }
    if (moved >= 0) moved = env_.rename(tmp, path);
    if (moved < 0) {
      env_.unlink(tmp);
      return io_error(moved, blob.name, "the blob can't be put in its place");
    }
    return {};
  }

  Status write_temporary(const std::string& path, const NewBlob& blob) {
    const int fd = env_.open(path, O_WRONLY | O_CREAT | O_EXCL);
    if (fd < 0) return io_error(fd, blob.name, "the blob can't be made");
    Descriptor file(env_, fd);
    int failed = write_all(env_, fd, blob.bytes.data(), blob.bytes.size());
    if (failed >= 0 && durable_) failed = env_.fsync(fd);
    if (failed < 0) return io_error(failed, blob.name, "the blob can't be written");
    failed = env_.close(file.release());
    return failed < 0 ? Status(io_error(failed, blob.name, "the blob can't be closed")) : Status();
  }

  std::string folder_;
  bool durable_;
  Env& env_;
  std::mutex making_folders_;  // so that no thread builds on a folder that another has made but not yet synced
};

}  // namespace

bool is_valid_name(std::string_view name) {
  if (name.size() < 64 || name.size() > 128) return false;
  const auto is_digit = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  if (!std::all_of(name.begin(), name.begin() + 64, is_digit)) return false;
  if (name.size() == 64) return true;
  if (name[64] != '.' || name.size() == 65 || name.find("..") != std::string_view::npos) return false;
  return std::all_of(name.begin() + 64, name.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '.' || c == '_' || c == '-';
  });
}

Status BlobStore::put(std::string name, base::Bytes bytes) {
  const NewBlob blob{std::move(name), bytes};
  return put_many(std::span(&blob, 1))[0];
}

base::Result<std::unique_ptr<BlobStore>> open_file_store(std::string folder, Durability durability, Env& env) {
  auto store = std::make_unique<FileStore>(std::move(folder), durability, env);
  SF_CHECK(store->prepare());
  return std::unique_ptr<BlobStore>(std::move(store));
}

}  // namespace sansfilm::store
