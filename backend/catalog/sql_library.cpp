#include "backend/catalog/sql_library.hpp"

#include <map>
#include <vector>

namespace sansfilm::catalog {

// Defined in the file that CMake makes from sql/*.sql.
std::span<const Migration> embedded_migrations();
std::span<const std::string_view> embedded_queries();

namespace {

constexpr std::string_view kMark = "-- name: ";

std::map<std::string_view, std::string_view> cut_queries() {
  std::map<std::string_view, std::string_view> queries;
  for (const std::string_view text : embedded_queries()) {
    std::size_t at = text.find(kMark);
    while (at != std::string_view::npos) {
      const std::size_t line_end = text.find('\n', at);
      const std::size_t next = text.find(kMark, line_end);
      const std::string_view name = text.substr(at + kMark.size(), line_end - at - kMark.size());
      queries[name] = text.substr(line_end, next == std::string_view::npos ? next : next - line_end);
      at = next;
    }
  }
  return queries;
}

const std::map<std::string_view, std::string_view>& queries() {
  static const std::map<std::string_view, std::string_view> all = cut_queries();
  return all;
}

}  // namespace

std::span<const Migration> migrations() { return embedded_migrations(); }

std::string_view find_sql(std::string_view name) {
  const auto found = queries().find(name);
  return found == queries().end() ? std::string_view() : found->second;
}

std::span<const std::string_view> sql_names() {
  static const std::vector<std::string_view> names = [] {
    std::vector<std::string_view> out;
    for (const auto& [name, sql] : queries()) out.push_back(name);
    return out;
  }();
  return names;
}

}  // namespace sansfilm::catalog
