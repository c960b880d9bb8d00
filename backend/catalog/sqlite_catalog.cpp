#include "backend/catalog/sqlite_catalog.hpp"

#include <chrono>

#include "backend/catalog/sql_library.hpp"

namespace sansfilm::catalog {

using base::Error;
using base::ErrorCode;
using base::Status;

namespace {

constexpr int kReaders = 4;

}  // namespace

std::int64_t now_seconds() {
  using namespace std::chrono;
  return duration_cast<seconds>(system_clock::now().time_since_epoch()).count();
}

Status SqliteCatalog::open(const std::string& path) {
  SF_TRY(writer_, Connection::open(path, false));
  SF_CHECK(migrate());
  for (int i = 0; i < kReaders; ++i) {
    SF_TRY(auto reader, Connection::open(path, true));
    readers_.push_back(std::move(reader));
  }
  return {};
}

// PRAGMA user_version holds the number of the last migration; each runs in a transaction with its number.
Status SqliteCatalog::migrate() {
  SF_TRY(const auto transaction, Transaction::begin(*writer_));
  sqlite3_stmt* statement = nullptr;
  if (const int code = sqlite3_prepare_v2(writer_->handle(), "PRAGMA user_version", -1, &statement, nullptr); code != SQLITE_OK) {
    return sqlite_error(code);
  }
  const int stepped = sqlite3_step(statement);
  const int version = stepped == SQLITE_ROW ? sqlite3_column_int(statement, 0) : -1;
  sqlite3_finalize(statement);
  if (version < 0) return sqlite_error(stepped);
  const int newest = migrations().empty() ? 0 : migrations().back().number;
  if (version > newest) {
    return Error{.code = ErrorCode::kUnsupported, .detail = "the catalog was made by a newer version of this program"};
  }
  for (const Migration& migration : migrations()) {
    if (migration.number <= version) continue;
    SF_CHECK(writer_->execute(std::string(migration.sql)));
    SF_CHECK(writer_->execute("PRAGMA user_version = " + std::to_string(migration.number)));
  }
  return transaction->commit();
}

SqliteCatalog::Reader::Reader(SqliteCatalog& owner) : owner_(owner) {
  std::unique_lock lock(owner_.readers_mutex_);
  owner_.reader_free_.wait(lock, [&] { return !owner_.readers_.empty(); });
  connection_ = std::move(owner_.readers_.back());
  owner_.readers_.pop_back();
}

SqliteCatalog::Reader::~Reader() {
  {
    const std::lock_guard lock(owner_.readers_mutex_);
    owner_.readers_.push_back(std::move(connection_));
  }
  owner_.reader_free_.notify_one();
}

base::Result<std::unique_ptr<Catalog>> open_sqlite(const std::string& path) {
  auto catalog = std::make_unique<SqliteCatalog>();
  SF_CHECK(catalog->open(path));
  return std::unique_ptr<Catalog>(std::move(catalog));
}

}  // namespace sansfilm::catalog
