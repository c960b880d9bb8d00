#include "backend/catalog/sqlite.hpp"

#include <vector>

#include "backend/catalog/sql_library.hpp"

namespace sansfilm::catalog {

using base::Error;
using base::ErrorCode;
using base::Status;

Error sqlite_error(int code) {
  switch (code & 0xFF) {
    case SQLITE_FULL: return Error{.code = ErrorCode::kFull, .detail = "no space left for the catalog"};
    case SQLITE_CONSTRAINT: return Error{.code = ErrorCode::kConflict, .detail = "the catalog holds this identity already"};
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return Error{.code = ErrorCode::kTimeout, .detail = "the catalog is held by another process"};
    case SQLITE_READONLY: return Error{.code = ErrorCode::kIo, .detail = "the catalog is read-only"};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: return Error{.code = ErrorCode::kIo, .detail = "the catalog is damaged, or is not one"};
    case SQLITE_CANTOPEN: return Error{.code = ErrorCode::kIo, .detail = "the catalog can't be opened"};
    case SQLITE_MISUSE:
    case SQLITE_ERROR: return Error{.code = ErrorCode::kInternal, .detail = "a query that the catalog does not understand"};
    default: return Error{.code = ErrorCode::kIo, .detail = "the catalog can't be read or written"};
  }
}

base::Result<std::unique_ptr<Connection>> Connection::open(const std::string& path, bool read_only) {
  sqlite3* handle = nullptr;
  const int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
                    (read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
  const int opened = sqlite3_open_v2(path.c_str(), &handle, flags, nullptr);
  auto connection = std::unique_ptr<Connection>(new Connection(handle));
  if (opened != SQLITE_OK) return sqlite_error(opened);
  sqlite3_busy_timeout(handle, 15000);
  SF_CHECK(connection->execute(
      read_only ? "PRAGMA query_only = ON; PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY;"
                : "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;"
                  "PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY;"));
  return connection;
}

Connection::~Connection() {
  for (auto& [name, statement] : statements_) sqlite3_finalize(statement);
  sqlite3_close(handle_);
}

Status Connection::execute(const std::string& sql) {
  const int done = sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr);
  return done == SQLITE_OK ? Status() : Status(sqlite_error(done));
}

sqlite3_stmt* Connection::prepared(std::string_view name) {
  if (const auto found = statements_.find(name); found != statements_.end()) return found->second;
  const std::string_view sql = find_sql(name);
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &statement,
                         nullptr) != SQLITE_OK) {
    return nullptr;
  }
  if (statement != nullptr) statements_.emplace(name, statement);
  return statement;
}

Query::Query(Connection& connection, std::string_view name)
    : connection_(connection), statement_(connection.prepared(name)) {
  if (statement_ == nullptr) result_ = SQLITE_ERROR;
}

Query::~Query() {
  if (statement_ == nullptr) return;
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

Query& Query::bind(int at, std::int64_t value) {
  if (statement_ != nullptr) sqlite3_bind_int64(statement_, at, value);
  return *this;
}

Query& Query::bind(int at, std::string_view text) {
  if (statement_ != nullptr) {
    sqlite3_bind_text(statement_, at, text.empty() ? "" : text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
  }
  return *this;
}

Query& Query::bind(int at, std::span<const std::uint8_t> blob) {
  if (statement_ == nullptr) return *this;
  if (blob.empty()) sqlite3_bind_zeroblob(statement_, at, 0);
  else sqlite3_bind_blob(statement_, at, blob.data(), static_cast<int>(blob.size()), SQLITE_TRANSIENT);
  return *this;
}

bool Query::step() {
  if (statement_ == nullptr) return false;
  result_ = sqlite3_step(statement_);
  return result_ == SQLITE_ROW;
}

Status Query::run() {
  while (step()) {
  }
  return status();
}

Status Query::status() const {
  if (result_ == SQLITE_OK || result_ == SQLITE_DONE || result_ == SQLITE_ROW) return {};
  return sqlite_error(result_);
}

std::string Query::text(int column) const {
  const auto* at = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
  return at == nullptr ? std::string() : std::string(at, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column)));
}

std::vector<std::uint8_t> Query::blob(int column) const {
  const auto* at = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_, column));
  if (at == nullptr) return {};
  return {at, at + sqlite3_column_bytes(statement_, column)};
}

store::Digest Query::digest(int column) const {
  store::Digest out;
  const std::vector<std::uint8_t> bytes = blob(column);
  if (bytes.size() == out.bytes.size()) std::copy(bytes.begin(), bytes.end(), out.bytes.begin());
  return out;
}

base::Result<std::unique_ptr<Transaction>> Transaction::begin(Connection& connection) {
  SF_CHECK(connection.execute("BEGIN IMMEDIATE"));
  return std::unique_ptr<Transaction>(new Transaction(connection));
}

Transaction::~Transaction() {
  if (open_) (void)connection_.execute("ROLLBACK");
}

Status Transaction::commit() {
  SF_CHECK(connection_.execute("COMMIT"));
  open_ = false;
  return {};
}

}  // namespace sansfilm::catalog
