// Every text that the viewer shows, in one table: French first, English beside it. %s and %d are filled by fill().
//
// @owner  literals
// @thread constants
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace sansfilm::view {

enum class Language : std::uint8_t { kFrench, kEnglish };

// clang-format off
#define SANSFILM_VIEW_TEXTS(X)                                                                             \
  X(kLoadingStudy,      "Ouverture de l’examen…",                "Opening the study…")                     \
  X(kNoStudy,           "Aucun examen ouvert",                   "No study open")                          \
  X(kNoPicture,         "Cette série n’a pas d’image",           "This series has no picture")             \
  X(kEmptyStudy,        "Cet examen n’a aucune image affichable","This study has no picture to show")      \
  X(kPreparing,         "Image en préparation sur le serveur",   "The server is preparing this picture")   \
  X(kLoading,           "Chargement…",                           "Loading…")                               \
  X(kReduced,           "Aperçu réduit, %s",                     "Reduced preview, %s")                    \
  X(kPartial,           "Image partielle, %s",                   "Partial picture, %s")                    \
  X(kFinalLossless,     "Définitive, sans perte",                "Final, lossless")                        \
  X(kFinalLossy,        "Définitive ; original avec perte",      "Final; the original is lossy")           \
  X(kFinalLossyBy,      "Définitive ; original avec perte (%s)", "Final; the original is lossy (%s)")      \
  X(kFinalNotExact,     "Définitive, avec perte",                "Final, lossy")                           \
  X(kNotFinal,          "NON DÉFINITIVE",                        "NOT FINAL")                              \
  X(kOffline,           "Connexion perdue ; nouvel essai dans %s", "Connection lost; next attempt in %s")  \
  X(kOfflineNow,        "Connexion perdue ; nouvel essai…",      "Connection lost; trying again…")         \
  X(kBackOnline,        "Connexion rétablie",                    "Connection is back")                     \
  X(kSessionEnded,      "La session est terminée : reconnectez-vous", "The session has ended: sign in again") \
  X(kStudyAbsent,       "Cet examen n’existe pas ou n’est pas accessible", "This study does not exist or is not accessible") \
  X(kStudyUnreadable,   "La description de l’examen est illisible", "The study’s description cannot be read") \
  X(kPictureFailed,     "Image illisible : %s",                  "Picture cannot be read: %s")             \
  X(kReasonSyntax,      "syntaxe de transfert %s non prise en charge", "transfer syntax %s is not supported") \
  X(kReasonCodec,       "données compressées refusées",          "the compressed data were refused")       \
  X(kReasonTruncated,   "données incomplètes",                   "the data are incomplete")                \
  X(kReasonMemory,      "plus grande que la mémoire permise",    "larger than the memory allowed")         \
  X(kReasonGone,        "absente du serveur",                    "absent from the server")                 \
  X(kReasonDenied,      "accès refusé",                          "access denied")                          \
  X(kReasonOther,       "défaut interne (%s)",                   "internal fault (%s)")                    \
  X(kWorkerReplaced,    "Un décodeur s’est arrêté ; il a été remplacé", "A decoder stopped; it was replaced") \
  X(kGraphicsLost,      "Affichage interrompu ; reprise en cours", "Display interrupted; resuming")        \
  X(kGraphicsBack,      "Affichage rétabli",                     "Display restored")                       \
  X(kGraphicsMissing,   "Ce navigateur n’offre pas WebGL 2",     "This browser does not offer WebGL 2")    \
  X(kSlice,             "Image %s / %s",                         "Image %s / %s")                          \
  X(kSlicePosition,     "Position %s mm",                        "Position %s mm")                         \
  X(kThickness,         "Ép. %s mm",                             "Thk. %s mm")                             \
  X(kWindowValues,      "C %s  L %s",                            "C %s  W %s")                             \
  X(kZoomValue,         "Zoom %s",                               "Zoom %s")                                \
  X(kInverted,          "Inversée",                              "Inverted")                               \
  X(kNoOrder,           "Ordre de numéros, sans position",       "Number order, no position")              \
  X(kMixedStack,        "Orientations mêlées",                   "Mixed orientations")                     \
  X(kBorn,              "né(e) le %s",                           "born %s")                                \
  X(kYears,             "%s ans",                                "%s y")                                   \
  X(kMale,              "H",                                     "M")                                      \
  X(kFemale,            "F",                                     "F")                                      \
  X(kUnknownPatient,    "Patient sans nom",                      "Patient without a name")                 \
  X(kSeries,            "Série %s",                              "Series %s")                              \
  X(kImagesCount,       "%s images",                             "%s images")                              \
  X(kOneImage,          "1 image",                               "1 image")                                \
  X(kNoImages,          "sans image",                            "no image")                               \
  X(kScaleAtDetector,   "au détecteur",                          "at the detector")                        \
  X(kScaleCalibrated,   "calibré",                               "calibrated")                             \
  X(kScaleNominal,      "nominal",                               "nominal")                                \
  X(kToolWindow,        "Fenêtrage",                             "Window")                                 \
  X(kToolScroll,        "Défilement",                            "Scroll")                                 \
  X(kToolZoom,          "Zoom",                                  "Zoom")                                   \
  X(kToolPan,           "Déplacement",                           "Pan")                                    \
  X(kFit,               "Ajuster",                               "Fit")                                    \
  X(kOneToOne,          "Pixels réels 1:1",                      "True pixels 1:1")                        \
  X(kInvert,            "Inverser",                              "Invert")                                 \
  X(kTurnRight,         "Tourner à droite",                      "Rotate right")                           \
  X(kTurnLeft,          "Tourner à gauche",                      "Rotate left")                            \
  X(kFlipLeftRight,     "Miroir horizontal",                     "Flip horizontally")                      \
  X(kFlipTopBottom,     "Miroir vertical",                       "Flip vertically")                        \
  X(kReset,             "Réinitialiser",                         "Reset")                                  \
  X(kSmooth,            "Lissage",                               "Smoothing")                              \
  X(kNextImage,         "Image suivante",                        "Next image")                             \
  X(kPreviousImage,     "Image précédente",                      "Previous image")                         \
  X(kTenForward,        "Dix images plus loin",                  "Ten images on")                          \
  X(kTenBack,           "Dix images en arrière",                 "Ten images back")                        \
  X(kFirstImage,        "Première image",                        "First image")                            \
  X(kLastImage,         "Dernière image",                        "Last image")                             \
  X(kNextSeries,        "Série suivante",                        "Next series")                            \
  X(kPreviousSeries,    "Série précédente",                      "Previous series")                        \
  X(kNextPreset,        "Fenêtre suivante",                      "Next window")                            \
  X(kZoomIn,            "Agrandir",                              "Zoom in")                                \
  X(kZoomOut,           "Réduire",                               "Zoom out")                               \
  X(kToggleStrip,       "Bandeau des séries",                    "Series strip")                           \
  X(kToggleGraphics,    "Surcouches de l’image",                 "Overlays of the picture")                \
  X(kGraphicsShown,     "Surcouche",                             "Overlay")                                \
  X(kGraphicsHidden,    "Surcouche masquée (G)",                 "Overlay hidden (G)")                     \
  X(kShutter,           "Volet : une partie est masquée",        "Shutter: a part is hidden")              \
  X(kToggleOverlay,     "Textes sur l’image",                    "Texts on the picture")                   \
  X(kHelp,              "Raccourcis clavier",                    "Keyboard shortcuts")                     \
  X(kLeave,             "Retour à la liste",                     "Back to the list")                       \
  X(kClose,             "Fermer",                                "Close")                                  \
  X(kPresets,           "Fenêtres",                              "Windows")                                \
  X(kPresetFile,        "Fichier",                               "File")                                   \
  X(kPresetFileNumber,  "Fichier %s",                            "File %s")                                \
  X(kPresetAuto,        "Étendue de l’image",                    "Range of the picture")                   \
  X(kPresetLung,        "Poumon",                                "Lung")                                   \
  X(kPresetMediastinum, "Médiastin",                             "Mediastinum")                            \
  X(kPresetAbdomen,     "Abdomen",                               "Abdomen")                                \
  X(kPresetLiver,       "Foie",                                  "Liver")                                  \
  X(kPresetBone,        "Os",                                    "Bone")                                   \
  X(kPresetBrain,       "Encéphale",                             "Brain")                                  \
  X(kPresetStroke,      "AVC",                                   "Stroke")                                 \
  X(kPresetAngio,       "Angio",                                 "Angio")                                  \
  X(kKeyArrowUp,        "Haut",                                  "Up")                                     \
  X(kKeyArrowDown,      "Bas",                                   "Down")                                   \
  X(kKeyArrowLeft,      "Gauche",                                "Left")                                   \
  X(kKeyArrowRight,     "Droite",                                "Right")                                  \
  X(kKeyPageUp,         "Page préc.",                            "Page up")                                \
  X(kKeyPageDown,       "Page suiv.",                            "Page down")                              \
  X(kKeyHome,           "Début",                                 "Home")                                   \
  X(kKeyEnd,            "Fin",                                   "End")                                    \
  X(kKeyEscape,         "Échap",                                 "Esc")                                    \
  X(kKeySpace,          "Espace",                                "Space")                                  \
  X(kKeyTab,            "Tab",                                   "Tab")                                    \
  X(kKeyShift,          "Maj",                                   "Shift")                                  \
  X(kMouseWheel,        "Molette : défiler. Ctrl + molette : zoom", "Wheel: scroll. Ctrl + wheel: zoom")   \
  X(kMouseButtons,      "Glisser : outil choisi. Bouton milieu : déplacer. Bouton droit : zoom", "Drag: chosen tool. Middle button: pan. Right button: zoom") \
  X(kTouchHelp,         "Un doigt : défiler. Deux : zoom et déplacement. Trois : fenêtrage", "One finger: scroll. Two: zoom and pan. Three: window") \
  X(kAnnounceStudy,     "Examen de %s, %s",                      "Study of %s, %s")                        \
  X(kAnnouncePicture,   "%s, image %s sur %s, %s",               "%s, image %s of %s, %s")                 \
  X(kSeconds,           "%s s",                                  "%s s")                                   \
  X(kRenderingReduced,  "Affichée à 1/%s : limite de la carte graphique", "Shown at 1/%s: limit of the graphics card")
// clang-format on

enum class Text : std::uint16_t {
#define X(name, french, english) name,
  SANSFILM_VIEW_TEXTS(X)
#undef X
  kCount,
};

[[nodiscard]] const char* text(Text id, Language language);

// The text with each %s replaced by the next value; values that are missing leave nothing.
[[nodiscard]] std::string fill(Text id, Language language, std::initializer_list<std::string_view> values);

}  // namespace sansfilm::view
