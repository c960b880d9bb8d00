#include "shared/view/toolbar.hpp"

namespace sansfilm::view {

std::size_t controls_that_fit(std::span<const double> widths, double room, double more) {
  double used = 0;
  std::size_t beside_more = 0;
  for (std::size_t i = 0; i < widths.size(); ++i) {
    used += widths[i];
    if (used + more <= room) beside_more = i + 1;
  }
  return used <= room ? widths.size() : beside_more;
}

}  // namespace sansfilm::view
