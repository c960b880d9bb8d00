// The tamper-evident trail: who did what to what, when, with which outcome. Append-only JSON lines in segment files;
// each line holds the hash of the line before, so that an alteration, a removal, an insertion or a change of order
// shows. append() returns only when the lines are on the disk: nothing is served or acknowledged before its line.
//
// A line: {"seq":n,"time":"...Z","who":"...","what":"...","object":"...","outcome":"...","request":"...","from":"...",
// "prev":"<hex>","hash":"<hex>"}; hash = SHA-256 of the line up to and without ,"hash":... and the closing brace.
// "object" is a technical identifier (a Study Instance UID, an account's identifier), never a name or an image.
//
// Several processes may write to one folder (a running server and an import): each append takes the file's lock and
// continues where the other ended. Callers of one process that come together share one write and one sync.
//
// @errors kIo, kFull; kInconsistent from open() when the last line does not fit (run verify)
// @owner  owns its descriptors
// @thread any number of threads
#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include "backend/store/digest.hpp"
#include "backend/store/env.hpp"
#include "shared/base/result.hpp"

namespace sansfilm::audit {

struct Record {
  std::string who;       // account identifier, or "system", or "-" where nobody is signed in
  std::string what;      // "sign-in", "study.open", "instance.store" ...
  std::string object;
  std::string outcome;   // "ok", or a reason
  std::string request;   // request id, may be empty
  std::string from;      // client address or door, may be empty
};

class Trail {
 public:
  // `segment_bytes`: a segment that has grown beyond is closed and the next begun.
  [[nodiscard]] static base::Result<std::unique_ptr<Trail>> open(std::string folder,
                                                                 store::Env& env = store::Env::posix(),
                                                                 std::uint64_t segment_bytes = std::uint64_t{64} << 20);
  ~Trail();

  [[nodiscard]] base::Status append(std::span<const Record> records);
  [[nodiscard]] base::Status append(const Record& record) { return append(std::span(&record, 1)); }

 private:
  struct Waiting;
  Trail(std::string folder, store::Env& env, std::uint64_t segment_bytes);

  [[nodiscard]] base::Status write_group(const std::vector<Waiting*>& group);
  [[nodiscard]] base::Status write_locked(const std::vector<Waiting*>& group);
  [[nodiscard]] base::Status catch_up();
  [[nodiscard]] base::Status continue_after(const std::string& line);
  [[nodiscard]] base::Status start_segment(std::uint64_t number);
  void write_head();

  std::string folder_;
  store::Env& env_;
  std::uint64_t segment_bytes_;

  std::mutex mutex_;
  std::condition_variable written_;
  std::deque<Waiting*> queue_;      // under mutex_
  bool writing_ = false;            // under mutex_: one caller writes for all

  // Of the one who writes.
  store::Descriptor lock_file_;
  store::Descriptor segment_;
  std::uint64_t segment_number_ = 0;
  std::uint64_t segment_size_ = 0;  // up to the last whole line that is ours or that we have read
  std::uint64_t next_seq_ = 1;
  store::Digest last_hash_;
};

// What verify() found wrong, in the order of the trail.
struct Finding {
  std::string segment;
  std::uint64_t line = 0;   // from 1
  std::uint64_t seq = 0;    // as the line says, 0 if it can't be read
  std::string what;
};

struct Verdict {
  std::uint64_t records = 0;
  std::uint64_t segments = 0;
  std::vector<Finding> findings;   // at most 100
};

[[nodiscard]] base::Result<Verdict> verify(const std::string& folder, store::Env& env = store::Env::posix());

}  // namespace sansfilm::audit
