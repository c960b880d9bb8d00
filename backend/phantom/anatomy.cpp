#include "backend/phantom/anatomy.hpp"

#include <cmath>
#include <numbers>
#include <tuple>

#include "backend/phantom/random.hpp"

namespace sansfilm::phantom {

namespace {

using M = Material;
constexpr double kPi = std::numbers::pi;

void add_tube(Scene& scene, const std::vector<Vec>& path, double across, double along_z, M material, M around) {
  for (std::size_t i = 1; i < path.size(); ++i) {
    const Vec step = path[i] - path[i - 1];
    const double n = length(step);
    // Ellipsoids longer than the step overlap and so make a smooth tube.
    scene.ellipsoids.push_back(turned(0.5 * (path[i] + path[i - 1]), (1 / n) * step, n * 0.95 + 0.3 * across, along_z, across, material, around));
  }
}

std::vector<Vec> line(Vec from, Vec to, int steps) {
  std::vector<Vec> path;
  for (int i = 0; i <= steps; ++i) path.push_back(from + (static_cast<double>(i) / steps) * (to - from));
  return path;
}

struct Lung {
  Vec centre, radii;
  [[nodiscard]] bool holds(Vec p) const {
    const Vec d = p - centre;
    const double x = d.x / radii.x, y = d.y / radii.y, z = d.z / radii.z;
    return x * x + y * y + z * z < 0.92;
  }
};

// Vessels fork from the hilum outwards until they leave the lung or get too thin.
void add_vessels(Scene& scene, const Lung& lung, Vec from, Vec direction, double radius, int depth, Random& random) {
  if (depth == 0 || radius < 0.45) return;
  const double reach = radius * random.uniform(4.5, 6.5) + 3;
  const Vec to = from + reach * direction;
  if (!lung.holds(to)) return;
  scene.ellipsoids.push_back(turned(0.5 * (from + to), direction, reach * 0.62, radius, radius, M::kVessel, M::kLung));
  if (radius > 1.6) {
    // The bronchus runs beside the artery.
    const Vec aside = {0, radius * 1.7, radius * 0.4};
    scene.ellipsoids.push_back(turned(0.5 * (from + to) + aside, direction, reach * 0.55, radius * 0.9, radius * 0.9, M::kVessel, M::kLung));
    scene.ellipsoids.push_back(turned(0.5 * (from + to) + aside, direction, reach * 0.55, radius * 0.62, radius * 0.62, M::kAirway, M::kVessel));
  }
  const int branches = depth > 3 && random.uniform() < 0.4 ? 3 : 2;
  for (int i = 0; i < branches; ++i) {
    Vec turn = direction + Vec{random.uniform(-0.7, 0.7), random.uniform(-0.7, 0.7), random.uniform(-0.7, 0.7)};
    turn = (1 / length(turn)) * turn;
    add_vessels(scene, lung, to, turn, radius * random.uniform(0.66, 0.84), depth - 1, random);
  }
}

void add_lungs(Scene& scene, Random& random) {
  for (const double side : {-1.0, 1.0}) {
    const Lung lung{{side * 74, 2, 85}, {side < 0 ? 60.0 : 56.0, 84, 142}};
    scene.ellipsoids.push_back(ellipsoid(lung.centre, lung.radii, M::kLung, M::kMuscle));
    const Vec hilum{side * 34, 8, 92};
    for (int trunk = 0; trunk < 9; ++trunk) {
      const double angle = 2 * kPi * trunk / 9 + random.uniform(-0.2, 0.2);
      Vec out{side * random.uniform(0.5, 1.0), std::cos(angle), std::sin(angle)};
      out = (1 / length(out)) * out;
      add_vessels(scene, lung, hilum, out, random.uniform(2.4, 4.0), 8, random);
    }
  }
}

void add_mediastinum(Scene& scene, Random& random) {
  auto& e = scene.ellipsoids;
  e.push_back(ellipsoid({0, 12, 95}, {33, 66, 150}, M::kFat, M::kMuscle));
  e.push_back(turned({26, -26, 28}, {0.74, -0.38, -0.55}, 68, 50, 46, M::kHeart, M::kLung));
  e.push_back(turned({36, -30, 22}, {0.74, -0.38, -0.55}, 36, 22, 20, M::kBlood, M::kHeart));
  e.push_back(ellipsoid({-8, -30, 30}, {24, 20, 28}, M::kBlood, M::kHeart));
  e.push_back(ellipsoid({8, 4, 48}, {26, 15, 18}, M::kBlood, M::kHeart));
  std::vector<Vec> aorta = line({22, 52, -225}, {20, 50, 110}, 24);
  for (int i = 1; i <= 8; ++i) {
    const double t = kPi * i / 8;
    aorta.push_back({20 - 14 * (1 - std::cos(t)) / 2 * 1.6, 50 - 35 * (1 - std::cos(t)), 110 + 26 * std::sin(t)});
  }
  aorta.push_back({2, -20, 60});
  add_tube(scene, aorta, 12.5, 12.5, M::kBlood, M::kFat);
  add_tube(scene, line({-22, -18, 40}, {-20, -22, 175}, 8), 9, 9, M::kBlood, M::kFat);
  add_tube(scene, line({-18, 40, -225}, {-20, 6, -5}, 12), 11, 10, M::kBlood, M::kFat);
  add_tube(scene, line({30, -12, 88}, {-34, 6, 90}, 6), 10, 10, M::kBlood, M::kFat);
  add_tube(scene, line({2, 36, -40}, {0, 34, 260}, 16), 8, 8, M::kStomach, M::kFat);
  const auto airway = [&](Vec from, Vec to, double radius) {
    add_tube(scene, line(from, to, 6), radius + 1.8, radius + 1.8, M::kMuscle, M::kFat);
    add_tube(scene, line(from, to, 6), radius, radius, M::kAirway, M::kMuscle);
  };
  airway({0, 10, 108}, {0, 4, 268}, 9);
  airway({0, 11, 110}, {-36, 12, 86}, 6.5);
  airway({0, 11, 110}, {38, 14, 84}, 6.0);
  for (int node = 0; node < 14; ++node) {
    e.push_back(ellipsoid({random.uniform(-22, 22), random.uniform(-20, 40), random.uniform(60, 170)}, {4, 3, 5}, M::kMuscle, M::kFat));
  }
}

void add_abdomen(Scene& scene, Random& random) {
  auto& e = scene.ellipsoids;
  e.push_back(ellipsoid({0, -2, -150}, {140, 82, 150}, M::kFat, M::kMuscle));
  for (int loop = 0; loop < 46; ++loop) {
    const Vec at{random.uniform(-105, 105), random.uniform(-70, 5), random.uniform(-225, -125)};
    Vec way{random.uniform(-1, 1), random.uniform(-1, 1), random.uniform(-1, 1)};
    way = (1 / (length(way) + 0.01)) * way;
    const double r = random.uniform(8, 14);
    e.push_back(turned(at, way, r * random.uniform(1.4, 2.6), r, r, M::kBowel, M::kFat));
    if (random.uniform() < 0.4) e.push_back(turned(at + Vec{0, -2.5, 0}, way, r * 1.3, r * 0.6, r * 0.6, M::kGas, M::kBowel));
  }
  for (const double side : {-1.0, 1.0}) {
    add_tube(scene, line({side * 108, 12, -228}, {side * 112, 5, -95}, 9), 19, 19, M::kBowel, M::kFat);
    add_tube(scene, line({side * 108, 6, -220}, {side * 112, -2, -105}, 6), 10, 10, M::kGas, M::kBowel);
    add_tube(scene, line({side * 46, 66, -230}, {side * 26, 62, -90}, 7), 21, 20, M::kMuscle, M::kFat);
  }
  e.push_back(turned({-72, -2, -55}, {0.93, -0.2, 0.3}, 92, 74, 76, M::kLiver, M::kMuscle));
  e.push_back(turned({16, -46, -42}, {0.97, 0.1, 0.2}, 58, 26, 30, M::kLiver, M::kFat));
  for (int vein = 0; vein < 18; ++vein) {
    Vec way{random.uniform(-1, 0.6), random.uniform(-0.8, 0.8), random.uniform(-0.7, 0.7)};
    way = (1 / length(way)) * way;
    const Vec from = Vec{-34, 6, -34} + random.uniform(4, 16) * way;
    const Vec to = from + random.uniform(25, 50) * way;
    // The middle of the right lobe stays without large vessels: its density is what tests look at.
    if (length(to - kInLiver) < 24 || length(0.5 * (from + to) - kInLiver) < 24) continue;
    e.push_back(turned(0.5 * (from + to), way, 0.56 * length(to - from), 3.0, 2.6, M::kBlood, M::kLiver));
  }
  e.push_back(ellipsoid({-58, -52, -105}, {17, 22, 22}, M::kUrine, M::kFat));
  e.push_back(turned({104, 34, -50}, {0.3, 0.75, 0.59}, 54, 24, 40, M::kSpleen, M::kMuscle));
  e.push_back(turned({62, -28, -62}, {0.55, -0.3, 0.78}, 58, 36, 40, M::kStomach, M::kFat));
  e.push_back(turned({62, -50, -52}, {0.55, -0.1, 0.83}, 40, 14, 24, M::kGas, M::kStomach));
  e.push_back(turned({18, 10, -100}, {0.94, 0.2, 0.27}, 62, 12, 11, M::kSpleen, M::kFat));
  for (const double side : {-1.0, 1.0}) {
    const Vec at{side * 66, 50, side < 0 ? -132.0 : -120.0};
    Vec axis{side * -0.25, -0.2, 0.95};
    axis = (1 / length(axis)) * axis;
    e.push_back(turned(at, axis, 56, 26, 30, M::kKidney, M::kFat));
    for (int pyramid = -3; pyramid <= 3; ++pyramid) {
      for (const double around : {-9.0, 9.0}) e.push_back(ellipsoid(at + (pyramid * 12.5) * axis + Vec{side * 7, around, 0}, {7, 6, 5}, M::kMedulla, M::kKidney));
    }
    e.push_back(turned(at + Vec{-side * 14, -3, 0}, axis, 24, 11, 12, M::kFat, M::kKidney));
    e.push_back(turned(at + Vec{-side * 12, -3, 0}, axis, 13, 5, 6, M::kUrine, M::kFat));
  }
}

// Shell and marrow of one bone segment.
void add_bone(Scene& scene, const std::vector<Vec>& path, double across, double along_z, double shell) {
  add_tube(scene, path, across, along_z, M::kCortical, M::kMuscle);
  add_tube(scene, path, across - shell, along_z - shell, M::kSpongy, M::kCortical);
}

void add_bones(Scene& scene) {
  auto& e = scene.ellipsoids;
  for (int level = 0; level < 17; ++level) {
    const double z = -225 + level * 30;
    const double r = 22 - 0.5 * level, y = 76 + (z > 0 ? 0.00012 * z * z : 0);
    e.push_back(ellipsoid({0, y, z}, {r + 8, 15, 17}, M::kCartilage, M::kMuscle));
    e.push_back(ellipsoid({0, y, z}, {r + 2, r * 0.8, 15}, M::kCortical, M::kCartilage));
    e.push_back(ellipsoid({0, y, z}, {r - 1, r * 0.8 - 2.5, 12.5}, M::kSpongy, M::kCortical));
    for (const double side : {-1.0, 1.0}) {
      add_bone(scene, line({side * 11, y + 14, z + 2}, {side * 12, y + 26, z}, 2), 4.5, 6, 1.5);
      add_bone(scene, line({side * 12, y + 24, z}, {side * 36, y + 30, z + 2}, 3), 4, 5, 1.4);
      add_bone(scene, line({side * 11, y + 26, z - 2}, {0, y + 35, z - 5}, 2), 3.5, 8, 1.3);
    }
    add_bone(scene, line({0, y + 34, z - 4}, {0, y + 50, z - 14}, 3), 3, 7, 1.2);
  }
  add_tube(scene, line({0, 96, -230}, {0, 97, 60}, 14), 9.5, 9, M::kCsf, M::kMuscle);
  add_tube(scene, line({0, 97, 60}, {0, 103, 268}, 12), 9, 9, M::kCsf, M::kMuscle);
  add_tube(scene, line({0, 96, -80}, {0, 103, 268}, 18), 4.5, 4.5, M::kGrey, M::kCsf);
  for (int rib = 0; rib < 12; ++rib) {
    const double z = 208 - rib * 26.0;
    const double narrow = rib < 3 ? 0.55 + 0.15 * rib : 1.0;
    const double a = 139 * narrow, b = 94 * (0.75 + 0.25 * narrow);
    const double reach = rib < 9 ? 2.72 : 2.2 - 0.35 * (rib - 9);
    for (const double side : {-1.0, 1.0}) {
      std::vector<Vec> path;
      const int steps = 26;
      for (int i = 0; i <= steps; ++i) {
        const double t = 0.22 + (reach - 0.22) * i / steps;
        const double fall = 62 * (1 - std::cos(t)) / 2 * narrow;
        path.push_back({side * a * std::sin(t), 4 + b * std::cos(t), z - fall});
      }
      add_bone(scene, path, 3.6, 6.2, 1.4);
      if (rib < 8) add_tube(scene, line(path.back(), {side * 14, -84, z - 40 + rib * 3.0}, 5), 3.6, 5.5, M::kCartilage, M::kMuscle);
    }
  }
  add_bone(scene, line({0, -86, 175}, {0, -92, 20}, 8), 14, 12, 2);
  for (const double side : {-1.0, 1.0}) {
    add_bone(scene, {{side * 12, -74, 188}, {side * 50, -66, 200}, {side * 92, -30, 206}, {side * 140, 0, 205}}, 6, 6, 1.8);
    e.push_back(turned({side * 104, 74, 130}, {side * 0.45, -0.35, 0.82}, 72, 5, 40, M::kCortical, M::kMuscle));
    e.push_back(turned({side * 104, 74, 130}, {side * 0.45, -0.35, 0.82}, 69, 2.6, 37, M::kSpongy, M::kCortical));
    e.push_back(ellipsoid({side * 158, 12, 192}, {26, 25, 26}, M::kCortical, M::kMuscle));
    e.push_back(ellipsoid({side * 158, 12, 192}, {23, 22, 23}, M::kSpongy, M::kCortical));
    e.push_back(turned({side * 92, 40, -222}, {side * 0.8, -0.2, 0.56}, 52, 40, 9, M::kCortical, M::kMuscle));
    e.push_back(turned({side * 92, 40, -222}, {side * 0.8, -0.2, 0.56}, 49, 37, 6, M::kSpongy, M::kCortical));
  }
}

}  // namespace

Scene make_trunk(std::uint64_t patient) {
  Random random(mix_all({patient, 1}));
  const double stout = random.uniform(-4, 12), flat = random.uniform(-3, 6);
  Scene scene;
  Trunk body{.sections = {{-260, 172 + stout, 116 + flat}, {-120, 160 + stout, 114 + flat}, {40, 166 + stout, 119 + flat},
                          {150, 186 + stout, 118 + flat}, {205, 192 + stout, 92 + flat}, {235, 88, 74}, {290, 64, 64}},
             .centre_y = 8};
  for (const auto& [inset, material, around] : {std::tuple{0.0, M::kSkin, M::kAir}, std::tuple{2.2, M::kFat, M::kSkin},
                                                 std::tuple{9.0 + 0.5 * stout, M::kMuscle, M::kFat}}) {
    body.inset = inset, body.material = material, body.around = around;
    scene.trunks.push_back(body);
  }
  scene.ellipsoids.push_back(ellipsoid({0, 152 + flat, 0}, {215, 12, 2000}, M::kTable, M::kAir));
  scene.ellipsoids.push_back(ellipsoid({0, 152 + flat, 0}, {211, 9.5, 2000}, M::kAir, M::kTable));
  add_abdomen(scene, random);
  add_lungs(scene, random);
  // The domes of the diaphragm: the liver and the spleen push into the lungs from below.
  add_mediastinum(scene, random);
  scene.ellipsoids.push_back(turned({-72, -2, -42}, {0.98, -0.1, 0.15}, 70, 62, 72, M::kLiver, M::kLung));
  scene.ellipsoids.push_back(turned({74, 16, -50}, {0.9, 0.1, 0.3}, 52, 44, 62, M::kFat, M::kLung));
  scene.ellipsoids.push_back(turned({92, 34, -44}, {0.3, 0.75, 0.59}, 46, 22, 32, M::kSpleen, M::kFat));
  scene.ellipsoids.push_back(turned({62, -24, -52}, {0.55, -0.3, 0.78}, 44, 30, 34, M::kStomach, M::kFat));
  scene.ellipsoids.push_back(turned({62, -42, -44}, {0.55, -0.1, 0.83}, 30, 11, 20, M::kGas, M::kStomach));
  add_bones(scene);
  return scene;
}

Scene make_head(std::uint64_t patient) {
  Random random(mix_all({patient, 2}));
  const double wide = random.uniform(-3, 3), long_ = random.uniform(-4, 4);
  Scene scene;
  auto& e = scene.ellipsoids;
  const auto shell = [&](double inset, M material, M around) {
    e.push_back(ellipsoid({0, 0, 0}, {77 + wide - inset, 97 + long_ - inset, 108 - inset}, material, around));
  };
  e.push_back(ellipsoid({0, 110, 0}, {130, 5, 400}, M::kTable, M::kAir));
  e.push_back(ellipsoid({0, 109, 0}, {126, 3.4, 400}, M::kAir, M::kTable));
  add_tube(scene, line({0, 28, -60}, {0, 40, -240}, 5), 58, 58, M::kFat, M::kAir);
  add_tube(scene, line({0, 28, -60}, {0, 40, -240}, 5), 52, 52, M::kMuscle, M::kFat);
  e.push_back(ellipsoid({0, -42, -72}, {58, 62, 66}, M::kFat, M::kAir));
  e.push_back(ellipsoid({0, -40, -72}, {50, 55, 60}, M::kMuscle, M::kFat));
  e.push_back(ellipsoid({0, -106, -48}, {13, 16, 20}, M::kFat, M::kAir));
  shell(0, M::kSkin, M::kAir), shell(2, M::kFat, M::kSkin), shell(5, M::kMuscle, M::kFat), shell(6.5, M::kCortical, M::kMuscle);
  shell(8.6, M::kSpongy, M::kCortical), shell(11, M::kCortical, M::kSpongy), shell(13.2, M::kCsf, M::kCortical);
  shell(15.5, M::kGrey, M::kCsf);
  e.back().folded = true;
  e.push_back(ellipsoid({0, -4, 40}, {1.3, 78, 62}, M::kCsf, M::kGrey));                       // between the hemispheres
  e.push_back(ellipsoid({0, -2, 12}, {9, 34, 5}, M::kWhite, M::kGrey));                        // corpus callosum
  for (const double side : {-1.0, 1.0}) {
    e.push_back(ellipsoid({side * 50, -14, -6}, {14, 4, 16}, M::kCsf, M::kGrey));              // Sylvian fissure
    e.push_back(turned({side * 26, -8, 2}, {side * 0.25, 0.95, -0.17}, 26, 15, 8, M::kGrey, M::kWhite));
    e.push_back(ellipsoid({side * 12, 8, 0}, {9, 15, 11}, M::kGrey, M::kWhite));
    e.push_back(turned({side * 12, -18, 14}, {side * 0.35, -0.93, -0.1}, 24, 9, 5.5, M::kCsf, M::kWhite));
    e.push_back(turned({side * 15, 18, 16}, {side * 0.3, 0.94, -0.15}, 28, 8, 6, M::kCsf, M::kWhite));
    e.push_back(turned({side * 25, 42, 3}, {side * 0.2, 0.9, -0.38}, 18, 8, 6, M::kCsf, M::kWhite));
  }
  e.push_back(ellipsoid({0, 6, 0}, {2.5, 16, 10}, M::kCsf, M::kGrey));
  e.push_back(ellipsoid({0, 48, -46}, {50, 36, 28}, M::kGrey, M::kCsf));
  e.back().folded = true;
  e.push_back(ellipsoid({0, 22, -38}, {15, 16, 26}, M::kWhite, M::kGrey));
  add_tube(scene, line({0, 26, -55}, {0, 40, -230}, 8), 16, 16, M::kSpongy, M::kMuscle);
  add_tube(scene, line({0, 26, -55}, {0, 40, -230}, 8), 10, 10, M::kCsf, M::kSpongy);
  add_tube(scene, line({0, 24, -50}, {0, 40, -230}, 8), 6.5, 6.5, M::kWhite, M::kCsf);
  e.push_back(ellipsoid({0, 36, -36}, {7, 5, 10}, M::kCsf, M::kWhite));
  e.push_back(ellipsoid({0, -44, -58}, {52, 42, 14}, M::kCortical, M::kMuscle));               // base of the skull
  e.push_back(ellipsoid({0, -44, -60}, {48, 38, 11}, M::kSpongy, M::kCortical));
  for (const double side : {-1.0, 1.0}) {
    e.push_back(turned({side * 44, 14, -58}, {side * 0.8, 0.55, 0.1}, 34, 14, 13, M::kCortical, M::kMuscle));
    for (int cell = 0; cell < 12; ++cell) {
      e.push_back(ellipsoid({side * random.uniform(40, 62), random.uniform(12, 34), random.uniform(-68, -50)}, {2.6, 2.4, 3}, M::kAirway, M::kCortical));
    }
    e.push_back(ellipsoid({side * 32, -72, -46}, {19, 24, 18}, M::kFat, M::kCortical));
    e.push_back(ellipsoid({side * 32, -78, -46}, {12.5, 12.5, 12.5}, M::kEye, M::kFat));
    e.push_back(ellipsoid({side * 32, -87, -46}, {5, 2.4, 5}, M::kMuscle, M::kEye));
    e.push_back(ellipsoid({side * 26, -62, -86}, {15, 17, 19}, M::kCortical, M::kMuscle));
    e.push_back(ellipsoid({side * 26, -62, -86}, {13.5, 15.5, 17.5}, M::kAirway, M::kCortical));
    add_tube(scene, line({side * 50, -10, -90}, {side * 14, -88, -122}, 5), 6, 9, M::kCortical, M::kMuscle);
  }
  e.push_back(ellipsoid({0, -64, -72}, {11, 34, 22}, M::kAirway, M::kMuscle));
  e.push_back(ellipsoid({0, -64, -70}, {1.2, 33, 20}, M::kCortical, M::kAirway));
  add_tube(scene, line({0, -30, -88}, {0, 2, -235}, 5), 9, 9, M::kAirway, M::kMuscle);
  return scene;
}

}  // namespace sansfilm::phantom
