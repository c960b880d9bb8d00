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
inline constexpr const char* kShapes = "\uE4B3";          // shapes
inline constexpr const char* kEye = "\uE0BA";             // eye
inline constexpr const char* kEyeOff = "\uE0BB";          // eye-off
inline constexpr const char* kRadioOn = "\uE345";         // circle-dot
inline constexpr const char* kRadioOff = "\uE076";        // circle
inline constexpr const char* kRuler = "\uE14B";           // ruler
inline constexpr const char* kPolyline = "\uE542";        // waypoints
inline constexpr const char* kAngle = "\uE4ED";           // triangle-right
inline constexpr const char* kCobb = "\uE527";            // drafting-compass
inline constexpr const char* kDiameters = "\uE526";       // diameter
inline constexpr const char* kHeart = "\uE36E";           // heart-pulse
inline constexpr const char* kEllipse = "\uE6B2";         // ellipse
inline constexpr const char* kRectangle = "\uE376";       // rectangle-horizontal
inline constexpr const char* kLasso = "\uE1CE";           // lasso
inline constexpr const char* kCrosshair = "\uE0AC";       // crosshair
inline constexpr const char* kKeep = "\uE14D";           // save
inline constexpr const char* kList = "\uE106";            // list
inline constexpr const char* kBin = "\uE18E";             // trash-2
inline constexpr const char* kRedo = "\uE2A0";            // redo-2
inline constexpr const char* kPlanes = "\uE2FE";         // axis-3d
inline constexpr const char* kPlus = "\uE13D";           // plus
inline constexpr const char* kMinus = "\uE11C";          // minus
inline constexpr const char* kMore = "\uE0B6";            // ellipsis
inline constexpr const char* kFilm = "\uE0D0";            // film
inline constexpr const char* kPlay = "\uE13C";            // play
inline constexpr const char* kPause = "\uE12E";           // pause
inline constexpr const char* kFaster = "\uE0BD";          // fast-forward
inline constexpr const char* kSlower = "\uE147";          // rewind
inline constexpr const char* kBackwards = "\uE3E9";       // step-back
inline constexpr const char* kToAndFro = "\uE24A";        // arrow-left-right
inline constexpr const char* kGrid = "\uE0FF";            // layout-grid
inline constexpr const char* kTiles = "\uE0E9";          // grid-3x3
inline constexpr const char* kExpand = "\uE113";          // maximize-2
inline constexpr const char* kLink = "\uE102";            // link
inline constexpr const char* kReference = "\uE1C9";       // separator-vertical

}  // namespace sansfilm::app::icons
