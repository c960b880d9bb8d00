// The SQL of the .sql files, built into the program: migrations by number, queries by name ("-- name: study.find").
// @owner  views of static text
// @thread immutable
#pragma once

#include <span>
#include <string_view>

namespace sansfilm::catalog {

struct Migration {
  int number = 0;
  std::string_view sql;
};

[[nodiscard]] std::span<const Migration> migrations();   // ascending, 1 2 3 ...

// Empty if there is no query of this name (a defect; the tests prepare them all).
[[nodiscard]] std::string_view find_sql(std::string_view name);
[[nodiscard]] std::span<const std::string_view> sql_names();

}  // namespace sansfilm::catalog
