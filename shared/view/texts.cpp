#include "shared/view/texts.hpp"

namespace sansfilm::view {
namespace {

struct Pair {
  const char* french;
  const char* english;
};

constexpr Pair kTexts[] = {
#define X(name, french, english) {french, english},
    SANSFILM_VIEW_TEXTS(X)
#undef X
};

}  // namespace

const char* text(Text id, Language language) {
  const Pair& pair = kTexts[static_cast<std::size_t>(id)];
  return language == Language::kFrench ? pair.french : pair.english;
}

std::string fill(Text id, Language language, std::initializer_list<std::string_view> values) {
  std::string out;
  auto value = values.begin();
  for (std::string_view rest = text(id, language); !rest.empty();) {
    const std::size_t mark = rest.find("%s");
    out += rest.substr(0, mark);
    if (mark == std::string_view::npos) break;
    if (value != values.end()) out += *value++;
    rest.remove_prefix(mark + 2);
  }
  return out;
}

}  // namespace sansfilm::view
