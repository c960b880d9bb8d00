// Four-view mammography: 4,000 x 5,000 pixels of 0.05 mm, glandular tissue as noise of many octaves.
#include <algorithm>
#include <array>
#include <cmath>

#include "backend/phantom/random.hpp"
#include "backend/phantom/study.hpp"
#include "shared/dicom/tags.hpp"

namespace sansfilm::phantom {

namespace {

namespace tags = dicom::tags;

constexpr std::uint32_t kColumns = 4000, kRows = 5000;
constexpr float kAirLevel = 500;
constexpr std::uint32_t kCoarse = 4;   // structure is computed for every fourth pixel
constexpr std::uint32_t kWide = kColumns / kCoarse + 1, kHigh = kRows / kCoarse + 1;

struct View {
  bool left, oblique;
  const char *code, *meaning, *position;
};
constexpr std::array<View, 4> kViews = {{{false, false, "R-10242", "cranio-caudal", "CC"},
                                         {true, false, "R-10242", "cranio-caudal", "CC"},
                                         {false, true, "R-10226", "medio-lateral oblique", "MLO"},
                                         {true, true, "R-10226", "medio-lateral oblique", "MLO"}}};

struct Calcification {
  double x, y, radius;
};

// Density before noise, chest wall at the left edge; 0 outside of the breast.
std::vector<float> structure(const Study& study, const NoiseTile& tile, const View& view) {
  Random shape(mix_all({study.patient, 7}));
  const double reach = shape.uniform(0.66, 0.82), tall = shape.uniform(0.74, 0.86), glandular = shape.uniform(0.6, 1.1);
  Random random(mix_all({study.patient, 8, view.left, view.oblique}));
  const double ox = random.uniform(0, 900), oy = random.uniform(0, 900);
  const double middle = view.oblique ? 0.56 : 0.5;
  std::vector<float> out(std::size_t{kWide} * kHigh, 0.0F);
  for (std::uint32_t j = 0; j < kHigh; ++j) {
    for (std::uint32_t i = 0; i < kWide; ++i) {
      const double x = static_cast<double>(i) / (kWide - 1), y = static_cast<double>(j) / (kHigh - 1) - middle;
      const double u = x / reach, v = y / (tall / 2 * (view.oblique && y < 0 ? 1.25 : 1));
      const double r2 = u * u + v * v;
      if (r2 >= 1) continue;
      const double inside = 1 - std::sqrt(r2);
      const double thickness = std::min(1.0, std::sqrt(inside * 7)) * 0.94 + 0.06 * std::min(1.0, inside * 60);
      const float tissue = cloud(tile, i * 0.011 + ox, j * 0.011 + oy, 6, 0.56);
      const double gland = std::clamp(1.25 - r2 * 1.7, 0.0, 1.0) * std::clamp(0.55 + 0.45 * tissue, 0.0, 1.6) * glandular;
      double density = thickness * (1050 + 900 * gland + 70 * tissue);
      // Strands converge on the nipple.
      const double angle = std::atan2(v, 1.05 - u);
      density += thickness * 130 * std::max(0.0F, cloud(tile, angle * 9 + ox, std::sqrt(r2) * 3 + oy, 3, 0.6)) * inside;
      if (inside < 0.012) density += 260 * inside / 0.012;                     // skin line
      if (view.oblique && x * 1.55 + (y + middle) * 0.9 < 0.62) {
        const double depth = std::clamp((0.62 - x * 1.55 - (y + middle) * 0.9) * 12, 0.0, 1.0);
        density += depth * (2500 - density + 60 * tissue);                     // pectoral muscle
      }
      out[std::size_t{j} * kWide + i] = static_cast<float>(density);
    }
  }
  return out;
}

void add_calcifications(const Study& study, const View& view, std::vector<std::uint16_t>& samples) {
  Random random(mix_all({study.patient, 9, view.left}));
  if (random.uniform() < 0.3) return;
  const double cx = random.uniform(700, 1700), cy = random.uniform(2000, 3200);
  for (int spot = 0; spot < 14; ++spot) {
    const Calcification c{cx + random.uniform(-120, 120), cy + random.uniform(-120, 120), random.uniform(2, 6)};
    for (double y = -c.radius; y <= c.radius; ++y) {
      for (double x = -c.radius; x <= c.radius; ++x) {
        const double fall = 1 - (x * x + y * y) / (c.radius * c.radius);
        if (fall <= 0) continue;
        const auto px = static_cast<std::uint32_t>(c.x + x), py = static_cast<std::uint32_t>(c.y + y);
        auto& sample = samples[std::size_t{py} * kColumns + (view.left ? px : kColumns - 1 - px)];
        sample = static_cast<std::uint16_t>(std::min(sample + 700 * fall, 4095.0));
      }
    }
  }
}

std::vector<std::uint16_t> expose(const Study& study, const Textures& textures, const View& view) {
  const std::vector<float> coarse = structure(study, textures.coarse, view);
  Random random(mix_all({study.key, 10, view.left, view.oblique}));
  const auto ox = random.below(NoiseTile::kSide), oy = random.below(NoiseTile::kSide);
  std::vector<std::uint16_t> samples(std::size_t{kColumns} * kRows, 0);
  for (std::uint32_t y = 0; y < kRows; ++y) {
    const float* near = coarse.data() + std::size_t{y / kCoarse} * kWide;
    const float* far = near + kWide;
    const float ty = static_cast<float>(y % kCoarse) / kCoarse;
    const float* fine = textures.fine.row(y + oy);
    const float* second = textures.white.row(y * 3 / 4 + ox);
    for (std::uint32_t x = 0; x < kColumns; ++x) {
      const std::uint32_t i = x / kCoarse;
      const float tx = static_cast<float>(x % kCoarse) / kCoarse;
      const float a = near[i] + ty * (far[i] - near[i]), b = near[i + 1] + ty * (far[i + 1] - near[i + 1]);
      const float density = a + tx * (b - a);
      const float noise = 0.85F * fine[(x + ox) & (NoiseTile::kSide - 1)] + 0.5F * second[(x * 3 / 4 + oy) & (NoiseTile::kSide - 1)];
      // Air is not black: without background suppression the detector's base level and its noise stay, and scatter at the wall.
      const float base = kAirLevel + 0.008F * static_cast<float>(kColumns - x);
      const float value = base + density + noise * (density > 0 ? 20.0F + 0.005F * density : 5.0F);
      samples[std::size_t{y} * kColumns + (view.left ? x : kColumns - 1 - x)] = static_cast<std::uint16_t>(std::clamp(value + 0.5F, 0.0F, 4095.0F));
    }
  }
  add_calcifications(study, view, samples);
  return samples;
}

}  // namespace

base::Result<std::vector<std::uint8_t>> make_mammogram(const Study& study, const Textures& textures, std::uint32_t number) {
  const View& view = kViews.at(number % 4);
  const char* side = view.left ? "L" : "R";
  auto out = begin_instance(study, "MG", "1.2.840.10008.5.1.4.1.1.1.2", {1, number + 1, "Mammographie 4 incidences", "BREAST"});
  out.text(tags::kImageType, "ORIGINAL\\PRIMARY\\").text(tags::kPresentationIntentType, "FOR PRESENTATION");
  out.text(tags::kImageLaterality, side).text(tags::kViewPosition, view.position);
  out.text(tags::kPatientOrientation, std::string(view.left ? "A" : "P") + (view.oblique ? (view.left ? "\\FR" : "\\FL") : (view.left ? "\\R" : "\\L")));
  put_code(out, tags::kAnatomicRegionSequence, "T-04000", "SRT", "Breast");
  dicom::DatasetBuilder code;
  code.text(tags::kCodeValue, view.code).text(tags::kCodingSchemeDesignator, "SRT").text(tags::kCodeMeaning, view.meaning);
  code.sequence(dicom::Tag{0x0054, 0x0222}, {});
  out.sequence(dicom::Tag{0x0054, 0x0220}, {code}).sequence(dicom::Tag{0x0040, 0x0555}, {});
  out.text(dicom::Tag{0x0018, 0x1508}, "MAMMOGRAPHIC").text(dicom::Tag{0x0018, 0x7004}, "DIRECT").text(dicom::Tag{0x0018, 0x700A}, "1");
  out.text(dicom::Tag{0x0040, 0x0318}, "BREAST").text(tags::kKvp, "29").text(dicom::Tag{0x0028, 0x1300}, "NO");
  out.reals(tags::kImagerPixelSpacing, {0.05, 0.05}).real(tags::kEstimatedRadiographicMagnificationFactor, 1);
  out.text(tags::kRescaleIntercept, "0").text(tags::kRescaleSlope, "1").text(tags::kRescaleType, "US");
  out.text(dicom::Tag{0x0028, 0x1040}, "LOG").integer(dicom::Tag{0x0028, 0x1041}, -1).text(tags::kPresentationLutShape, "IDENTITY");
  out.text(tags::kWindowCenter, "2000").text(tags::kWindowWidth, "3000");
  put_pixels(out, kColumns, kRows, 12, "MONOCHROME2", expose(study, textures, view));
  return dicom::write_file(out, "1.2.840.10008.1.2.1");
}

}  // namespace sansfilm::phantom
