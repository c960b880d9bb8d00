// The index of everything: who, what, where, and what remains to be done. SQLite for one machine; PostgreSQL is meant
// to stand behind the same interface.
//
// A write returns only when it is durable. Reads of patients' data are scoped by a Viewer (records.hpp).
//
// @errors kIo, kFull, kNotFound, kConflict, kInvalidArgument
// @owner  results own their memory
// @thread any number of threads; writes are serialised
#pragma once

#include <memory>
#include <span>

#include "backend/catalog/records.hpp"
#include "shared/base/result.hpp"

namespace sansfilm::catalog {

class Catalog {
 public:
  virtual ~Catalog() = default;

  // Instances, all in one transaction; an instance with pixel data gets its derive job in the same one.
  // A conflict is recorded with the reason and does not hinder the others.
  [[nodiscard]] virtual base::Result<std::vector<Added>> add_instances(std::span<const NewInstance> instances) = 0;
  // The digest that is stored under this UID, for the quick answer to a repeated instance. Not scoped: for ingest only.
  [[nodiscard]] virtual base::Result<std::optional<store::Digest>> find_digest(const std::string& sop_uid) = 0;

  [[nodiscard]] virtual base::Result<StudyPage> find_studies(const Viewer& viewer, const StudyQuery& query) = 0;
  [[nodiscard]] virtual base::Result<Study> find_study(const Viewer& viewer, const std::string& study_uid) = 0;
  [[nodiscard]] virtual base::Result<std::vector<Series>> list_series(const Viewer& viewer,
                                                                      const std::string& study_uid) = 0;
  [[nodiscard]] virtual base::Result<ContentPlace> find_content(const Viewer& viewer,
                                                                 const std::array<std::uint8_t, 16>& half_digest) = 0;
  [[nodiscard]] virtual base::Result<ContentPlace> find_instance(const Viewer& viewer, const std::string& study_uid,
                                                                  const std::string& sop_uid) = 0;

  // Jobs. A claimed job that is neither finished nor failed within its lease is given out again.
  [[nodiscard]] virtual base::Result<std::vector<Job>> claim_jobs(JobKind kind, std::uint32_t count,
                                                                  std::int64_t lease_seconds) = 0;
  // `derived` becomes Instance::derived; the study counts one more derived instance.
  [[nodiscard]] virtual base::Status finish_job(RowId job, std::span<const std::uint8_t> derived) = 0;
  // Tried again after `retry_seconds`, or never when that is negative (the instance is then DeriveState::kFailed).
  [[nodiscard]] virtual base::Status fail_job(RowId job, const std::string& reason, std::int64_t retry_seconds) = 0;
  [[nodiscard]] virtual base::Result<std::int64_t> count_open_jobs(JobKind kind) = 0;

  // Instances whose description is older than `version`, oldest version first, behind `after` (one of the last answer, or nothing).
  [[nodiscard]] virtual base::Result<std::vector<Described>> find_described_before(std::uint32_t version, const Described& after,
                                                                                   std::uint32_t count) = 0;
  // Replaces header and derived part of what find_described_before gave, unless a derivation has changed it since (that is no error:
  // it keeps its version). Without `header`: nothing better can be had, only the version is noted.
  [[nodiscard]] virtual base::Status describe_again(const Described& instance, std::span<const std::uint8_t> header,
                                                    std::span<const std::uint8_t> derived, std::uint32_t version) = 0;

  // Accounts. Identifiers are compared without regard to case.
  [[nodiscard]] virtual base::Status add_account(const Account& account) = 0;   // kConflict if the identifier is taken
  [[nodiscard]] virtual base::Status set_password(const std::string& identifier, const std::string& hash) = 0;
  [[nodiscard]] virtual base::Result<Account> find_account(const std::string& identifier) = 0;
  [[nodiscard]] virtual base::Result<std::vector<Account>> list_accounts() = 0;

  // How an establishment is called; nothing happens if there is none of this code yet.
  [[nodiscard]] virtual base::Status name_establishment(const std::string& code, const std::string& name) = 0;

  // Consultations: told only to the one who asked and the one who is asked; to everybody else they do not exist (kNotFound).
  [[nodiscard]] virtual base::Result<std::vector<Colleague>> list_colleagues(const Viewer& viewer) = 0;   // who can be asked
  // kNotFound: he does not reach the study by himself, or the colleague can't be asked.
  [[nodiscard]] virtual base::Status may_ask(const Viewer& asker, const std::string& study_uid, RowId asked) = 0;
  [[nodiscard]] virtual base::Status ask(const Viewer& asker, const NewConsultation& consultation) = 0;
  // What is open first, the most urgent of them first.
  [[nodiscard]] virtual base::Result<std::vector<Consultation>> list_consultations(const Viewer& viewer, std::uint32_t most) = 0;
  [[nodiscard]] virtual base::Result<Consultation> find_consultation(const Viewer& viewer, const std::string& id) = 0;
  // From one state into another; kConflict if it is in `from` no more. `answer`: empty leaves the one that is there.
  [[nodiscard]] virtual base::Status advance_consultation(const Viewer& viewer, const std::string& id, ConsultationState from,
                                                          ConsultationState to, const std::string& answer) = 0;
  [[nodiscard]] virtual base::Status read_answer(const Viewer& asker, const std::string& id) = 0;
  [[nodiscard]] virtual base::Result<std::int64_t> count_waiting(const Viewer& viewer) = 0;

  // Sessions. `now` decides what is still alive: idle for less than `idle_seconds`, and not past expires_at.
  [[nodiscard]] virtual base::Status add_session(const Session& session) = 0;
  [[nodiscard]] virtual base::Result<Session> find_session(const store::Digest& token, std::int64_t now,
                                                           std::int64_t idle_seconds) = 0;
  [[nodiscard]] virtual base::Status touch_session(const store::Digest& token, std::int64_t now) = 0;
  [[nodiscard]] virtual base::Status end_session(const store::Digest& token) = 0;
  [[nodiscard]] virtual base::Status end_old_sessions(std::int64_t now, std::int64_t idle_seconds) = 0;
};

// Opens or makes the database and brings its schema up to date. A database of a newer version is refused.
[[nodiscard]] base::Result<std::unique_ptr<Catalog>> open_sqlite(const std::string& path);

}  // namespace sansfilm::catalog
