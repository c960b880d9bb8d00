#include "shared/hanging/shipped.hpp"

#include <variant>

#include "shared/hanging/read.hpp"

namespace sansfilm::hanging {

// That it is right is tested, so that there is nothing to be told here.
std::vector<Protocol> shipped_protocols() {
  auto read = read_protocols(shipped_json());
  auto* protocols = std::get_if<std::vector<Protocol>>(&read);
  return protocols != nullptr ? std::move(*protocols) : std::vector<Protocol>{};
}

}  // namespace sansfilm::hanging
