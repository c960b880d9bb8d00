// The tables of a series: what frames share stands once. Internal to this room.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

namespace sansfilm::manifest {

// The row that equals this one, searched from the end (neighbours are alike); appended if the last ones do not have it.
template <class T>
std::uint32_t row_of(std::vector<T>& table, const T& row) {
  constexpr std::size_t kLookBack = 64;
  const std::size_t first = table.size() > kLookBack ? table.size() - kLookBack : 0;
  for (std::size_t i = table.size(); i-- > first;) {
    if (table[i] == row) return static_cast<std::uint32_t>(i);
  }
  table.push_back(row);
  return static_cast<std::uint32_t>(table.size() - 1);
}

}  // namespace sansfilm::manifest
