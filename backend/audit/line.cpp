#include "backend/audit/line.hpp"

#include <dirent.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <ctime>

namespace sansfilm::audit {

namespace {

constexpr std::string_view kHash = ",\"hash\":\"";
constexpr std::string_view kPrevious = ",\"prev\":\"";
constexpr std::string_view kSeq = "{\"seq\":";

// Control characters become escapes, so that no value can begin a line of its own.
void append_text(std::string& out, std::string_view key, std::string_view value) {
  out += ",\"";
  out += key;
  out += "\":\"";
  for (const char c : value) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
      char escape[8];
      std::snprintf(escape, sizeof escape, "\\u%04x", static_cast<unsigned>(c));
      out += escape;
    } else {
      out += c;
    }
  }
  out += '"';
}

}  // namespace

std::string write_line(const Record& record, std::uint64_t seq, const std::string& time, const store::Digest& previous,
                       store::Digest& hash) {
  std::string line(kSeq);
  line += std::to_string(seq);
  append_text(line, "time", time);
  append_text(line, "who", record.who);
  append_text(line, "what", record.what);
  append_text(line, "object", record.object);
  append_text(line, "outcome", record.outcome);
  append_text(line, "request", record.request);
  append_text(line, "from", record.from);
  append_text(line, "prev", previous.hex());
  hash = store::sha256(std::string_view(line));
  line += kHash;
  line += hash.hex();
  line += "\"}";
  return line;
}

std::optional<Line> read_line(std::string_view text) {
  constexpr std::size_t kTail = kHash.size() + 64 + 2;
  constexpr std::size_t kLink = kPrevious.size() + 64 + 1;
  if (text.size() < kSeq.size() + 1 + kLink + kTail || !text.starts_with(kSeq) || !text.ends_with("\"}")) return std::nullopt;
  const std::string_view body = text.substr(0, text.size() - kTail);
  const std::string_view tail = text.substr(body.size());
  const std::string_view link = body.substr(body.size() - kLink);
  if (!tail.starts_with(kHash) || !link.starts_with(kPrevious) || link.back() != '"') return std::nullopt;
  const auto hash = store::Digest::from_hex(tail.substr(kHash.size(), 64));
  const auto previous = store::Digest::from_hex(link.substr(kPrevious.size(), 64));
  if (!hash || !previous || store::sha256(body) != *hash) return std::nullopt;
  Line line{.seq = 0, .previous = *previous, .hash = *hash};
  std::from_chars(text.data() + kSeq.size(), text.data() + text.size(), line.seq);
  return line;
}

std::string utc_now() {
  using namespace std::chrono;
  const auto now = system_clock::now();
  const std::time_t seconds_part = system_clock::to_time_t(now);
  const auto milliseconds_part = duration_cast<milliseconds>(now.time_since_epoch()).count() % 1000;
  std::tm utc{};
  gmtime_r(&seconds_part, &utc);
  char text[96];
  std::snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", utc.tm_year + 1900, utc.tm_mon + 1,
                utc.tm_mday, utc.tm_hour, utc.tm_min, utc.tm_sec, static_cast<int>(milliseconds_part));
  return text;
}

std::string segment_name(std::uint64_t number) {
  char text[32];
  std::snprintf(text, sizeof text, "%08llu.jsonl", static_cast<unsigned long long>(number));
  return text;
}

std::vector<std::uint64_t> list_segments(const std::string& folder) {
  std::vector<std::uint64_t> numbers;
  DIR* dir = ::opendir(folder.c_str());
  if (dir == nullptr) return numbers;
  while (const dirent* entry = ::readdir(dir)) {
    const std::string_view name = entry->d_name;
    std::uint64_t number = 0;
    std::from_chars(name.data(), name.data() + name.size(), number);
    if (number > 0 && name == segment_name(number)) numbers.push_back(number);
  }
  ::closedir(dir);
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

}  // namespace sansfilm::audit
