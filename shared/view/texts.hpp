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
  X(kReducedByChoice,   "Réduite à l’écran (économie de données), %s", "Reduced to the screen (data saver), %s") \
  X(kErrorTold,         " (± %s)",                               " (± %s)")                                \
  X(kLevelsOf,          "%s sur %s",                             "%s of %s")                               \
  X(kDataSaverOn,       "Économie de données : seul ce qui est regardé se charge", "Data saver: only what is looked at is loaded") \
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
  X(kReasonDecoder,     "le décodage n’aboutit pas",             "decoding does not come to an end")       \
  X(kReasonAltered,     "données altérées en route",             "the data were altered on their way")     \
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
  X(kProbe,             "Valeur au centre de l’image affichée",  "Value in the middle of the view")        \
  X(kProbeProvisional,  "≈ %s (provisoire)",                     "≈ %s (provisional)")                     \
  X(kProbePadding,      "Remplissage, hors image (%s)",          "Padding, not image (%s)")                \
  X(kProbeRgb,          "RVB  ",                                 "RGB  ")                                  \
  X(kProbeNoSuv,        "Pas de SUV : %s",                       "No SUV: %s")                             \
  X(kProbePlace,        "Colonne %s, ligne %s",                  "Column %s, row %s")                      \
  X(kProbeStored,       "valeur stockée %s",                     "stored value %s")                        \
  X(kProbePatient,      "Patient x %s  y %s  z %s mm",           "Patient x %s  y %s  z %s mm")            \
  X(kUnitCounts,        "coups",                                 "counts")                                 \
  X(kUnitCountsPerSecond, "coups/s",                             "counts/s")                               \
  X(kUnitOpticalDensity, "DO",                                   "OD")                                     \
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
  X(kCine,              "Ciné",                                  "Cine")                                   \
  X(kPlay,              "Lecture, pause",                        "Play, pause")                            \
  X(kFaster,            "Lecture plus rapide",                   "Play faster")                            \
  X(kSlower,            "Lecture plus lente",                    "Play slower")                            \
  X(kBackwards,         "Lecture en arrière",                    "Play backwards")                         \
  X(kToAndFro,          "Lecture en va-et-vient",                "Play to and fro")                        \
  X(kCineRate,          "Ciné %s i/s",                           "Cine %s fps")                            \
  X(kCineWaits,         "Ciné : attend l’image",                 "Cine: waits for the picture")            \
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
  X(kMeasureLength,     "Longueur",                              "Length")                                 \
  X(kMeasurePolyline,   "Ligne brisée",                          "Polyline")                               \
  X(kMeasureAngle,      "Angle",                                 "Angle")                                  \
  X(kMeasureCobb,       "Angle de Cobb",                         "Cobb angle")                             \
  X(kMeasureBidirectional, "Deux diamètres",                     "Bidirectional")                          \
  X(kMeasureRectangle,  "Rectangle",                             "Rectangle")                              \
  X(kMeasureEllipse,    "Ellipse",                               "Ellipse")                                \
  X(kMeasureCircle,     "Cercle",                                "Circle")                                 \
  X(kMeasureFreehand,   "Contour libre",                         "Freehand region")                        \
  X(kMeasurePoint,      "Valeur d’un point",                     "Value of a point")                       \
  X(kMeasureCardiothoracic, "Index cardio-thoracique",           "Cardiothoracic ratio")                   \
  X(kMeasuredMean,      "Moy. %s  É.-T. %s",                     "Mean %s  SD %s")                         \
  X(kMeasuredRange,     "Min. %s  Max. %s",                      "Min %s  Max %s")                         \
  X(kMeasuredRatio,     "ICT %s",                                "CTR %s")                                 \
  X(kMeasurements,      "Mesures",                               "Measurements")                           \
  X(kNoMeasurements,    "Aucune mesure dans cet examen",         "No measurement in this study")           \
  X(kToggleMeasurements,"Panneau des mesures",                   "Panel of measurements")                  \
  X(kFinishMeasure,     "Terminer le tracé",                     "Finish drawing")                         \
  X(kDeleteMeasure,     "Supprimer la mesure",                   "Delete the measurement")                 \
  X(kKeepMeasurements,  "Enregistrer les mesures",               "Keep the measurements")                  \
  X(kMeasurementsKept,  "Mesures enregistrées avec l’examen",    "Measurements kept with the study")       \
  X(kKeepFailed,        "Mesures non enregistrées : %s. Elles restent ici ; réessayez", "Measurements not kept: %s. They stay here; try again") \
  X(kKeepWaits,         "Une mesure attend que son image soit définitive", "A measurement waits until its picture is final") \
  X(kNothingToKeep,     "Rien de nouveau à enregistrer",         "Nothing new to keep")                    \
  X(kKeepLocal,         "Fichiers locaux : les mesures ne sont pas enregistrées", "Local files: measurements are not kept") \
  X(kNotKept,           "non enregistrée",                       "not kept yet")                           \
  X(kUndo,              "Annuler",                               "Undo")                                   \
  X(kRedo,              "Rétablir",                              "Redo")                                   \
  X(kNextMeasure,       "Mesure suivante",                       "Next measurement")                       \
  X(kMeasureDeleted,    "Mesure supprimée",                      "Measurement deleted")                    \
  X(kAnnounceMeasure,   "%s : %s",                               "%s: %s")                                 \
  X(kMeasureOnImage,    "image %s",                              "image %s")                               \
  X(kLayers,            "Calques",                               "Layers")                                 \
  X(kToggleLayers,      "Panneau des calques",                   "Panel of layers")                        \
  X(kToggleDrawn,       "Masquer ou montrer les calques",        "Hide or show the layers")                \
  X(kNextPresentation,  "État de présentation suivant",          "Next presentation state")                \
  X(kNextRow,           "Calques : ligne suivante",              "Layers: next row")                       \
  X(kPreviousRow,       "Calques : ligne précédente",            "Layers: previous row")                   \
  X(kSwitchRow,         "Calques : cocher la ligne",             "Layers: switch the row")                 \
  X(kMoreOpaque,        "Calque plus opaque",                    "Layer more opaque")                      \
  X(kLessOpaque,        "Calque plus transparent",               "Layer more transparent")                 \
  X(kPresentation,      "Présentation",                          "Presentation")                           \
  X(kAsStored,          "Telle qu’enregistrée",                  "As stored")                              \
  X(kSegmentations,     "Segmentations",                         "Segmentations")                          \
  X(kStructureSets,     "Contours",                              "Contours")                               \
  X(kUnnamedLayer,      "Sans nom",                              "Unnamed")                                \
  X(kNumberedPart,      "N° %s",                                 "No. %s")                                 \
  X(kLayerLoading,      "chargement…",                           "loading…")                               \
  X(kLayerUnreadable,   "illisible : %s",                        "cannot be read: %s")                     \
  X(kReasonContent,     "contenu non conforme",                  "its content is not valid")               \
  X(kReasonConnection,  "connexion perdue",                      "connection lost")                        \
  X(kNotOnImage,        "pas sur cette image",                   "not on this image")                      \
  X(kImageNotInState,   "image non concernée",                   "does not speak of this image")           \
  X(kNoPlane,           "image sans position : contours non dessinés", "image without position: contours not drawn") \
  X(kNoLayers,          "Aucun calque pour cette série",         "No layer for this series")               \
  X(kLayersHidden,      "Calques masqués (Y)",                   "Layers hidden (Y)")                      \
  X(kPresentedBy,       "Présentation : %s",                     "Presentation: %s")                       \
  X(kBlended,           "Fusion : %s",                           "Blended: %s")                            \
  X(kBlendedNotFinal,   "Fusion : %s, non définitive",           "Blended: %s, not final")                 \
  X(kBlendingMissing,   "Fusion : pas de coupe à superposer ici", "Blending: no slice to lay over here")   \
  X(kOpacity,           "Opacité",                               "Opacity")                                \
  X(kAnnounceOn,        "%s, affiché",                           "%s, shown")                              \
  X(kAnnounceOff,       "%s, masqué",                            "%s, hidden")                             \
  X(kNextViewport,      "Vue suivante",                          "Next view")                              \
  X(kPreviousViewport,  "Vue précédente",                        "Previous view")                          \
  X(kExpandViewport,    "Agrandir la vue, ou toutes les vues",   "Enlarge the view, or all views")         \
  X(kTiles,             "Série en mosaïque",                     "Series as tiles")                        \
  X(kNextProtocol,      "Protocole d’affichage suivant",         "Next hanging protocol")                  \
  X(kNoProtocol,        "Sans protocole d’affichage",            "No hanging protocol")                    \
  X(kHungBy,            "Protocole d’affichage : %s",            "Hanging protocol: %s")                   \
  X(kShownInView,       "vue %s",                                "view %s")                                \
  X(kShownInViews,      "vues %s",                               "views %s")                               \
  X(kMoreViewports,     "Plus de vues",                          "More views")                             \
  X(kFewerViewports,    "Moins de vues",                         "Fewer views")                            \
  X(kViewportOf,        "Vue %s sur %s",                         "View %s of %s")                          \
  X(kLinkScroll,        "Défilement lié : position, décalage, non", "Linked scroll: position, offset, off") \
  X(kLinkWindow,        "Fenêtrage lié",                         "Linked window")                          \
  X(kLinkView,          "Zoom et déplacement liés",              "Linked zoom and pan")                    \
  X(kReferenceLines,    "Lignes de référence",                   "Reference lines")                        \
  X(kPointInPatient,    "Pointer dans toutes les vues",          "Point in all views")                     \
  X(kScrollByPosition,  "Défilement lié par position",           "Scroll linked by position")              \
  X(kScrollByOffset,    "Défilement lié par décalage",           "Scroll linked by offset")                \
  X(kScrollAlone,       "Défilement non lié",                    "Scroll not linked")                      \
  X(kLayout,            "Disposition",                           "Layout")                                 \
  X(kSwitchedOn,        "%s : oui",                              "%s: on")                                 \
  X(kSwitchedOff,       "%s : non",                              "%s: off")                                \
  X(kNoPlaceInPatient,  "Cette image n’a pas de place connue dans le patient", "This image has no known place in the patient") \
  X(kEmptyViewport,     "Vue libre : choisissez une série",      "Free view: choose a series")             \
  X(kHelp,              "Raccourcis clavier",                    "Keyboard shortcuts")                     \
  X(kLeave,             "Retour à la liste",                     "Back to the list")                       \
  X(kClose,             "Fermer",                                "Close")                                  \
  X(kPresets,           "Fenêtres",                              "Windows")                                \
  X(kMoreTools,         "Autres outils",                         "More tools")                             \
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
  X(kKeyEnter,          "Entrée",                                "Enter")                                  \
  X(kKeyDelete,         "Suppr",                                 "Delete")                                 \
  X(kKeyBackspace,      "Retour arrière",                        "Backspace")                              \
  X(kKeyShift,          "Maj",                                   "Shift")                                  \
  X(kMouseWheel,        "Molette : défiler. Ctrl + molette : zoom", "Wheel: scroll. Ctrl + wheel: zoom")   \
  X(kMouseButtons,      "Glisser : outil choisi. Bouton milieu : déplacer. Bouton droit : zoom", "Drag: chosen tool. Middle button: pan. Right button: zoom") \
  X(kTouchHelp,         "Un doigt : défiler. Deux : zoom et déplacement. Trois : fenêtrage. Appui long : valeur du pixel", "One finger: scroll. Two: zoom and pan. Three: window. Long press: value of the pixel") \
  X(kAnnounceStudy,     "Examen de %s, %s",                      "Study of %s, %s")                        \
  X(kAnnouncePicture,   "%s, image %s sur %s, %s",               "%s, image %s of %s, %s")                 \
  X(kSeconds,           "%s s",                                  "%s s")                                   \
  X(kMpr,               "Coupes multiplanaires (MPR)",           "Multiplanar reconstruction (MPR)")       \
  X(kMprSlab,           "MPR : coupe, moyenne, MIP, MinIP",      "MPR: plane, mean, MIP, MinIP")           \
  X(kMprThicker,        "MPR : épaisseur supérieure",            "MPR: thicker slab")                      \
  X(kMprThinner,        "MPR : épaisseur inférieure",            "MPR: thinner slab")                      \
  X(kMprRefused,        "MPR impossible : %s",                   "MPR is not possible: %s")                \
  X(kMprNotHere,        "Pas en MPR : quittez-le pour %s",       "Not in MPR: leave it for %s")            \
  X(kMprAxial,          "Axial",                                 "Axial")                                  \
  X(kMprCoronal,        "Coronal",                               "Coronal")                                \
  X(kMprSagittal,       "Sagittal",                              "Sagittal")                               \
  X(kMprOblique,        "%s oblique",                            "%s oblique")                             \
  X(kMprPlane,          "Coupe",                                 "Plane")                                  \
  X(kMprMean,           "Moyenne",                               "Mean")                                   \
  X(kMprSlabText,       "%s %s mm",                              "%s %s mm")                               \
  X(kMprThickness,      "Épaisseur",                             "Thickness")                              \
  X(kMprPartial,        "%s coupes définitives sur %s",          "%s final slices of %s")                  \
  X(kMprFailed,         "%s coupe(s) illisible(s) ; %s définitives sur %s", "%s slice(s) cannot be read; %s final of %s") \
  X(kMprFinal,          "Coupes toutes définitives, sans perte", "All slices final, lossless")             \
  X(kMprFinalLossy,     "Coupes toutes définitives, avec perte", "All slices final, lossy")                \
  X(kMprCoarse,         "Volume réduit à 1/%s dans le plan : limite de mémoire", "Volume reduced to 1/%s in plane: limit of memory") \
  X(kMprMoving,         "Épaisseur calculée à 1/2 pendant le mouvement", "Slab computed at 1/2 while it moves") \
  X(kMprTilt,           "Statif incliné de %s°, corrigé",        "Gantry tilt of %s°, corrected")          \
  X(kMprUneven,         "espacement irrégulier, positions vraies", "uneven spacing, true positions")       \
  X(kMprTime,           "temps %s sur %s",                       "time %s of %s")                          \
  X(kMprLeave,          "Quitter le MPR",                        "Leave MPR")                              \
  X(kAnnounceMpr,       "MPR, %s, position %s mm, %s",           "MPR, %s, position %s mm, %s")            \
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
