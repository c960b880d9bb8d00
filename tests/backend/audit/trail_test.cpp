#include <doctest/doctest.h>

#include <fstream>
#include <iterator>
#include <thread>

#include "backend/audit/trail.hpp"
#include "tests/backend/support/failing_env.hpp"
#include "tests/backend/support/temporary_folder.hpp"

using namespace sansfilm;
using namespace sansfilm::audit;

namespace {

Record record(int number) {
  return {.who = "dr.a", .what = "study.open", .object = "1.2." + std::to_string(number), .outcome = "ok", .request = "r",
          .from = "127.0.0.1"};
}

std::string read_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

void write_text(const std::string& path, const std::string& text) { std::ofstream(path, std::ios::binary | std::ios::trunc) << text; }

void append_many(const std::string& folder, int count, std::uint64_t segment_bytes = 1U << 20U) {
  auto trail = Trail::open(folder, store::Env::posix(), segment_bytes);
  REQUIRE(trail.ok());
  for (int i = 0; i < count; ++i) REQUIRE((*trail)->append(record(i)).ok());
}

Verdict verdict_of(const std::string& folder) {
  auto verdict = verify(folder);
  REQUIRE(verdict.ok());
  return std::move(*verdict);
}

}  // namespace

TEST_CASE("a trail that nobody touched is intact, over segments and restarts") {
  const test::TemporaryFolder folder;
  append_many(folder.path(), 10, 1500);
  append_many(folder.path(), 10, 1500);
  const Verdict verdict = verdict_of(folder.path());
  CHECK(verdict.records == 20);
  CHECK(verdict.segments > 3);
  CHECK(verdict.findings.empty());
}

TEST_CASE("no value begins a line of its own") {
  const test::TemporaryFolder folder;
  {
    auto trail = Trail::open(folder.path());
    REQUIRE(trail.ok());
    REQUIRE((*trail)->append({.who = "a\n{\"seq\":2", .what = "x\"y\\", .object = "\x01", .outcome = "ok", .request = {}, .from = {}}).ok());
  }
  const Verdict verdict = verdict_of(folder.path());
  CHECK(verdict.records == 1);
  CHECK(verdict.findings.empty());
}

TEST_CASE("every altered byte of a line is found and placed") {
  const test::TemporaryFolder folder;
  append_many(folder.path(), 3);
  const std::string path = folder.path() + "/00000001.jsonl";
  const std::string text = read_text(path);
  const std::size_t begin = text.find('\n') + 1, end = text.find('\n', begin);
  for (std::size_t at = begin; at < end; ++at) {
    std::string altered = text;
    altered[at] = altered[at] == 'x' ? 'y' : 'x';
    write_text(path, altered);
    const Verdict verdict = verdict_of(folder.path());
    REQUIRE_FALSE(verdict.findings.empty());
    CHECK(verdict.findings[0].line == 2);
  }
}

TEST_CASE("a removed, doubled, moved or cut off line is found") {
  const test::TemporaryFolder folder;
  append_many(folder.path(), 5);
  const std::string path = folder.path() + "/00000001.jsonl";
  const std::string text = read_text(path);
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size(); at = text.find('\n', at) + 1) lines.push_back(text.substr(at, text.find('\n', at) + 1 - at));
  REQUIRE(lines.size() == 5);
  const auto place_of = [&](const std::vector<std::string>& altered) {
    std::string joined;
    for (const std::string& line : altered) joined += line;
    write_text(path, joined);
    const Verdict verdict = verdict_of(folder.path());
    REQUIRE_FALSE(verdict.findings.empty());
    return verdict.findings[0].line;
  };
  CHECK(place_of({lines[0], lines[1], lines[3], lines[4]}) == 3);
  CHECK(place_of({lines[0], lines[1], lines[1], lines[2], lines[3], lines[4]}) == 3);
  CHECK(place_of({lines[0], lines[2], lines[1], lines[3], lines[4]}) == 2);
  CHECK(place_of({lines[1], lines[2], lines[3], lines[4]}) == 1);
  CHECK(place_of({lines[0], lines[1], lines[2], lines[3]}) == 1);   // by the note of where the trail ends
  CHECK(place_of({}) == 1);
}

TEST_CASE("a missing segment is found") {
  const test::TemporaryFolder folder;
  append_many(folder.path(), 20, 1500);
  std::filesystem::remove(folder.path() + "/00000002.jsonl");
  CHECK_FALSE(verdict_of(folder.path()).findings.empty());
}

TEST_CASE("a torn last line was never acknowledged: the next start takes it away") {
  const test::TemporaryFolder folder;
  append_many(folder.path(), 3);
  const std::string path = folder.path() + "/00000001.jsonl";
  write_text(path, read_text(path) + "{\"seq\":4,\"time\":");
  append_many(folder.path(), 1);
  const Verdict verdict = verdict_of(folder.path());
  CHECK(verdict.records == 4);
  CHECK(verdict.findings.empty());
}

TEST_CASE("a trail whose last line was altered is not continued") {
  const test::TemporaryFolder folder;
  append_many(folder.path(), 2);
  const std::string path = folder.path() + "/00000001.jsonl";
  std::string text = read_text(path);
  text[text.size() - 20] = 'z';
  write_text(path, text);
  CHECK(Trail::open(folder.path()).error().code == base::ErrorCode::kInconsistent);
}

TEST_CASE("two writers on one folder make one chain") {
  const test::TemporaryFolder folder;
  auto one = Trail::open(folder.path(), store::Env::posix(), 4000);
  auto other = Trail::open(folder.path(), store::Env::posix(), 4000);
  REQUIRE(one.ok());
  REQUIRE(other.ok());
  std::vector<std::thread> threads;
  std::atomic<int> failures{0};
  for (int t = 0; t < 4; ++t) {
    Trail& trail = t % 2 == 0 ? **one : **other;
    threads.emplace_back([&failures, &trail, t] {
      for (int i = 0; i < 25; ++i) failures += trail.append(record(t * 100 + i)).ok() ? 0 : 1;
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(failures == 0);
  const Verdict verdict = verdict_of(folder.path());
  CHECK(verdict.records == 100);
  CHECK(verdict.findings.empty());
}

TEST_CASE("a fault at any system call: no line is acknowledged that is not there, and the chain goes on") {
  for (int at = 1; at <= 4; ++at) {
    CAPTURE(at);
    const test::TemporaryFolder folder;
    test::FailingEnv env;
    auto trail = Trail::open(folder.path(), env);
    REQUIRE(trail.ok());
    REQUIRE((*trail)->append(record(1)).ok());
    env.calls = 0;
    env.fail_at = at;
    env.error = ENOSPC;
    env.forever = false;
    const bool acknowledged = (*trail)->append(record(2)).ok();
    if (at <= 2) CHECK_FALSE(acknowledged);   // the write and the sync of the line
    env.fail_at = 0;
    REQUIRE((*trail)->append(record(3)).ok());
    const Verdict verdict = verdict_of(folder.path());
    CHECK(verdict.findings.empty());
    CHECK(verdict.records == (acknowledged ? 3 : 2));
  }
}
