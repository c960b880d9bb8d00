// The findings of a stack in words.
#include <algorithm>
#include <cstdio>

#include "shared/volume/stack.hpp"

namespace sansfilm::volume {

namespace {

struct Words {
  const char* fr;
  const char* en;
  bool has_count;
  bool has_value;
};

// In the order of StackFindingKind. %zu: count, %.1f: value.
constexpr Words kWords[] = {
    {"sans position dans le patient : triées par numéro", "no position in the patient: sorted by number", false, false},
    {"la série contient %zu piles différentes", "the series holds %zu different stacks", true, false},
    {"%zu coupe(s) manquante(s) : écart de %.1f mm", "%zu slice(s) missing: gap of %.1f mm", true, true},
    {"espacement irrégulier : jusqu'à %.1f mm", "irregular spacing: up to %.1f mm", false, true},
    {"%zu images à la même position", "%zu images at the same position", true, false},
    {"temps incomplets : %zu position(s) moins souvent que les autres", "incomplete time points: %zu position(s) less often than the others", true, false},
    {"statif incliné de %.1f\u00B0", "gantry tilted by %.1f\u00B0", false, true},
    {"coupes décalées dans leur plan : jusqu'à %.1f mm", "slices shifted in plane: up to %.1f mm", false, true},
    {"une seule coupe", "a single slice", false, false},
};

std::string filled(const char* format, const Words& words, const StackFinding& finding) {
  char text[160];
  int count = 0;
  if (words.has_count && words.has_value) {
    count = std::snprintf(text, sizeof text, format, finding.count, finding.value);
  } else if (words.has_count) {
    count = std::snprintf(text, sizeof text, format, finding.count);
  } else if (words.has_value) {
    count = std::snprintf(text, sizeof text, format, finding.value);
  } else {
    return format;
  }
  return std::string(text, static_cast<std::size_t>(std::max(count, 0)));
}

}  // namespace

std::string text_fr(const StackFinding& finding) {
  const auto& words = kWords[static_cast<std::size_t>(finding.kind)];
  std::string out = filled(words.fr, words, finding);
  for (std::size_t i = 1; i + 1 < out.size(); ++i) {  // decimal comma
    if (out[i] == '.' && out[i - 1] >= '0' && out[i - 1] <= '9' && out[i + 1] >= '0' && out[i + 1] <= '9') out[i] = ',';
  }
  return out;
}

std::string text_en(const StackFinding& finding) {
  const auto& words = kWords[static_cast<std::size_t>(finding.kind)];
  return filled(words.en, words, finding);
}

}  // namespace sansfilm::volume
