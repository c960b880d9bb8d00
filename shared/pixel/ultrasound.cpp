#include "shared/pixel/ultrasound.hpp"

#include <algorithm>
#include <cmath>

#include "shared/pixel/element_values.hpp"
#include "shared/pixel/tags.hpp"

namespace sansfilm::pixel {

using base::ErrorCode;
using dicom::Tag;

namespace {

constexpr std::size_t kMaxRegions = 64;

// clang-format off
constexpr Tag kRegions{0x0018, 0x6011}, kSpatialFormat{0x0018, 0x6012}, kDataType{0x0018, 0x6014}, kFlags{0x0018, 0x6016},
    kMinX{0x0018, 0x6018}, kMinY{0x0018, 0x601A}, kMaxX{0x0018, 0x601C}, kMaxY{0x0018, 0x601E}, kReferenceX{0x0018, 0x6020},
    kReferenceY{0x0018, 0x6022}, kUnitsX{0x0018, 0x6024}, kUnitsY{0x0018, 0x6026}, kValueX{0x0018, 0x6028}, kValueY{0x0018, 0x602A},
    kDeltaX{0x0018, 0x602C}, kDeltaY{0x0018, 0x602E};
// clang-format on

UsUnit unit_of(const dicom::Dataset& item, Tag tag) {
  const auto code = item.integer(tag).value_or(0);
  return code >= 0 && code <= 12 ? static_cast<UsUnit>(code) : UsUnit::kNone;
}

std::optional<UsRegion> read_region(const dicom::Dataset& item, std::vector<base::Error>& findings) {
  constexpr std::int64_t kLargest = 1 << 20;
  std::int64_t edges[4];
  const Tag tags[4] = {kMinX, kMinY, kMaxX, kMaxY};
  for (int i = 0; i < 4; ++i) {
    const auto edge = item.integer(tags[i]);
    if (!edge || *edge < 0 || *edge > kLargest) {
      findings.push_back({.code = ErrorCode::kMissing, .detail = "an ultrasound region has no usable location; it is left out", .tag = tags[i].value});
      return std::nullopt;
    }
    edges[i] = *edge;
  }
  const auto delta_x = finite(item, kDeltaX);
  const auto delta_y = finite(item, kDeltaY);
  if (edges[0] > edges[2] || edges[1] > edges[3] || !delta_x || !delta_y) {
    findings.push_back({.code = ErrorCode::kMalformed, .detail = "an ultrasound region is empty or lacks its physical deltas; it is left out", .tag = kDeltaX.value});
    return std::nullopt;
  }
  UsRegion out;
  out.left = static_cast<std::int32_t>(edges[0]);
  out.top = static_cast<std::int32_t>(edges[1]);
  out.right = static_cast<std::int32_t>(edges[2]);
  out.bottom = static_cast<std::int32_t>(edges[3]);
  const auto format = item.integer(kSpatialFormat).value_or(0);
  out.format = format >= 0 && format <= 5 ? static_cast<UsSpatialFormat>(format) : UsSpatialFormat::kNone;
  out.data_type = static_cast<std::uint16_t>(item.integer(kDataType).value_or(0));
  out.flags = static_cast<std::uint32_t>(item.integer(kFlags).value_or(0));
  out.unit_x = unit_of(item, kUnitsX);
  out.unit_y = unit_of(item, kUnitsY);
  out.delta_x = *delta_x;
  out.delta_y = *delta_y;
  if (out.delta_x == 0) out.unit_x = UsUnit::kNone;
  if (out.delta_y == 0) out.unit_y = UsUnit::kNone;
  // The reference pixel counts from the upper left corner of the region, C.8.5.5.1.12.
  out.reference_x_px = static_cast<double>(out.left) + static_cast<double>(item.integer(kReferenceX).value_or(0));
  out.reference_y_px = static_cast<double>(out.top) + static_cast<double>(item.integer(kReferenceY).value_or(0));
  out.reference_x_value = finite(item, kValueX).value_or(0);
  out.reference_y_value = finite(item, kValueY).value_or(0);
  return out;
}

}  // namespace

bool UsRegion::contains(double row, double column) const {
  return column >= left - 0.5 && column <= right + 0.5 && row >= top - 0.5 && row <= bottom + 0.5;
}

std::vector<UsRegion> read_us_regions(const FrameScope& scope, std::vector<base::Error>& findings) {
  std::vector<UsRegion> out;
  const auto* own = scope.top().item(tag::kPerFrameFunctionalGroups, scope.frame());
  const auto* shared = scope.top().item(tag::kSharedFunctionalGroups);
  const dicom::Dataset* holder = &scope.top();
  if (own != nullptr && own->find(kRegions) != nullptr) {
    holder = own;
  } else if (shared != nullptr && shared->find(kRegions) != nullptr) {
    holder = shared;
  }
  for (const auto& item : holder->items(kRegions)) {
    if (out.size() == kMaxRegions) break;
    if (const auto region = read_region(item, findings)) out.push_back(*region);
  }
  return out;
}

const UsRegion* region_at(const std::vector<UsRegion>& regions, double row, double column) {
  const auto rank = [](const UsRegion& region) {
    const auto area = std::int64_t{region.right - region.left + 1} * (region.bottom - region.top + 1);
    return std::pair(region.is_low_priority(), area);
  };
  const UsRegion* best = nullptr;
  for (const auto& region : regions) {
    if (region.contains(row, column) && (best == nullptr || rank(region) < rank(*best))) best = &region;
  }
  return best;
}

const char* symbol_of(UsUnit unit) {
  static constexpr const char* kSymbols[] = {"", "%", "dB", "cm", "s", "Hz", "dB/s", "cm/s", "cm\u00B2", "cm\u00B2/s", "cm\u00B3", "cm\u00B3/s", "\u00B0"};
  return kSymbols[static_cast<std::size_t>(unit)];
}

}  // namespace sansfilm::pixel
