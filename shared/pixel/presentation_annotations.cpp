#include "shared/pixel/presentation_annotations.hpp"

#include <algorithm>
#include <cstdlib>

#include "shared/pixel/element_values.hpp"
#include "shared/pixel/tags.hpp"

namespace sansfilm::pixel {

using base::ErrorCode;
using dicom::Dataset;
using dicom::Tag;

namespace {

// clang-format off
constexpr Tag kAnnotations{0x0070, 0x0001}, kLayer{0x0070, 0x0002}, kBoxUnits{0x0070, 0x0003}, kAnchorUnits{0x0070, 0x0004},
    kGraphicUnits{0x0070, 0x0005}, kText{0x0070, 0x0006}, kTexts{0x0070, 0x0008}, kGraphics{0x0070, 0x0009}, kBoxTopLeft{0x0070, 0x0010},
    kBoxBottomRight{0x0070, 0x0011}, kJustification{0x0070, 0x0012}, kAnchor{0x0070, 0x0014}, kAnchorVisible{0x0070, 0x0015},
    kDimensions{0x0070, 0x0020}, kPointCount{0x0070, 0x0021}, kGraphicData{0x0070, 0x0022}, kGraphicType{0x0070, 0x0023},
    kFilled{0x0070, 0x0024}, kAreas{0x0070, 0x005A}, kAreaTopLeft{0x0070, 0x0052}, kAreaBottomRight{0x0070, 0x0053},
    kSizeMode{0x0070, 0x0100}, kAreaSpacing{0x0070, 0x0101}, kAreaAspect{0x0070, 0x0102}, kMagnification{0x0070, 0x0103},
    kLayers{0x0070, 0x0060}, kLayerOrder{0x0070, 0x0062}, kLayerGrey{0x0070, 0x0066}, kLayerDescription{0x0070, 0x0068},
    kLayerLab{0x0070, 0x0401};
// clang-format on

constexpr std::size_t kMaxPoints = 100'000;

AnnotationUnits units_of(const Dataset& item, Tag tag) {
  const auto text = item.raw_text(tag).value_or("");
  if (text == "DISPLAY") return AnnotationUnits::kDisplay;
  return text == "MATRIX" ? AnnotationUnits::kMatrix : AnnotationUnits::kPixel;
}

std::optional<GraphicPoint> point_of(const Dataset& item, Tag tag) {
  const auto x = finite(item, tag, 0);
  const auto y = finite(item, tag, 1);
  if (!x || !y) return std::nullopt;
  return GraphicPoint{*x, *y};
}

std::optional<GraphicType> type_of(std::string_view text) {
  if (text == "POINT") return GraphicType::kPoint;
  if (text == "POLYLINE") return GraphicType::kPolyline;
  if (text == "INTERPOLATED") return GraphicType::kInterpolated;
  if (text == "CIRCLE") return GraphicType::kCircle;
  if (text == "ELLIPSE") return GraphicType::kEllipse;
  return std::nullopt;
}

std::size_t fewest_points(GraphicType type) {
  switch (type) {
    case GraphicType::kPoint: return 1;
    case GraphicType::kPolyline:
    case GraphicType::kInterpolated:
    case GraphicType::kCircle: return 2;
    case GraphicType::kEllipse: return 4;
  }
  return 1;
}

std::optional<GraphicObject> read_graphic(const Dataset& item, std::vector<base::Error>& findings) {
  const auto type = type_of(item.raw_text(kGraphicType).value_or(""));
  if (!type) {
    findings.push_back({.code = ErrorCode::kUnsupported, .detail = "a graphic of unknown type is left out", .tag = kGraphicType.value});
    return std::nullopt;
  }
  GraphicObject out{.type = *type, .units = units_of(item, kGraphicUnits), .filled = item.raw_text(kFilled).value_or("") == "Y", .points = {}};
  const auto values = finite_numbers(item, kGraphicData, 2);
  const std::size_t there = values.size() / 2;
  const auto said = static_cast<std::size_t>(std::clamp<std::int64_t>(item.integer(kPointCount).value_or(static_cast<std::int64_t>(there)), 0, kMaxPoints));
  if (item.integer(kDimensions).value_or(2) != 2 || there < fewest_points(*type) || said < fewest_points(*type)) {
    findings.push_back({.code = ErrorCode::kMalformed, .detail = "a graphic has too few points for its type; it is left out", .tag = kGraphicData.value});
    return std::nullopt;
  }
  if (said > there) findings.push_back({.code = ErrorCode::kInconsistent, .detail = "a graphic has fewer points than it says", .tag = kPointCount.value});
  for (std::size_t i = 0; i < std::min(said, there); ++i) out.points.push_back({values[2 * i], values[2 * i + 1]});
  return out;
}

std::optional<TextObject> read_text_object(const Dataset& item, std::vector<base::Error>& findings) {
  TextObject out;
  out.text = item.text(kText);
  out.box_units = units_of(item, kBoxUnits);
  out.anchor_units = units_of(item, kAnchorUnits);
  const auto top_left = point_of(item, kBoxTopLeft);
  const auto bottom_right = point_of(item, kBoxBottomRight);
  if (top_left && bottom_right) out.box = {*top_left, *bottom_right};
  out.justification = std::string(item.raw_text(kJustification).value_or("LEFT"));
  out.anchor = point_of(item, kAnchor);
  out.anchor_visible = item.raw_text(kAnchorVisible).value_or("") == "Y";
  if (!out.box && !out.anchor) {
    findings.push_back({.code = ErrorCode::kMissing, .detail = "a text has neither a box nor an anchor; it is left out", .tag = kAnchor.value});
    return std::nullopt;
  }
  return out;
}

std::optional<std::array<std::int32_t, 2>> corner(const Dataset& item, Tag tag) {
  const auto column = item.integer(tag, 0);
  const auto row = item.integer(tag, 1);
  constexpr std::int64_t kLargest = 1 << 30;
  if (!column || !row || std::abs(*column) > kLargest || std::abs(*row) > kLargest) return std::nullopt;
  return std::array{static_cast<std::int32_t>(*column), static_cast<std::int32_t>(*row)};
}

std::optional<std::array<double, 2>> positive_pair(const Dataset& item, Tag tag) {
  const auto a = finite(item, tag, 0);
  const auto b = finite(item, tag, 1);
  if (!a || !b || *a <= 0 || *b <= 0) return std::nullopt;
  return std::array{*a, *b};
}

}  // namespace

std::vector<ImageReference> read_image_references(const Dataset& holder, const std::string& series_uid) {
  std::vector<ImageReference> out;
  for (const auto& item : holder.items(tag::kReferencedImageSequence)) {
    ImageReference reference{.series_uid = series_uid,
                             .sop_class_uid = std::string(item.raw_text(tag::kReferencedSopClassUid).value_or("")),
                             .sop_instance_uid = std::string(item.raw_text(tag::kReferencedSopInstanceUid).value_or("")),
                             .frames = {}};
    const std::size_t frames = item.multiplicity(tag::kReferencedFrameNumber);
    for (std::size_t i = 0; i < frames; ++i) {
      const auto number = item.integer(tag::kReferencedFrameNumber, i);
      if (number && *number > 0 && *number <= 0x7FFFFFFF) reference.frames.push_back(static_cast<std::uint32_t>(*number));
    }
    out.push_back(std::move(reference));
  }
  return out;
}

std::vector<Annotation> read_annotations(const Dataset& dataset, std::vector<base::Error>& findings) {
  std::vector<Annotation> out;
  for (const auto& item : dataset.items(kAnnotations)) {
    Annotation annotation{.images = read_image_references(item, {}), .layer = std::string(item.raw_text(kLayer).value_or("")), .graphics = {}, .texts = {}};
    for (const auto& graphic : item.items(kGraphics)) {
      if (auto read = read_graphic(graphic, findings)) annotation.graphics.push_back(std::move(*read));
    }
    for (const auto& text : item.items(kTexts)) {
      if (auto read = read_text_object(text, findings)) annotation.texts.push_back(std::move(*read));
    }
    out.push_back(std::move(annotation));
  }
  return out;
}

std::vector<GraphicLayer> read_layers(const Dataset& dataset) {
  std::vector<GraphicLayer> out;
  for (const auto& item : dataset.items(kLayers)) {
    GraphicLayer layer{.name = std::string(item.raw_text(kLayer).value_or("")), .order = item.integer(kLayerOrder).value_or(0),
                       .description = item.text(kLayerDescription), .grey = {}, .cie_lab = {}};
    if (const auto grey = item.integer(kLayerGrey); grey && *grey >= 0 && *grey <= 0xFFFF) layer.grey = static_cast<std::uint16_t>(*grey);
    if (const auto* lab = item.find(kLayerLab); lab != nullptr && lab->value.size() >= 6) {
      const auto words = words_of(*lab);
      layer.cie_lab = std::array{words[0], words[1], words[2]};
    }
    out.push_back(std::move(layer));
  }
  std::stable_sort(out.begin(), out.end(), [](const GraphicLayer& a, const GraphicLayer& b) { return a.order < b.order; });
  return out;
}

std::vector<DisplayedArea> read_displayed_areas(const Dataset& dataset, std::vector<base::Error>& findings) {
  std::vector<DisplayedArea> out;
  for (const auto& item : dataset.items(kAreas)) {
    const auto top_left = corner(item, kAreaTopLeft);
    const auto bottom_right = corner(item, kAreaBottomRight);
    if (!top_left || !bottom_right) {
      findings.push_back({.code = ErrorCode::kMissing, .detail = "a displayed area lacks its corners; it is left out", .tag = kAreaTopLeft.value});
      continue;
    }
    DisplayedArea area{.images = read_image_references(item, {}), .top_left = *top_left, .bottom_right = *bottom_right,
                       .spacing_mm = positive_pair(item, kAreaSpacing), .aspect = positive_pair(item, kAreaAspect)};
    const auto mode = item.raw_text(kSizeMode).value_or("");
    if (mode == "TRUE SIZE" && area.spacing_mm) area.size = DisplayedArea::Size::kTrueSize;
    if (const auto factor = finite(item, kMagnification); mode == "MAGNIFY" && factor && *factor > 0) {
      area.size = DisplayedArea::Size::kMagnify;
      area.magnification = *factor;
    }
    out.push_back(std::move(area));
  }
  return out;
}

}  // namespace sansfilm::pixel
