// Softcopy presentation states (grey, colour, pseudo-colour, blending) as data, and their application to a display state.
//
// @source PS3.3 2024e A.33, C.10.4 (displayed area), C.10.5 (annotation), C.10.6 (spatial transformation), C.10.7 (layers),
//         C.11.6 (presentation LUT), C.11.8 (softcopy VOI LUT), C.11.11 (relationship), C.11.14 (blending); PS3.4 2024e N.2
//         (N.2.1.4: the state's presentation LUT replaces the photometric interpretation of the image)
// @shape  graphic points are (column, row) pairs in their own units: kPixel counts from 0.0 at the upper left corner of the first
//         pixel (its centre is 0.5, 0.5); kDisplay is a fraction of the displayed area; kMatrix counts in the total pixel matrix
// @errors kInvalidArgument (not a presentation state); everything else is a finding and that part is left out
// @owner  values
// @thread pure
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.hpp"
#include "shared/pixel/display_state.hpp"
#include "shared/pixel/image.hpp"
#include "shared/pixel/orientation.hpp"

namespace sansfilm::pixel {

struct ImageReference {
  std::string series_uid;              // empty inside items that only narrow the state's own list
  std::string sop_class_uid;
  std::string sop_instance_uid;
  std::vector<std::uint32_t> frames;   // from 1; empty: all
};

// Whether a list of references holds an image; an empty list holds all.
[[nodiscard]] bool refers_to(const std::vector<ImageReference>& references, std::string_view sop_instance_uid, std::uint32_t frame);

enum class AnnotationUnits : std::uint8_t { kPixel, kDisplay, kMatrix };
enum class GraphicType : std::uint8_t { kPoint, kPolyline, kInterpolated, kCircle, kEllipse };

using GraphicPoint = std::array<double, 2>;  // column, row

struct GraphicObject {
  GraphicType type = GraphicType::kPolyline;
  AnnotationUnits units = AnnotationUnits::kPixel;
  bool filled = false;
  // kCircle: centre, point on the edge. kEllipse: ends of the major, then of the minor axis.
  std::vector<GraphicPoint> points;
};

struct TextObject {
  std::string text;                    // UTF-8, lines by CR LF
  AnnotationUnits box_units = AnnotationUnits::kPixel;
  std::optional<std::array<GraphicPoint, 2>> box;
  std::string justification;           // LEFT, RIGHT, CENTER
  AnnotationUnits anchor_units = AnnotationUnits::kPixel;
  std::optional<GraphicPoint> anchor;
  bool anchor_visible = false;
};

struct Annotation {
  std::vector<ImageReference> images;  // empty: all
  std::string layer;
  std::vector<GraphicObject> graphics;
  std::vector<TextObject> texts;
};

struct GraphicLayer {
  std::string name;
  std::int64_t order = 0;              // drawn from low to high
  std::string description;
  std::optional<std::uint16_t> grey;   // P-value 0..65,535
  std::optional<std::array<std::uint16_t, 3>> cie_lab;
};

struct SoftcopyVoi {
  std::vector<ImageReference> images;
  std::vector<Window> windows;
  std::vector<LookupTable> luts;
};

struct DisplayedArea {
  enum class Size : std::uint8_t { kScaleToFit, kTrueSize, kMagnify };
  std::vector<ImageReference> images;
  // Pixels from 1, columns then rows; may lie outside the image.
  std::array<std::int32_t, 2> top_left{1, 1};
  std::array<std::int32_t, 2> bottom_right{1, 1};
  Size size = Size::kScaleToFit;
  double magnification = 1;            // kMagnify: screen pixels an image pixel
  std::optional<std::array<double, 2>> spacing_mm;  // kTrueSize: between rows, between columns
  std::optional<std::array<double, 2>> aspect;      // vertical, horizontal
};

struct BlendingInput {
  bool superimposed = false;           // else underlying
  std::vector<ImageReference> images;
  ModalityTransform modality;
  std::vector<SoftcopyVoi> vois;
};

struct PresentationState {
  enum class Kind : std::uint8_t { kGreyscale, kColour, kPseudoColour, kBlending, kOther };
  Kind kind = Kind::kGreyscale;
  std::string label;
  std::string description;
  std::vector<ImageReference> images;
  std::optional<ModalityTransform> modality;
  std::vector<SoftcopyVoi> vois;
  std::optional<LookupTable> presentation_lut;
  std::optional<bool> inverse;         // Presentation LUT Shape
  std::optional<Palette> palette;
  Shutter shutter;
  std::vector<Overlay> overlays;
  SpatialTransform transform;
  std::vector<DisplayedArea> areas;
  std::vector<Annotation> annotations;
  std::vector<GraphicLayer> layers;    // by order
  std::vector<BlendingInput> blending;
  double opacity = 1;                  // of the superimposed images
  std::vector<base::Error> findings;
};

[[nodiscard]] bool is_presentation_state(std::string_view sop_class_uid);
[[nodiscard]] base::Result<PresentationState> read_presentation_state(const dicom::Dataset& dataset);

// The display state that shows one frame (from 0) as the state wants it. Windows, shutter and LUTs of the image itself are
// replaced as PS3.4 N.2 says: what the state does not give is the identity, not the image's own.
[[nodiscard]] DisplayState apply_presentation_state(const PresentationState& state, const ImageDescription& image,
                                                    std::string_view sop_instance_uid);

[[nodiscard]] const DisplayedArea* displayed_area(const PresentationState& state, std::string_view sop_instance_uid, std::uint32_t frame);

}  // namespace sansfilm::pixel
