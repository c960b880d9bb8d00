#include <fcntl.h>

#include <charconv>

#include "backend/audit/line.hpp"

namespace sansfilm::audit {

using base::Error;
using base::ErrorCode;

namespace {

constexpr std::size_t kMostFindings = 100;

base::Result<std::string> read_whole(store::Env& env, const std::string& path) {
  const store::Descriptor file(env, env.open(path, O_RDONLY));
  if (file.get() < 0) return Error{.code = ErrorCode::kNotFound, .detail = "a file of the audit trail can't be opened"};
  const std::int64_t size = env.size(file.get());
  if (size < 0) return Error{.code = ErrorCode::kIo, .detail = "a file of the audit trail can't be read"};
  std::string text(static_cast<std::size_t>(size), '\0');
  for (std::size_t done = 0; done < text.size();) {
    const std::int64_t got = env.pread(file.get(), text.data() + done, text.size() - done, done);
    if (got <= 0) return Error{.code = ErrorCode::kIo, .detail = "a file of the audit trail can't be read"};
    done += static_cast<std::size_t>(got);
  }
  return text;
}

class Verifier {
 public:
  Verdict verdict;

  void check_segment(const std::string& name, std::string_view text) {
    ++verdict.segments;
    std::uint64_t number = 0;
    while (!text.empty()) {
      ++number;
      const std::size_t end = text.find('\n');
      if (end == std::string_view::npos) {
        find(name, number, 0, "the last line is torn");
        return;
      }
      check_line(name, number, text.substr(0, end));
      text.remove_prefix(end + 1);
    }
  }

  void check_head(std::string_view text) {
    std::uint64_t seq = 0;
    std::from_chars(text.data(), text.data() + text.size(), seq);
    if (seq > last_seq_) find("head", 1, seq, "lines are missing at the end");
    const auto hash = text.size() >= 85 ? store::Digest::from_hex(text.substr(21, 64)) : std::nullopt;
    if (seq == last_seq_ && seq > 0 && hash != last_hash_) find("head", 1, seq, "the end of the trail was replaced");
  }

  void find(const std::string& segment, std::uint64_t line, std::uint64_t seq, const char* what) {
    if (verdict.findings.size() < kMostFindings) verdict.findings.push_back({segment, line, seq, what});
  }

 private:
  void check_line(const std::string& name, std::uint64_t number, std::string_view text) {
    ++verdict.records;
    const auto line = read_line(text);
    if (!line) {
      find(name, number, 0, "the line is altered");
      broken_ = true;
      return;
    }
    if (!broken_ && line->seq != last_seq_ + 1) {
      find(name, number, line->seq, line->seq > last_seq_ + 1 ? "lines are missing before this one" : "the line is out of order");
    } else if (!broken_ && line->previous != last_hash_) {
      find(name, number, line->seq, "the line does not continue the one before");
    }
    broken_ = false;
    last_seq_ = line->seq;
    last_hash_ = line->hash;
  }

  std::uint64_t last_seq_ = 0;
  store::Digest last_hash_;
  bool broken_ = false;   // after an altered line the chain can't be followed for one step
};

}  // namespace

base::Result<Verdict> verify(const std::string& folder, store::Env& env) {
  Verifier verifier;
  std::uint64_t expected = 1;
  for (const std::uint64_t number : list_segments(folder)) {
    const std::string name = segment_name(number);
    if (number != expected) verifier.find(name, 0, 0, "a segment is missing before this one");
    expected = number + 1;
    SF_TRY(const std::string text, read_whole(env, folder + "/" + name));
    verifier.check_segment(name, text);
  }
  const auto head = read_whole(env, folder + "/head");
  if (head.ok()) verifier.check_head(head.value());
  else if (verifier.verdict.records > 0) verifier.find("head", 0, 0, "the note of where the trail ends is missing");
  return std::move(verifier.verdict);
}

}  // namespace sansfilm::audit
