// What a role may do, for every door. Reading is decided inside the catalog's queries (the view visible_study).
// @thread pure
#pragma once

#include <array>
#include <string_view>

namespace sansfilm::access {

inline constexpr std::array<std::string_view, 8> kRoles = {
    "doctor", "radiologist", "emergency-doctor", "radiographer", "secretary", "access-administrator", "auditor", "operator"};

[[nodiscard]] constexpr bool may_store(std::string_view role) {
  return role == "doctor" || role == "radiologist" || role == "emergency-doctor" || role == "radiographer";
}

}  // namespace sansfilm::access
