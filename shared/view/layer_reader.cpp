// From the object's bytes to a layer: the same readers as everywhere else.
#include <algorithm>

#include "shared/dicom/frames.hpp"
#include "shared/dicom/reader.hpp"
#include "shared/pixel/tags.hpp"
#include "shared/view/layers.hpp"

namespace sansfilm::view {
namespace {

using base::Error;
using base::ErrorCode;

// Parts keep what the user switched when an object is read again.
void set_parts(std::vector<LayerPart> parts, Layer& layer) {
  for (LayerPart& part : parts) {
    const auto known = std::find_if(layer.parts.begin(), layer.parts.end(), [&](const LayerPart& old) { return old.number == part.number; });
    if (known != layer.parts.end()) part.visible = known->visible;
  }
  layer.parts = std::move(parts);
}

base::Status read_segments(const dicom::File& file, Layer& layer) {
  SF_TRY(layer.segmentation, pixel::read_segmentation(file.dataset));
  const dicom::Element* pixels = dicom::pixel_element(file.dataset);
  if (pixels == nullptr || !pixels->fragments.empty()) {
    return Error{.code = ErrorCode::kMissing, .detail = "the segmentation has no native pixel data", .tag = pixel::tag::kPixelData.value};
  }
  layer.pixels = pixels->value;
  layer.bits_allocated = static_cast<std::uint16_t>(std::clamp<std::int64_t>(file.dataset.integer(pixel::tag::kBitsAllocated).value_or(0), 0, 64));
  std::vector<LayerPart> parts;
  for (const pixel::Segment& segment : layer.segmentation->segments) {
    const std::string& name = !segment.label.empty() ? segment.label : segment.type;
    parts.push_back({segment.number, name, segment.cie_lab ? pixel::rgb_of_cie_lab(*segment.cie_lab) : pixel::palette_colour(parts.size())});
  }
  set_parts(std::move(parts), layer);
  return {};
}

base::Status read_regions(const dicom::File& file, Layer& layer) {
  SF_TRY(layer.structures, volume::read_structure_set(file.dataset));
  std::vector<LayerPart> parts;
  for (const volume::Roi& roi : layer.structures->rois) {
    parts.push_back({static_cast<std::uint32_t>(std::max<std::int64_t>(0, roi.number)), roi.name, roi.colour});
  }
  set_parts(std::move(parts), layer);
  return {};
}

}  // namespace

base::Status read_layer(std::vector<std::uint8_t> bytes, std::uint64_t budget_bytes, Layer& layer) {
  base::Budget budget({.bytes = budget_bytes});
  SF_TRY(const dicom::File file, dicom::read_file(bytes, {}, budget));
  if (!file.complete) return Error{.code = ErrorCode::kTruncated, .detail = "the object ends early"};
  switch (layer.kind) {
    case LayerKind::kSegmentation: SF_CHECK(read_segments(file, layer)); break;
    case LayerKind::kStructureSet: SF_CHECK(read_regions(file, layer)); break;
    case LayerKind::kPresentation: {
      SF_TRY(layer.presentation, pixel::read_presentation_state(file.dataset));
      break;
    }
  }
  // The spans point into the buffer, which a move keeps where it is.
  if (layer.kind == LayerKind::kSegmentation) layer.bytes = std::move(bytes);
  return {};
}

}  // namespace sansfilm::view
