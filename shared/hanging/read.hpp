// Hanging protocols from JSON. Nothing is guessed: an unknown key, a wrong kind of value or one out of range refuses the whole text,
// with the place in it, what is wrong and what to do.
//
// @source RFC 8259; paths as in RFC 9535: $.protocols[0].views[2].window.width
// @errors Problem
// @owner  values
// @thread pure
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "shared/hanging/protocol.hpp"

namespace sansfilm::hanging {

inline constexpr std::string_view kSchema = "sansfilm-hanging-1";
inline constexpr std::size_t kMostBytes = std::size_t{256} << 10;   // of a file
inline constexpr std::size_t kMostProtocols = 100;

struct Problem {
  std::string path;
  Words what, remedy;
};

[[nodiscard]] std::variant<std::vector<Protocol>, Problem> read_protocols(std::string_view json);

// The JSON that read_protocols() reads back to the same.
[[nodiscard]] std::string write_protocols(const std::vector<Protocol>& protocols);

// `own` before `shipped`, of which one with the same id is replaced.
[[nodiscard]] std::vector<Protocol> merged(std::vector<Protocol> own, const std::vector<Protocol>& shipped);

}  // namespace sansfilm::hanging
