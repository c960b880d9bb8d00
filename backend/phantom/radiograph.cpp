// A chest radiograph: the trunk projected along y. 3,000 x 3,000 pixels of 0.143 mm.
#include <algorithm>
#include <cmath>

#include "backend/phantom/anatomy.hpp"
#include "backend/phantom/random.hpp"
#include "backend/phantom/study.hpp"
#include "shared/dicom/tags.hpp"

namespace sansfilm::phantom {

namespace tags = dicom::tags;

base::Result<std::vector<std::uint8_t>> make_radiograph(const Study& study, const Textures& textures) {
  constexpr std::uint32_t side = 3000;
  constexpr double px = 0.143, kHalf = (side - 1) * px / 2;
  const Plane plane{.origin = {-kHalf, 0, 70 + kHalf}, .column_step = {px, 0, 0}, .row_step = {0, 0, -px}, .columns = side, .rows = side};
  const std::vector<float> integrals = project(make_trunk(study.patient), plane);
  const bool inverse = study.key % 2 == 1;
  std::vector<std::uint16_t> samples(integrals.size());
  Random random(mix_all({study.key, 6}));
  const auto ox = random.below(NoiseTile::kSide), oy = random.below(NoiseTile::kSide);
  for (std::uint32_t y = 0; y < side; ++y) {
    // The second tile is read at another pitch, so that the sum does not repeat with the period of one.
    const float* fine = textures.fine.row(y + oy);
    const float* coarse = textures.coarse.row(y * 3 / 4 + ox);
    for (std::uint32_t x = 0; x < side; ++x) {
      const std::size_t i = std::size_t{y} * side + x;
      // The film curve has a shoulder: the thickest parts differ less.
      const float depth = std::max(std::min(integrals[i], 4.2F + 0.45F * (integrals[i] - 4.2F)), 0.0F);
      const float noise = 0.8F * fine[(x + ox) & (NoiseTile::kSide - 1)] + 0.6F * coarse[(x * 3 / 4 + oy) & (NoiseTile::kSide - 1)];
      // Fewer quanta behind thick parts; scatter flattens the dark end.
      const float amplitude = 6.2F + 3.6F * depth;
      const float value = std::clamp(350.0F + 640.0F * depth + amplitude * noise, 0.0F, 4095.0F);
      const auto sample = static_cast<std::uint16_t>(value + 0.5F);
      samples[i] = inverse ? static_cast<std::uint16_t>(4095 - std::min<std::uint16_t>(sample, 4095)) : std::min<std::uint16_t>(sample, 4095);
    }
  }
  auto out = begin_instance(study, "DX", "1.2.840.10008.5.1.4.1.1.1.1", {1, 1, "Thorax PA", "CHEST"});
  out.text(tags::kImageType, "ORIGINAL\\PRIMARY\\").text(tags::kPresentationIntentType, "FOR PRESENTATION").text(tags::kViewPosition, "PA");
  put_code(out, tags::kAnatomicRegionSequence, "T-D3000", "SRT", "Chest");
  dicom::DatasetBuilder view;
  view.text(tags::kCodeValue, "R-10214").text(tags::kCodingSchemeDesignator, "SRT").text(tags::kCodeMeaning, "postero-anterior");
  view.sequence(dicom::Tag{0x0054, 0x0222}, {});
  out.sequence(dicom::Tag{0x0054, 0x0220}, {view}).sequence(dicom::Tag{0x0040, 0x0555}, {});
  out.reals(tags::kImagerPixelSpacing, {px, px}).text(tags::kPatientOrientation, "L\\F").text(tags::kImageLaterality, "U").text(tags::kKvp, "120");
  out.text(dicom::Tag{0x0018, 0x7004}, "SCINTILLATOR").text(dicom::Tag{0x0018, 0x1508}, "NONE").text(dicom::Tag{0x0018, 0x700A}, "1");
  out.text(tags::kRescaleIntercept, "0").text(tags::kRescaleSlope, "1").text(tags::kRescaleType, "US");
  out.text(dicom::Tag{0x0028, 0x1040}, "LOG").integer(dicom::Tag{0x0028, 0x1041}, inverse ? 1 : -1);
  out.text(tags::kPresentationLutShape, inverse ? "INVERSE" : "IDENTITY");
  out.text(tags::kWindowCenter, inverse ? "1850" : "2245").text(tags::kWindowWidth, "3000");
  put_pixels(out, side, side, 12, inverse ? "MONOCHROME1" : "MONOCHROME2", samples);
  return dicom::write_file(out, "1.2.840.10008.1.2.1");
}

}  // namespace sansfilm::phantom
