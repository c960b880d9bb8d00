#include <doctest/doctest.h>

#include <fstream>

#include "backend/ingest/identity.hpp"
#include "backend/ingest/import.hpp"
#include "backend/store/file_store.hpp"
#include "shared/dicom/tags.hpp"
#include "shared/dicom/writer.hpp"
#include "tests/backend/support/failing_env.hpp"
#include "tests/backend/support/temporary_folder.hpp"

using namespace sansfilm;
using namespace sansfilm::ingest;
namespace tags = dicom::tags;

namespace {

using Bytes = std::vector<std::uint8_t>;

dicom::DatasetBuilder small_image(const std::string& sop_uid) {
  dicom::DatasetBuilder dataset;
  dataset.text(dicom::Tag{0x0008, 0x0016}, "1.2.840.10008.5.1.4.1.1.2").text(dicom::Tag{0x0008, 0x0018}, sop_uid)
      .text(dicom::Tag{0x0008, 0x0060}, "CT").text(dicom::Tag{0x0010, 0x0010}, "Lefèvre^Hélène").text(dicom::Tag{0x0010, 0x0020}, "P1")
      .text(dicom::Tag{0x0020, 0x000D}, "1.2.3").text(dicom::Tag{0x0020, 0x000E}, "1.2.3.4")
      .integer(dicom::Tag{0x0028, 0x0002}, 1).text(dicom::Tag{0x0028, 0x0004}, "MONOCHROME2")
      .integer(dicom::Tag{0x0028, 0x0010}, 4).integer(dicom::Tag{0x0028, 0x0011}, 4).integer(dicom::Tag{0x0028, 0x0100}, 16)
      .integer(dicom::Tag{0x0028, 0x0101}, 16).integer(dicom::Tag{0x0028, 0x0102}, 15).integer(dicom::Tag{0x0028, 0x0103}, 0)
      .bytes(dicom::Tag{0x7FE0, 0x0010}, dicom::Vr::OW, Bytes(32, 7));
  return dataset;
}

Bytes file_of(const dicom::DatasetBuilder& dataset) {
  auto written = dicom::write_file(dataset, "1.2.840.10008.1.2.1");
  REQUIRE(written.ok());
  return std::move(*written);
}

struct Fixture {
  test::TemporaryFolder folder;
  test::FailingEnv env;
  std::unique_ptr<store::BlobStore> blobs = std::move(store::open_file_store(folder.path() + "/o", store::Durability::kSynced, env)).value();
  std::unique_ptr<catalog::Catalog> catalog = std::move(catalog::open_sqlite(folder.path() + "/c.sqlite")).value();
  std::unique_ptr<audit::Trail> trail = std::move(audit::Trail::open(folder.path() + "/a", env)).value();
  Ingest ingest{*blobs, *catalog, *trail};
  Origin origin{.door = "test", .establishment = "E", .who = "system", .from = {}, .request = {}};

  Stored store(const Bytes& bytes) { return ingest.store_instance(bytes, origin); }
};

void write_bytes(const std::string& path, const Bytes& bytes) {
  std::ofstream(path, std::ios::binary).write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
}

}  // namespace

TEST_CASE("an instance is stored byte for byte, once") {
  Fixture fixture;
  const Bytes bytes = file_of(small_image("1.2.3.4.5"));
  const Stored first = fixture.store(bytes);
  CHECK(first.outcome == Outcome::kStored);
  CHECK(first.sop_uid == "1.2.3.4.5");
  CHECK(fixture.store(bytes).outcome == Outcome::kAlreadyThere);
  CHECK(fixture.blobs->get(store::sha256(bytes).hex(), 0, bytes.size()).value() == bytes);
  CHECK(fixture.catalog->find_digest("1.2.3.4.5").value() == store::sha256(bytes));
  CHECK(fixture.catalog->count_open_jobs(catalog::JobKind::kDerive).value() == 1);
}

TEST_CASE("the same UID with other bytes is refused, and what was there stays") {
  Fixture fixture;
  const Bytes bytes = file_of(small_image("1.2.3.4.5"));
  REQUIRE(fixture.store(bytes).outcome == Outcome::kStored);
  const Bytes other = file_of(small_image("1.2.3.4.5").text(dicom::Tag{0x0008, 0x103E}, "other"));
  const Stored refused = fixture.store(other);
  CHECK(refused.outcome == Outcome::kRefused);
  CHECK(refused.error.code == base::ErrorCode::kConflict);
  CHECK(refused.error.subject == "1.2.3.4.5");
  CHECK(fixture.catalog->find_digest("1.2.3.4.5").value() == store::sha256(bytes));
}

TEST_CASE("what does not say who it is, is refused by the attribute") {
  Fixture fixture;
  for (const std::uint32_t tag : {0x0020000DU, 0x0020000EU}) {
    auto dataset = small_image("1.2.3.4.5");
    dataset.erase(dicom::Tag{tag});
    const Stored refused = fixture.store(file_of(dataset));
    CHECK(refused.error.code == base::ErrorCode::kMissing);
    CHECK(refused.error.tag == tag);
  }
  for (const char* uid : {"../../etc", "1..2", ".1", "1.2.a", "1.2.3.4.5.6.7.8.9.10.11.12.13.14.15.16.17.18.19.20.21.22.23.24.25.26"}) CHECK_FALSE(is_uid(uid));
  CHECK(is_uid("1.2.840.10008.1.2"));
}

TEST_CASE("garbage, nothing, a cut file and absurd dimensions are refused with their reasons") {
  Fixture fixture;
  CHECK(fixture.store({}).error.code == base::ErrorCode::kEmpty);
  CHECK(fixture.store(Bytes(1000, 'x')).error.code == base::ErrorCode::kNotDicom);
  Bytes cut = file_of(small_image("1.2.3.4.5"));
  cut.resize(cut.size() - 10);
  CHECK(fixture.store(cut).outcome == Outcome::kRefused);
  auto huge = small_image("1.2.3.4.5");
  huge.integer(dicom::Tag{0x0028, 0x0010}, 65535).integer(dicom::Tag{0x0028, 0x0011}, 65535).text(dicom::Tag{0x0028, 0x0008}, "32767");
  CHECK(fixture.store(file_of(huge)).error.code == base::ErrorCode::kOverBudget);
  auto longer = small_image("1.2.3.4.5");
  longer.integer(dicom::Tag{0x0028, 0x0010}, 5);
  CHECK(fixture.store(file_of(longer)).error.code == base::ErrorCode::kTruncated);
  CHECK(fixture.catalog->count_open_jobs(catalog::JobKind::kDerive).value() == 0);
}

TEST_CASE("a fault at any system call: an acknowledged instance is whole, and a refused one can be sent again") {
  const Bytes bytes = file_of(small_image("1.2.3.4.5"));
  for (int at = 1; at <= 14; ++at) {
    CAPTURE(at);
    Fixture fixture;
    fixture.env.calls = 0;
    fixture.env.fail_at = at;
    fixture.env.error = ENOSPC;
    const Stored result = fixture.store(bytes);
    fixture.env.fail_at = 0;
    if (result.outcome == Outcome::kStored) {
      CHECK(fixture.blobs->get(store::sha256(bytes).hex(), 0, bytes.size()).value() == bytes);
    } else {
      CHECK(result.error.code == base::ErrorCode::kFull);
    }
    CHECK(fixture.store(bytes).outcome != Outcome::kRefused);
    CHECK(fixture.blobs->get(store::sha256(bytes).hex(), 0, bytes.size()).value() == bytes);
    CHECK(audit::verify(fixture.folder.path() + "/a").value().findings.empty());
  }
}

TEST_CASE("an import counts each file once, names the refused ones, and goes on") {
  Fixture fixture;
  const test::TemporaryFolder input;
  std::filesystem::create_directories(input.path() + "/a/b");
  for (int i = 0; i < 50; ++i) write_bytes(input.path() + "/a/b/" + std::to_string(i), file_of(small_image("1.2.3.4." + std::to_string(i + 1))));
  write_bytes(input.path() + "/a/empty", {});
  write_bytes(input.path() + "/a/readme.txt", Bytes(100, 'x'));
  dicom::DatasetBuilder directory;
  directory.text(dicom::Tag{0x0008, 0x0016}, std::string(kDirectorySopClass)).text(dicom::Tag{0x0008, 0x0018}, "1.2.3.9");
  write_bytes(input.path() + "/DICOMDIR", file_of(directory));
  std::map<std::string, std::string> refused;
  const ImportCallbacks callbacks{.progress = {}, .refused = [&](const std::string& path, const base::Error& error) {
                                    refused[std::filesystem::path(path).filename()] = base::slug(error.code);
                                  }};
  const ImportSummary summary = import_paths(fixture.ingest, {input.path(), input.path() + "/none"}, fixture.origin, 2, callbacks);
  CHECK(summary.imported == 50);
  CHECK(summary.directories == 1);
  CHECK(summary.refused == 3);
  CHECK(refused == std::map<std::string, std::string>{{"empty", "empty"}, {"none", "not-found"}, {"readme.txt", "not-dicom"}});
  const ImportSummary again = import_paths(fixture.ingest, {input.path()}, fixture.origin, 2, {});
  CHECK(again.already_there == 50);
}
