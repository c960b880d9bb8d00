#include "shared/view/commands.hpp"

#include <array>

namespace sansfilm::view {
namespace {

constexpr CommandEntry kTable[] = {
    {Command::kNextImage, Text::kNextImage, "next-image", {"ArrowDown"}, {"ArrowRight"}},
    {Command::kPreviousImage, Text::kPreviousImage, "previous-image", {"ArrowUp"}, {"ArrowLeft"}},
    {Command::kTenForward, Text::kTenForward, "ten-forward", {"PageDown"}},
    {Command::kTenBack, Text::kTenBack, "ten-back", {"PageUp"}},
    {Command::kFirstImage, Text::kFirstImage, "first-image", {"Home"}},
    {Command::kLastImage, Text::kLastImage, "last-image", {"End"}},
    {Command::kNextSeries, Text::kNextSeries, "next-series", {"n"}},
    {Command::kPreviousSeries, Text::kPreviousSeries, "previous-series", {"b"}},
    {Command::kPlay, Text::kPlay, "play", {" "}},
    {Command::kFaster, Text::kFaster, "faster", {"ArrowRight", kShift}},
    {Command::kSlower, Text::kSlower, "slower", {"ArrowLeft", kShift}},
    {Command::kBackwards, Text::kBackwards, "backwards", {"ArrowUp", kShift}},
    {Command::kToAndFro, Text::kToAndFro, "to-and-fro", {"ArrowDown", kShift}},
    {Command::kToolWindow, Text::kToolWindow, "tool-window", {"w"}},
    {Command::kToolScroll, Text::kToolScroll, "tool-scroll", {"s"}},
    {Command::kToolZoom, Text::kToolZoom, "tool-zoom", {"z"}},
    {Command::kToolPan, Text::kToolPan, "tool-pan", {"p"}},
    {Command::kFit, Text::kFit, "fit", {"f"}},
    {Command::kOneToOne, Text::kOneToOne, "one-to-one", {"1"}},
    {Command::kZoomIn, Text::kZoomIn, "zoom-in", {"+"}},
    {Command::kZoomOut, Text::kZoomOut, "zoom-out", {"-"}},
    {Command::kNextPreset, Text::kNextPreset, "next-preset", {"v"}},
    {Command::kInvert, Text::kInvert, "invert", {"i"}},
    {Command::kTurnRight, Text::kTurnRight, "turn-right", {"r"}},
    {Command::kTurnLeft, Text::kTurnLeft, "turn-left", {"l"}},
    {Command::kFlipLeftRight, Text::kFlipLeftRight, "flip-left-right", {"h"}},
    {Command::kFlipTopBottom, Text::kFlipTopBottom, "flip-top-bottom", {"j"}},
    {Command::kSmooth, Text::kSmooth, "smooth", {"m"}},
    {Command::kReset, Text::kReset, "reset", {"0"}},
    {Command::kToggleStrip, Text::kToggleStrip, "toggle-strip", {"t"}},
    {Command::kToggleOverlay, Text::kToggleOverlay, "toggle-overlay", {"o"}},
    {Command::kToggleGraphics, Text::kToggleGraphics, "toggle-graphics", {"g"}},
    {Command::kProbe, Text::kProbe, "probe-middle", {"x"}},
    {Command::kToggleLayers, Text::kToggleLayers, "toggle-layers", {"c"}},
    {Command::kToggleDrawn, Text::kToggleDrawn, "toggle-drawn", {"y"}},
    {Command::kNextPresentation, Text::kNextPresentation, "next-presentation", {"e"}},
    {Command::kNextRow, Text::kNextRow, "next-row", {"d"}},
    {Command::kPreviousRow, Text::kPreviousRow, "previous-row", {"u"}},
    {Command::kSwitchRow, Text::kSwitchRow, "switch-row", {"k"}},
    {Command::kMoreOpaque, Text::kMoreOpaque, "more-opaque", {">"}},
    {Command::kLessOpaque, Text::kLessOpaque, "less-opaque", {"<"}},
    {Command::kMeasureLength, Text::kMeasureLength, "measure-length", {"2"}, {"a"}},
    {Command::kMeasurePolyline, Text::kMeasurePolyline, "measure-polyline", {"8"}},
    {Command::kMeasureAngle, Text::kMeasureAngle, "measure-angle", {"3"}},
    {Command::kMeasureCobb, Text::kMeasureCobb, "measure-cobb", {"4"}},
    {Command::kMeasureBidirectional, Text::kMeasureBidirectional, "measure-bidirectional", {"5"}},
    {Command::kMeasureRectangle, Text::kMeasureRectangle, "measure-rectangle", {"6"}},
    {Command::kMeasureEllipse, Text::kMeasureEllipse, "measure-ellipse", {"7"}, {"q"}},
    {Command::kMeasureCircle, Text::kMeasureCircle, "measure-circle", {"9"}},
    {Command::kMeasureFreehand, Text::kMeasureFreehand, "measure-freehand", {"/"}},
    {Command::kMeasurePoint, Text::kMeasurePoint, "measure-point", {"."}},
    {Command::kMeasureCardiothoracic, Text::kMeasureCardiothoracic, "measure-cardiothoracic", {":"}},
    {Command::kFinishMeasure, Text::kFinishMeasure, "finish-measure", {"Enter"}},
    {Command::kDeleteMeasure, Text::kDeleteMeasure, "delete-measure", {"Delete"}, {"Backspace"}},
    {Command::kNextMeasure, Text::kNextMeasure, "next-measure", {","}},
    {Command::kToggleMeasurements, Text::kToggleMeasurements, "toggle-measurements", {";"}},
    {Command::kKeepMeasurements, Text::kKeepMeasurements, "keep-measurements", {"s", kControl}, {"s", kMeta}},
    {Command::kUndo, Text::kUndo, "undo", {"z", kControl}, {"z", kMeta}},
    {Command::kRedo, Text::kRedo, "redo", {"y", kControl}, {"y", kMeta}},
    {Command::kNextViewport, Text::kNextViewport, "next-viewport", {"Tab"}},
    {Command::kPreviousViewport, Text::kPreviousViewport, "previous-viewport", {"Tab", kShift}},
    {Command::kExpandViewport, Text::kExpandViewport, "expand-viewport", {"="}},
    {Command::kTiles, Text::kTiles, "tiles", {"'"}},
    {Command::kNextProtocol, Text::kNextProtocol, "next-protocol", {"PageDown", kAlt}},
    {Command::kMoreViewports, Text::kMoreViewports, "more-viewports", {")"}},
    {Command::kFewerViewports, Text::kFewerViewports, "fewer-viewports", {"("}},
    {Command::kLinkScroll, Text::kLinkScroll, "link-scroll", {"$"}},
    {Command::kLinkWindow, Text::kLinkWindow, "link-window", {"&"}},
    {Command::kLinkView, Text::kLinkView, "link-view", {"_"}},
    {Command::kReferenceLines, Text::kReferenceLines, "reference-lines", {"\""}},
    {Command::kPointInPatient, Text::kPointInPatient, "point-in-patient", {"!"}},
    {Command::kMpr, Text::kMpr, "mpr", {"*"}},
    {Command::kMprSlab, Text::kMprSlab, "mpr-slab", {"%"}},
    {Command::kMprThicker, Text::kMprThicker, "mpr-thicker", {"ArrowUp", kAlt}},
    {Command::kMprThinner, Text::kMprThinner, "mpr-thinner", {"ArrowDown", kAlt}},
    {Command::kHelp, Text::kHelp, "help", {"?"}, {"F1"}},
    {Command::kLeave, Text::kLeave, "leave", {"Escape"}},
};

struct NamedKey {
  std::string_view key;
  Text name;
};

constexpr NamedKey kNamedKeys[] = {
    {"ArrowUp", Text::kKeyArrowUp},     {"ArrowDown", Text::kKeyArrowDown}, {"ArrowLeft", Text::kKeyArrowLeft},
    {"ArrowRight", Text::kKeyArrowRight}, {"PageUp", Text::kKeyPageUp},     {"PageDown", Text::kKeyPageDown},
    {"Home", Text::kKeyHome},           {"End", Text::kKeyEnd},             {"Escape", Text::kKeyEscape},
    {" ", Text::kKeySpace},             {"Tab", Text::kKeyTab},
    {"Enter", Text::kKeyEnter},         {"Delete", Text::kKeyDelete},       {"Backspace", Text::kKeyBackspace},
};

// One printed character, whatever its length in UTF-8; names of keys are longer.
bool prints(std::string_view key) {
  if (key.empty()) return false;
  const auto lead = static_cast<unsigned char>(key.front());
  return key.size() == 1 || (lead >= 0xC0 && key.size() <= 4);
}

bool same_key(std::string_view wanted, std::string_view pressed) {
  if (wanted.size() == 1 && pressed.size() == 1 && pressed[0] >= 'A' && pressed[0] <= 'Z') {
    return wanted[0] == pressed[0] + ('a' - 'A');
  }
  return wanted == pressed;
}

bool matches(const Shortcut& shortcut, std::string_view key, std::uint8_t modifiers) {
  if (shortcut.key.empty() || !same_key(shortcut.key, key)) return false;
  const std::uint8_t heeded = prints(key) ? static_cast<std::uint8_t>(modifiers & ~kShift) : modifiers;
  return heeded == shortcut.modifiers;
}

}  // namespace

std::span<const CommandEntry> command_table() { return kTable; }

const CommandEntry& entry_of(Command command) {
  for (const CommandEntry& entry : kTable) {
    if (entry.command == command) return entry;
  }
  return kTable[0];
}

std::optional<Command> command_for(std::string_view key, std::uint8_t modifiers) {
  for (const CommandEntry& entry : kTable) {
    if (matches(entry.first, key, modifiers) || matches(entry.second, key, modifiers)) return entry.command;
  }
  return std::nullopt;
}

std::optional<Command> command_named(std::string_view id) {
  for (const CommandEntry& entry : kTable) {
    if (entry.id == id) return entry.command;
  }
  return std::nullopt;
}

std::string shortcut_text(const Shortcut& shortcut, Language language) {
  std::string out;
  if (shortcut.modifiers & kControl) out += "Ctrl + ";
  if (shortcut.modifiers & kAlt) out += "Alt + ";
  if (shortcut.modifiers & kShift) out += std::string(text(Text::kKeyShift, language)) + " + ";
  for (const NamedKey& named : kNamedKeys) {
    if (named.key == shortcut.key) return out + text(named.name, language);
  }
  std::string key(shortcut.key);
  if (key.size() == 1 && key[0] >= 'a' && key[0] <= 'z') key[0] = static_cast<char>(key[0] - 'a' + 'A');
  return out + key;
}

}  // namespace sansfilm::view
