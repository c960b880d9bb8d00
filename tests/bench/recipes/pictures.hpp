// The pictures that recipes are measured on: real files where they are, the phantom for the rest.
#pragma once

#include <string>
#include <vector>

#include "shared/base/frame.hpp"

namespace sansfilm::bench {

struct Picture {
  std::string kind;      // CT, MR, CR, MG, colour, multi-frame
  std::string name;
  base::Frame frame;
};

[[nodiscard]] std::vector<Picture> pictures();

}  // namespace sansfilm::bench
