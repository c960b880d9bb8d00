#include "backend/audit/trail.hpp"

#include <cerrno>
#include <fcntl.h>

#include <cstdio>
#include <optional>

#include "backend/audit/line.hpp"

namespace sansfilm::audit {

using base::Error;
using base::ErrorCode;
using base::Status;

namespace {

Error io_error(std::int64_t result, const char* detail) {
  const bool full = result == -ENOSPC || result == -EDQUOT;
  return Error{.code = full ? ErrorCode::kFull : ErrorCode::kIo,
               .detail = full ? "no space left for the audit trail" : detail};
}

// How a segment ends: its size up to the last line end, and the line before that.
struct Ending {
  std::uint64_t whole = 0;
  std::optional<std::string> line;
};

base::Result<Ending> read_ending(store::Env& env, int fd, std::uint64_t size) {
  constexpr std::uint64_t kWindow = 1U << 16;   // a line is far shorter
  const std::uint64_t from = size > kWindow ? size - kWindow : 0;
  std::string tail(size - from, '\0');
  for (std::size_t done = 0; done < tail.size();) {
    const std::int64_t got = env.pread(fd, tail.data() + done, tail.size() - done, from + done);
    if (got == -EINTR) continue;
    if (got <= 0) return io_error(got, "a segment of the audit trail can't be read");
    done += static_cast<std::size_t>(got);
  }
  const std::size_t last_end = tail.find_last_of('\n');
  if (last_end == std::string::npos) return Ending{.whole = from, .line = std::nullopt};
  const std::size_t end_before = last_end == 0 ? std::string::npos : tail.find_last_of('\n', last_end - 1);
  const std::size_t begin = end_before == std::string::npos ? 0 : end_before + 1;
  return Ending{.whole = from + last_end + 1, .line = tail.substr(begin, last_end - begin)};
}

}  // namespace

struct Trail::Waiting {
  std::span<const Record> records;
  Status status;
  bool done = false;
};

Trail::Trail(std::string folder, store::Env& env, std::uint64_t segment_bytes)
    : folder_(std::move(folder)), env_(env), segment_bytes_(segment_bytes), lock_file_(env, -1), segment_(env, -1) {}

Trail::~Trail() = default;

base::Result<std::unique_ptr<Trail>> Trail::open(std::string folder, store::Env& env, std::uint64_t segment_bytes) {
  auto trail = std::unique_ptr<Trail>(new Trail(std::move(folder), env, segment_bytes));
  if (const int made = store::make_directories(env, trail->folder_); made < 0) {
    return io_error(made, "the folder of the audit trail can't be made");
  }
  trail->lock_file_ = store::Descriptor(env, env.open(trail->folder_ + "/lock", O_RDWR | O_CREAT));
  if (trail->lock_file_.get() < 0) {
    return io_error(trail->lock_file_.get(), "the audit trail can't be opened");
  }
  if (const int locked = env.lock(trail->lock_file_.get()); locked < 0) return io_error(locked, "the audit trail can't be locked");
  const Status ready = trail->catch_up();
  env.unlock(trail->lock_file_.get());
  if (!ready.ok()) return ready.error();
  return trail;
}

Status Trail::append(std::span<const Record> records) {
  if (records.empty()) return {};
  Waiting mine{.records = records, .status = {}, .done = false};
  std::unique_lock lock(mutex_);
  queue_.push_back(&mine);
  while (!mine.done) {
    if (writing_) {
      written_.wait(lock);
      continue;
    }
    // Nobody writes: this caller writes what everybody has brought so far.
    writing_ = true;
    const std::vector<Waiting*> group(queue_.begin(), queue_.end());
    queue_.clear();
    lock.unlock();
    const Status status = write_group(group);
    lock.lock();
    writing_ = false;
    for (Waiting* one : group) {
      one->status = status;
      one->done = true;
    }
    written_.notify_all();
  }
  return mine.status;
}

Status Trail::write_group(const std::vector<Waiting*>& group) {
  if (const int locked = env_.lock(lock_file_.get()); locked < 0) return io_error(locked, "the audit trail can't be locked");
  const Status status = write_locked(group);
  env_.unlock(lock_file_.get());
  return status;
}

Status Trail::write_locked(const std::vector<Waiting*>& group) {
  SF_CHECK(catch_up());
  if (segment_size_ >= segment_bytes_) SF_CHECK(start_segment(segment_number_ + 1));
  const std::string time = utc_now();
  std::string text;
  std::uint64_t seq = next_seq_;
  store::Digest hash = last_hash_;
  for (const Waiting* one : group) {
    for (const Record& record : one->records) {
      const store::Digest previous = hash;
      text += write_line(record, seq++, time, previous, hash);
      text += '\n';
    }
  }
  int failed = store::write_all(env_, segment_.get(), text.data(), text.size());
  if (failed >= 0) failed = env_.fsync(segment_.get());
  if (failed < 0) {
    // What may have been written is not acknowledged: take it away, or catch_up() does so before the next line.
    env_.truncate(segment_.get(), segment_size_);
    return io_error(failed, "the audit trail can't be written");
  }
  segment_size_ += text.size();
  next_seq_ = seq;
  last_hash_ = hash;
  write_head();
  return {};
}

// Another process may have written since; a process may have died in the middle of a line. Reads what is new.
Status Trail::catch_up() {
  const std::vector<std::uint64_t> segments = list_segments(folder_);
  if (segments.empty()) return start_segment(1);
  if (segment_number_ != segments.back() || segment_.get() < 0) {
    segment_ = store::Descriptor(env_, env_.open(folder_ + "/" + segment_name(segments.back()), O_RDWR | O_APPEND));
    if (segment_.get() < 0) return io_error(segment_.get(), "a segment of the audit trail can't be opened");
    segment_number_ = segments.back();
    segment_size_ = 0;
  }
  const std::int64_t size = env_.size(segment_.get());
  if (size < 0) return io_error(size, "a segment of the audit trail can't be read");
  const auto total = static_cast<std::uint64_t>(size);
  if (total < segment_size_) {
    return Error{.code = ErrorCode::kInconsistent, .detail = "the audit trail has become shorter; run `sansfilm audit verify`"};
  }
  if (total == segment_size_ && total > 0) return {};
  SF_TRY(const Ending ending, read_ending(env_, segment_.get(), total));
  if (ending.whole < total) {
    // A torn line was never acknowledged.
    if (const int cut = env_.truncate(segment_.get(), ending.whole); cut < 0) return io_error(cut, "the audit trail can't be repaired");
  }
  segment_size_ = ending.whole;
  if (ending.line) return continue_after(*ending.line);
  // A segment that was begun and not yet written: the one before holds the end of the chain.
  if (segments.size() < 2) return {};
  const store::Descriptor before(env_, env_.open(folder_ + "/" + segment_name(segments[segments.size() - 2]), O_RDONLY));
  const std::int64_t before_size = before.get() < 0 ? before.get() : env_.size(before.get());
  if (before_size < 0) return io_error(before_size, "a segment of the audit trail can't be read");
  SF_TRY(const Ending earlier, read_ending(env_, before.get(), static_cast<std::uint64_t>(before_size)));
  return continue_after(earlier.line.value_or(std::string()));
}

Status Trail::continue_after(const std::string& text) {
  const auto line = read_line(text);
  if (!line) {
    return Error{.code = ErrorCode::kInconsistent, .detail = "the last line of the audit trail is altered; run `sansfilm audit verify`"};
  }
  next_seq_ = line->seq + 1;
  last_hash_ = line->hash;
  return {};
}

Status Trail::start_segment(std::uint64_t number) {
  const int fd = env_.open(folder_ + "/" + segment_name(number), O_RDWR | O_CREAT | O_APPEND);
  if (fd < 0) return io_error(fd, "a segment of the audit trail can't be made");
  segment_ = store::Descriptor(env_, fd);
  segment_number_ = number;
  segment_size_ = 0;
  const int synced = store::sync_directory(env_, folder_);
  return synced < 0 ? Status(io_error(synced, "the folder of the audit trail can't be synced")) : Status();
}

// Where the trail ends, beside it: lines cut off at the end leave the chain whole but not this. Not synced: it may lag
// behind after a power cut, never lead.
void Trail::write_head() {
  char text[128];
  const int length = std::snprintf(text, sizeof text, "%020llu %s\n",
                                   static_cast<unsigned long long>(next_seq_ - 1), last_hash_.hex().c_str());
  const std::string path = folder_ + "/head", fresh = path + ".new";
  store::Descriptor file(env_, env_.open(fresh, O_WRONLY | O_CREAT | O_TRUNC));
  if (file.get() < 0 || store::write_all(env_, file.get(), text, static_cast<std::size_t>(length)) < 0) return;
  file.reset();
  (void)env_.rename(fresh, path);   // whole or not at all; if not, the next line brings it up to date
}

}  // namespace sansfilm::audit
