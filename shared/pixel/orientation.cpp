#include "shared/pixel/orientation.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "shared/pixel/tags.hpp"

namespace sansfilm::pixel {

namespace {

constexpr double kLeans = 0.2;

bool is_valid_letters(std::string_view text) {
  if (text.empty() || text.size() > 3) return false;
  const auto axis = [](char c) { return std::string_view("LRAPHF").find(c) / 2; };
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (axis(text[i]) > 2) return false;
    for (std::size_t j = 0; j < i; ++j) {
      if (axis(text[i]) == axis(text[j])) return false;
    }
  }
  return true;
}

}  // namespace

std::array<double, 2> SpatialTransform::image_direction(double right, double down) const {
  const double x = flip ? -right : right;
  const double angle = degrees * std::numbers::pi / 180.0;
  // The screen shows the image turned clockwise by `angle`: turn the direction back.
  return {std::cos(angle) * x + std::sin(angle) * down, -std::sin(angle) * x + std::cos(angle) * down};
}

std::string letters_of(const Vector3& direction) {
  static constexpr const char* kPositive = "LPH";
  static constexpr const char* kNegative = "RAF";
  std::array<std::size_t, 3> axes = {0, 1, 2};
  std::stable_sort(axes.begin(), axes.end(), [&](std::size_t a, std::size_t b) { return std::abs(direction[a]) > std::abs(direction[b]); });
  std::string out;
  for (const std::size_t axis : axes) {
    const double part = direction[axis];
    if (!(std::abs(part) > kLeans)) break;
    out += part > 0 ? kPositive[axis] : kNegative[axis];
  }
  return out;
}

std::string opposite_letters(const std::string& letters) {
  static constexpr std::string_view kFrom = "LRAPHF";
  static constexpr std::string_view kTo = "RLPAFH";
  std::string out = letters;
  for (char& c : out) {
    if (const auto at = kFrom.find(c); at != kFrom.npos) c = kTo[at];
  }
  return out;
}

EdgeLetters edge_letters(const Directions& directions, const SpatialTransform& transform) {
  const auto letters = [&](double right, double down) {
    const auto [along_row, along_column] = transform.image_direction(right, down);
    Vector3 v;
    for (std::size_t i = 0; i < 3; ++i) v[i] = along_row * directions.row[i] + along_column * directions.column[i];
    return letters_of(v);
  };
  return {.left = letters(-1, 0), .right = letters(1, 0), .top = letters(0, -1), .bottom = letters(0, 1)};
}

std::optional<PatientOrientation> read_patient_orientation(const dicom::Dataset& dataset, std::vector<base::Error>& findings) {
  const auto row = dataset.raw_text(tag::kPatientOrientation, 0);
  const auto column = dataset.raw_text(tag::kPatientOrientation, 1);
  if (!row && !column) return std::nullopt;
  if (row && row->empty() && !column) return std::nullopt;
  if (!row || !column || !is_valid_letters(*row) || !is_valid_letters(*column)) {
    findings.push_back({.code = base::ErrorCode::kMalformed, .detail = "the patient orientation is not two directions; no letters are shown",
                        .tag = tag::kPatientOrientation.value});
    return std::nullopt;
  }
  return PatientOrientation{std::string(*row), std::string(*column)};
}

EdgeLetters edge_letters(const PatientOrientation& orientation, const SpatialTransform& transform) {
  const auto letters = [&](double right, double down) -> std::string {
    const auto [along_row, along_column] = transform.image_direction(right, down);
    constexpr double kAligned = 0.9999;
    if (along_row > kAligned) return orientation.row;
    if (along_row < -kAligned) return opposite_letters(orientation.row);
    if (along_column > kAligned) return orientation.column;
    if (along_column < -kAligned) return opposite_letters(orientation.column);
    return {};
  };
  return {.left = letters(-1, 0), .right = letters(1, 0), .top = letters(0, -1), .bottom = letters(0, 1)};
}

const char* plane_name(const Directions& d) {
  const Vector3 normal = {d.row[1] * d.column[2] - d.row[2] * d.column[1], d.row[2] * d.column[0] - d.row[0] * d.column[2],
                          d.row[0] * d.column[1] - d.row[1] * d.column[0]};
  constexpr double kWithin30Degrees = 0.8660254;
  if (std::abs(normal[2]) >= kWithin30Degrees) return "AX";
  if (std::abs(normal[0]) >= kWithin30Degrees) return "SAG";
  if (std::abs(normal[1]) >= kWithin30Degrees) return "COR";
  return "OBL";
}

}  // namespace sansfilm::pixel
