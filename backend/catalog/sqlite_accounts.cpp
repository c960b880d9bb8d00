#include "backend/catalog/fold.hpp"
#include "backend/catalog/sqlite_catalog.hpp"

namespace sansfilm::catalog {

using base::Error;
using base::ErrorCode;
using base::Result;
using base::Status;

namespace {

Account read_account(const Query& query) {
  Account account;
  account.row = query.integer(0);
  account.identifier = query.text(1);
  account.name = query.text(2);
  account.role = query.text(3);
  account.establishment = query.text(4);
  account.password_hash = query.text(5);
  account.disabled = query.integer(6) != 0;
  return account;
}

Error no_account() { return Error{.code = ErrorCode::kNotFound, .detail = "no such account"}; }

}  // namespace

Status SqliteCatalog::add_account(const Account& account) {
  const std::lock_guard lock(write_mutex_);
  SF_TRY(const auto transaction, Transaction::begin(*writer_));
  RowId establishment = 0, row = 0;
  {
    Query make(*writer_, "ingest.establishment");
    const bool made = make.bind_all(account.establishment).step();
    if (made) establishment = make.integer(0);
    SF_CHECK(make.status());
  }
  {
    Query add(*writer_, "account.add");
    const bool made = add.bind_all(fold(account.identifier), account.name, account.role, establishment,
                                   account.password_hash, now_seconds()).step();
    if (made) row = add.integer(0);
    SF_CHECK(add.status());
  }
  SF_CHECK(Query(*writer_, "account.reach").bind_all(row, establishment).run());
  return transaction->commit();
}

Status SqliteCatalog::set_password(const std::string& identifier, const std::string& hash) {
  const std::lock_guard lock(write_mutex_);
  SF_TRY(const auto transaction, Transaction::begin(*writer_));
  RowId row = 0;
  {
    Query set(*writer_, "account.set_password");
    const bool found = set.bind_all(fold(identifier), hash).step();
    if (found) row = set.integer(0);
    SF_CHECK(set.status());
  }
  if (row == 0) return no_account();
  SF_CHECK(Query(*writer_, "account.end_sessions").bind_all(row).run());
  return transaction->commit();
}

Result<Account> SqliteCatalog::find_account(const std::string& identifier) {
  Reader reader(*this);
  Query query(*reader, "account.find");
  if (query.bind_all(fold(identifier)).step()) return read_account(query);
  SF_CHECK(query.status());
  return no_account();
}

Result<std::vector<Account>> SqliteCatalog::list_accounts() {
  Reader reader(*this);
  Query query(*reader, "account.list");
  std::vector<Account> accounts;
  while (query.step()) accounts.push_back(read_account(query));
  SF_CHECK(query.status());
  return accounts;
}

Status SqliteCatalog::add_session(const Session& session) {
  const std::lock_guard lock(write_mutex_);
  return Query(*writer_, "session.add")
      .bind_all(session.token, session.account.row, session.created_at, session.seen_at, session.expires_at)
      .run();
}

Result<Session> SqliteCatalog::find_session(const store::Digest& token, std::int64_t now, std::int64_t idle_seconds) {
  Reader reader(*this);
  Query query(*reader, "session.find");
  if (query.bind_all(token, now, idle_seconds).step()) {
    return Session{.token = token, .account = read_account(query), .created_at = query.integer(7),
                   .seen_at = query.integer(8), .expires_at = query.integer(9)};
  }
  SF_CHECK(query.status());
  return Error{.code = ErrorCode::kNotFound, .detail = "no such session"};
}

Status SqliteCatalog::touch_session(const store::Digest& token, std::int64_t now) {
  const std::lock_guard lock(write_mutex_);
  return Query(*writer_, "session.touch").bind_all(token, now).run();
}

Status SqliteCatalog::end_session(const store::Digest& token) {
  const std::lock_guard lock(write_mutex_);
  return Query(*writer_, "session.end").bind_all(token).run();
}

Status SqliteCatalog::end_old_sessions(std::int64_t now, std::int64_t idle_seconds) {
  const std::lock_guard lock(write_mutex_);
  return Query(*writer_, "session.end_old").bind_all(now, idle_seconds).run();
}

}  // namespace sansfilm::catalog
