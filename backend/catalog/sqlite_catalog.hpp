// The catalog on SQLite: one writer behind a mutex, a few readers. Its parts are in sqlite_{ingest,studies,jobs,accounts,consultations}.cpp.
// @thread any number of threads
#pragma once

#include <condition_variable>
#include <mutex>

#include "backend/catalog/catalog.hpp"
#include "backend/catalog/sqlite.hpp"

namespace sansfilm::catalog {

class SqliteCatalog final : public Catalog {
 public:
  [[nodiscard]] base::Status open(const std::string& path);

  base::Result<std::vector<Added>> add_instances(std::span<const NewInstance> instances) override;
  base::Result<std::optional<store::Digest>> find_digest(const std::string& sop_uid) override;

  base::Result<StudyPage> find_studies(const Viewer& viewer, const StudyQuery& query) override;
  base::Result<Study> find_study(const Viewer& viewer, const std::string& study_uid) override;
  base::Result<std::vector<Series>> list_series(const Viewer& viewer, const std::string& study_uid) override;
  base::Result<ContentPlace> find_content(const Viewer& viewer,
                                          const std::array<std::uint8_t, 16>& half_digest) override;
  base::Result<ContentPlace> find_instance(const Viewer& viewer, const std::string& study_uid,
                                           const std::string& sop_uid) override;

  base::Result<std::vector<Job>> claim_jobs(JobKind kind, std::uint32_t count, std::int64_t lease_seconds) override;
  base::Status finish_job(RowId job, std::span<const std::uint8_t> derived) override;
  base::Status fail_job(RowId job, const std::string& reason, std::int64_t retry_seconds) override;
  base::Result<std::int64_t> count_open_jobs(JobKind kind) override;
  base::Result<std::vector<Described>> find_described_before(std::uint32_t version, const Described& after, std::uint32_t count) override;
  base::Status describe_again(const Described& instance, std::span<const std::uint8_t> header, std::span<const std::uint8_t> derived,
                              std::uint32_t version) override;

  base::Status add_account(const Account& account) override;
  base::Status set_password(const std::string& identifier, const std::string& hash) override;
  base::Result<Account> find_account(const std::string& identifier) override;
  base::Result<std::vector<Account>> list_accounts() override;

  base::Status name_establishment(const std::string& code, const std::string& name) override;

  base::Result<std::vector<Colleague>> list_colleagues(const Viewer& viewer) override;
  base::Status may_ask(const Viewer& asker, const std::string& study_uid, RowId asked) override;
  base::Status ask(const Viewer& asker, const NewConsultation& consultation) override;
  base::Result<std::vector<Consultation>> list_consultations(const Viewer& viewer, std::uint32_t most) override;
  base::Result<Consultation> find_consultation(const Viewer& viewer, const std::string& id) override;
  base::Status advance_consultation(const Viewer& viewer, const std::string& id, ConsultationState from, ConsultationState to,
                                    const std::string& answer) override;
  base::Status read_answer(const Viewer& asker, const std::string& id) override;
  base::Result<std::int64_t> count_waiting(const Viewer& viewer) override;

  base::Status add_session(const Session& session) override;
  base::Result<Session> find_session(const store::Digest& token, std::int64_t now, std::int64_t idle_seconds) override;
  base::Status touch_session(const store::Digest& token, std::int64_t now) override;
  base::Status end_session(const store::Digest& token) override;
  base::Status end_old_sessions(std::int64_t now, std::int64_t idle_seconds) override;

 private:
  // A reading connection for the time of one question.
  class Reader {
   public:
    explicit Reader(SqliteCatalog& owner);
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;
    ~Reader();
    Connection& operator*() { return *connection_; }

   private:
    SqliteCatalog& owner_;
    std::unique_ptr<Connection> connection_;
  };

  [[nodiscard]] base::Status migrate();
  [[nodiscard]] base::Result<Added> add_instance(const NewInstance& instance, std::int64_t now);
  [[nodiscard]] base::Result<RowId> make_study(const NewInstance& instance, RowId establishment, std::int64_t now);
  [[nodiscard]] base::Result<Added> refuse(const NewInstance& instance, const char* reason,
                                           const std::optional<store::Digest>& kept, Added verdict, std::int64_t now);

  std::mutex write_mutex_;
  std::unique_ptr<Connection> writer_;            // under write_mutex_
  std::mutex readers_mutex_;
  std::condition_variable reader_free_;
  std::vector<std::unique_ptr<Connection>> readers_;   // the idle ones, under readers_mutex_
};

[[nodiscard]] std::int64_t now_seconds();
[[nodiscard]] std::vector<std::string> split_modalities(const std::string& text);   // ",CT,SR," as study.modalities has it

}  // namespace sansfilm::catalog
