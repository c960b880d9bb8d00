// What a user can ask of the viewer, each with its name and its shortcut, in one table.
//
// Keys are matched by what they print (KeyboardEvent.key), so a shortcut is where the user's keyboard has the letter.
//
// @owner  constants
// @thread constants
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "shared/view/texts.hpp"

namespace sansfilm::view {

enum class Command : std::uint8_t {
  kToolWindow, kToolScroll, kToolZoom, kToolPan,
  kFit, kOneToOne, kInvert, kTurnRight, kTurnLeft, kFlipLeftRight, kFlipTopBottom, kReset, kSmooth,
  kNextImage, kPreviousImage, kTenForward, kTenBack, kFirstImage, kLastImage, kNextSeries, kPreviousSeries,
  kNextPreset, kZoomIn, kZoomOut, kToggleStrip, kToggleOverlay, kToggleGraphics, kProbe,
  kToggleLayers, kToggleDrawn, kNextPresentation, kNextRow, kPreviousRow, kSwitchRow, kMoreOpaque, kLessOpaque,
  kMeasureLength, kMeasurePolyline, kMeasureAngle, kMeasureCobb, kMeasureBidirectional, kMeasureRectangle, kMeasureEllipse, kMeasureCircle,
  kMeasureFreehand, kMeasurePoint, kMeasureCardiothoracic, kFinishMeasure, kDeleteMeasure, kNextMeasure, kToggleMeasurements, kKeepMeasurements, kUndo, kRedo,
  kNextViewport, kPreviousViewport, kExpandViewport, kTiles, kNextProtocol, kMoreViewports, kFewerViewports,
  kLinkScroll, kLinkWindow, kLinkView, kReferenceLines, kPointInPatient,
  kPlay, kFaster, kSlower, kBackwards, kToAndFro,
  kMpr, kMprSlab, kMprThicker, kMprThinner,
  kHelp, kLeave,
};

enum KeyModifiers : std::uint8_t { kNoModifier = 0, kShift = 1, kControl = 2, kAlt = 4, kMeta = 8 };

struct Shortcut {
  std::string_view key;          // KeyboardEvent.key; letters in lower case
  std::uint8_t modifiers = kNoModifier;
};

struct CommandEntry {
  Command command;
  Text name;
  std::string_view id;           // for tests and the support console: "fit", "next-image"
  Shortcut first;
  Shortcut second{};             // key empty: none
};

[[nodiscard]] std::span<const CommandEntry> command_table();
[[nodiscard]] const CommandEntry& entry_of(Command command);

// Shift is ignored for a key that prints a character: "?" is "?" however it is typed.
[[nodiscard]] std::optional<Command> command_for(std::string_view key, std::uint8_t modifiers);
[[nodiscard]] std::optional<Command> command_named(std::string_view id);

// "I", "Maj + R": as it is written in the help.
[[nodiscard]] std::string shortcut_text(const Shortcut& shortcut, Language language);

}  // namespace sansfilm::view
