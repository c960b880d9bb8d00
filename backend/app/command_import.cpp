#include <unistd.h>

#include <chrono>
#include <cstdio>

#include "backend/app/archive.hpp"
#include "backend/app/commands.hpp"
#include "backend/app/report.hpp"
#include "backend/ingest/import.hpp"

namespace sansfilm::app {

namespace {

std::string with_one_decimal(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f", value);
  return text;
}

double rate(const ingest::ImportSummary& summary) {
  return summary.seconds > 0 ? static_cast<double>(summary.seen()) / summary.seconds : 0.0;
}

// One line that is rewritten on a terminal; one line every five seconds elsewhere.
class Progress {
 public:
  void show(const ingest::ImportSummary& summary, const std::string& current) {
    const auto now = std::chrono::steady_clock::now();
    if (now - last_ < (terminal_ ? std::chrono::milliseconds(200) : std::chrono::milliseconds(5000))) return;
    last_ = now;
    const std::string tail = current.size() > 40 ? "…" + current.substr(current.size() - 40) : current;
    const std::string line = say(Message::kProgress, {std::to_string(summary.seen()), with_one_decimal(rate(summary)), tail});
    std::fprintf(stderr, terminal_ ? "\r\033[K%s" : "%s\n", line.c_str());
    std::fflush(stderr);
    shown_ = terminal_;
  }

  void clear() {
    if (shown_) std::fprintf(stderr, "\r\033[K");
    std::fflush(stderr);
    shown_ = false;
  }

 private:
  bool terminal_ = ::isatty(STDERR_FILENO) == 1;
  bool shown_ = false;
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

}  // namespace

int import(const Config& config, const std::vector<std::string>& paths) {
  auto archive = open_archive(config.text("data"));
  if (!archive.ok()) return fail(archive.error());
  Progress progress;
  const ingest::ImportCallbacks callbacks{
      .progress = [&](const auto& summary, const std::string& current) { progress.show(summary, current); },
      .refused = [&](const std::string& path, const base::Error& error) {
        progress.clear();
        print(say(Message::kRefused, {path, say(error)}));
      }};
  const ingest::Origin origin{.door = "import", .establishment = config.text("establishment"), .who = "system",
                              .from = "command line", .request = {}};
  const ingest::ImportSummary summary = ingest::import_paths(
      *archive->ingest, paths, origin, static_cast<std::size_t>(config.integer("import.threads")), callbacks);
  progress.clear();
  print(say(Message::kSummary, {std::to_string(summary.imported), std::to_string(summary.already_there),
                                std::to_string(summary.refused), std::to_string(summary.directories),
                                with_one_decimal(summary.seconds), with_one_decimal(rate(summary))}));
  for (const auto& [reason, count] : summary.reasons) print(say(Message::kReason, {reason, std::to_string(count)}));
  return summary.refused > 0 ? kRefusedSome : kDone;
}

}  // namespace sansfilm::app
