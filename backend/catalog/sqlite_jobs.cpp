#include "backend/catalog/sqlite_catalog.hpp"

namespace sansfilm::catalog {

using base::Error;
using base::ErrorCode;
using base::Result;
using base::Status;

namespace {

Result<RowId> instance_of(Connection& connection, RowId job) {
  Query query(connection, "job.instance");
  if (query.bind_all(job).step()) return query.integer(0);
  SF_CHECK(query.status());
  return Error{.code = ErrorCode::kNotFound, .detail = "no such job"};
}

}  // namespace

Result<std::vector<Job>> SqliteCatalog::claim_jobs(JobKind kind, std::uint32_t count, std::int64_t lease_seconds) {
  const std::lock_guard lock(write_mutex_);
  SF_TRY(const auto transaction, Transaction::begin(*writer_));
  const std::int64_t now = now_seconds();
  std::vector<Job> jobs;
  {
    Query claim(*writer_, "job.claim");
    claim.bind_all(static_cast<std::int64_t>(kind), now, now + lease_seconds, static_cast<std::int64_t>(count));
    while (claim.step()) {
      jobs.push_back({.row = claim.integer(0), .kind = kind, .instance = claim.integer(1), .sha256 = claim.digest(3),
                      .attempts = static_cast<std::uint32_t>(claim.integer(2))});
    }
    SF_CHECK(claim.status());
  }
  SF_CHECK(transaction->commit());
  return jobs;
}

Status SqliteCatalog::finish_job(RowId job, std::span<const std::uint8_t> derived) {
  const std::lock_guard lock(write_mutex_);
  SF_TRY(const auto transaction, Transaction::begin(*writer_));
  SF_TRY(const RowId instance, instance_of(*writer_, job));
  SF_CHECK(Query(*writer_, "job.mark_instance")
               .bind_all(instance, static_cast<std::int64_t>(DeriveState::kDone), derived)
               .run());
  if (sqlite3_changes(writer_->handle()) > 0) SF_CHECK(Query(*writer_, "job.count_derived").bind_all(instance).run());
  SF_CHECK(Query(*writer_, "job.remove").bind_all(job).run());
  return transaction->commit();
}

Status SqliteCatalog::fail_job(RowId job, const std::string& reason, std::int64_t retry_seconds) {
  const std::lock_guard lock(write_mutex_);
  SF_TRY(const auto transaction, Transaction::begin(*writer_));
  const bool never = retry_seconds < 0;
  SF_CHECK(Query(*writer_, "job.retry")
               .bind_all(job, std::int64_t{never ? 2 : 0}, never ? 0 : now_seconds() + retry_seconds, reason)
               .run());
  if (never) {
    SF_TRY(const RowId instance, instance_of(*writer_, job));
    SF_CHECK(Query(*writer_, "job.mark_instance")
                 .bind_all(instance, static_cast<std::int64_t>(DeriveState::kFailed), std::span<const std::uint8_t>())
                 .run());
  }
  return transaction->commit();
}

Result<std::int64_t> SqliteCatalog::count_open_jobs(JobKind kind) {
  Reader reader(*this);
  Query query(*reader, "job.count_open");
  const bool row = query.bind_all(static_cast<std::int64_t>(kind)).step();
  if (row) return query.integer(0);
  SF_CHECK(query.status());
  return std::int64_t{0};
}

}  // namespace sansfilm::catalog
