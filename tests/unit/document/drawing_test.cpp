#include "shared/document/drawing.hpp"

#include <doctest/doctest.h>

#include "shared/codec/decode.hpp"
#include "shared/dicom/writer.hpp"
#include "shared/pixel/presentation_state.hpp"
#include "shared/pixel/segmentation.hpp"
#include "shared/pixel/tags.hpp"
#include "shared/volume/contours.hpp"
#include "tests/unit/pixel/test_files.hpp"

using namespace sansfilm;
using dicom::Tag;

namespace {

struct Drawn {
  std::vector<std::uint8_t> bytes;
  dicom::File file;
};

Drawn drawing_of(const dicom::File& file) {
  base::Budget budget, reading;
  Drawn out{document::write_drawing(file, budget).value(), {}};
  out.file = dicom::read_file(out.bytes, {}, reading).value();
  return out;
}

}  // namespace

TEST_CASE("a segmentation in any coding becomes native bits that are the same as decoding it gives") {
  for (const char* name : {"real/seg_liver_1bit_3f.dcm", "syntaxes/seg_1bit_nonaligned_rle.dcm", "syntaxes/seg_deflated_image_frame.dcm"}) {
    CAPTURE(name);
    const auto source = test::open_test_file(name);
    if (!source) continue;
    const Drawn drawn = drawing_of(source->file);
    CHECK(drawn.file.transfer_syntax->uid == dicom::kExplicitLittleEndian);
    const auto segmentation = pixel::read_segmentation(drawn.file.dataset).value();
    REQUIRE(segmentation.frames.size() == 3);
    const auto bits = drawn.file.dataset.integer(pixel::tag::kBitsAllocated).value();
    for (std::uint32_t i = 0; i < 3; ++i) {
      base::Budget budget;
      const auto wanted = codec::decode_frame(source->file, i, budget).value();
      const auto found = pixel::native_frame(segmentation, drawn.file.dataset.find(pixel::tag::kPixelData)->value, static_cast<std::uint16_t>(bits), i).value();
      CHECK(found.samples == wanted.samples);
    }
  }
}

TEST_CASE("text is UTF-8 whatever it was, and who the patient is stays behind") {
  dicom::DatasetBuilder dataset;
  dataset.text(Tag{0x0008, 0x0016}, "1.2.840.10008.5.1.4.1.1.11.1").text(Tag{0x0008, 0x0018}, "1.2.3").text(Tag{0x0010, 0x0010}, "DUPONT^Jean");
  dataset.text(Tag{0x0010, 0x0020}, "4711").text(Tag{0x0009, 0x0010}, dicom::Vr::LO, "PRIVE").text(Tag{0x0008, 0x0005}, "ISO_IR 100");
  dataset.bytes(Tag{0x0070, 0x0081}, dicom::Vr::LO, {'F', 0xEA, 'l', 0xE9});
  dicom::DatasetBuilder text;
  text.bytes(Tag{0x0070, 0x0006}, dicom::Vr::ST, {0xE0, ' ', 'v', 'o', 'i', 'r'}).text(Tag{0x0070, 0x0004}, "PIXEL").reals(Tag{0x0070, 0x0014}, {1, 2});
  dicom::DatasetBuilder annotation;
  annotation.sequence(Tag{0x0070, 0x0008}, {text});
  dataset.sequence(Tag{0x0070, 0x0001}, {annotation});
  const auto bytes = dicom::write_file(dataset, dicom::kExplicitLittleEndian).value();
  base::Budget budget;
  const Drawn drawn = drawing_of(dicom::read_file(bytes, {}, budget).value());
  const auto state = pixel::read_presentation_state(drawn.file.dataset).value();
  CHECK(state.description == "Fêlé");
  REQUIRE(state.annotations.size() == 1);
  REQUIRE(state.annotations[0].texts.size() == 1);
  CHECK(state.annotations[0].texts[0].text == "à voir");
  CHECK(drawn.file.dataset.raw_text(Tag{0x0008, 0x0005}) == "ISO_IR 192");
  CHECK(drawn.file.dataset.find(Tag{0x0010, 0x0010}) == nullptr);
  CHECK(drawn.file.dataset.find(Tag{0x0010, 0x0020}) == nullptr);
  CHECK(drawn.file.dataset.find(Tag{0x0009, 0x0010}) == nullptr);
}

TEST_CASE("a structure set keeps its regions and all their points") {
  const auto source = test::open_test_file("real/rtstruct_breast.dcm");
  if (!source) return;
  const Drawn drawn = drawing_of(source->file);
  const auto wanted = volume::read_structure_set(source->file.dataset).value(), found = volume::read_structure_set(drawn.file.dataset).value();
  REQUIRE(found.rois.size() == wanted.rois.size());
  for (std::size_t i = 0; i < found.rois.size(); ++i) {
    CHECK(found.rois[i].name == wanted.rois[i].name);
    REQUIRE(found.rois[i].contours.size() == wanted.rois[i].contours.size());
    for (std::size_t c = 0; c < found.rois[i].contours.size(); ++c) CHECK(found.rois[i].contours[c].points == wanted.rois[i].contours[c].points);
  }
}

TEST_CASE("what is not drawn over images, and a segmentation that lies about its frames, are errors") {
  dicom::DatasetBuilder dataset;
  dataset.text(Tag{0x0008, 0x0016}, "1.2.840.10008.5.1.4.1.1.2").text(Tag{0x0008, 0x0018}, "1.2.3");
  auto bytes = dicom::write_file(dataset, dicom::kExplicitLittleEndian).value();
  base::Budget budget;
  auto file = dicom::read_file(bytes, {}, budget).value();
  CHECK(document::write_drawing(file, budget).error().code == base::ErrorCode::kInvalidArgument);

  dataset.text(Tag{0x0008, 0x0016}, "1.2.840.10008.5.1.4.1.1.66.4").text(Tag{0x0062, 0x0001}, "BINARY");
  dataset.integer(Tag{0x0028, 0x0010}, 512).integer(Tag{0x0028, 0x0011}, 512).integer(Tag{0x0028, 0x0008}, 2'000'000);
  dataset.bytes(Tag{0x7FE0, 0x0010}, dicom::Vr::OB, {0, 0});
  bytes = dicom::write_file(dataset, dicom::kExplicitLittleEndian).value();
  file = dicom::read_file(bytes, {}, budget).value();
  CHECK(document::write_drawing(file, budget).error().code == base::ErrorCode::kInconsistent);
}
