#include "backend/catalog/sqlite_catalog.hpp"

namespace sansfilm::catalog {

using base::Error;
using base::ErrorCode;
using base::Result;
using base::Status;

namespace {

Error not_found() { return Error{.code = ErrorCode::kNotFound, .detail = "no such consultation"}; }

Consultation read_consultation(const Query& query) {
  Consultation one;
  one.id = query.text(0);
  one.is_asker = query.integer(1) != 0;
  one.asker = {.account = 0, .name = query.text(2), .role = {}, .establishment = query.text(3), .establishment_name = query.text(4)};
  one.asked = {.account = 0, .name = query.text(5), .role = {}, .establishment = query.text(6), .establishment_name = query.text(7)};
  one.priority = static_cast<Priority>(query.integer(8));
  one.state = static_cast<ConsultationState>(query.integer(9));
  one.question = query.text(10);
  one.answer = query.text(11);
  one.asked_at = query.integer(12);
  one.seen_at = query.integer(13);
  one.answered_at = query.integer(14);
  one.ended_at = query.integer(15);
  one.answer_read = query.integer(16) != 0;
  one.study_uid = query.text(17);
  one.patient_name = query.text(18);
  one.study_date = query.text(19);
  one.study_description = query.text(20);
  one.modalities = split_modalities(query.text(21));
  return one;
}

}  // namespace

Status SqliteCatalog::name_establishment(const std::string& code, const std::string& name) {
  const std::lock_guard lock(write_mutex_);
  return Query(*writer_, "establishment.name").bind_all(code, name).run();
}

Result<std::vector<Colleague>> SqliteCatalog::list_colleagues(const Viewer& viewer) {
  Reader reader(*this);
  Query query(*reader, "consultation.colleagues");
  query.bind_all(viewer.account);
  std::vector<Colleague> colleagues;
  while (query.step()) {
    colleagues.push_back({.account = query.integer(0), .name = query.text(1), .role = query.text(2), .establishment = query.text(3),
                          .establishment_name = query.text(4)});
  }
  SF_CHECK(query.status());
  return colleagues;
}

Status SqliteCatalog::may_ask(const Viewer& asker, const std::string& study_uid, RowId asked) {
  Reader reader(*this);
  Query query(*reader, "consultation.may_ask");
  if (query.bind_all(asker.account, study_uid, asked).step()) return {};
  SF_CHECK(query.status());
  return Error{.code = ErrorCode::kNotFound, .detail = "no such study, or no such colleague"};
}

Status SqliteCatalog::ask(const Viewer& asker, const NewConsultation& consultation) {
  const std::lock_guard lock(write_mutex_);
  Query query(*writer_, "consultation.ask");
  query.bind_all(asker.account, consultation.study_uid, consultation.asked, consultation.id,
                 static_cast<std::int64_t>(consultation.priority), consultation.question, now_seconds());
  const bool made = query.step();
  SF_CHECK(query.run());
  if (made) return {};
  return Error{.code = ErrorCode::kNotFound, .detail = "no such study, or no such colleague"};
}

Result<std::vector<Consultation>> SqliteCatalog::list_consultations(const Viewer& viewer, std::uint32_t most) {
  Reader reader(*this);
  Query query(*reader, "consultation.list");
  query.bind_all(viewer.account, static_cast<std::int64_t>(most));
  std::vector<Consultation> all;
  while (query.step()) all.push_back(read_consultation(query));
  SF_CHECK(query.status());
  return all;
}

Result<Consultation> SqliteCatalog::find_consultation(const Viewer& viewer, const std::string& id) {
  Reader reader(*this);
  Query query(*reader, "consultation.find");
  if (query.bind_all(viewer.account, id).step()) return read_consultation(query);
  SF_CHECK(query.status());
  return not_found();
}

Status SqliteCatalog::advance_consultation(const Viewer& viewer, const std::string& id, ConsultationState from, ConsultationState to,
                                           const std::string& answer) {
  {
    const std::lock_guard lock(write_mutex_);
    Query query(*writer_, "consultation.advance");
    query.bind_all(viewer.account, id, static_cast<std::int64_t>(from), static_cast<std::int64_t>(to), answer, now_seconds());
    const bool done = query.step();
    SF_CHECK(query.run());
    if (done) return {};
  }
  SF_CHECK(find_consultation(viewer, id));
  return Error{.code = ErrorCode::kConflict, .detail = "the consultation has changed meanwhile: read it again"};
}

Status SqliteCatalog::read_answer(const Viewer& asker, const std::string& id) {
  const std::lock_guard lock(write_mutex_);
  return Query(*writer_, "consultation.read_answer").bind_all(asker.account, id).run();
}

Result<std::int64_t> SqliteCatalog::count_waiting(const Viewer& viewer) {
  Reader reader(*this);
  Query query(*reader, "consultation.waiting");
  if (query.bind_all(viewer.account).step()) return query.integer(0);
  SF_CHECK(query.status());
  return std::int64_t{0};
}

}  // namespace sansfilm::catalog
