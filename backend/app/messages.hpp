// What the command line says, in French and English, through one table.
// @thread choose once at start
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "shared/base/result.hpp"

namespace sansfilm::app {

// clang-format off
#define SANSFILM_MESSAGES(X) \
  X(kListening, "À l'écoute : {}", "Listening: {}") \
  X(kStopping, "Arrêt demandé, les requêtes en cours se terminent", "Stopping, requests under way are finished") \
  X(kProgress, "{} fichiers, {}/s, {}", "{} files, {}/s, {}") \
  X(kRefused, "refusé : {} : {}", "refused: {}: {}") \
  X(kSummary, "{} importées, {} déjà là, {} refusées, {} DICOMDIR ignorés, en {} s ({}/s)", \
              "{} imported, {} already there, {} refused, {} DICOMDIR skipped, in {} s ({}/s)") \
  X(kReason, "  {} : {}", "  {}: {}") \
  X(kConfigWrong, "configuration : {} : {}", "configuration: {}: {}") \
  X(kFailed, "échec : {}", "failed: {}") \
  X(kUserAdded, "compte créé : {} ({})", "account made: {} ({})") \
  X(kPassword, "mot de passe : {}", "password: {}") \
  X(kPasswordSet, "mot de passe changé : {}", "password changed: {}") \
  X(kPasswordMissing, "aucun mot de passe sur l'entrée standard", "no password on standard input") \
  X(kUserExists, "ce compte existe déjà : {}", "this account exists already: {}") \
  X(kNoSuchUser, "ce compte n'existe pas : {}", "there is no such account: {}") \
  X(kTrailWhole, "trace intacte : {} lignes, {} segments", "trail intact: {} lines, {} segments") \
  X(kTrailFinding, "{} ligne {} (n° {}) : {}", "{} line {} (no. {}): {}") \
  X(kTrailBroken, "trace altérée : {} constats", "trail altered: {} findings") \
  X(kNoFindings, "rien à signaler : {}", "nothing found: {}") \
  X(kPhantomProgress, "{} / {} fichiers, {}", "{} / {} files, {}") \
  X(kPhantomMade, "{} études fictives, {} séries, {} instances, {} Mo dans {}", \
                  "{} invented studies, {} series, {} instances, {} MB in {}") \
  X(kHangingWrong, "{} : {} ; {}", "{}: {}; {}") \
  X(kHangingTwice, "un fichier précédent a déjà le protocole {} ; donnez-lui un autre identifiant", \
                   "a file before it has the protocol {} already; give it another id") \
  X(kHangingLeftOut, "protocoles d'affichage laissés de côté : {} : {}", "hanging protocols left out: {}: {}") \
  X(kHangingRight, "{} : {} protocoles, rien à signaler", "{}: {} protocols, nothing found") \
  X(kWritten, "écrit : {}", "written: {}")
// clang-format on

enum class Message : unsigned char {
#define X(name, french, english) name,
  SANSFILM_MESSAGES(X)
#undef X
};

void choose_language(std::string_view choice, const char* lang_variable);   // auto, fr, en
[[nodiscard]] bool speaks_french();

// Each {} is replaced by the next value.
[[nodiscard]] std::string say(Message message, std::initializer_list<std::string> values = {});

// An error as a person reads it.
[[nodiscard]] std::string say(const base::Error& error);

}  // namespace sansfilm::app
