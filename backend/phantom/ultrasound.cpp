// A multi-frame clip of a beating heart in a sector, 640 x 480, with a calibrated region.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "backend/phantom/random.hpp"
#include "backend/phantom/study.hpp"
#include "shared/dicom/tags.hpp"

namespace sansfilm::phantom {

namespace {

namespace tags = dicom::tags;

constexpr std::uint32_t kColumns = 640, kRows = 480;
constexpr std::uint32_t kApexX = 320, kApexY = 20, kDeepest = 440;
constexpr double kHalfAngle = 0.70, kPixelCm = 0.036;

bool in_ellipse(double x, double y, double cx, double cy, double rx, double ry) {
  const double u = (x - cx) / rx, v = (y - cy) / ry;
  return u * u + v * v < 1;
}

// How strongly tissue scatters back: blood hardly, muscle, the bright sac around the heart.
double echo(double x, double y, double squeeze) {
  const double wall = 26 + 10 * squeeze;
  if (in_ellipse(x, y, -30, 210, 70 - 18 * squeeze, 125 - 14 * squeeze)) return 0.05;
  if (in_ellipse(x, y, 88, 205, 44 - 9 * squeeze, 95 - 9 * squeeze)) return 0.05;
  if (in_ellipse(x, y, -34, 365, 62 + 8 * squeeze, 52)) return 0.04;
  if (in_ellipse(x, y, 78, 350, 50 + 6 * squeeze, 46)) return 0.04;
  if (in_ellipse(x, y, 15, 235, 130 + wall, 205 + wall / 2)) return 0.42;
  if (in_ellipse(x, y, 15, 235, 138 + wall, 213 + wall / 2)) return 1.5;
  return 0.24;
}

void draw(std::uint16_t* image, const Study& study, const Textures& textures, std::uint32_t frame, std::uint32_t frames) {
  const double beat = 2 * std::numbers::pi * (frame % 24) / std::min(frames, 24U);
  const double squeeze = 0.5 - 0.5 * std::cos(beat);
  Random random(mix_all({study.key, 11, frame / 2}));
  const auto shift = random.below(64);
  for (std::uint32_t y = kApexY; y < kRows; ++y) {
    for (std::uint32_t x = 0; x < kColumns; ++x) {
      const double dx = static_cast<double>(x) - kApexX, dy = static_cast<double>(y) - kApexY;
      const double depth = std::sqrt(dx * dx + dy * dy);
      if (depth > kDeepest || depth < 6) continue;
      const double angle = std::atan2(dx, dy);
      if (std::abs(angle) > kHalfAngle) continue;
      // Speckle is fine along the beam and wide across it: noise on a polar grid, the magnitude of two of its fields.
      const double line = (angle + 1) * 160, along = depth * 0.62 + shift;
      const double a = cloud(textures.fine, line, along, 1, 0.5), b = cloud(textures.fine, line + 400, along + 300, 1, 0.5);
      const double strength = echo(dx, dy, squeeze) * std::sqrt(a * a + b * b + 1e-4) * std::exp(-depth / 900);
      const double level = 150 + 52 * std::log(strength + 1e-3) / 1.6;
      image[std::size_t{y} * kColumns + x] = static_cast<std::uint16_t>(std::clamp(level, 0.0, 255.0));
    }
  }
  for (std::uint32_t y = 40; y < 240; ++y) {      // the grey bar of every ultrasound picture
    for (std::uint32_t x = 616; x < 628; ++x) image[std::size_t{y} * kColumns + x] = static_cast<std::uint16_t>(255 - (y - 40) * 255 / 199);
  }
}

// PS3.3 2024e C.8.5.5: 2D, tissue, distances in centimetres.
dicom::DatasetBuilder region() {
  dicom::DatasetBuilder item;
  const auto number = [&item](std::uint16_t element, std::int64_t value) { item.integer(dicom::Tag{0x0018, element}, value); };
  number(0x6012, 1), number(0x6014, 1), number(0x6016, 0);
  number(0x6018, 30), number(0x601A, kApexY), number(0x601C, 610), number(0x601E, kApexY + kDeepest);
  number(0x6020, kApexX - 30), number(0x6022, 0), number(0x6024, 3), number(0x6026, 3);
  item.real(dicom::Tag{0x0018, 0x6028}, 0).real(dicom::Tag{0x0018, 0x602A}, 0);
  item.real(dicom::Tag{0x0018, 0x602C}, kPixelCm).real(dicom::Tag{0x0018, 0x602E}, kPixelCm);
  return item;
}

}  // namespace

base::Result<std::vector<std::uint8_t>> make_ultrasound(const Study& study, const Textures& textures, std::uint32_t frames) {
  std::vector<std::uint16_t> samples(std::size_t{kColumns} * kRows * frames, 0);
  for (std::uint32_t frame = 0; frame < frames; ++frame) draw(samples.data() + std::size_t{kColumns} * kRows * frame, study, textures, frame, frames);
  auto out = begin_instance(study, "US", "1.2.840.10008.5.1.4.1.1.3.1", {1, 1, "Échocardiographie 4 cavités", "HEART"});
  out.text(tags::kImageType, "ORIGINAL\\PRIMARY\\\\0001").empty(tags::kPatientOrientation);
  out.integer(tags::kNumberOfFrames, frames).real(tags::kFrameTime, 40);
  out.integers(tags::kFrameIncrementPointer, {0x00181063}).integer(tags::kCineRate, 25);
  out.sequence(tags::kSequenceOfUltrasoundRegions, {region()});
  put_pixels(out, kColumns, kRows, 8, "MONOCHROME2", samples);
  return dicom::write_file(out, "1.2.840.10008.1.2.1");
}

}  // namespace sansfilm::phantom
