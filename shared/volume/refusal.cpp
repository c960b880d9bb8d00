#include "shared/volume/refusal.hpp"

#include <algorithm>
#include <cstdio>

namespace sansfilm::volume {

namespace {

struct Words {
  const char* fr;
  const char* en;
};

// %zu: count, %.1f: value, in this order. The switch is exhaustive: a new reason without words does not compile.
Words words_of(RefusalKind kind) {
  switch (kind) {
    case RefusalKind::kNoPosition:
      return {"ces images n'ont pas de position ou d'espacement dans le patient", "these images have no position or spacing in the patient"};
    case RefusalKind::kTooFewSlices: return {"il faut au moins 3 coupes de même orientation, il y en a %zu", "at least 3 slices of one orientation are needed, there are %zu"};
    case RefusalKind::kMissingSlices: return {"%zu coupe(s) manquante(s) : écart de %.1f mm", "%zu slice(s) missing: a gap of %.1f mm"};
    case RefusalKind::kSamePosition: return {"%zu images à la même position", "%zu images at the same position"};
    case RefusalKind::kShiftedSlices: return {"coupes décalées dans leur plan, jusqu'à %.1f mm", "slices shifted in their plane, by up to %.1f mm"};
    case RefusalKind::kColour: return {"images en couleur", "colour images"};
    case RefusalKind::kSampleFormat: return {"valeurs de 32 bits ou à virgule flottante", "values of 32 bits or floating point"};
    case RefusalKind::kMixedFormats: return {"les coupes n'ont pas toutes le même type de valeurs", "the slices do not all have the same kind of values"};
    case RefusalKind::kTooLarge: return {"%zu coupes : trop pour la mémoire de cet appareil", "%zu slices: too many for the memory of this device"};
  }
  return {"", ""};
}

std::string filled(const char* format, const Refusal& refusal) {
  char text[200];
  int count = 0;
  switch (refusal.kind) {
    case RefusalKind::kMissingSlices: count = std::snprintf(text, sizeof text, format, refusal.count, refusal.value); break;
    case RefusalKind::kTooFewSlices:
    case RefusalKind::kSamePosition:
    case RefusalKind::kTooLarge: count = std::snprintf(text, sizeof text, format, refusal.count); break;
    case RefusalKind::kShiftedSlices: count = std::snprintf(text, sizeof text, format, refusal.value); break;
    case RefusalKind::kNoPosition:
    case RefusalKind::kColour:
    case RefusalKind::kSampleFormat:
    case RefusalKind::kMixedFormats: return format;
  }
  return std::string(text, static_cast<std::size_t>(std::clamp(count, 0, static_cast<int>(sizeof text) - 1)));
}

}  // namespace

std::string text_fr(const Refusal& refusal) {
  std::string out = filled(words_of(refusal.kind).fr, refusal);
  for (std::size_t i = 1; i + 1 < out.size(); ++i) {  // decimal comma
    if (out[i] == '.' && out[i - 1] >= '0' && out[i - 1] <= '9' && out[i + 1] >= '0' && out[i + 1] <= '9') out[i] = ',';
  }
  return out;
}

std::string text_en(const Refusal& refusal) { return filled(words_of(refusal.kind).en, refusal); }

}  // namespace sansfilm::volume
