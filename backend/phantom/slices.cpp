// CT and MR: planes through the bodies, with texture and noise.
#include <algorithm>
#include <cmath>

#include "backend/phantom/anatomy.hpp"
#include "backend/phantom/random.hpp"
#include "backend/phantom/study.hpp"
#include "shared/dicom/tags.hpp"

namespace sansfilm::phantom {

namespace {

namespace tags = dicom::tags;

// The scene of the last study stays: its slices follow one another. Not shared between threads.
const Scene& scene_of(std::uint64_t patient, bool head) {
  thread_local std::uint64_t kept_patient = 0;
  thread_local int kept_kind = -1;
  thread_local Scene kept;
  if (kept_kind != static_cast<int>(head) || kept_patient != patient) {
    kept = head ? make_head(patient) : make_trunk(patient);
    kept_patient = patient;
    kept_kind = static_cast<int>(head);
  }
  return kept;
}

struct Stack {
  double first = 0, spacing = 1;
};

// `count` planes that cover `extent` around `middle`, the spacing within reason.
Stack stack(double middle, double extent, std::uint32_t count, double least, double most) {
  const double spacing = std::clamp(std::round(extent / count * 100) / 100, least, most);
  return {middle - spacing * (count - 1) / 2, spacing};
}

// Amplitude of the structure within a tissue, by its density.
float structure(float hounsfield) {
  if (hounsfield < -950) return 0;
  if (hounsfield < -500) return 26;
  if (hounsfield < -20) return 7;
  if (hounsfield < 110) return 4;
  return hounsfield < 500 ? 26 : 14;
}

std::vector<std::uint16_t> ct_samples(const std::vector<float>& image, const Plane& plane, const Textures& textures,
                                      std::uint64_t slice_key, float amplitude) {
  std::vector<std::uint16_t> samples(image.size());
  Random random(slice_key);
  const auto ox = random.below(NoiseTile::kSide), oy = random.below(NoiseTile::kSide), ow = random.below(NoiseTile::kSide);
  const double radius2 = 1.0 / (256.0 * 256.0);
  std::vector<float> volume(plane.columns / 4 + 2);
  const double grain = 0.33;   // samples of the noise volume in a millimetre
  for (std::uint32_t y = 0; y < plane.rows; ++y) {
    const float* fine = textures.fine.row(y + oy);
    const float* coarse = textures.coarse.row(y + ow);
    const Vec start = plane.origin + static_cast<double>(y) * plane.row_step;
    for (std::size_t i = 0; i < volume.size(); ++i) {
      const Vec p = start + static_cast<double>(4 * i) * plane.column_step;
      volume[i] = textures.volume.at(p.x * grain, p.y * grain, p.z * grain);
    }
    const double dy = y - 255.5;
    for (std::uint32_t x = 0; x < plane.columns; ++x) {
      const std::size_t i = std::size_t{y} * plane.columns + x;
      const double dx = x - 255.5, r2 = (dx * dx + dy * dy) * radius2;
      if (r2 > 1) continue;                       // outside of the reconstruction: -1024
      const float t = 0.25F * static_cast<float>(x % 4);
      const float tissue = volume[x / 4] + t * (volume[x / 4 + 1] - volume[x / 4]);
      const float noise = amplitude * (1.25F - 0.5F * static_cast<float>(r2)) *
                          (0.86F * fine[(x + ox) & (NoiseTile::kSide - 1)] + 0.5F * coarse[(x + ox) & (NoiseTile::kSide - 1)]);
      const float value = image[i] + noise * (image[i] < -960 ? 0.8F : 1.0F) + structure(image[i]) * tissue + 1024.5F;
      samples[i] = static_cast<std::uint16_t>(std::clamp(value, 0.0F, 4095.0F));
    }
  }
  return samples;
}

void put_plane(dicom::DatasetBuilder& out, const Study& study, const Plane& plane, double location, double spacing) {
  const double px = length(plane.column_step);
  const Vec u = (1 / px) * plane.column_step, v = (1 / px) * plane.row_step;
  out.text(tags::kFrameOfReferenceUid, uid_of(study.key, 3, 0)).empty(dicom::Tag{0x0020, 0x1040}).text(tags::kPatientPosition, "HFS");
  out.reals(tags::kImagePositionPatient, {plane.origin.x, plane.origin.y, plane.origin.z});
  out.reals(tags::kImageOrientationPatient, {u.x, u.y, u.z, v.x, v.y, v.z});
  out.reals(tags::kPixelSpacing, {px, px}).real(tags::kSliceThickness, plane.thickness).real(tags::kSliceLocation, location);
  out.real(tags::kSpacingBetweenSlices, spacing);
}

}  // namespace

base::Result<std::vector<std::uint8_t>> make_ct(const Study& study, const Textures& textures, std::uint32_t series, std::uint32_t instance,
                                                std::uint32_t slices) {
  const Stack z = study.head ? stack(0, 210, slices, 0.3, 7.0) : stack(10, 440, slices, 0.3, 12.0);
  const double px = study.head ? 0.46 : 0.79, at = z.first + instance * z.spacing;
  const bool sharp = series % 2 == 1;
  const Vec middle = study.head ? Vec{0, 4, at} : Vec{0, 18, at};
  const Plane plane{.origin = middle - Vec{255.5 * px, 255.5 * px, 0}, .column_step = {px, 0, 0}, .row_step = {0, px, 0},
                    .thickness = std::min(z.spacing, 5.0), .blur = sharp ? 1.2 : 1.9, .columns = 512, .rows = 512};
  const std::vector<float> image = paint(scene_of(study.patient, study.head), plane, Contrast::kHounsfield, textures.volume);
  const float amplitude = (study.head ? 3.1F : 29.0F) * (sharp ? 1.8F : 1.0F);
  const auto samples = ct_samples(image, plane, textures, mix_all({study.key, 4, series, instance}), amplitude);
  auto out = begin_instance(study, "CT", "1.2.840.10008.5.1.4.1.1.2",
                            {series + 1, instance + 1, study.head ? (sharp ? "Crâne os" : "Crâne parenchyme") : (sharp ? "TAP poumon" : "TAP tissus mous"),
                             study.head ? "HEAD" : "CHEST"});
  out.text(tags::kImageType, "ORIGINAL\\PRIMARY\\AXIAL").text(tags::kKvp, "120").text(dicom::Tag{0x0018, 0x1210}, sharp ? "OS" : "STANDARD");
  put_plane(out, study, plane, at, z.spacing);
  out.erase(tags::kSpacingBetweenSlices);   // not an attribute of the CT image module
  out.integer(tags::kRescaleIntercept, -1024).integer(tags::kRescaleSlope, 1).text(tags::kRescaleType, "HU");
  if (study.head) {
    out.text(tags::kWindowCenter, "40\\600").text(tags::kWindowWidth, "80\\2800").text(tags::kWindowCenterWidthExplanation, "CERVEAU\\OS");
  } else {
    out.text(tags::kWindowCenter, sharp ? "-600\\40\\400" : "40\\-600\\400").text(tags::kWindowWidth, sharp ? "1500\\400\\1800" : "400\\1500\\1800");
    out.text(tags::kWindowCenterWidthExplanation, sharp ? "POUMON\\MÉDIASTIN\\OS" : "MÉDIASTIN\\POUMON\\OS");
  }
  put_pixels(out, 512, 512, 12, "MONOCHROME2", samples);
  return dicom::write_file(out, "1.2.840.10008.1.2.1");
}

base::Result<std::vector<std::uint8_t>> make_mr(const Study& study, const Textures& textures, std::uint32_t series, std::uint32_t instance,
                                                std::uint32_t slices) {
  const bool sagittal = series == 1;
  const Stack along = sagittal ? stack(0, 150, slices, 0.5, 8.0) : stack(5, 190, slices, 0.5, 8.0);
  const double px = 0.86, half = 127.5 * px, at = along.first + instance * along.spacing;
  Plane plane{.thickness = std::min(along.spacing, 5.0), .blur = 1.6, .columns = 256, .rows = 256};
  plane.origin = sagittal ? Vec{at, -half, half} : Vec{-half, -half, at};
  plane.column_step = sagittal ? Vec{0, px, 0} : Vec{px, 0, 0};
  plane.row_step = sagittal ? Vec{0, 0, -px} : Vec{0, px, 0};
  const std::vector<float> image = paint(scene_of(study.patient, true), plane, Contrast::kT1, textures.volume);
  std::vector<std::uint16_t> samples(image.size());
  Random random(mix_all({study.key, 5, series, instance}));
  const auto ox = random.below(NoiseTile::kSide), oy = random.below(NoiseTile::kSide);
  for (std::uint32_t y = 0; y < plane.rows; ++y) {
    for (std::uint32_t x = 0; x < plane.columns; ++x) {
      const std::size_t i = std::size_t{y} * plane.columns + x;
      const double dx = (x - 110.0) / 256, dy = (y - 140.0) / 256;
      // The coil sees what is near better; the magnitude of a complex signal makes the noise Rician.
      const double signal = image[i] * (1.12 - 0.7 * (dx * dx + dy * dy)) * (1 + 0.04 * textures.coarse.at((x + oy) / 2, (y + ox) / 2));
      const double real = signal + 6.0 * textures.fine.at(x + ox, y + oy), imaginary = 6.0 * textures.fine.at(x + oy + 300, y + ox + 500);
      samples[i] = static_cast<std::uint16_t>(std::min(std::sqrt(real * real + imaginary * imaginary) + 0.5, 4095.0));
    }
  }
  auto out = begin_instance(study, "MR", "1.2.840.10008.5.1.4.1.1.4", {series + 1, instance + 1, sagittal ? "T1 SE sag" : "T1 SE ax", "HEAD"});
  out.text(tags::kImageType, "ORIGINAL\\PRIMARY\\OTHER").text(dicom::Tag{0x0018, 0x0020}, "SE").text(dicom::Tag{0x0018, 0x0021}, "NONE");
  out.empty(dicom::Tag{0x0018, 0x0022}).text(dicom::Tag{0x0018, 0x0023}, "2D").text(dicom::Tag{0x0018, 0x0080}, "500").text(dicom::Tag{0x0018, 0x0081}, "14");
  out.text(dicom::Tag{0x0018, 0x0091}, "1").text(dicom::Tag{0x0018, 0x0087}, "1.5");
  put_plane(out, study, plane, at, along.spacing);
  out.text(tags::kWindowCenter, "600").text(tags::kWindowWidth, "1200");
  put_pixels(out, 256, 256, 12, "MONOCHROME2", samples);
  return dicom::write_file(out, "1.2.840.10008.1.2.1");
}

}  // namespace sansfilm::phantom
