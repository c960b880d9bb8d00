#include <doctest/doctest.h>

#include <algorithm>
#include <optional>

#include "backend/catalog/catalog.hpp"
#include "tests/backend/support/temporary_folder.hpp"

using namespace sansfilm;
using namespace sansfilm::catalog;
using State = ConsultationState;

namespace {

NewInstance instance(const std::string& establishment, const std::string& study) {
  NewInstance one;
  one.establishment = establishment;
  one.patient_id = "P" + study.substr(study.rfind('.') + 1);
  one.patient_name = "Martin^Alice";
  one.study_uid = study;
  one.study_date = "20240101";
  one.study_description = "Crâne";
  one.series_uid = study + ".1";
  one.sop_uid = study + ".1.1";
  one.modality = "CT";
  one.transfer_syntax = "1.2.840.10008.1.2.1";
  one.sha256 = store::sha256(std::string_view(one.sop_uid));
  one.size = 10;
  one.frames = 1;
  return one;
}

// Two establishments with a study each; in E1 a doctor who asks, in E2 one who is asked, and a third in E3.
struct Fixture {
  test::TemporaryFolder folder;
  std::unique_ptr<Catalog> catalog;
  Viewer asker, asked, third, secretary;
  int made = 0;

  Fixture() {
    catalog = std::move(open_sqlite(folder.path() + "/catalog.sqlite")).value();
    asker = make("asker", "emergency-doctor", "E1");
    asked = make("asked", "radiologist", "E2");
    third = make("third", "doctor", "E3");
    secretary = make("secretary", "secretary", "E2");
    const NewInstance all[] = {instance("E1", "1.2.1"), instance("E1", "1.2.9"), instance("E2", "1.2.2")};
    REQUIRE(catalog->add_instances(all).ok());
  }

  Viewer make(const std::string& identifier, const std::string& role, const std::string& establishment) {
    REQUIRE(catalog->add_account({.identifier = identifier, .name = "Dr " + identifier, .role = role, .establishment = establishment, .password_hash = "x"}).ok());
    return {.account = catalog->find_account(identifier).value().row};
  }

  std::string ask(const Viewer& from, const Viewer& to, const std::string& study, Priority priority = Priority::kUrgent) {
    const std::string id = "c" + std::to_string(++made);
    REQUIRE(catalog->may_ask(from, study, to.account).ok());
    REQUIRE(catalog->ask(from, {.id = id, .study_uid = study, .asked = to.account, .priority = priority, .question = "Hématome ?"}).ok());
    return id;
  }

  bool sees(const Viewer& viewer, const std::string& study) {
    const bool found = catalog->find_study(viewer, study).ok();
    // Every door to the study answers alike.
    CHECK(catalog->list_series(viewer, study).ok() == found);
    CHECK(catalog->find_instance(viewer, study, study + ".1.1").ok() == found);
    std::array<std::uint8_t, 16> half{};
    const store::Digest digest = store::sha256(std::string_view(study + ".1.1"));
    std::copy_n(digest.bytes.begin(), half.size(), half.begin());
    CHECK(catalog->find_content(viewer, half).ok() == found);
    const auto page = catalog->find_studies(viewer, {});
    REQUIRE(page.ok());
    CHECK(std::any_of(page->studies.begin(), page->studies.end(), [&](const Study& one) { return one.study_uid == study; }) == found);
    CHECK(page->total_estimate == static_cast<std::int64_t>(page->studies.size()));
    const auto searched = catalog->find_studies(viewer, {.text = "P" + study.substr(study.rfind('.') + 1)});
    REQUIRE(searched.ok());
    CHECK(searched->studies.size() == (found ? 1U : 0U));
    return found;
  }

  base::Status advance(const Viewer& viewer, const std::string& id, State from, State to, const std::string& answer = "") {
    return catalog->advance_consultation(viewer, id, from, to, answer);
  }
};

}  // namespace

TEST_CASE("who is asked sees that one study while the consultation is open, through every door, and no longer") {
  Fixture f;
  CHECK_FALSE(f.sees(f.asked, "1.2.1"));
  const std::string id = f.ask(f.asker, f.asked, "1.2.1");
  CHECK(f.sees(f.asked, "1.2.1"));
  CHECK_FALSE(f.sees(f.asked, "1.2.9"));
  CHECK(f.sees(f.asked, "1.2.2"));
  CHECK_FALSE(f.sees(f.third, "1.2.1"));
  CHECK_FALSE(f.sees(f.asker, "1.2.2"));

  REQUIRE(f.advance(f.asked, id, State::kAsked, State::kSeen).ok());
  CHECK(f.sees(f.asked, "1.2.1"));
  REQUIRE(f.advance(f.asked, id, State::kSeen, State::kAnswered, "Non.").ok());
  CHECK(f.sees(f.asked, "1.2.1"));
  REQUIRE(f.advance(f.asker, id, State::kAnswered, State::kClosed).ok());
  CHECK_FALSE(f.sees(f.asked, "1.2.1"));
  CHECK(f.sees(f.asker, "1.2.1"));
}

TEST_CASE("a declined consultation ends the right at once") {
  Fixture f;
  const std::string id = f.ask(f.asker, f.asked, "1.2.1");
  REQUIRE(f.advance(f.asked, id, State::kAsked, State::kDeclined, "Absent.").ok());
  CHECK_FALSE(f.sees(f.asked, "1.2.1"));
  const Consultation one = f.catalog->find_consultation(f.asked, id).value();
  CHECK(one.state == State::kDeclined);
  CHECK(one.patient_name.empty());
  CHECK(one.study_uid.empty());
  CHECK(one.answer == "Absent.");
  CHECK(one.ended_at > 0);
}

TEST_CASE("a study that is seen by a consultation can't be lent on, nor one that is not seen at all") {
  Fixture f;
  f.ask(f.asker, f.asked, "1.2.1");
  CHECK(f.catalog->may_ask(f.asked, "1.2.1", f.third.account).error().code == base::ErrorCode::kNotFound);
  CHECK(f.catalog->ask(f.asked, {.id = "x", .study_uid = "1.2.1", .asked = f.third.account, .priority = Priority::kUrgent, .question = "?"}).error().code ==
        base::ErrorCode::kNotFound);
  CHECK_FALSE(f.catalog->may_ask(f.third, "1.2.1", f.asked.account).ok());
  CHECK_FALSE(f.sees(f.third, "1.2.1"));
}

TEST_CASE("only a doctor who exists and is somebody else can be asked") {
  Fixture f;
  CHECK_FALSE(f.catalog->may_ask(f.asker, "1.2.1", f.asker.account).ok());
  CHECK_FALSE(f.catalog->may_ask(f.asker, "1.2.1", f.secretary.account).ok());
  CHECK_FALSE(f.catalog->may_ask(f.asker, "1.2.1", 9999).ok());
  CHECK_FALSE(f.catalog->may_ask({}, "1.2.1", f.asked.account).ok());
  CHECK_FALSE(f.catalog->may_ask(f.secretary, "1.2.2", f.asked.account).ok());
}

TEST_CASE("colleagues are doctors, with the name of their establishment, and never oneself") {
  Fixture f;
  REQUIRE(f.catalog->name_establishment("E2", "CHU de Rouen").ok());
  const auto colleagues = f.catalog->list_colleagues(f.asker).value();
  REQUIRE(colleagues.size() == 2);
  const auto chu = std::find_if(colleagues.begin(), colleagues.end(), [](const Colleague& one) { return one.establishment == "E2"; });
  REQUIRE(chu != colleagues.end());
  CHECK(chu->name == "Dr asked");
  CHECK(chu->establishment_name == "CHU de Rouen");
  CHECK(chu->account == f.asked.account);
  CHECK(f.catalog->list_colleagues(f.secretary).value().empty());
  CHECK(f.catalog->list_colleagues({}).value().empty());
}

TEST_CASE("only the one who asked and the one who is asked find a consultation; to a third it does not exist") {
  Fixture f;
  const std::string id = f.ask(f.asker, f.asked, "1.2.1");
  CHECK(f.catalog->find_consultation(f.asker, id).value().is_asker);
  CHECK_FALSE(f.catalog->find_consultation(f.asked, id).value().is_asker);
  CHECK(f.catalog->find_consultation(f.asked, id).value().patient_name == "Martin^Alice");
  for (const Viewer& other : {f.third, f.secretary, Viewer{}}) {
    CHECK(f.catalog->find_consultation(other, id).error().code == base::ErrorCode::kNotFound);
    CHECK(f.catalog->list_consultations(other, 10).value().empty());
    CHECK(f.advance(other, id, State::kAsked, State::kSeen).error().code == base::ErrorCode::kNotFound);
    CHECK(f.catalog->count_waiting(other).value() == 0);
  }
  CHECK(f.catalog->find_consultation(f.asker, "c9").error().code == base::ErrorCode::kNotFound);
}

TEST_CASE("of two steps from one state the second is told that something has changed") {
  Fixture f;
  const std::string id = f.ask(f.asker, f.asked, "1.2.1");
  REQUIRE(f.advance(f.asked, id, State::kAsked, State::kDeclined, "Absent.").ok());
  CHECK(f.advance(f.asked, id, State::kAsked, State::kAnswered, "Oui.").error().code == base::ErrorCode::kConflict);
  CHECK(f.catalog->find_consultation(f.asker, id).value().answer == "Absent.");
}

TEST_CASE("what waits is a question that was not seen, then an answer that was not read") {
  Fixture f;
  const std::string id = f.ask(f.asker, f.asked, "1.2.1");
  CHECK(f.catalog->count_waiting(f.asked).value() == 1);
  CHECK(f.catalog->count_waiting(f.asker).value() == 0);
  REQUIRE(f.advance(f.asked, id, State::kAsked, State::kSeen).ok());
  CHECK(f.catalog->count_waiting(f.asked).value() == 0);
  REQUIRE(f.advance(f.asked, id, State::kSeen, State::kAnswered, "Non.").ok());
  CHECK(f.catalog->count_waiting(f.asker).value() == 1);
  REQUIRE(f.catalog->read_answer(f.asked, id).ok());   // not his to read
  CHECK(f.catalog->count_waiting(f.asker).value() == 1);
  REQUIRE(f.catalog->read_answer(f.asker, id).ok());
  CHECK(f.catalog->count_waiting(f.asker).value() == 0);
}

TEST_CASE("the list has what is open first, the most urgent of it first") {
  Fixture f;
  const std::string closed = f.ask(f.asker, f.asked, "1.2.1", Priority::kEmergency);
  REQUIRE(f.advance(f.asker, closed, State::kAsked, State::kClosed).ok());
  const std::string routine = f.ask(f.asker, f.asked, "1.2.1", Priority::kRoutine);
  const std::string emergency = f.ask(f.asker, f.asked, "1.2.9", Priority::kEmergency);
  const auto all = f.catalog->list_consultations(f.asked, 10).value();
  REQUIRE(all.size() == 3);
  CHECK(all[0].id == emergency);
  CHECK(all[1].id == routine);
  CHECK(all[2].id == closed);
  CHECK(f.catalog->list_consultations(f.asked, 1).value().size() == 1);
}
