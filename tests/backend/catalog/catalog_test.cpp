#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "backend/catalog/catalog.hpp"
#include "backend/catalog/fold.hpp"
#include "backend/catalog/sql_library.hpp"
#include "backend/catalog/sqlite.hpp"
#include "tests/backend/support/temporary_folder.hpp"

using namespace sansfilm;
using namespace sansfilm::catalog;

namespace {

NewInstance instance(int study, int series, int number) {
  NewInstance one;
  one.establishment = "E1";
  one.patient_id = "P" + std::to_string(study);
  one.patient_name = "Lefèvre^Hélène";
  one.study_uid = "1.2." + std::to_string(study);
  one.study_date = "20240101";
  one.series_uid = one.study_uid + "." + std::to_string(series);
  one.sop_uid = one.series_uid + "." + std::to_string(number);
  one.modality = "CT";
  one.instance_number = std::to_string(number);
  one.transfer_syntax = "1.2.840.10008.1.2.1";
  one.sha256 = store::sha256(std::string_view(one.sop_uid));
  one.size = 10;
  one.frames = 1;
  return one;
}

struct Fixture {
  test::TemporaryFolder folder;
  std::unique_ptr<Catalog> catalog;
  Viewer doctor, other_doctor, secretary;

  Fixture() {
    auto opened = open_sqlite(folder.path() + "/catalog.sqlite");
    REQUIRE(opened.ok());
    catalog = std::move(*opened);
    doctor = make("doctor", "doctor", "E1");
    other_doctor = make("other", "doctor", "E2");
    secretary = make("secretary", "secretary", "E1");
  }

  Viewer make(const std::string& identifier, const std::string& role, const std::string& establishment) {
    REQUIRE(catalog->add_account({.identifier = identifier, .name = identifier, .role = role, .establishment = establishment, .password_hash = "x"}).ok());
    return {.account = catalog->find_account(identifier).value().row};
  }

  Added add(const NewInstance& one) {
    auto added = catalog->add_instances(std::span(&one, 1));
    REQUIRE(added.ok());
    return (*added)[0];
  }

  StudyPage find(const Viewer& viewer, const StudyQuery& query = {}) {
    auto page = catalog->find_studies(viewer, query);
    REQUIRE(page.ok());
    return std::move(*page);
  }
};

}  // namespace

TEST_CASE("every query in the .sql files can be prepared") {
  CHECK(sql_names().size() > 30);
  CHECK(find_sql("study.search").find("SELECT") != std::string_view::npos);
  CHECK(find_sql("no.such").empty());
}

TEST_CASE("text is folded without case and diacritics, and cut into words") {
  CHECK(fold("LEFÈVRE^Hélène") == "lefevre^helene");
  CHECK(fold("Œuvre Straße Łódź Ångström") == "oeuvre strasse lodz angstrom");
  CHECK(fold("e\xCC\x81") == "e");
  CHECK(fold("ΑΘΉΝΑ МОСКВА") == "αθηνα москва");
  CHECK(fold("\xFF\xC3") == "\xFF\xC3");
  CHECK(fold_words("O'Neil-Dupré^Jean  Paul") == std::vector<std::string>{"o", "neil", "dupre", "jean", "paul"});
  CHECK(fold_words("^^^").empty());
}

TEST_CASE("the same instance twice is one instance, other bytes under its UID are a conflict") {
  Fixture fixture;
  NewInstance one = instance(1, 1, 1);
  CHECK(fixture.add(one) == Added::kNew);
  CHECK(fixture.add(one) == Added::kAlreadyThere);
  one.sha256 = store::sha256(std::string_view("other bytes"));
  CHECK(fixture.add(one) == Added::kConflict);
  CHECK(fixture.find(fixture.doctor).studies.at(0).instances == 1);
  CHECK(fixture.catalog->find_digest(one.sop_uid).value() == instance(1, 1, 1).sha256);
}

TEST_CASE("an instance of another patient does not enter a study, nor a series another study") {
  Fixture fixture;
  CHECK(fixture.add(instance(1, 1, 1)) == Added::kNew);
  NewInstance other = instance(1, 1, 2);
  other.patient_id = "somebody else";
  CHECK(fixture.add(other) == Added::kOtherPatient);
  NewInstance moved = instance(2, 1, 1);
  moved.series_uid = instance(1, 1, 1).series_uid;
  CHECK(fixture.add(moved) == Added::kOtherPatient);
  NewInstance elsewhere = instance(1, 1, 3);
  elsewhere.establishment = "E2";
  CHECK(fixture.add(elsewhere) == Added::kOtherPatient);
  CHECK(fixture.find(fixture.doctor).total_estimate == 1);
}

TEST_CASE("a batch is one transaction, whose conflicts do not hinder the rest") {
  Fixture fixture;
  std::vector<NewInstance> batch = {instance(1, 1, 1), instance(1, 1, 1), instance(1, 1, 2), instance(1, 2, 3)};
  batch[1].sha256 = store::sha256(std::string_view("x"));
  const auto added = fixture.catalog->add_instances(batch);
  REQUIRE(added.ok());
  CHECK(*added == std::vector<Added>{Added::kNew, Added::kConflict, Added::kNew, Added::kNew});
  const Study study = fixture.catalog->find_study(fixture.doctor, "1.2.1").value();
  CHECK(study.instances == 3);
  CHECK(study.series == 2);
  CHECK(study.modalities == std::vector<std::string>{"CT"});
}

TEST_CASE("what a viewer may not see does not exist for him, in lists, counts, studies, series and contents") {
  Fixture fixture;
  CHECK(fixture.add(instance(1, 1, 1)) == Added::kNew);
  CHECK(fixture.find(fixture.doctor).total_estimate == 1);
  std::array<std::uint8_t, 16> half{};
  const auto digest = instance(1, 1, 1).sha256;
  std::copy_n(digest.bytes.begin(), 16, half.begin());
  CHECK(fixture.catalog->find_content(fixture.doctor, half).value().sop_uid == "1.2.1.1.1");
  for (const Viewer& viewer : {fixture.other_doctor, fixture.secretary, Viewer{}, Viewer{.account = 99}}) {
    CAPTURE(viewer.account);
    CHECK(fixture.find(viewer).total_estimate == 0);
    CHECK(fixture.find(viewer).studies.empty());
    CHECK(fixture.find(viewer, {.text = "lefevre"}).total_estimate == 0);
    CHECK(fixture.catalog->find_study(viewer, "1.2.1").error().code == base::ErrorCode::kNotFound);
    CHECK(fixture.catalog->list_series(viewer, "1.2.1").error().code == base::ErrorCode::kNotFound);
    CHECK(fixture.catalog->find_content(viewer, half).error().code == base::ErrorCode::kNotFound);
  }
}

TEST_CASE("a study is found by prefixes of name, identifier and accession number, by modality and by date") {
  Fixture fixture;
  NewInstance one = instance(1, 1, 1), two = instance(2, 1, 1), three = instance(3, 1, 1);
  one.accession = "ACC-77";
  two.patient_name = "Martin^Zoé";
  two.study_date = "20230605";
  two.modality = "MR";
  three.study_date = "";
  fixture.add(one);
  fixture.add(two);
  fixture.add(three);
  const auto count = [&](const StudyQuery& query) { return fixture.find(fixture.doctor, query).studies.size(); };
  CHECK(count({}) == 3);
  CHECK(count({.text = "HELENE lef"}) == 2);
  CHECK(count({.text = "hélène p1"}) == 1);
  CHECK(count({.text = "elene"}) == 0);
  CHECK(count({.text = "acc-77"}) == 1);
  CHECK(count({.text = "zoe MARTIN"}) == 1);
  CHECK(count({.text = "%"}) == 3);
  CHECK(count({.text = "' OR 1=1 --"}) == 0);
  CHECK(count({.modality = "MR"}) == 1);
  CHECK(count({.modality = "M"}) == 0);
  CHECK(count({.from = "20230606"}) == 1);
  CHECK(count({.from = "20230605", .to = "20230605"}) == 1);
  CHECK(fixture.catalog->find_studies(fixture.doctor, {.from = "yesterday"}).error().subject == "from");
  CHECK(fixture.catalog->find_studies(fixture.doctor, {.limit = 0}).error().subject == "limit");
  CHECK(fixture.catalog->find_studies(fixture.doctor, {.limit = 501}).error().subject == "limit");
  CHECK(fixture.catalog->find_studies(fixture.doctor, {.after = "x!y"}).error().subject == "after");
  CHECK(fixture.catalog->find_studies(fixture.doctor, {.text = "a b c d e"}).error().subject == "q");
}

TEST_CASE("pages hold every study once, also while others arrive") {
  Fixture fixture;
  for (int i = 0; i < 25; ++i) {
    NewInstance one = instance(i, 1, 1);
    one.study_date = i % 3 == 0 ? "" : "2024010" + std::to_string(i % 9 + 1);
    fixture.add(one);
  }
  std::set<std::string> seen;
  std::size_t rows = 0;
  StudyQuery query{.text = "lef", .limit = 4};
  while (true) {
    const StudyPage page = fixture.find(fixture.doctor, query);
    for (const Study& study : page.studies) seen.insert(study.study_uid);
    rows += page.studies.size();
    if (!page.next) break;
    query.after = *page.next;
    NewInstance newer = instance(1000 + static_cast<int>(rows), 1, 1);
    newer.study_date = "20250101";   // before the first page: it must not move the others
    fixture.add(newer);
  }
  CHECK(rows == 25);
  CHECK(seen.size() == 25);
}

TEST_CASE("a job is given once, again after its lease, and counted when it is done") {
  Fixture fixture;
  fixture.add(instance(1, 1, 1));
  NewInstance report = instance(1, 2, 1);
  report.frames = 0;
  fixture.add(report);
  CHECK(fixture.catalog->count_open_jobs(JobKind::kDerive).value() == 1);
  CHECK(fixture.catalog->find_study(fixture.doctor, "1.2.1").value().derived == 1);

  const auto lost = fixture.catalog->claim_jobs(JobKind::kDerive, 10, -10).value();   // its lease is over at once
  REQUIRE(lost.size() == 1);
  CHECK(lost[0].sha256 == instance(1, 1, 1).sha256);
  const auto claimed = fixture.catalog->claim_jobs(JobKind::kDerive, 10, 60).value();
  REQUIRE(claimed.size() == 1);
  CHECK(claimed[0].attempts == 2);
  CHECK(fixture.catalog->claim_jobs(JobKind::kDerive, 10, 60).value().empty());

  const std::vector<std::uint8_t> derived = {1, 2, 3};
  REQUIRE(fixture.catalog->finish_job(claimed[0].row, derived).ok());
  CHECK(fixture.catalog->finish_job(claimed[0].row, derived).error().code == base::ErrorCode::kNotFound);
  CHECK(fixture.catalog->count_open_jobs(JobKind::kDerive).value() == 0);
  CHECK(fixture.catalog->find_study(fixture.doctor, "1.2.1").value().derived == 2);
  const auto series = fixture.catalog->list_series(fixture.doctor, "1.2.1").value();
  REQUIRE(series.size() == 2);
  CHECK(series[0].instances.at(0).derived == derived);
  CHECK(series[0].instances.at(0).derive_state == DeriveState::kDone);
}

TEST_CASE("a failed job comes again later, or never") {
  Fixture fixture;
  fixture.add(instance(1, 1, 1));
  const auto first = fixture.catalog->claim_jobs(JobKind::kDerive, 1, 60).value();
  REQUIRE(fixture.catalog->fail_job(first.at(0).row, "codec", 100).ok());
  CHECK(fixture.catalog->claim_jobs(JobKind::kDerive, 1, 60).value().empty());
  CHECK(fixture.catalog->count_open_jobs(JobKind::kDerive).value() == 1);
  REQUIRE(fixture.catalog->fail_job(first.at(0).row, "codec", -1).ok());
  CHECK(fixture.catalog->count_open_jobs(JobKind::kDerive).value() == 0);
  CHECK(fixture.catalog->list_series(fixture.doctor, "1.2.1").value()[0].instances[0].derive_state == DeriveState::kFailed);
}

TEST_CASE("accounts are found without regard to case, once, and a new password ends their sessions") {
  Fixture fixture;
  CHECK(fixture.catalog->find_account("DOCTOR").value().role == "doctor");
  CHECK(fixture.catalog->add_account({.identifier = "Doctor", .name = "", .role = "doctor", .establishment = "E1", .password_hash = "y"}).error().code ==
        base::ErrorCode::kConflict);
  const Session session{.token = store::sha256(std::string_view("t")), .account = fixture.catalog->find_account("doctor").value(),
                        .created_at = 100, .seen_at = 100, .expires_at = 1000};
  REQUIRE(fixture.catalog->add_session(session).ok());
  CHECK(fixture.catalog->find_session(session.token, 150, 60).ok());
  CHECK_FALSE(fixture.catalog->find_session(session.token, 160, 60).ok());
  REQUIRE(fixture.catalog->touch_session(session.token, 150).ok());
  CHECK(fixture.catalog->find_session(session.token, 160, 60).ok());
  CHECK_FALSE(fixture.catalog->find_session(session.token, 1000, 100000).ok());
  REQUIRE(fixture.catalog->set_password("doctor", "z").ok());
  CHECK_FALSE(fixture.catalog->find_session(session.token, 160, 60).ok());
  CHECK(fixture.catalog->set_password("nobody", "z").error().code == base::ErrorCode::kNotFound);
}

TEST_CASE("a catalog survives being opened again, and one of a newer version is refused") {
  Fixture fixture;
  fixture.add(instance(1, 1, 1));
  fixture.catalog.reset();
  auto again = open_sqlite(fixture.folder.path() + "/catalog.sqlite");
  REQUIRE(again.ok());
  CHECK((*again)->find_study(fixture.doctor, "1.2.1").ok());
  CHECK_FALSE(open_sqlite(fixture.folder.path() + "/no/such/folder").ok());
}

TEST_CASE("a catalog of the first schema is brought up to date, and its instances count as described by version 0") {
  test::TemporaryFolder folder;
  const std::string path = folder.path() + "/catalog.sqlite";
  {
    auto old = Connection::open(path, false);
    REQUIRE(old.ok());
    REQUIRE(migrations().front().number == 1);
    REQUIRE((*old)->execute(std::string(migrations().front().sql)).ok());
    REQUIRE((*old)->execute("PRAGMA user_version = 1;"
                            "INSERT INTO establishment (id, code) VALUES (1, 'E1');"
                            "INSERT INTO patient VALUES (1, 1, '', 'P', 'N', '', '');"
                            "INSERT INTO study (id, study_uid, establishment_id, patient_id, date, time, description, accession, study_id, created_at, updated_at)"
                            " VALUES (1, '1.2', 1, 1, '', '', '', '', '', 0, 0);"
                            "INSERT INTO series (id, study_id, series_uid, modality, number, description, body_part) VALUES (1, 1, '1.2.1', 'CT', 1, '', '');"
                            "INSERT INTO instance (id, series_id, sop_uid, sop_class, number, transfer_syntax, sha256, size, frames, origin, received_at, header, derive_state)"
                            " VALUES (7, 1, '1.2.1.1', '1.2', 1, '1.2', zeroblob(32), 10, 1, 'import', 0, x'01', 1);").ok());
  }
  const auto catalog = open_sqlite(path);
  REQUIRE(catalog.ok());
  const auto stale = (*catalog)->find_described_before(1, {}, 10);
  REQUIRE(stale.ok());
  REQUIRE(stale->size() == 1);
  CHECK((*stale)[0].row == 7);
  CHECK((*stale)[0].version == 0);
  CHECK((*catalog)->find_described_before(1, (*stale)[0], 10)->empty());
  const std::vector<std::uint8_t> header = {2};
  REQUIRE((*catalog)->describe_again((*stale)[0], header, {}, 1).ok());
  CHECK((*catalog)->find_described_before(1, {}, 10)->empty());
  CHECK((*catalog)->find_described_before(2, {}, 10)->size() == 1);
}
