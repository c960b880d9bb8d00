// Segments and regions of interest: what a segmentation or a structure set draws, by name and colour.
#include "shared/pixel/colour.hpp"
#include "shared/document/parts.hpp"
#include "shared/pixel/segmentation.hpp"
#include "shared/volume/contours.hpp"

namespace sansfilm::document {

bool write_segments(const dicom::Dataset& dataset, json::Writer& out) {
  const auto segmentation = pixel::read_segmentation(dataset);
  if (!segmentation.ok()) return false;
  out.key("segments").begin_array();
  for (std::size_t i = 0; i < segmentation->segments.size(); ++i) {
    const pixel::Segment& segment = segmentation->segments[i];
    out.begin_object();
    out.member("number", segment.number);
    write_text(out, "label", segment.label);
    write_text(out, "category", segment.category);
    write_text(out, "type", segment.type);
    if (segment.automatic) out.member("automatic", true);
    write_colour(out, segment.cie_lab ? pixel::rgb_of_cie_lab(*segment.cie_lab) : pixel::palette_colour(i));
    out.end();
  }
  out.end();
  out.member("frames", static_cast<std::uint64_t>(segmentation->frames.size()));
  return true;
}

bool write_regions(const dicom::Dataset& dataset, json::Writer& out) {
  const auto set = volume::read_structure_set(dataset);
  if (!set.ok()) return false;
  out.key("regions").begin_array();
  for (const volume::Roi& roi : set->rois) {
    out.begin_object();
    out.member("number", roi.number);
    write_text(out, "name", roi.name);
    write_colour(out, roi.colour);
    out.member("contours", static_cast<std::uint64_t>(roi.contours.size()));
    out.end();
  }
  out.end();
  return true;
}

}  // namespace sansfilm::document
