#include "shared/manifest/references.hpp"

#include <algorithm>

#include "shared/dicom/uid.hpp"
#include "shared/pixel/tags.hpp"

namespace sansfilm::manifest {

namespace {

using dicom::Dataset;
using dicom::Tag;

constexpr Tag kBlending{0x0070, 0x0402}, kFramesOfReference{0x3006, 0x0010}, kRtStudies{0x3006, 0x0012}, kRtSeries{0x3006, 0x0014},
    kContentLabel{0x0070, 0x0080}, kContentDescription{0x0070, 0x0081}, kStructureSetLabel{0x3006, 0x0002}, kStructureSetName{0x3006, 0x0004};

void add_series(const Dataset& holder, Tag sequence, std::vector<std::string>& out) {
  for (const Dataset& item : holder.items(sequence)) {
    const std::string uid(item.raw_text(pixel::tag::kSeriesInstanceUid).value_or(""));
    if (dicom::is_valid_uid(uid) && std::find(out.begin(), out.end(), uid) == out.end()) out.push_back(uid);
  }
}

}  // namespace

std::vector<std::string> series_drawn_over(const Dataset& dataset) {
  std::vector<std::string> out;
  add_series(dataset, pixel::tag::kReferencedSeriesSequence, out);
  for (const Dataset& input : dataset.items(kBlending)) add_series(input, pixel::tag::kReferencedSeriesSequence, out);
  for (const Dataset& frame : dataset.items(kFramesOfReference)) {
    for (const Dataset& study : frame.items(kRtStudies)) add_series(study, kRtSeries, out);
  }
  return out;
}

std::string name_of_drawing(const Dataset& dataset) {
  for (const Tag tag : {kContentDescription, kStructureSetName, kContentLabel, kStructureSetLabel}) {
    if (std::string text = dataset.text(tag); !text.empty()) return text;
  }
  return {};
}

}  // namespace sansfilm::manifest
