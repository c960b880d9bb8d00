#include <doctest/doctest.h>

#include <fstream>
#include <thread>

#include "backend/store/digest.hpp"
#include "backend/store/file_store.hpp"
#include "tests/backend/support/failing_env.hpp"
#include "tests/backend/support/temporary_folder.hpp"

using namespace sansfilm;
using namespace sansfilm::store;

namespace {

std::vector<std::uint8_t> some_bytes(std::size_t size, unsigned seed) {
  std::vector<std::uint8_t> bytes(size);
  for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::uint8_t>((i * 2654435761U + seed * 40503U) >> 7U);
  return bytes;
}

std::string name_of(const std::vector<std::uint8_t>& bytes) { return sha256(bytes).hex(); }

std::unique_ptr<BlobStore> open_store(const std::string& folder, Env& env = Env::posix()) {
  auto store = open_file_store(folder, Durability::kSynced, env);
  REQUIRE(store.ok());
  return std::move(*store);
}

}  // namespace

TEST_CASE("what was put is got back whole, in part, and mapped") {
  const test::TemporaryFolder folder;
  const auto store = open_store(folder.path());
  const auto bytes = some_bytes(100000, 1);
  const std::string name = name_of(bytes);
  REQUIRE(store->put(name, bytes).ok());
  CHECK(store->size(name).value() == bytes.size());
  CHECK(store->get(name, 0, bytes.size()).value() == bytes);
  CHECK(store->get(name, 5, 3).value() == std::vector<std::uint8_t>(bytes.begin() + 5, bytes.begin() + 8));
  const auto mapped = store->open(name);
  REQUIRE(mapped.ok());
  CHECK(std::equal(bytes.begin(), bytes.end(), (*mapped)->bytes().begin(), (*mapped)->bytes().end()));
}

TEST_CASE("an empty blob can be kept") {
  const test::TemporaryFolder folder;
  const auto store = open_store(folder.path());
  const std::string name = name_of({});
  REQUIRE(store->put(name, {}).ok());
  CHECK(store->size(name).value() == 0);
  CHECK((*store->open(name))->bytes().empty());
}

TEST_CASE("a range that ends after the blob is refused, also near the end of 64 bits") {
  const test::TemporaryFolder folder;
  const auto store = open_store(folder.path());
  const auto bytes = some_bytes(10, 1);
  REQUIRE(store->put(name_of(bytes), bytes).ok());
  CHECK(store->get(name_of(bytes), 0, 11).error().code == base::ErrorCode::kOverBudget);
  CHECK(store->get(name_of(bytes), 11, 0).error().code == base::ErrorCode::kOverBudget);
  CHECK(store->get(name_of(bytes), 5, UINT64_MAX).error().code == base::ErrorCode::kOverBudget);
}

TEST_CASE("no name leaves the store") {
  const std::string hex(64, 'a');
  for (const std::string& name : {std::string(), std::string("../../etc/passwd"), hex.substr(1), hex + "/..", hex + ".",
                                  hex + "..x", hex + ".a/b", hex + ".a..b", std::string(64, 'A'), "." + hex, hex + "x",
                                  hex + "." + std::string(64, 'a'), hex + std::string(1, '\0')}) {
    CHECK_FALSE(is_valid_name(name));
  }
  CHECK(is_valid_name(hex));
  CHECK(is_valid_name(hex + ".r1.f12"));
  const test::TemporaryFolder folder;
  const auto store = open_store(folder.path());
  CHECK(store->put("../x", some_bytes(1, 1)).error().code == base::ErrorCode::kInvalidArgument);
  CHECK(store->get("../x", 0, 1).error().code == base::ErrorCode::kInvalidArgument);
  CHECK(store->remove("../x").error().code == base::ErrorCode::kInvalidArgument);
}

TEST_CASE("a symbolic link in the place of a blob is not followed") {
  const test::TemporaryFolder folder;
  const auto store = open_store(folder.path() + "/store");
  std::ofstream(folder.path() + "/secret") << "secret";
  const std::string name(64, 'a');
  std::filesystem::create_directories(folder.path() + "/store/aa/aa");
  std::filesystem::create_symlink(folder.path() + "/secret", folder.path() + "/store/aa/aa/" + name);
  CHECK_FALSE(store->get(name, 0, 6).ok());
}

TEST_CASE("blobs are enumerated in order, and removed once") {
  const test::TemporaryFolder folder;
  const auto store = open_store(folder.path());
  std::vector<std::string> names;
  for (unsigned i = 0; i < 20; ++i) {
    const auto bytes = some_bytes(10, i);
    names.push_back(name_of(bytes));
    REQUIRE(store->put(names.back(), bytes).ok());
  }
  std::sort(names.begin(), names.end());
  std::vector<std::string> seen;
  REQUIRE(store->enumerate([&](std::string_view name, std::uint64_t size) {
    seen.emplace_back(name);
    return size == 10;
  }).ok());
  CHECK(seen == names);
  CHECK(store->remove(names[0]).ok());
  CHECK(store->remove(names[0]).ok());
  CHECK_FALSE(store->exists(names[0]));
  CHECK(store->exists(names[1]));
}

TEST_CASE("threads that put the same blobs at once end with each blob whole") {
  const test::TemporaryFolder folder;
  const auto store = open_store(folder.path());
  std::vector<std::vector<std::uint8_t>> all;
  for (unsigned i = 0; i < 10; ++i) all.push_back(some_bytes(20000, i));
  std::vector<std::thread> threads;
  std::atomic<int> failures{0};
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (const auto& bytes : all) failures += store->put(name_of(bytes), bytes).ok() ? 0 : 1;
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(failures == 0);
  for (const auto& bytes : all) CHECK(store->get(name_of(bytes), 0, bytes.size()).value() == bytes);
}

TEST_CASE("a fault at any system call: what was acknowledged is there, what was not is absent or whole") {
  const auto first = some_bytes(5000, 1), second = some_bytes(5000, 2);
  for (const int error : {EIO, ENOSPC}) {
    int most_calls = 0;
    {
      const test::TemporaryFolder folder;
      test::FailingEnv env;
      const auto store = open_store(folder.path(), env);
      REQUIRE(store->put(name_of(first), first).ok());
      env.calls = 0;
      REQUIRE(store->put(name_of(second), second).ok());
      most_calls = env.calls;
    }
    REQUIRE(most_calls >= 6);
    for (const bool forever : {false, true}) {
      for (int at = 1; at <= most_calls; ++at) {
        CAPTURE(at);
        const test::TemporaryFolder folder;
        test::FailingEnv env;
        const auto store = open_store(folder.path(), env);
        REQUIRE(store->put(name_of(first), first).ok());
        env.calls = 0;
        env.fail_at = at;
        env.error = error;
        env.forever = forever;
        const base::Status put = store->put(name_of(second), second);
        CHECK_FALSE(put.ok());
        if (!put.ok()) CHECK(put.error().code == (error == ENOSPC ? base::ErrorCode::kFull : base::ErrorCode::kIo));
        env.fail_at = 0;
        const auto again = open_store(folder.path());
        CHECK(again->get(name_of(first), 0, first.size()).value() == first);
        const auto present = again->get(name_of(second), 0, second.size());
        if (present.ok()) CHECK(*present == second);
        else CHECK(present.error().code == base::ErrorCode::kNotFound);
        CHECK(again->put(name_of(second), second).ok());
        CHECK(again->get(name_of(second), 0, second.size()).value() == second);
      }
    }
  }
}

TEST_CASE("a damaged derived blob is replaced by the next put") {
  const test::TemporaryFolder folder;
  auto store = open_file_store(folder.path(), Durability::kRenameOnly);
  REQUIRE(store.ok());
  const std::string name = std::string(64, 'b') + ".r1";
  REQUIRE((*store)->put(name, some_bytes(10, 1)).ok());
  std::ofstream(folder.path() + "/bb/bb/" + name, std::ios::trunc) << "short";
  const auto whole = some_bytes(10, 1);
  REQUIRE((*store)->put(name, whole).ok());
  CHECK((*store)->get(name, 0, 10).value() == whole);
}
