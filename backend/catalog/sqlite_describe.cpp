#include "backend/catalog/sqlite_catalog.hpp"

namespace sansfilm::catalog {

using base::Result;
using base::Status;

Result<std::vector<Described>> SqliteCatalog::find_described_before(std::uint32_t version, const Described& after, std::uint32_t count) {
  Reader reader(*this);
  Query query(*reader, "describe.find_before");
  query.bind_all(std::int64_t{version}, std::int64_t{after.version}, after.row, std::int64_t{count});
  std::vector<Described> found;
  while (query.step()) {
    found.push_back({.row = query.integer(0), .sha256 = query.digest(1), .derive_state = static_cast<DeriveState>(query.integer(2)),
                     .derived = query.blob(3), .version = static_cast<std::uint32_t>(query.integer(4))});
  }
  SF_CHECK(query.status());
  return found;
}

Status SqliteCatalog::describe_again(const Described& instance, std::span<const std::uint8_t> header, std::span<const std::uint8_t> derived,
                                     std::uint32_t version) {
  const std::lock_guard lock(write_mutex_);
  SF_TRY(const auto transaction, Transaction::begin(*writer_));
  if (header.empty()) {
    SF_CHECK(Query(*writer_, "describe.keep").bind_all(instance.row, std::int64_t{version}).run());
  } else {
    SF_CHECK(Query(*writer_, "describe.put")
                 .bind_all(instance.row, header, derived, std::int64_t{version}, static_cast<std::int64_t>(instance.derive_state),
                           std::span<const std::uint8_t>(instance.derived))
                 .run());
  }
  return transaction->commit();
}

}  // namespace sansfilm::catalog
