// Real files of the shared test data against the answers in its TRUTH.tsv.
#include <doctest/doctest.h>

#include <bit>

#include "shared/pixel/presentation_state.hpp"
#include "shared/pixel/render.hpp"
#include "tests/unit/pixel/test_files.hpp"

using namespace sansfilm;
using namespace sansfilm::pixel;
using test::native_frame;
using test::open_test_file;

namespace {

std::size_t count_bits(const Overlay& overlay) {
  std::size_t out = 0;
  for (const auto byte : overlay.bits) out += static_cast<std::size_t>(std::popcount(byte));
  return out;
}

}  // namespace

TEST_CASE("overlay_12bit: two planes of their own and two embedded in bits 14 and 15") {
  const auto file = open_test_file("real/overlay_12bit.dcm");
  if (!file) return;
  const auto image = describe_image(file->file.dataset, 0).value();
  REQUIRE(image.overlays.size() == 4);
  CHECK(image.overlays[0].embedded);
  CHECK(image.overlays[1].embedded);
  CHECK(image.overlays[2].group == 0x6004);
  CHECK(count_bits(image.overlays[2]) == 603);
  CHECK(count_bits(image.overlays[3]) == 606);
  CHECK(count_bits(image.overlays[0]) > 0);
}

TEST_CASE("mlut: the modality LUT runs from -2048 and gives 0, 16, 32 ... 65535") {
  const auto file = open_test_file("real/mlut_modality_lut_12bit_signed.dcm");
  if (!file) return;
  const auto image = describe_image(file->file.dataset, 0).value();
  REQUIRE(image.modality.lut.has_value());
  CHECK(image.modality.lut->entries.size() == 4096);
  CHECK(image.modality.apply(-2048) == 0);
  CHECK(image.modality.apply(-2047) == 16);
  CHECK(image.modality.apply(2047) == 65535);
  CHECK(image.modality.apply(4095) == 65535);
  const auto frame = native_frame(file->file.dataset, 0);
  CHECK(render(frame, image, {}).ok());
}

TEST_CASE("vlut: the VOI LUT of 0, 257, 514 ... 65535 shows eight-bit values as they are") {
  const auto file = open_test_file("real/vlut_voi_lut_8bit.dcm");
  if (!file) return;
  const auto image = describe_image(file->file.dataset, 0).value();
  REQUIRE(image.voi_luts.size() == 1);
  const auto frame = native_frame(file->file.dataset, 0);
  CHECK(render(frame, image, {.voi = {.kind = VoiChoice::Kind::kLut}}).value().bytes == frame.samples);
}

TEST_CASE("ect: a supplemental palette of 100 colours from 1024 on over an enhanced CT of two frames") {
  const auto file = open_test_file("real/ect_supplemental_palette_2f.dcm");
  if (!file) return;
  const auto& dataset = file->file.dataset;
  const auto image = describe_image(dataset, 1).value();
  CHECK(image.frames == 2);
  REQUIRE(image.palette.has_value());
  CHECK(image.supplemental);
  CHECK(image.palette->first == 1024);
  CHECK(image.palette->size() == 100);
  const auto frame = native_frame(dataset, 1);
  const auto rendered = render(frame, image, {}).value();
  REQUIRE(rendered.channels == 4);
  std::size_t wrong = 0, coloured = 0;
  for (std::size_t i = 0; i < rendered.bytes.size() / 4; ++i) {
    const int stored = frame.samples[2 * i] | (frame.samples[2 * i + 1] << 8);
    const auto* rgb = &rendered.bytes[4 * i];
    if (stored >= 1024) {
      ++coloured;
      const auto* expected = image.palette->at(stored);
      wrong += rgb[0] != expected[0] || rgb[1] != expected[1] || rgb[2] != expected[2];
    } else {
      wrong += rgb[0] != rgb[1] || rgb[1] != rgb[2];
    }
  }
  CHECK(wrong == 0);
  CHECK(coloured > 0);
}

TEST_CASE("us_palette: 256 colours and calibrated regions") {
  const auto file = open_test_file("real/us_palette_rle_calibrated.dcm");
  if (!file) return;
  const auto image = describe_image(file->file.dataset, 0).value();
  REQUIRE(image.palette.has_value());
  CHECK(image.palette->size() == 256);
  CHECK_FALSE(image.supplemental);
  REQUIRE_FALSE(image.us_regions.empty());
  const auto& region = image.us_regions.front();
  const auto at = calibration_at(image.calibration, image.us_regions, (region.top + region.bottom) / 2.0, (region.left + region.right) / 2.0);
  CHECK(at.kind == CalibrationKind::kUltrasound);
  CHECK(at.row_mm > 0.01);
  CHECK(at.row_mm < 2.0);
}

TEST_CASE("echo and grey ultrasound have their regions too") {
  for (const char* name : {"real/us_echo_8f_jpeg_calibrated.dcm", "real/us_gray_jpll_calibrated.dcm"}) {
    const auto file = open_test_file(name);
    if (!file) continue;
    const auto image = describe_image(file->file.dataset, 0).value();
    CHECK_FALSE(image.us_regions.empty());
  }
}

TEST_CASE("emr_6f: each frame of the enhanced MR has its own place") {
  const auto file = open_test_file("real/emr_6f_siemens.dcm");
  if (!file) return;
  const auto first = describe_image(file->file.dataset, 0).value();
  const auto last = describe_image(file->file.dataset, 5).value();
  REQUIRE(first.plane.has_value());
  REQUIRE(last.plane.has_value());
  CHECK(first.plane->position != last.plane->position);
  CHECK(first.plane->row_spacing_mm > 0);
  CHECK(first.calibration.kind == CalibrationKind::kPatient);
  CHECK_FALSE(first.windows.empty());
}

TEST_CASE("seg_ref_ct: HU, soft tissue window, padding -2000 black, letters of a transverse slice") {
  const auto file = open_test_file("real/seg_ref_ct_1.dcm");
  if (!file) return;
  const auto& dataset = file->file.dataset;
  const auto image = describe_image(dataset, 0).value();
  CHECK(image.modality.units == "HU");
  CHECK(image.modality.intercept == -1024);
  REQUIRE(image.windows.size() >= 1);
  CHECK(image.windows[0].centre == 40);
  CHECK(image.windows[0].width == 400);
  REQUIRE(image.padding.has_value());
  CHECK(image.padding->low == -2000);
  CHECK(image.calibration.row_mm == doctest::Approx(0.810547));
  const auto letters = edge_letters(image, {});
  CHECK(letters.left == "R");
  CHECK(letters.top == "A");
  const auto frame = native_frame(dataset, 0);
  const auto inverted = render(frame, image, {.invert = true}).value();
  CHECK(inverted.bytes[0] == 0);  // a corner outside the field of view is padding
}

TEST_CASE("pt: SUV factors, or the reason why there are none") {
  const auto file = open_test_file("real/pt_icon_nested_sq.dcm");
  if (!file) return;
  const auto image = describe_image(file->file.dataset, 0).value();
  CHECK(image.modality.slope == doctest::Approx(9.12329));
  CHECK((image.suv.body_weight.has_value() || image.suv.problem != SuvProblem::kNone));
  if (image.suv.body_weight) CHECK(*image.suv.body_weight > 0);
}

TEST_CASE("pr_gsps: its window, its ellipse, its text, its layer") {
  const auto file = open_test_file("real/pr_gsps_text_polyline.dcm");
  if (!file) return;
  const auto state = read_presentation_state(file->file.dataset).value();
  CHECK(state.kind == PresentationState::Kind::kGreyscale);
  REQUIRE(state.vois.size() == 1);
  CHECK(state.vois[0].windows.at(0).centre == 2048);
  CHECK(state.vois[0].windows.at(0).width == 4096);
  REQUIRE(state.annotations.size() == 1);
  REQUIRE(state.annotations[0].graphics.size() == 1);
  CHECK(state.annotations[0].graphics[0].type == GraphicType::kEllipse);
  CHECK(state.annotations[0].graphics[0].points.size() == 4);
  CHECK(state.annotations[0].graphics[0].points[0][0] == doctest::Approx(1714.36816));
  REQUIRE(state.annotations[0].texts.size() == 1);
  CHECK(state.annotations[0].texts[0].text.starts_with("Mean: 2651.41"));
  CHECK(state.annotations[0].layer == state.layers.at(0).name);
  REQUIRE(state.images.size() == 1);
  CHECK(state.images[0].series_uid == "1.2.276.0.7230010.3.1.3.665618.6496.1546453790.314807");
  REQUIRE(state.areas.size() == 1);
  CHECK(state.areas[0].bottom_right[0] == 2688);
  CHECK(state.findings.empty());
}

TEST_CASE("a radiograph without spacing is measured in pixels, one with detector spacing at the detector") {
  if (const auto cr = open_test_file("real/cr_1760_mono1_j2k.dcm")) {
    const auto image = describe_image(cr->file.dataset, 0).value();
    CHECK(image.inverse);
    CHECK(image.windows.at(0).centre == 550);
  }
  if (const auto dx = open_test_file("real/dx_2128x2000_mono1_j2k_20layers_rpcl.dcm")) {
    CHECK(describe_image(dx->file.dataset, 0).value().calibration.kind == CalibrationKind::kDetector);
  }
}

TEST_CASE("rtdose: dose in gray by the dose grid scaling") {
  const auto file = open_test_file("syntaxes/rtdose_32bit_15f.dcm");
  if (!file) return;
  const auto image = describe_image(file->file.dataset, 0).value();
  CHECK(image.modality.apply(1254000) == doctest::Approx(1.254));
}

TEST_CASE("big and little endian twins are described alike") {
  const auto little = open_test_file("syntaxes/ctimage_ele.dcm");
  const auto big = open_test_file("syntaxes/ctimage_ebe.dcm");
  if (!little || !big) return;
  const auto a = describe_image(little->file.dataset, 0).value();
  const auto b = describe_image(big->file.dataset, 0).value();
  CHECK(a.padding->low == -32768);
  CHECK(b.padding->low == -32768);
  CHECK(a.windows.at(0).width == b.windows.at(0).width);
  CHECK(a.plane->position == b.plane->position);
}
