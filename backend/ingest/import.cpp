#include "backend/ingest/import.hpp"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <mutex>
#include <thread>

#include "backend/ingest/identity.hpp"
#include "backend/ingest/input_file.hpp"

namespace sansfilm::ingest {

namespace {

constexpr std::size_t kBatchFiles = 32;
constexpr std::size_t kBatchBytes = std::size_t{12} << 20;
constexpr std::size_t kQueuedPaths = 4096;

// Paths on their way from the walk to the workers.
class PathQueue {
 public:
  void push(std::string path) {
    std::unique_lock lock(mutex_);
    has_room_.wait(lock, [&] { return paths_.size() < kQueuedPaths; });
    paths_.push_back(std::move(path));
    lock.unlock();
    has_paths_.notify_one();
  }

  void finish() {
    {
      const std::lock_guard lock(mutex_);
      finished_ = true;
    }
    has_paths_.notify_all();
  }

  bool pop(std::string& path) {
    std::unique_lock lock(mutex_);
    has_paths_.wait(lock, [&] { return finished_ || !paths_.empty(); });
    if (paths_.empty()) return false;
    path = std::move(paths_.front());
    paths_.pop_front();
    lock.unlock();
    has_room_.notify_one();
    return true;
  }

 private:
  std::mutex mutex_;
  std::condition_variable has_paths_, has_room_;
  std::deque<std::string> paths_;
  bool finished_ = false;
};

class Importer {
 public:
  Importer(Ingest& ingest, const Origin& origin, const ImportCallbacks& callbacks)
      : ingest_(ingest), origin_(origin), callbacks_(callbacks), begin_(std::chrono::steady_clock::now()) {}

  void walk(const std::string& path) {
    namespace fs = std::filesystem;
    std::error_code failed;
    const fs::file_status status = fs::status(path, failed);
    if (fs::is_regular_file(status)) {
      queue.push(path);
      return;
    }
    if (!fs::is_directory(status)) {
      refuse(path, {.code = base::ErrorCode::kNotFound, .detail = "there is no such file or folder"});
      return;
    }
    fs::recursive_directory_iterator at(path, fs::directory_options::skip_permission_denied, failed);
    for (; !failed && at != fs::recursive_directory_iterator(); at.increment(failed)) {
      std::error_code ignored;
      if (at->is_regular_file(ignored)) queue.push(at->path().string());
    }
    if (failed) refuse(path, {.code = base::ErrorCode::kIo, .detail = "the folder can't be read to its end"});
  }

  void work() {
    std::vector<std::string> paths;
    std::vector<std::unique_ptr<InputFile>> files;
    std::size_t bytes = 0;
    std::string path;
    while (queue.pop(path)) {
      auto file = InputFile::open(path);
      if (!file.ok()) {
        refuse(path, file.error());
        continue;
      }
      bytes += (*file)->bytes().size();
      files.push_back(std::move(*file));
      paths.push_back(std::move(path));
      if (files.size() >= kBatchFiles || bytes >= kBatchBytes) {
        store(paths, files);
        bytes = 0;
      }
    }
    if (!files.empty()) store(paths, files);
  }

  ImportSummary finish() {
    summary_.seconds = elapsed();
    return std::move(summary_);
  }

  PathQueue queue;

 private:
  void store(std::vector<std::string>& paths, std::vector<std::unique_ptr<InputFile>>& files) {
    std::vector<base::Bytes> bytes;
    for (const auto& file : files) bytes.push_back(file->bytes());
    const std::vector<Stored> results = ingest_.store_instances(bytes, origin_);
    for (std::size_t i = 0; i < results.size(); ++i) {
      const Stored& result = results[i];
      if (result.outcome == Outcome::kRefused && result.error.subject != kDirectorySopClass) {
        refuse(paths[i], result.error);
      } else if (result.outcome != Outcome::kRefused && !files[i]->is_unchanged()) {
        refuse(paths[i], {.code = base::ErrorCode::kInconsistent, .detail = "the file changed while it was read; import it again"});
      } else {
        const std::lock_guard lock(mutex_);
        if (result.outcome == Outcome::kStored) ++summary_.imported;
        else if (result.outcome == Outcome::kAlreadyThere) ++summary_.already_there;
        else ++summary_.directories;
      }
    }
    {
      const std::lock_guard lock(mutex_);
      summary_.seconds = elapsed();
      if (callbacks_.progress) callbacks_.progress(summary_, paths.back());
    }
    paths.clear();
    files.clear();
  }

  void refuse(const std::string& path, const base::Error& error) {
    const std::lock_guard lock(mutex_);
    ++summary_.refused;
    ++summary_.reasons[std::string(base::slug(error.code))];
    if (callbacks_.refused) callbacks_.refused(path, error);
  }

  [[nodiscard]] double elapsed() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count();
  }

  Ingest& ingest_;
  const Origin& origin_;
  const ImportCallbacks& callbacks_;
  std::chrono::steady_clock::time_point begin_;
  std::mutex mutex_;
  ImportSummary summary_;   // under mutex_
};

}  // namespace

ImportSummary import_paths(Ingest& ingest, const std::vector<std::string>& paths, const Origin& origin,
                           std::size_t threads, const ImportCallbacks& callbacks) {
  Importer importer(ingest, origin, callbacks);
  std::vector<std::thread> workers;
  for (std::size_t i = 0; i < std::max<std::size_t>(threads, 1); ++i) workers.emplace_back([&] { importer.work(); });
  for (const std::string& path : paths) importer.walk(path);
  importer.queue.finish();
  for (std::thread& worker : workers) worker.join();
  return importer.finish();
}

}  // namespace sansfilm::ingest
