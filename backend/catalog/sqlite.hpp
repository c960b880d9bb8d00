// A thin cover over SQLite: connections, prepared statements by name, transactions.
//
// @errors kIo, kFull, kConflict (a uniqueness constraint); the detail is a literal, never SQLite's text (it may hold values)
// @owner  a Query borrows its Connection
// @thread a connection belongs to one thread at a time
#pragma once

#include <sqlite3.h>

#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "backend/store/digest.hpp"
#include "shared/base/result.hpp"

namespace sansfilm::catalog {

class Connection {
 public:
  [[nodiscard]] static base::Result<std::unique_ptr<Connection>> open(const std::string& path, bool read_only);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection();

  [[nodiscard]] base::Status execute(const std::string& sql);   // one or several statements without results
  [[nodiscard]] sqlite3* handle() const { return handle_; }
  [[nodiscard]] sqlite3_stmt* prepared(std::string_view name);  // nullptr if it can't be prepared

 private:
  explicit Connection(sqlite3* handle) : handle_(handle) {}
  sqlite3* handle_;
  std::map<std::string, sqlite3_stmt*, std::less<>> statements_;
};

// One run of a prepared statement. Parameters count from 1, columns from 0.
class Query {
 public:
  Query(Connection& connection, std::string_view name);
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;
  ~Query();

  template <class... Values>
  Query& bind_all(const Values&... values) {
    int at = 0;
    (bind(++at, values), ...);
    return *this;
  }
  Query& bind(int at, std::int64_t value);
  Query& bind(int at, std::string_view text);
  Query& bind(int at, const std::string& text) { return bind(at, std::string_view(text)); }
  Query& bind(int at, const char* text) { return bind(at, std::string_view(text)); }
  Query& bind(int at, const store::Digest& digest) { return bind(at, std::span<const std::uint8_t>(digest.bytes)); }
  Query& bind(int at, std::span<const std::uint8_t> blob);

  bool step();                                    // true: there is a row
  [[nodiscard]] base::Status run();               // steps to the end
  [[nodiscard]] base::Status status() const;      // after step() said false

  [[nodiscard]] std::int64_t integer(int column) const { return sqlite3_column_int64(statement_, column); }
  [[nodiscard]] std::string text(int column) const;
  [[nodiscard]] std::vector<std::uint8_t> blob(int column) const;
  [[nodiscard]] store::Digest digest(int column) const;

 private:
  Connection& connection_;
  sqlite3_stmt* statement_;
  int result_ = SQLITE_OK;
};

// BEGIN IMMEDIATE; rolls back unless committed.
class Transaction {
 public:
  [[nodiscard]] static base::Result<std::unique_ptr<Transaction>> begin(Connection& connection);
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction();
  [[nodiscard]] base::Status commit();

 private:
  explicit Transaction(Connection& connection) : connection_(connection) {}
  Connection& connection_;
  bool open_ = true;
};

[[nodiscard]] base::Error sqlite_error(int code);

}  // namespace sansfilm::catalog
