#include "backend/app/messages.hpp"

#include <array>

namespace sansfilm::app {

namespace {

struct Texts {
  std::string_view french, english;
};

constexpr std::array kTexts = {
#define X(name, french, english) Texts{french, english},
    SANSFILM_MESSAGES(X)
#undef X
};

bool french = true;

std::string_view french_meaning(base::ErrorCode code) {
  using base::ErrorCode;
  switch (code) {
    case ErrorCode::kTruncated: return "les données s'arrêtent avant ce qu'elles annoncent";
    case ErrorCode::kMalformed: return "les données contredisent la norme";
    case ErrorCode::kUnsupported: return "valable, mais cette version ne sait pas le lire";
    case ErrorCode::kMissing: return "un attribut ou une partie nécessaire manque";
    case ErrorCode::kInconsistent: return "deux parties des données se contredisent";
    case ErrorCode::kOverBudget: return "la lecture dépasserait la mémoire ou les pixels permis";
    case ErrorCode::kTimeout: return "le temps permis est écoulé";
    case ErrorCode::kCodec: return "le décodeur a refusé les données compressées";
    case ErrorCode::kNotDicom: return "ce n'est pas un fichier DICOM";
    case ErrorCode::kEmpty: return "il n'y a pas de données";
    case ErrorCode::kInvalidArgument: return "la demande est impossible";
    case ErrorCode::kNotFound: return "cela n'existe pas";
    case ErrorCode::kConflict: return "autre chose porte déjà cette identité";
    case ErrorCode::kDenied: return "non permis";
    case ErrorCode::kIo: return "le stockage ne répond pas comme il devrait";
    case ErrorCode::kFull: return "il n'y a plus de place";
    case ErrorCode::kCancelled: return "l'appelant a renoncé";
    case ErrorCode::kInternal: return "un défaut de ce programme";
  }
  return {};
}

}  // namespace

void choose_language(std::string_view choice, const char* lang_variable) {
  const std::string_view lang = lang_variable == nullptr ? "" : lang_variable;
  french = choice == "fr" || (choice == "auto" && !lang.starts_with("en"));
}

bool speaks_french() { return french; }

std::string say(Message message, std::initializer_list<std::string> values) {
  const Texts& texts = kTexts[static_cast<std::size_t>(message)];
  std::string_view pattern = french ? texts.french : texts.english;
  std::string out;
  for (const std::string& value : values) {
    const std::size_t at = pattern.find("{}");
    if (at == std::string_view::npos) break;
    out += pattern.substr(0, at);
    out += value;
    pattern.remove_prefix(at + 2);
  }
  return out + std::string(pattern);
}

std::string say(const base::Error& error) {
  if (!french) return base::describe(error);
  // The technical detail stays in English, as the logs have it, after the meaning in French.
  return std::string(french_meaning(error.code)) + " (" + base::describe(error) + ")";
}

}  // namespace sansfilm::app
