#include "shared/pixel/shutter.hpp"

#include "shared/pixel/element_values.hpp"
#include "shared/pixel/tags.hpp"

namespace sansfilm::pixel {

using base::ErrorCode;

namespace {

constexpr std::size_t kMaxVertices = 4096;

std::optional<std::int32_t> small_integer(const dicom::Dataset& holder, dicom::Tag tag, std::size_t index = 0) {
  const auto value = holder.integer(tag, index);
  if (!value || *value < -(1 << 24) || *value > (1 << 24)) return std::nullopt;
  return static_cast<std::int32_t>(*value);
}

std::int64_t cross(const Shutter::Vertex& a, const Shutter::Vertex& b, std::int32_t row, std::int32_t column) {
  return std::int64_t{b.column - a.column} * (row - a.row) - std::int64_t{b.row - a.row} * (column - a.column);
}

bool on_edge(const Shutter::Vertex& a, const Shutter::Vertex& b, std::int32_t row, std::int32_t column) {
  return cross(a, b, row, column) == 0 && std::min(a.row, b.row) <= row && row <= std::max(a.row, b.row) &&
         std::min(a.column, b.column) <= column && column <= std::max(a.column, b.column);
}

bool inside_polygon(const std::vector<Shutter::Vertex>& polygon, std::int32_t row, std::int32_t column) {
  bool inside = false;
  for (std::size_t i = 0, j = polygon.size() - 1; i < polygon.size(); j = i++) {
    const auto& a = polygon[j];
    const auto& b = polygon[i];
    if (on_edge(a, b, row, column)) return true;
    if ((a.row > row) == (b.row > row)) continue;
    // The edge crosses this row; on which side of the pixel?
    const bool upward = b.row > a.row;
    if ((cross(a, b, row, column) > 0) == upward) inside = !inside;
  }
  return inside;
}

void read_rectangle(const dicom::Dataset& holder, Shutter& out, std::vector<base::Error>& findings) {
  const auto left = small_integer(holder, tag::kShutterLeft);
  const auto right = small_integer(holder, tag::kShutterRight);
  const auto upper = small_integer(holder, tag::kShutterUpper);
  const auto lower = small_integer(holder, tag::kShutterLower);
  if (!left || !right || !upper || !lower || *left > *right || *upper > *lower) {
    findings.push_back({.code = ErrorCode::kMalformed, .detail = "the rectangular shutter has not four edges in order; it is ignored",
                        .tag = tag::kShutterLeft.value});
    return;
  }
  out.rectangle = Shutter::Rectangle{*left, *right, *upper, *lower};
}

void read_circle(const dicom::Dataset& holder, Shutter& out, std::vector<base::Error>& findings) {
  const auto row = small_integer(holder, tag::kShutterCentre, 0);
  const auto column = small_integer(holder, tag::kShutterCentre, 1);
  const auto radius = small_integer(holder, tag::kShutterRadius);
  if (!row || !column || !radius || *radius <= 0) {
    findings.push_back({.code = ErrorCode::kMalformed, .detail = "the circular shutter lacks its centre or radius; it is ignored",
                        .tag = tag::kShutterCentre.value});
    return;
  }
  out.circle = Shutter::Circle{*row, *column, *radius};
}

void read_polygon(const dicom::Dataset& holder, Shutter& out, std::vector<base::Error>& findings) {
  const std::size_t count = std::min(holder.multiplicity(tag::kShutterVertices) / 2, kMaxVertices);
  for (std::size_t i = 0; i < count; ++i) {
    const auto row = small_integer(holder, tag::kShutterVertices, 2 * i);
    const auto column = small_integer(holder, tag::kShutterVertices, 2 * i + 1);
    if (!row || !column) break;
    out.polygon.push_back({*row, *column});
  }
  if (count < 3 || out.polygon.size() != count) {
    out.polygon.clear();
    findings.push_back({.code = ErrorCode::kMalformed, .detail = "the polygonal shutter has not three or more vertices; it is ignored",
                        .tag = tag::kShutterVertices.value});
  }
}

}  // namespace

bool Shutter::shows(std::int32_t row, std::int32_t column) const {
  const std::int32_t r = row + 1;
  const std::int32_t c = column + 1;
  if (rectangle && (c < rectangle->left || c > rectangle->right || r < rectangle->upper || r > rectangle->lower)) return false;
  if (circle) {
    const std::int64_t dr = r - circle->row;
    const std::int64_t dc = c - circle->column;
    if (dr * dr + dc * dc > std::int64_t{circle->radius} * circle->radius) return false;
  }
  return polygon.size() < 3 || inside_polygon(polygon, r, c);
}

Shutter read_shutter(const dicom::Dataset& holder, std::vector<base::Error>& findings) {
  Shutter out;
  const std::size_t shapes = std::min<std::size_t>(holder.multiplicity(tag::kShutterShape), 8);
  for (std::size_t i = 0; i < shapes; ++i) {
    const auto shape = holder.raw_text(tag::kShutterShape, i);
    if (!shape || shape->empty()) continue;
    if (*shape == "RECTANGULAR") {
      read_rectangle(holder, out, findings);
    } else if (*shape == "CIRCULAR") {
      read_circle(holder, out, findings);
    } else if (*shape == "POLYGONAL") {
      read_polygon(holder, out, findings);
    } else if (*shape == "BITMAP") {
      const auto group = holder.integer(tag::kShutterOverlayGroup);
      if (group && *group >= 0x6000 && *group <= 0x601E && *group % 2 == 0) {
        out.bitmap_group = static_cast<std::uint16_t>(*group);
      } else {
        findings.push_back({.code = ErrorCode::kMalformed, .detail = "the bitmap shutter names no overlay group; it is ignored",
                            .tag = tag::kShutterOverlayGroup.value});
      }
    } else {
      findings.push_back({.code = ErrorCode::kUnsupported, .detail = "a shutter shape that the standard does not define is ignored",
                          .tag = tag::kShutterShape.value});
    }
  }
  if (const auto value = holder.integer(tag::kShutterPresentationValue); value && *value >= 0 && *value <= 0xFFFF) {
    out.presentation_value = static_cast<std::uint16_t>(*value);
  }
  if (const auto* lab = holder.find(tag::kShutterCieLab); lab != nullptr && lab->value.size() >= 6) {
    out.cie_lab = words_of(*lab);
  }
  return out;
}

}  // namespace sansfilm::pixel
