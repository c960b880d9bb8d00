// Ellipsoids and trunk cylinders, painted into a plane with soft edges, or projected as rays.
//
// The edge of an ellipsoid is a ramp as wide as the point spread function in the plane and the slice thickness across it.
//
// @units  millimetres in patient coordinates (PS3.3 2024e C.7.6.2.1.1: x to the left, y to the back, z to the head)
// @owner  values
// @thread pure
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "backend/phantom/texture.hpp"

namespace sansfilm::phantom {

struct Vec {
  double x = 0, y = 0, z = 0;
};
[[nodiscard]] constexpr Vec operator+(Vec a, Vec b) { return {a.x + b.x, a.y + b.y, a.z + b.z}; }
[[nodiscard]] constexpr Vec operator-(Vec a, Vec b) { return {a.x - b.x, a.y - b.y, a.z - b.z}; }
[[nodiscard]] constexpr Vec operator*(double s, Vec a) { return {s * a.x, s * a.y, s * a.z}; }
[[nodiscard]] constexpr double dot(Vec a, Vec b) { return a.x * b.x + a.y * b.y + a.z * b.z; }
[[nodiscard]] constexpr Vec cross(Vec a, Vec b) { return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x}; }
[[nodiscard]] double length(Vec a);

enum class Material : std::uint8_t {
  kAir, kTable, kSkin, kFat, kMuscle, kLung, kVessel, kAirway, kHeart, kBlood, kLiver, kSpleen, kKidney, kMedulla, kUrine,
  kStomach, kBowel, kGas, kCartilage, kSpongy, kCortical, kCsf, kGrey, kWhite, kEye, kCount
};
struct Properties {
  float hounsfield = 0;
  float t1 = 0;           // signal of a T1-weighted spin echo, 12-bit scale
  float attenuation = 0;  // for a radiograph, per millimetre
};
[[nodiscard]] const Properties& properties(Material material);

struct Ellipsoid {
  Vec centre;
  std::array<double, 6> form{};     // xx yy zz xy xz yz of the quadratic form that is 1 on the surface
  std::array<double, 6> inverse{};
  double least_radius = 1;
  Material material = Material::kAir;
  Material around = Material::kAir;  // what it replaces, for projections
  bool folded = false;               // cortex: its outer part is folded by the noise volume
};

// Axes along x, y, z.
[[nodiscard]] Ellipsoid ellipsoid(Vec centre, Vec radii, Material material, Material around);
// Axes along `first` (unit), around it with `second_radius` along the part of z across it, and `third_radius`.
[[nodiscard]] Ellipsoid turned(Vec centre, Vec first, double first_radius, double second_radius, double third_radius,
                               Material material, Material around);

// A body of changing size along z; its section is a squircle: u^2 + v^2 - k u^2 v^2 = 1.
struct Trunk {
  struct Section {
    double z, a, b;
  };
  std::vector<Section> sections;    // ascending z
  double inset = 0;                 // taken from a and b
  double centre_y = 0;
  double squareness = 0.6;
  Material material = Material::kFat, around = Material::kAir;
  [[nodiscard]] bool section(double z, double& a, double& b) const;
};

struct Scene {
  std::vector<Trunk> trunks;           // painted first
  std::vector<Ellipsoid> ellipsoids;   // in order, the later over the earlier
};

struct Plane {
  Vec origin;                 // centre of the first pixel
  Vec column_step, row_step;  // to the next column, to the next row
  double thickness = 1;
  double blur = 1.2;          // width of an edge in pixels
  std::uint32_t columns = 0, rows = 0;
};

enum class Contrast : std::uint8_t { kHounsfield, kT1 };

[[nodiscard]] std::vector<float> paint(const Scene& scene, const Plane& plane, Contrast contrast, const NoiseVolume& noise);

// Line integrals of the attenuation along y; the plane must be coronal.
[[nodiscard]] std::vector<float> project(const Scene& scene, const Plane& plane);

}  // namespace sansfilm::phantom
