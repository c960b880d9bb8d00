// Text as it is compared in a search: without case, without diacritics, cut into words.
// @units  UTF-8 in and out; bytes that are no UTF-8 are kept as they are
// @thread pure
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sansfilm::catalog {

[[nodiscard]] std::string fold(std::string_view utf8);

// The folded words: cut at blanks and at ^ = , . ' - / \ _ and their like.
[[nodiscard]] std::vector<std::string> fold_words(std::string_view utf8);

// The first text after every text that begins with `prefix`.
[[nodiscard]] std::string end_of_prefix(const std::string& prefix);

}  // namespace sansfilm::catalog
