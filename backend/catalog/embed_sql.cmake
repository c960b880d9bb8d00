# cmake -DSQL_DIR=... -DOUT=... -P embed_sql.cmake : makes a C++ file that holds the .sql files.
file(GLOB files "${SQL_DIR}/*.sql")
list(SORT files)
set(migrations "")
set(queries "")
foreach(file IN LISTS files)
  file(READ "${file}" text)
  get_filename_component(name "${file}" NAME_WE)
  if(name MATCHES "^([0-9]+)_")
    math(EXPR number "${CMAKE_MATCH_1}")
    string(APPEND migrations "    {${number}, R\"SQL(${text})SQL\"},\n")
  else()
    string(APPEND queries "    R\"SQL(${text})SQL\",\n")
  endif()
endforeach()
file(WRITE "${OUT}.new" "// Made by embed_sql.cmake.
#include \"backend/catalog/sql_library.hpp\"

namespace sansfilm::catalog {

namespace {

constexpr Migration kMigrations[] = {
${migrations}};

constexpr std::string_view kQueries[] = {
${queries}};

}  // namespace

std::span<const Migration> embedded_migrations() { return kMigrations; }
std::span<const std::string_view> embedded_queries() { return kQueries; }

}  // namespace sansfilm::catalog
")
file(RENAME "${OUT}.new" "${OUT}")
