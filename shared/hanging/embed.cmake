# cmake -DJSON=... -DOUT=... -P embed.cmake : makes a C++ file that holds the shipped protocols.
file(READ "${JSON}" text)
file(WRITE "${OUT}.new" "// Made by embed.cmake.
#include \"shared/hanging/shipped.hpp\"

namespace sansfilm::hanging {

std::string_view shipped_json() { return R\"JSON(${text})JSON\"; }

}  // namespace sansfilm::hanging
")
file(RENAME "${OUT}.new" "${OUT}")
