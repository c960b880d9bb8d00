#include "backend/app/options.hpp"

#include <array>

namespace sansfilm::app {

namespace {

constexpr OptionKind kText = OptionKind::kText, kInteger = OptionKind::kInteger, kChoice = OptionKind::kChoice;

constexpr std::array kOptions = {
    Option{"data", kText, "sansfilm-data", 0, 0, "", "dossier des données (originaux, catalogue, traces)",
           "folder of the data (originals, catalog, trail)"},
    Option{"establishment", kText, "LOCAL", 0, 0, "", "code de l'établissement (FINESS) de ce qui arrive ici",
           "code of the establishment (FINESS) whose instances arrive here"},
    Option{"establishment_name", kText, "", 0, 0, "", "nom de l'établissement, comme un médecin le lit (vide : son code)",
           "name of the establishment as a doctor reads it (empty: its code)"},
    Option{"listen.address", kText, "127.0.0.1", 0, 0, "", "adresse d'écoute", "address to listen on"},
    Option{"listen.port", kInteger, "8443", 0, 65535, "", "port d'écoute (0 : un port libre)", "port to listen on (0: a free one)"},
    Option{"listen.connections", kInteger, "1024", 8, 65536, "", "connexions ouvertes au plus", "most open connections"},
    Option{"listen.threads", kInteger, "64", 8, 1024, "", "fils d'exécution au plus pour les requêtes", "most threads for requests"},
    Option{"listen.idle_seconds", kInteger, "15", 1, 600, "", "durée d'une connexion inactive", "how long an idle connection is kept"},
    Option{"http.proxy_socket", kText, "", 0, 0, "", "fichier socket pour nginx sur cette machine (vide : aucun)",
           "socket file for nginx on this machine (empty: none)"},
    Option{"http.accel", kText, "", 0, 0, "", "adresse interne de nginx qui envoie les fichiers dérivés (vide : aucune)",
           "nginx's internal address that sends derived files (empty: none)"},
    Option{"tls.certificate", kText, "", 0, 0, "", "certificat PEM (vide : fait au premier démarrage)",
           "PEM certificate (empty: made at first start)"},
    Option{"tls.key", kText, "", 0, 0, "", "clé PEM du certificat", "PEM key of the certificate"},
    Option{"web.root", kText, "", 0, 0, "", "dossier de l'application web", "folder of the web application"},
    Option{"hanging.folder", kText, "", 0, 0, "", "dossier de protocoles d'affichage JSON (docs/hanging.md ; vide : ceux du programme)",
           "folder of hanging protocols as JSON (docs/hanging.md; empty: those of the program)"},
    Option{"session.idle_seconds", kInteger, "1800", 60, 86400, "", "fin de session sans activité", "a session ends when idle for"},
    Option{"session.absolute_seconds", kInteger, "14400", 300, 86400, "", "durée maximale d'une session", "a session ends in any case after"},
    Option{"limits.request_bytes", kInteger, "2147483648", 1048576, 17179869184, "", "taille maximale d'un envoi STOW-RS",
           "largest STOW-RS request"},
    Option{"limits.instance_bytes", kInteger, "1073741824", 1048576, 4294967296, "", "taille maximale d'une instance reçue par HTTP",
           "largest instance received by HTTP"},
    Option{"import.threads", kInteger, "2", 1, 64, "", "fils d'exécution de l'import", "threads of an import"},
    Option{"derive.threads", kInteger, "0", 0, 64, "", "fils de préparation des images (0 : un par cœur)",
           "threads that prepare images (0: one per core)"},
    Option{"derive.recipe", kChoice, "L", 0, 0, "L by-size P H", "forme des images à diffuser (docs/streaming.md, 2)",
           "form of the images that are streamed (docs/streaming.md, 2)"},
    Option{"log.level", kChoice, "info", 0, 0, "debug info warn error", "niveau du journal", "level of the log"},
    Option{"lang", kChoice, "auto", 0, 0, "auto fr en", "langue des messages", "language of the messages"},
};

std::string replace_all(std::string_view text, char from, char to) {
  std::string out(text);
  for (char& c : out) {
    if (c == from) c = to;
  }
  return out;
}

}  // namespace

std::span<const Option> options() { return kOptions; }

std::string flag_of(const Option& option) { return "--" + replace_all(replace_all(option.key, '.', '-'), '_', '-'); }

std::string environment_of(const Option& option) {
  std::string name = "SANSFILM_" + replace_all(option.key, '.', '_');
  for (char& c : name) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
  }
  return name;
}

std::string allowed_of(const Option& option) {
  switch (option.kind) {
    case OptionKind::kText: return "text";
    case OptionKind::kInteger: return std::to_string(option.least) + " .. " + std::to_string(option.most);
    case OptionKind::kChoice: return replace_all(option.choices, ' ', '|');
  }
  return {};
}

}  // namespace sansfilm::app
