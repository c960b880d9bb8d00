#include "backend/phantom/shape.hpp"

#include <algorithm>
#include <cmath>

namespace sansfilm::phantom {

namespace {

constexpr std::array<Properties, static_cast<std::size_t>(Material::kCount)> kProperties = {{
    {-1000, 0, 0},           // air
    {-700, 0, 0},            // table: not in the radiograph
    {40, 900, 0.0205F},      // skin
    {-100, 1500, 0.0180F},   // fat
    {55, 620, 0.0205F},      // muscle
    {-850, 30, 0.0055F},     // lung
    {30, 300, 0.0185F},      // lung vessel
    {-990, 10, 0.0005F},     // airway
    {50, 600, 0.0208F},      // heart muscle
    {140, 250, 0.0208F},     // blood, with contrast medium
    {60, 700, 0.0209F},      // liver
    {50, 560, 0.0207F},      // spleen
    {110, 580, 0.0207F},     // kidney cortex
    {70, 480, 0.0205F},      // kidney medulla
    {10, 200, 0.0200F},      // urine
    {35, 450, 0.0204F},      // stomach
    {30, 450, 0.0203F},      // bowel
    {-900, 5, 0.0010F},      // gas
    {100, 400, 0.0215F},     // cartilage, disc
    {220, 950, 0.0270F},     // spongy bone with marrow
    {850, 60, 0.0420F},      // cortical bone
    {8, 160, 0.0200F},       // cerebrospinal fluid
    {38, 560, 0.0205F},      // grey matter
    {28, 760, 0.0204F},      // white matter
    {12, 200, 0.0200F},      // eye
}};

double quadratic(const std::array<double, 6>& m, Vec a, Vec b) {
  return m[0] * a.x * b.x + m[1] * a.y * b.y + m[2] * a.z * b.z + m[3] * (a.x * b.y + a.y * b.x) +
         m[4] * (a.x * b.z + a.z * b.x) + m[5] * (a.y * b.z + a.z * b.y);
}

// The whole numbers between the roots of a x^2 + 2 b x + c, a > 0, within [0, limit).
bool span_of(double a, double b, double c, std::uint32_t limit, std::int32_t& first, std::int32_t& last) {
  const double discriminant = b * b - a * c;
  if (discriminant <= 0) return false;
  const double root = std::sqrt(discriminant);
  const double low = std::ceil((-b - root) / a), high = std::floor((-b + root) / a);
  if (high < 0 || low >= limit || low > high) return false;
  first = static_cast<std::int32_t>(std::max(low, 0.0));
  last = static_cast<std::int32_t>(std::min(high, limit - 1.0));
  return true;
}

float property(Material material, Contrast contrast) {
  return contrast == Contrast::kHounsfield ? properties(material).hounsfield : properties(material).t1;
}

// Grey matter follows the sheets where the noise is zero, fluid lies in their middle: furrows; white matter is deeper.
float folded(const NoiseVolume& noise, Vec p, double q, Contrast contrast) {
  const float depth = static_cast<float>(std::clamp((q - 0.45) / 0.55, 0.0, 1.0));
  const float n = std::abs(noise.at(p.x * 0.27 + 11, p.y * 0.27 + 7, p.z * 0.27 + 3));
  const float grey = property(Material::kGrey, contrast), white = property(Material::kWhite, contrast), fluid = property(Material::kCsf, contrast);
  const float furrow = std::clamp((0.20F * depth - n) * 9, 0.0F, 1.0F);
  const float ribbon = std::clamp((0.85F * depth - n) * 5, 0.0F, 1.0F);
  const float rim = static_cast<float>(std::clamp((q - 0.9) * 12, 0.0, 1.0));
  const float tissue = white + (grey - white) * std::max(ribbon, rim);
  return tissue + (fluid - tissue) * furrow;
}

// The quadratic form of an ellipsoid as a function of column u and row v:
// a u^2 + 2 h u v + b v^2 + 2 d u + 2 e v + f, and half its derivative across the plane: n0 + nu u + nv v.
struct Section {
  double a, h, b, d, e, f, n0, nu, nv;
};

Section cut(const Ellipsoid& e, const Plane& plane, Vec normal) {
  const Vec p = plane.origin - e.centre;
  const auto& m = e.form;
  return {quadratic(m, plane.column_step, plane.column_step), quadratic(m, plane.column_step, plane.row_step),
          quadratic(m, plane.row_step, plane.row_step), quadratic(m, plane.column_step, p), quadratic(m, plane.row_step, p),
          quadratic(m, p, p), quadratic(m, normal, p), quadratic(m, normal, plane.column_step), quadratic(m, normal, plane.row_step)};
}

void paint_ellipsoid(const Ellipsoid& shape, const Plane& plane, Vec normal, Contrast contrast, const NoiseVolume& noise, std::vector<float>& image) {
  const double reach = std::sqrt(quadratic(shape.inverse, normal, normal)) + plane.thickness / 2;
  if (std::abs(dot(normal, shape.centre - plane.origin)) > reach) return;
  const Section s = cut(shape, plane, normal);
  const double blur_mm = plane.blur * length(plane.column_step);
  const double margin = std::max(blur_mm, plane.thickness) / shape.least_radius;
  const double outer = 1 + margin, inner = std::max(1 - margin, 0.0);
  std::int32_t top = 0, bottom = 0;
  if (!span_of(s.b - s.h * s.h / s.a, s.e - s.h * s.d / s.a, s.f - s.d * s.d / s.a - outer, plane.rows, top, bottom)) return;
  const float value = property(shape.material, contrast);
  const double blur2 = plane.blur * plane.blur, thick2 = plane.thickness * plane.thickness;
  for (std::int32_t v = top; v <= bottom; ++v) {
    const double b = s.h * v + s.d, c = s.b * v * v + 2 * s.e * v + s.f;
    std::int32_t left = 0, right = 0, solid_left = 0, solid_right = -1;
    if (!span_of(s.a, b, c - outer, plane.columns, left, right)) continue;
    if (!span_of(s.a, b, c - inner, plane.columns, solid_left, solid_right)) solid_left = right + 1, solid_right = right;
    float* row = image.data() + static_cast<std::size_t>(v) * plane.columns;
    const auto edge = [&](std::int32_t from, std::int32_t to) {
      for (std::int32_t u = from; u <= to; ++u) {
        const double q = (s.a * u + 2 * b) * u + c;
        const double gu = s.a * u + b, gv = s.h * u + s.b * v + s.e, gn = s.n0 + s.nu * u + s.nv * v;
        const double width = 2 * std::sqrt((gu * gu + gv * gv) * blur2 + gn * gn * thick2);
        const auto ramp = static_cast<float>(std::clamp(0.5 + (1 - q) / std::max(width, 1e-9), 0.0, 1.0));
        const float covered = ramp * ramp * (3 - 2 * ramp);
        const float target = shape.folded ? folded(noise, plane.origin + static_cast<double>(u) * plane.column_step + static_cast<double>(v) * plane.row_step, q, contrast) : value;
        row[u] += covered * (target - row[u]);
      }
    };
    edge(left, std::min(solid_left - 1, right));
    if (shape.folded) {
      edge(solid_left, solid_right);
    } else if (solid_left <= solid_right) {
      std::fill(row + solid_left, row + solid_right + 1, value);
    }
    edge(solid_right + 1, right);
  }
}

// Axial planes only.
void paint_trunk(const Trunk& trunk, const Plane& plane, Contrast contrast, std::vector<float>& image) {
  double a = 0, b = 0;
  if (!trunk.section(plane.origin.z, a, b)) return;
  const double step = plane.column_step.x, blur = plane.blur * step;
  const float value = property(trunk.material, contrast);
  const double margin = blur / std::min(a, b);
  for (std::uint32_t v = 0; v < plane.rows; ++v) {
    const double y = (plane.origin.y + v * plane.row_step.y - trunk.centre_y) / b, y2 = y * y;
    if (y2 >= 1 + margin) continue;
    float* row = image.data() + static_cast<std::size_t>(v) * plane.columns;
    const double k = 1 - trunk.squareness * y2;
    const double half = std::sqrt((1 + margin - y2) / k) * a, solid = y2 < 1 - margin ? std::sqrt((1 - margin - y2) / k) * a : -1;
    const auto column = [&](double x) { return static_cast<std::int32_t>(std::clamp((x - plane.origin.x) / step, -1.0, plane.columns + 0.0)); };
    const std::int32_t left = std::max(column(-half), 0), right = std::min<std::int32_t>(column(half) + 1, static_cast<std::int32_t>(plane.columns) - 1);
    for (std::int32_t u = left; u <= right; ++u) {
      const double x = plane.origin.x + u * step;
      if (std::abs(x) <= solid) {
        row[u] = value;
        continue;
      }
      const double x1 = x / a, q = x1 * x1 + y2 - trunk.squareness * x1 * x1 * y2;
      const double gx = x1 * (1 - trunk.squareness * y2) / a, gy = y * (1 - trunk.squareness * x1 * x1) / b;
      const auto covered = static_cast<float>(std::clamp(0.5 + (1 - q) / (2 * std::sqrt(gx * gx + gy * gy) * blur), 0.0, 1.0));
      row[u] += covered * (value - row[u]);
    }
  }
}

float difference(Material inside, Material outside) { return properties(inside).attenuation - properties(outside).attenuation; }

}  // namespace

double length(Vec a) { return std::sqrt(dot(a, a)); }

const Properties& properties(Material material) { return kProperties[static_cast<std::size_t>(material)]; }

Ellipsoid turned(Vec centre, Vec first, double r1, double r2, double r3, Material material, Material around) {
  const Vec up = std::abs(first.z) < 0.9 ? Vec{0, 0, 1} : Vec{1, 0, 0};
  Vec second = up - dot(up, first) * first;
  second = (1 / length(second)) * second;
  const Vec third = cross(first, second);
  Ellipsoid e{.centre = centre, .least_radius = std::min({r1, r2, r3}), .material = material, .around = around};
  const auto add = [](std::array<double, 6>& m, Vec d, double w) {
    m[0] += w * d.x * d.x, m[1] += w * d.y * d.y, m[2] += w * d.z * d.z;
    m[3] += w * d.x * d.y, m[4] += w * d.x * d.z, m[5] += w * d.y * d.z;
  };
  add(e.form, first, 1 / (r1 * r1)), add(e.form, second, 1 / (r2 * r2)), add(e.form, third, 1 / (r3 * r3));
  add(e.inverse, first, r1 * r1), add(e.inverse, second, r2 * r2), add(e.inverse, third, r3 * r3);
  return e;
}

Ellipsoid ellipsoid(Vec centre, Vec radii, Material material, Material around) {
  // The first axis is x, so the second is z and the third y.
  return turned(centre, {1, 0, 0}, radii.x, radii.z, radii.y, material, around);
}

bool Trunk::section(double z, double& a, double& b) const {
  if (sections.empty() || z < sections.front().z || z > sections.back().z) return false;
  for (std::size_t i = 1; i < sections.size(); ++i) {
    if (z > sections[i].z) continue;
    const Section& low = sections[i - 1];
    double t = (z - low.z) / (sections[i].z - low.z);
    t = t * t * (3 - 2 * t);
    a = low.a + t * (sections[i].a - low.a) - inset;
    b = low.b + t * (sections[i].b - low.b) - inset;
    return a > 1 && b > 1;
  }
  return false;
}

std::vector<float> paint(const Scene& scene, const Plane& plane, Contrast contrast, const NoiseVolume& noise) {
  std::vector<float> image(std::size_t{plane.columns} * plane.rows, property(Material::kAir, contrast));
  Vec normal = cross(plane.column_step, plane.row_step);
  normal = (1 / length(normal)) * normal;
  for (const Trunk& trunk : scene.trunks) paint_trunk(trunk, plane, contrast, image);
  for (const Ellipsoid& shape : scene.ellipsoids) paint_ellipsoid(shape, plane, normal, contrast, noise, image);
  return image;
}

std::vector<float> project(const Scene& scene, const Plane& plane) {
  std::vector<float> image(std::size_t{plane.columns} * plane.rows, 0.0F);
  for (const Trunk& trunk : scene.trunks) {
    const float mu = difference(trunk.material, trunk.around);
    for (std::uint32_t v = 0; v < plane.rows; ++v) {
      double a = 0, b = 0;
      if (!trunk.section(plane.origin.z + v * plane.row_step.z, a, b)) continue;
      float* row = image.data() + std::size_t{v} * plane.columns;
      for (std::uint32_t u = 0; u < plane.columns; ++u) {
        const double x = (plane.origin.x + u * plane.column_step.x) / a, x2 = x * x;
        if (x2 < 1) row[u] += mu * static_cast<float>(2 * b * std::sqrt((1 - x2) / (1 - trunk.squareness * x2)));
      }
    }
  }
  for (const Ellipsoid& shape : scene.ellipsoids) {
    const float mu = difference(shape.material, shape.around);
    if (mu == 0 || shape.material == Material::kTable) continue;
    const Section s = cut(shape, plane, {0, 1, 0});
    // Along a ray q(t) = m t^2 + 2 n t + c; the chord is 2 sqrt(n^2 - m (c - 1)) / m, which is a quadratic form of u and v.
    const double m = shape.form[1];
    const double a = s.a * m - s.nu * s.nu, h = s.h * m - s.nu * s.nv, b = s.b * m - s.nv * s.nv;
    const double d = s.d * m - s.n0 * s.nu, e = s.e * m - s.n0 * s.nv, f = (s.f - 1) * m - s.n0 * s.n0;
    std::int32_t top = 0, bottom = 0;
    if (!span_of(b - h * h / a, e - h * d / a, f - d * d / a, plane.rows, top, bottom)) continue;
    for (std::int32_t v = top; v <= bottom; ++v) {
      const double rb = h * v + d, rc = b * v * v + 2 * e * v + f;
      std::int32_t left = 0, right = 0;
      if (!span_of(a, rb, rc, plane.columns, left, right)) continue;
      float* row = image.data() + static_cast<std::size_t>(v) * plane.columns;
      for (std::int32_t u = left; u <= right; ++u) {
        const double squared = -((a * u + 2 * rb) * u + rc);
        if (squared > 0) row[u] += mu * static_cast<float>(2 * std::sqrt(squared) / m);
      }
    }
  }
  return image;
}

}  // namespace sansfilm::phantom
