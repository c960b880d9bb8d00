// The hanging protocols that the server gives to viewers: those of the operator's folder, then the shipped ones.
//
// A display is no reason to keep an archive from starting: a file that is wrong is left out whole and told, with the place in it, what is
// wrong and what to do; all others hold.
//
// @thread read at start, immutable after
#pragma once

#include <string>
#include <vector>

#include "shared/base/result.hpp"

namespace sansfilm::app {

struct HangingFault {
  std::string file;      // as it was found
  std::string told;      // in the language of the messages: "$.protocols[0].grid.rows: ..., ..."
};

struct HangingProtocols {
  std::string json;                      // what viewers read
  std::size_t own = 0;
  std::vector<HangingFault> faults;
};

// The folder's *.json in the order of their names; an empty name: none. @errors kIo with the folder as subject: it cannot be listed
[[nodiscard]] base::Result<HangingProtocols> read_hanging_folder(const std::string& folder);

// `sansfilm hanging FILE...`: says of each file whether it is right. Exit::kRefusedSome if one is not.
int check_hanging(const std::vector<std::string>& paths);

}  // namespace sansfilm::app
