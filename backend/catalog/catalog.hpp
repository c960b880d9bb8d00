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

  // Accounts. Identifiers are compared without regard to case.
  [[nodiscard]] virtual base::Status add_account(const Account& account) = 0;   // kConflict if the identifier is taken
  [[nodiscard]] virtual base::Status set_password(const std::string& identifier, const std::string& hash) = 0;
  [[nodiscard]] virtual base::Result<Account> find_account(const std::string& identifier) = 0;
  [[nodiscard]] virtual base::Result<std::vector<Account>> list_accounts() = 0;

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
