#include <doctest/doctest.h>

#include <atomic>

#include "backend/catalog/catalog.hpp"
#include "backend/derive/deriver.hpp"
#include "backend/derive/redescriber.hpp"
#include "backend/store/file_store.hpp"
#include "shared/manifest/describe.hpp"
#include "tests/backend/derive/instances.hpp"
#include "tests/backend/support/temporary_folder.hpp"

namespace sansfilm::derive {

namespace {

// An archive as an earlier version of the program left it: what its descriptions say of an instance lacks something.
struct OldArchive {
  OldArchive() {
    originals = std::move(store::open_file_store(folder.path() + "/originals", store::Durability::kRenameOnly)).value();
    derived = std::move(store::open_file_store(folder.path() + "/derived", store::Durability::kRenameOnly)).value();
    catalog = std::move(catalog::open_sqlite(folder.path() + "/catalog.sqlite")).value();
    REQUIRE(catalog->add_account({.identifier = "doctor", .name = "d", .role = "doctor", .establishment = "E", .password_hash = "x"}).ok());
    doctor.account = catalog->find_account("doctor").value().row;
  }

  store::Digest add(std::uint32_t number) {
    const auto file = test::write_instance({.number = number});
    const store::Digest digest = store::sha256(file);
    REQUIRE(originals->put(digest.hex(), file).ok());
    catalog::NewInstance instance;
    instance.establishment = "E", instance.patient_id = "P", instance.patient_name = "TEST";
    instance.study_uid = "1.2.3", instance.series_uid = "1.2.3.4", instance.modality = "CT";
    instance.sop_uid = "1.2.3.4." + std::to_string(number), instance.instance_number = std::to_string(number);
    instance.sop_class = "1.2.840.10008.5.1.4.1.1.2", instance.transfer_syntax = "1.2.840.10008.1.2.1";
    instance.sha256 = digest, instance.size = file.size(), instance.frames = 1, instance.origin = "test";
    REQUIRE(catalog->add_instances(std::span(&instance, 1)).ok());
    return digest;
  }

  void derive() {
    Deriver deriver(*originals, *this->derived, *catalog, {.workers = 1});
    REQUIRE(deriver.wait_idle(120'000));
  }

  // Writes over header and derived part of every instance what would have been said without geometry and displays.
  void forget_what_is_new() {
    for (const catalog::Instance& one : rows()) {
      auto full = manifest::read_fragment(one.derived);
      REQUIRE(full.has_value());
      wire::Series& series = full->series[0];
      for (auto& geometry : series.geometries) geometry = {};
      for (auto& display : series.displays) display = {};
      const std::string old = manifest::write_fragment(*full);
      const std::vector<std::uint8_t> bytes(old.begin(), old.end());
      const catalog::Described row{.row = one.row, .sha256 = one.sha256, .derive_state = one.derive_state, .derived = one.derived, .version = 0};
      REQUIRE(catalog->describe_again(row, bytes, bytes, 0).ok());
    }
  }

  std::vector<catalog::Instance> rows() {
    auto series = catalog->list_series(doctor, "1.2.3");
    REQUIRE(series.ok());
    REQUIRE(series->size() == 1);
    return std::move((*series)[0].instances);
  }

  sansfilm::test::TemporaryFolder folder;
  std::unique_ptr<store::BlobStore> originals, derived;
  std::unique_ptr<catalog::Catalog> catalog;
  catalog::Viewer doctor;
};

}  // namespace

TEST_CASE("what an earlier version described is described again after the start, and its streams stay") {
  OldArchive archive;
  for (std::uint32_t i = 1; i <= 3; ++i) archive.add(i);
  archive.derive();
  const auto before = archive.rows();
  archive.forget_what_is_new();
  CHECK(archive.rows()[0].derived != before[0].derived);
  std::uint64_t told = 0;
  {
    Redescriber redescriber(*archive.originals, *archive.catalog, {}, [&](std::uint64_t count) { told = count; });
    redescriber.wait();
  }
  CHECK(told == 3);
  const auto after = archive.rows();
  REQUIRE(after.size() == 3);
  for (std::size_t i = 0; i < after.size(); ++i) {
    // Nothing has changed since, so that what is said again is what this version said at first, streams included.
    CHECK(after[i].derived == before[i].derived);
    const auto header = manifest::read_fragment(after[i].header);
    REQUIRE(header.has_value());
    CHECK(header->series[0].frames.size() == 1);
    CHECK(header->series[0].frames[0].codestream == wire::kNoIndex);
    CHECK(manifest::read_fragment(after[i].derived)->series[0].frames[0].codestream != wire::kNoIndex);
  }
  told = 0;
  Redescriber again(*archive.originals, *archive.catalog, {}, [&](std::uint64_t count) { told = count; });
  again.wait();
  CHECK(told == 0);
}

TEST_CASE("an original that cannot be read is told, holds up nobody, and is tried at the next start") {
  OldArchive archive;
  const store::Digest lost = archive.add(1);
  archive.add(2);
  archive.derive();
  archive.forget_what_is_new();
  const auto bytes = test::write_instance({.number = 1});
  REQUIRE(archive.originals->remove(lost.hex()).ok());
  int failures = 0;
  std::uint64_t told = 0;
  const auto failed = [&](const store::Digest& digest, const base::Error&) { failures += digest == lost; };
  const auto done = [&](std::uint64_t count) { told = count; };
  { Redescriber(*archive.originals, *archive.catalog, failed, done).wait(); }
  CHECK(failures == 1);
  CHECK(told == 1);
  REQUIRE(archive.originals->put(lost.hex(), bytes).ok());
  { Redescriber(*archive.originals, *archive.catalog, failed, done).wait(); }
  CHECK(failures == 1);
  CHECK(told == 1);
  CHECK(archive.catalog->find_described_before(kDescriptionVersion, {}, 10)->empty());
}

TEST_CASE("a derivation that ends in between is not overwritten") {
  OldArchive archive;
  archive.add(1);
  const auto queued = archive.catalog->find_described_before(kDescriptionVersion, {}, 10);
  REQUIRE(queued.ok());
  REQUIRE(queued->size() == 1);
  archive.derive();
  const auto made = archive.rows()[0].derived;
  const std::vector<std::uint8_t> stale = {'s'};
  REQUIRE(archive.catalog->describe_again((*queued)[0], stale, {}, kDescriptionVersion).ok());
  CHECK(archive.rows()[0].derived == made);
  CHECK(archive.catalog->find_described_before(kDescriptionVersion, {}, 10)->size() == 1);
}

}  // namespace sansfilm::derive
