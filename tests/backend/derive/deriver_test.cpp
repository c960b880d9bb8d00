#include <doctest/doctest.h>

#include <atomic>
#include <filesystem>
#include <random>
#include <string>

#include "backend/catalog/catalog.hpp"
#include "backend/derive/chunk_source.hpp"
#include "backend/derive/deriver.hpp"
#include "backend/derive/recipe.hpp"
#include "backend/derive/study_manifest.hpp"
#include "shared/manifest/describe.hpp"
#include "shared/manifest/streamed_frame.hpp"
#include "backend/store/file_store.hpp"
#include "tests/backend/derive/instances.hpp"

namespace sansfilm::derive {

namespace {

// Stores and a catalog in a folder of their own.
struct House {
  House() {
    folder = std::filesystem::temp_directory_path() / ("sansfilm_derive_" + std::to_string(std::random_device{}()));
    std::filesystem::create_directories(folder);
    originals = std::move(store::open_file_store((folder / "originals").string(), store::Durability::kRenameOnly)).value();
    derived = std::move(store::open_file_store((folder / "derived").string(), store::Durability::kRenameOnly)).value();
    catalog = std::move(catalog::open_sqlite((folder / "catalog.sqlite").string())).value();
  }
  ~House() {
    catalog.reset();
    std::filesystem::remove_all(folder);
  }

  store::Digest add(base::Bytes file, std::uint32_t number) {
    const store::Digest digest = store::sha256(file);
    REQUIRE(originals->put(digest.hex(), file).ok());
    catalog::NewInstance instance;
    instance.establishment = "E", instance.patient_id = "P", instance.patient_name = "TEST";
    instance.study_uid = "1.2.3", instance.series_uid = "1.2.3.4", instance.modality = "CT";
    instance.sop_uid = "1.2.3.4." + std::to_string(number);
    instance.sop_class = "1.2.840.10008.5.1.4.1.1.2", instance.transfer_syntax = "1.2.840.10008.1.2.1";
    instance.sha256 = digest, instance.size = file.size(), instance.frames = 1, instance.origin = "test";
    const auto added = catalog->add_instances(std::span(&instance, 1));
    REQUIRE(added.ok());
    return digest;
  }

  std::filesystem::path folder;
  std::unique_ptr<store::BlobStore> originals, derived;
  std::unique_ptr<catalog::Catalog> catalog;
};

}  // namespace

TEST_CASE("jobs of the catalog are done in the background") {
  House house;
  std::vector<store::Digest> digests;
  for (std::uint32_t i = 1; i <= 6; ++i) digests.push_back(house.add(test::write_instance({.number = i}), i));
  Deriver deriver(*house.originals, *house.derived, *house.catalog, {.workers = 2});
  CHECK(deriver.wait_idle(120'000));
  CHECK(deriver.counts().derived == 6);
  CHECK(*house.catalog->count_open_jobs(catalog::JobKind::kDerive) == 0);
  ChunkSource source(*house.derived);
  for (const store::Digest& digest : digests) CHECK(source.fragment(digest).has_value());
  const auto later = house.add(test::write_instance({.number = 7}), 7);
  deriver.wake();
  CHECK(deriver.wait_for(later, 120'000));
}

TEST_CASE("an instance that cannot be derived fails once, with its reason, and holds up nobody") {
  House house;
  std::atomic<int> failures = 0;
  auto cut = test::write_instance({.number = 1});
  cut.resize(400);
  const auto bad = house.add(cut, 1);
  const auto good = house.add(test::write_instance({.number = 2}), 2);
  Deriver deriver(*house.originals, *house.derived, *house.catalog,
                  {.workers = 1, .on_failure = [&](const store::Digest& digest, const base::Error&) { failures += digest == bad; }});
  CHECK(deriver.wait_idle(120'000));
  CHECK(failures == 1);
  CHECK(deriver.counts().failed == 1);
  CHECK(house.derived->exists(derived_name(good)));
  CHECK(!deriver.wait_for(bad, 60'000));
  CHECK(*house.catalog->count_open_jobs(catalog::JobKind::kDerive) == 0);
}

TEST_CASE("what somebody looks at is made before the queue") {
  House house;
  std::vector<store::Digest> digests;
  for (std::uint32_t i = 1; i <= 30; ++i) digests.push_back(house.add(test::write_instance({.rows = 400, .columns = 400, .number = i}), i));
  Deriver deriver(*house.originals, *house.derived, *house.catalog, {.workers = 1});
  deriver.prioritise(std::span(&digests[29], 1));
  CHECK(deriver.wait_for(digests[29], 120'000));
  CHECK(deriver.counts().derived < 15);
}

TEST_CASE("a derived blob that a power cut damaged is made again") {
  House house;
  const auto digest = house.add(test::write_instance({.number = 1}), 1);
  const std::vector<std::uint8_t> rest = {'S', 'F', 'D', '1', 1, 0, 0, 0};
  REQUIRE(house.derived->put(derived_name(digest), rest).ok());
  Deriver deriver(*house.originals, *house.derived, *house.catalog, {.workers = 1});
  CHECK(deriver.wait_idle(120'000));
  CHECK(ChunkSource(*house.derived).fragment(digest).has_value());
}

TEST_CASE("an original that is not there does not stop the worker, and is tried again later") {
  House house;
  Deriver deriver(*house.originals, *house.derived, *house.catalog, {.workers = 1});
  CHECK(!deriver.wait_for(store::sha256("nothing"), 2'000));
  const auto digest = house.add(test::write_instance({.number = 1}), 1);
  CHECK(deriver.wait_for(digest, 120'000));
}

}  // namespace sansfilm::derive
