#include <doctest/doctest.h>

#include <numeric>
#include <vector>

#include "shared/view/toolbar.hpp"

using namespace sansfilm::view;

TEST_CASE("at every width the tool bar holds as many controls as fit, and the button for the others") {
  const std::vector<double> widths = {44, 44, 44, 44, 126, 60, 44, 60, 44, 44, 44, 60, 60, 44, 44, 44};
  const double all = std::accumulate(widths.begin(), widths.end(), 0.0), more = 44;
  for (double room = 0; room < all + 100; room += 1) {
    CAPTURE(room);
    const std::size_t shown = controls_that_fit(widths, room, more);
    REQUIRE(shown <= widths.size());
    const double used = std::accumulate(widths.begin(), widths.begin() + static_cast<std::ptrdiff_t>(shown), 0.0);
    if (shown == widths.size()) {
      CHECK(used <= room);
    } else {
      CHECK(room < all);  // all of them would not have fitted
      if (shown > 0) CHECK(used + more <= room);
      CHECK(used + widths[shown] + more > room);
    }
  }
  CHECK(controls_that_fit(widths, all, more) == widths.size());
  CHECK(controls_that_fit({}, 0, more) == 0);
}
