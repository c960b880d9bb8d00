#include "shared/view/mpr_axes.hpp"

#include <algorithm>
#include <cmath>

namespace sansfilm::view {
namespace {

using volume::Vector3;

// As a radiologist looks: transverse from the feet, coronal from the front, sagittal from the left.
constexpr std::array<PlaneAxes, 3> kStandard = {PlaneAxes{{1, 0, 0}, {0, 1, 0}}, PlaneAxes{{1, 0, 0}, {0, 0, -1}}, PlaneAxes{{0, 1, 0}, {0, 0, -1}}};

Vector3 unit(const Vector3& v) { return volume::plus({}, v, 1.0 / volume::length(v)); }

// Rodrigues; `axis` is unit.
Vector3 turned(const Vector3& v, const Vector3& axis, double radians) {
  const double c = std::cos(radians), s = std::sin(radians);
  return volume::plus(volume::plus(volume::plus({}, v, c), volume::cross(axis, v), s), axis, volume::dot(axis, v) * (1 - c));
}

}  // namespace

void MprAxes::reset(const Vector3& centre) {
  centre_ = centre;
  axes_ = kStandard;
}

void MprAxes::turn(MprPlane about, double radians) {
  const Vector3 axis = axes(about).normal();
  for (const MprPlane plane : kMprPlanes) {
    if (plane == about) continue;
    PlaneAxes& one = axes_[static_cast<std::size_t>(plane)];
    one.right = unit(turned(one.right, axis, radians));
    Vector3 down = turned(one.down, axis, radians);
    down = volume::plus(down, one.right, -volume::dot(down, one.right));   // rounding does not add up over a long drag
    one.down = unit(down);
  }
}

Vector3 MprAxes::line(MprPlane plane, MprPlane other) const { return unit(volume::cross(axes(plane).normal(), axes(other).normal())); }

bool MprAxes::oblique(MprPlane plane) const {
  constexpr double kCosOfTenthDegree = 0.99999848;
  const Vector3 now = axes(plane).normal(), standard = kStandard[static_cast<std::size_t>(plane)].normal();
  return volume::dot(now, standard) < kCosOfTenthDegree;
}

bool MprAxes::oblique() const { return std::any_of(kMprPlanes.begin(), kMprPlanes.end(), [&](MprPlane plane) { return oblique(plane); }); }

double MprAxes::position_mm(MprPlane plane) const {
  const Vector3 normal = axes(plane).normal();
  const auto largest = std::max_element(normal.begin(), normal.end(), [](double a, double b) { return std::abs(a) < std::abs(b); });
  return volume::dot(centre_, normal) * (*largest < 0 ? -1 : 1);
}

}  // namespace sansfilm::view
