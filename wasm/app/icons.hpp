// The icons in the interface's font: Lucide (ISC licence), code points of lucide-static 1.62.0.
// web/build/viewer_fonts.mjs reads this table, keeps just these glyphs and checks each name against the package.
#pragma once

namespace sansfilm::app::icons {

inline constexpr const char* kContrast = "\uE09D";        // contrast
inline constexpr const char* kLayers = "\uE529";          // layers
inline constexpr const char* kZoom = "\uE1B6";            // zoom-in
inline constexpr const char* kMove = "\uE121";            // move
inline constexpr const char* kMaximize = "\uE112";        // maximize
inline constexpr const char* kInvert = "\uE2B2";          // sun-moon
inline constexpr const char* kRotateRight = "\uE149";     // rotate-cw
inline constexpr const char* kRotateLeft = "\uE148";      // rotate-ccw
inline constexpr const char* kFlip = "\uE35D";            // flip-horizontal
inline constexpr const char* kUndo = "\uE2A1";            // undo-2
inline constexpr const char* kKeyboard = "\uE284";        // keyboard
inline constexpr const char* kPanelLeft = "\uE12A";       // panel-left
inline constexpr const char* kType = "\uE198";            // type
inline constexpr const char* kClose = "\uE1B2";           // x
inline constexpr const char* kCheck = "\uE06C";           // check
inline constexpr const char* kFinal = "\uE226";           // circle-check
inline constexpr const char* kCaution = "\uE193";         // triangle-alert
inline constexpr const char* kFault = "\uE084";           // circle-x
inline constexpr const char* kWorking = "\uE4B0";         // circle-dashed
inline constexpr const char* kOffline = "\uE08D";         // cloud-off
inline constexpr const char* kChevronDown = "\uE06D";     // chevron-down
inline constexpr const char* kImages = "\uE5C4";          // images
inline constexpr const char* kDocument = "\uE0CC";        // file-text
inline constexpr const char* kSmooth = "\uE59C";          // blend

}  // namespace sansfilm::app::icons
