#include "shared/volume/contours.hpp"

#include <algorithm>

#include "shared/pixel/element_values.hpp"
#include "shared/pixel/tags.hpp"

namespace sansfilm::volume {

using base::Error;
using base::ErrorCode;
using dicom::Dataset;
using dicom::Tag;
namespace tag = pixel::tag;

namespace {

// clang-format off
constexpr Tag kLabel{0x3006, 0x0002}, kRois{0x3006, 0x0020}, kNumber{0x3006, 0x0022}, kReferencedFrame{0x3006, 0x0024}, kName{0x3006, 0x0026},
    kRoiContours{0x3006, 0x0039}, kColour{0x3006, 0x002A}, kContours{0x3006, 0x0040}, kType{0x3006, 0x0042}, kPointCount{0x3006, 0x0046},
    kData{0x3006, 0x0050}, kImages{0x3006, 0x0016}, kReferencedNumber{0x3006, 0x0084};
// clang-format on

ContourType type_of(std::string_view text) {
  if (text == "POINT") return ContourType::kPoint;
  return text.starts_with("OPEN") ? ContourType::kOpen : ContourType::kClosed;
}

void read_contours(const Dataset& item, Roi& roi, std::vector<Error>& findings) {
  const auto colour = pixel::finite_numbers(item, kColour, 3);
  for (std::size_t i = 0; i < 3 && !colour.empty(); ++i) roi.colour[i] = static_cast<std::uint8_t>(std::clamp(colour[i], 0.0, 255.0));
  for (const auto& entry : item.items(kContours)) {
    const auto values = pixel::finite_numbers(entry, kData, 3);
    if (values.empty() || values.size() % 3 != 0) {
      findings.push_back({.code = ErrorCode::kMalformed, .detail = "a contour is not a list of points; it is left out", .tag = kData.value});
      continue;
    }
    if (const auto said = entry.integer(kPointCount); said && *said != static_cast<std::int64_t>(values.size() / 3)) {
      findings.push_back({.code = ErrorCode::kInconsistent, .detail = "a contour has another number of points than it says", .tag = kPointCount.value});
    }
    Contour contour{.type = type_of(entry.raw_text(kType).value_or("")), .points = {}, .images = {}};
    contour.points.reserve(values.size() / 3);
    for (std::size_t i = 0; i + 2 < values.size(); i += 3) contour.points.push_back({values[i], values[i + 1], values[i + 2]});
    for (const auto& image : entry.items(kImages)) contour.images.emplace_back(image.raw_text(tag::kReferencedSopInstanceUid).value_or(""));
    roi.contours.push_back(std::move(contour));
  }
}

bool lies_in(const Contour& contour, const Plane& slice, std::string_view sop_instance_uid, double reach) {
  if (!contour.images.empty()) return std::find(contour.images.begin(), contour.images.end(), sop_instance_uid) != contour.images.end();
  const Vector3 normal = normal_of(slice.directions);
  return std::all_of(contour.points.begin(), contour.points.end(), [&](const Vector3& point) { return std::abs(dot(minus(point, slice.position), normal)) <= reach; });
}

}  // namespace

base::Result<StructureSet> read_structure_set(const Dataset& dataset) {
  if (dataset.find(kRois) == nullptr) return Error{.code = ErrorCode::kInvalidArgument, .detail = "this object is not a structure set", .tag = kRois.value};
  StructureSet out;
  out.label = dataset.text(kLabel);
  for (const auto& item : dataset.items(kRois)) {
    Roi roi;
    roi.number = item.integer(kNumber).value_or(0);
    roi.name = item.text(kName);
    roi.frame_of_reference = std::string(item.raw_text(kReferencedFrame).value_or(""));
    out.rois.push_back(std::move(roi));
  }
  for (const auto& item : dataset.items(kRoiContours)) {
    const auto number = item.integer(kReferencedNumber);
    const auto roi = std::find_if(out.rois.begin(), out.rois.end(), [&](const Roi& r) { return number && r.number == *number; });
    if (roi == out.rois.end()) {
      out.findings.push_back({.code = ErrorCode::kInconsistent, .detail = "contours of a region that the structure set does not define are left out", .tag = kReferencedNumber.value});
      continue;
    }
    read_contours(item, *roi, out.findings);
  }
  return out;
}

std::vector<ContourOnSlice> contours_on(const Roi& roi, const Plane& slice, std::string_view sop_instance_uid) {
  std::vector<ContourOnSlice> out;
  if (!has_spacing(slice)) return out;
  const double reach = std::max(slice.thickness_mm / 2.0, 0.5);
  for (const auto& contour : roi.contours) {
    if (!lies_in(contour, slice, sop_instance_uid, reach)) continue;
    ContourOnSlice drawn{.type = contour.type, .points = {}};
    drawn.points.reserve(contour.points.size());
    for (const auto& point : contour.points) drawn.points.push_back(pixel_from_patient(slice, point)->at);
    out.push_back(std::move(drawn));
  }
  return out;
}

}  // namespace sansfilm::volume
