#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string_view>

#include "backend/app/options.hpp"
#include "tests/backend/support/program.hpp"
#include "tests/backend/support/temporary_folder.hpp"

using namespace sansfilm;
using namespace sansfilm::app;
using test::run;

namespace {

const char* no_environment(const char*) { return nullptr; }
std::string content_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}
void write(const std::string& path, const std::string& bytes) { std::ofstream(path, std::ios::binary) << bytes; }

// The same with other bytes from where `mark` ends (tag and VR of an element in explicit little endian).
std::string patched(std::string file, std::string_view mark, std::size_t skip, std::string_view bytes) {
  const std::size_t at = file.find(mark);
  REQUIRE(at != std::string::npos);
  return file.replace(at + mark.size() + skip, bytes.size(), bytes);
}

const char* port_from_environment(const char* name) { return std::string(name) == "SANSFILM_LISTEN_PORT" ? "1234" : nullptr; }

}  // namespace

TEST_CASE("a flag beats the environment, which beats the file, which beats the default") {
  CHECK(Config::read({}, no_environment, "").value().integer("listen.port") == 8443);
  const std::string file = "[listen]\nport = 99\n";
  CHECK(Config::read({}, no_environment, file).value().integer("listen.port") == 99);
  CHECK(Config::read({}, port_from_environment, file).value().integer("listen.port") == 1234);
  CHECK(Config::read({{"listen.port", "5"}}, port_from_environment, file).value().integer("listen.port") == 5);
}

TEST_CASE("every option has a default that is allowed, a flag and a variable of its own") {
  CHECK(Config::read({}, no_environment, "").ok());
  for (const Option& option : options()) {
    CAPTURE(option.key);
    CHECK(check_value(option, std::string(option.standard), "").ok());
    CHECK(flag_of(option).starts_with("--"));
    CHECK_FALSE(option.french.empty());
    CHECK_FALSE(option.english.empty());
  }
}

TEST_CASE("a wrong value stops the start and names the key and what is allowed") {
  const auto subject = [](const std::string& file) { return Config::read({}, no_environment, file).error().subject; };
  CHECK(subject("[listen]\nport = 70000") == "listen.port (0 .. 65535)");
  CHECK(subject("[listen]\nport = \"x\"") == "listen.port (0 .. 65535)");
  CHECK(subject("[log]\nlevel = \"loud\"") == "log.level (debug|info|warn|error)");
  CHECK(subject("[log]\nlevel = \"info warn\"") == "log.level (debug|info|warn|error)");
  CHECK(subject("[listen]\nprot = 1") == "listen.prot");
  CHECK(subject("x = 1") == "x");
  CHECK(subject("[listen]\nport = 1.5") == "listen.port");
  CHECK(subject("[listen") == "line 1");
  CHECK(Config::read({{"listen.port", "-1"}}, no_environment, "").error().subject == "--listen-port (0 .. 65535)");
  const test::Ran started = run({"serve", "--listen-port", "70000"});
  CHECK(started.status == 2);
  CHECK(started.output.find("--listen-port (0 .. 65535)") != std::string::npos);
  CHECK(run({"serve", "--no-such-flag"}).status == 2);
  CHECK(run({}).status == 2);
  CHECK(run({"--help"}).status == 0);
}

TEST_CASE("the sample configuration holds every option with its default") {
  std::ifstream file("config/sansfilm.toml");
  if (!file) return;   // the tests do not run from the repository's root
  const std::string text(std::istreambuf_iterator<char>(file), {});
  const auto config = Config::read({}, no_environment, text);
  REQUIRE(config.ok());
  for (const Option& option : options()) CHECK(config->text(option.key) == option.standard);
}

TEST_CASE("a damaged trail and refused files give exit status 3, a missing file 1") {
  const test::TemporaryFolder folder, input;
  std::ofstream(input.path() + "/readme.txt") << "hello";
  const test::Ran imported = run({"import", "--data", folder.path(), input.path()});
  CHECK(imported.status == 3);
  CHECK(imported.output.find("readme.txt") != std::string::npos);
  CHECK(imported.output.find("not-dicom") != std::string::npos);
  CHECK(run({"audit", "verify", "--data", folder.path()}).status == 0);
  std::ofstream(folder.path() + "/audit/00000001.jsonl", std::ios::app) << "{\"seq\":9}\n";
  CHECK(run({"audit", "verify", "--data", folder.path()}).status == 3);
  CHECK(run({"dump", input.path() + "/none"}).status == 1);
  CHECK(run({"check", input.path() + "/readme.txt"}).status == 3);
}

TEST_CASE("each file that is refused is counted and named with its reason, and the rest is imported") {
  using namespace std::string_view_literals;
  const test::TemporaryFolder folder, made;
  REQUIRE(run({"phantom", "--out", made.path(), "--seed", "3", "--kind", "ct", "--slices", "1", "--series", "1", "--priors", "0", "--patients", "1"}).status == 0);
  std::filesystem::path good;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(made.path())) {
    if (entry.is_regular_file()) good = entry.path();
  }
  const std::string file = content_of(good);
  constexpr auto kRows = "\x28\x00\x10\x00US"sv, kColumns = "\x28\x00\x11\x00US"sv;
  write(made.path() + "/empty", "");
  write(made.path() + "/truncated", file.substr(0, file.size() / 2));
  write(made.path() + "/length", patched(file, "\x10\x00\x10\x00PN"sv, 0, "\xf0\xff"sv));
  std::string huge = patched(patched(file, kRows, 2, "\xff\xff"sv), kColumns, 2, "\xff\xff"sv);
  huge.insert(huge.find(kRows), "\x28\x00\x08\x00IS\x06\x00" "32767 "sv);
  write(made.path() + "/huge", huge);
  std::filesystem::create_directory(made.path() + "/others");
  write(made.path() + "/others/readme.txt", std::string(500, 'x'));

  const test::Ran imported = run({"import", "--data", folder.path(), made.path()});
  CAPTURE(imported.output);
  CHECK(imported.status == 3);
  const auto says = [&](std::string_view words) { return imported.output.find(words) != std::string::npos; };
  CHECK(says("/empty: empty"));
  CHECK(says("/truncated: truncated"));
  CHECK(says("/length: missing"));
  CHECK(says("/huge: over-budget"));
  CHECK(says("/readme.txt: not-dicom"));
  // The good one is in: a second time it is already there.
  const test::Ran again = run({"import", "--data", folder.path(), good.string()});
  CHECK(again.status == 0);
  CHECK(again.output.starts_with("0 "));
}

TEST_CASE("dump of a folder gives one line a file, in the order of the names, and null for what is no DICOM file") {
  const test::TemporaryFolder folder;
  REQUIRE(run({"phantom", "--out", folder.path() + "/made", "--seed", "3", "--kind", "ct", "--slices", "2",
               "--series", "1", "--priors", "0", "--patients", "1"}).status == 0);
  const test::Ran whole = run({"dump", folder.path() + "/made"});
  CHECK(whole.status == 0);
  CHECK(std::count(whole.output.begin(), whole.output.end(), '\n') == 2);
  const std::size_t first = whole.output.find("\"00200013\":{\"vr\":\"IS\",\"Value\":[1]}");
  const std::size_t second = whole.output.find("\"00200013\":{\"vr\":\"IS\",\"Value\":[2]}");
  CHECK(first < second);
  CHECK(second != std::string::npos);
  std::ofstream(folder.path() + "/made/0.txt") << "hello";
  const test::Ran mixed = run({"dump", folder.path() + "/made"});
  CHECK(mixed.status == 3);
  CHECK(mixed.output.find("null\n") != std::string::npos);
  CHECK(mixed.output.find("0.txt") != std::string::npos);
}

TEST_CASE("a password is read from standard input, and one that is too short is refused") {
  const test::TemporaryFolder folder;
  CHECK(run({"user", "add", "a", "--data", folder.path()}, "short\n").status == 1);
  CHECK(run({"user", "add", "a", "--data", folder.path()}, "").status == 1);
  CHECK(run({"user", "add", "a", "--data", folder.path()}, "long enough password\n").status == 0);
  CHECK(run({"user", "add", "A", "--data", folder.path()}, "long enough password\n").status == 1);
  CHECK(run({"user", "list", "--data", folder.path()}).output == "a\tdoctor\tLOCAL\ta\n");
  CHECK(run({"user", "passwd", "b", "--data", folder.path()}, "long enough password\n").status == 1);
  CHECK(run({"user", "add", "c", "--role", "king", "--data", folder.path()}, "long enough password\n").status == 2);
}
