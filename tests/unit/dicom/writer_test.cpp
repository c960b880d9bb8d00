#include "shared/dicom/writer.hpp"

#include <doctest/doctest.h>

#include "shared/dicom/dictionary.hpp"
#include "shared/dicom/frames.hpp"
#include "shared/dicom/sop_classes.hpp"
#include "shared/dicom/tags.hpp"
#include "shared/dicom/uid.hpp"

using namespace sansfilm;
using namespace sansfilm::dicom;

namespace {

DatasetBuilder example() {
  DatasetBuilder item;
  item.text(tags::kCodeValue, "121071").text(tags::kCodeMeaning, "Befund \xC3\xBC");
  DatasetBuilder out;
  out.text(tags::kSopClassUid, "1.2.840.10008.5.1.4.1.1.7").text(tags::kSopInstanceUid, "1.2.3");
  out.text(tags::kPatientName, "M\xC3\x9CLLER^JEAN").integer(tags::kRows, 2).integer(tags::kColumns, 3);
  out.integer(tags::kBitsAllocated, 16).integer(tags::kSeriesNumber, -7).integer(tags::kPixelPaddingValue, -2000);
  out.reals(tags::kPixelSpacing, {0.5, 1.0 / 3}).reals(Tag(0x0018, 0x9087), {1000.25});
  out.sequence(tags::kContentSequence, {item, item}).empty(tags::kPatientBirthDate);
  out.integers(tags::kFrameIncrementPointer, {0x00181063});
  out.bytes(tags::kPixelData, Vr::OW, {1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0});
  return out;
}

File read(const std::vector<std::uint8_t>& bytes) {
  base::Budget budget;
  auto file = read_file(bytes, {}, budget);
  REQUIRE(file.ok());
  return std::move(file).value();
}

}  // namespace

TEST_CASE("what is written is read back without a finding, in every native encoding") {
  for (const std::string_view uid : {kImplicitLittleEndian, kExplicitLittleEndian, kExplicitBigEndian}) {
    INFO(std::string(uid));
    const auto bytes = write_file(example(), uid);
    REQUIRE(bytes.ok());
    const File file = read(bytes.value());
    CHECK(file.findings.empty());
    CHECK(file.transfer_syntax->uid == uid);
    CHECK(file.meta.raw_text(tags::kMediaStorageSopInstanceUid) == "1.2.3");
    CHECK(file.dataset.raw_text(tags::kSpecificCharacterSet) == "ISO_IR 192");
    CHECK(file.dataset.text(tags::kPatientName) == "M\xC3\x9CLLER^JEAN");
    CHECK(file.dataset.integer(tags::kColumns) == 3);
    CHECK(file.dataset.integer(tags::kSeriesNumber) == -7);
    CHECK(file.dataset.number(tags::kPixelSpacing, 0) == 0.5);
    CHECK(*file.dataset.number(tags::kPixelSpacing, 1) == doctest::Approx(1.0 / 3));
    CHECK(file.dataset.number(Tag(0x0018, 0x9087)) == 1000.25);
    CHECK(file.dataset.integer(tags::kFrameIncrementPointer) == 0x00181063);
    CHECK(file.dataset.find(tags::kPatientBirthDate) != nullptr);
    CHECK_FALSE(file.dataset.has_value(tags::kPatientBirthDate));
    CHECK(file.dataset.item(tags::kContentSequence, 1)->text(tags::kCodeMeaning) == "Befund \xC3\xBC");
    CHECK(file.dataset.find(tags::kPixelData)->value.size() == 12);
    CHECK(file.dataset.find(tags::kPixelData)->value[0] == (uid == kExplicitBigEndian ? 0 : 1));
  }
}

TEST_CASE("a copy of a big endian dataset written in little endian has the same values") {
  const auto big = write_file(example(), kExplicitBigEndian);
  const File first = read(big.value());
  DatasetBuilder copied;
  copied.copy(first.dataset);
  const auto little = write_file(copied, kExplicitLittleEndian);
  CHECK(little.value() == write_file(example(), kExplicitLittleEndian).value());
}

TEST_CASE("encapsulated frames are written with an offset table and padded to even lengths") {
  DatasetBuilder dataset = example();
  dataset.text(tags::kNumberOfFrames, "3").encapsulated({{1, 2, 3}, {4, 5}, {6}});
  const auto bytes = write_file(dataset, "1.2.840.10008.1.2.4.90");
  REQUIRE(bytes.ok());
  const File file = read(bytes.value());
  CHECK(file.findings.empty());
  const Element* pixels = file.dataset.find(tags::kPixelData);
  REQUIRE(pixels->fragments.size() == 4);
  CHECK(base::load_le<std::uint32_t>(pixels->fragments[0].bytes.data() + 8) == 22);
  CHECK(pixels->fragments[1].bytes.size() == 4);
  CHECK_FALSE(find_frames(file)->table_ignored);
}

TEST_CASE("what cannot be written is refused with its tag") {
  CHECK(write_file(example(), "1.2.840.10008.1.2.4.90").error().tag == tags::kPixelData.value);
  CHECK(write_file(example(), "1.2.840.10008.1.2.1.99").error().code == base::ErrorCode::kInvalidArgument);
  CHECK(write_file(example(), "1.2.3").error().subject == "1.2.3");
  CHECK(write_file(DatasetBuilder(), kExplicitLittleEndian).error().tag == tags::kSopClassUid.value);
  DatasetBuilder long_text = example();
  long_text.text(tags::kPatientComments, std::string(70000, 'x'));
  CHECK(write_file(long_text, kExplicitLittleEndian).error().tag == tags::kPatientComments.value);
}

TEST_CASE("a decimal string has at most 16 characters and the shortest that reads back the same") {
  CHECK(decimal_string(0.1) == "0.1");
  CHECK(decimal_string(-1024) == "-1024");
  CHECK(decimal_string(1.0 / 3) == "0.33333333333333");
  CHECK(decimal_string(-1.0 / 3).size() <= 16);
  CHECK(decimal_string(-1.23456789012345678e-120).size() <= 16);
}

TEST_CASE("UIDs are checked by the rules of PS3.5 9.1") {
  CHECK(is_valid_uid("1.2.840.10008.1.2"));
  CHECK(is_valid_uid("2.25.0"));
  CHECK(is_valid_uid(kImplementationClassUid));
  for (const std::string_view wrong : {"", ".", "1.", ".1", "1..2", "1.02", "1.2 ", "1.a", "00.1"}) {
    INFO(std::string(wrong));
    CHECK_FALSE(is_valid_uid(wrong));
  }
  CHECK(is_valid_uid("1." + std::string(62, '1')));
  CHECK_FALSE(is_valid_uid("1." + std::string(63, '1')));
}

TEST_CASE("UIDs are made from 128-bit numbers") {
  CHECK(uid_from_number(0, 0) == "2.25.0");
  CHECK(uid_from_number(~0ULL, ~0ULL) == "2.25.340282366920938463463374607431768211455");
  CHECK(uid_from_number(0xa8af018669884f16, 0x9a5a27d41756cd7b) == kImplementationClassUid);
  CHECK(uid_from_random_bits(0xa8af018669881f16, 0x1a5a27d41756cd7b) == kImplementationClassUid);
}

TEST_CASE("SOP classes are found by UID with their kind") {
  REQUIRE(find_sop_class("1.2.840.10008.5.1.4.1.1.2") != nullptr);
  CHECK(find_sop_class("1.2.840.10008.5.1.4.1.1.2")->name == "CT Image Storage");
  CHECK(find_sop_class("1.2.840.10008.5.1.4.1.1.88.59")->kind == ObjectKind::kKeyObjects);
  CHECK(find_sop_class("1.2.840.10008.5.1.4.1.1.104.1")->kind == ObjectKind::kDocument);
  CHECK(find_sop_class("1.2.3") == nullptr);
  for (std::size_t i = 1; i < storage_sop_classes().size(); ++i) {
    CHECK(storage_sop_classes()[i - 1].uid < storage_sop_classes()[i].uid);
  }
}

TEST_CASE("the dictionary knows VR, keyword and multiplicity, also of repeating groups and private tags") {
  CHECK(dictionary_vr(tags::kPatientName).vr == Vr::PN);
  CHECK(dictionary_vr(tags::kPixelPaddingValue).rule == VrRule::kUnsignedOrSigned);
  CHECK(dictionary_vr(Tag(0x6002, 0x3000)).rule == VrRule::kByteOrWord);
  CHECK(dictionary_vr(Tag(0x0009, 0x0010)).vr == Vr::LO);
  CHECK_FALSE(dictionary_vr(Tag(0x0009, 0x1010)).known);
  CHECK(dictionary_vr(Tag(0x0008, 0x0000)).vr == Vr::UL);
  REQUIRE(dictionary_entry(tags::kSopClassUid) != nullptr);
  CHECK(dictionary_entry(tags::kSopClassUid)->keyword == "SOPClassUID");
  CHECK(dictionary_entry(tags::kSopClassUid)->name == "SOP Class UID");
  CHECK(dictionary_entry(tags::kPixelSpacing)->vm_least == 2);
  CHECK(dictionary_entry(tags::kImageType)->vm_most == 0);
  CHECK(dictionary_entry(Tag(0x6012, 0x0010))->keyword == "OverlayRows");
  CHECK(dictionary_entry(Tag(0x0009, 0x1010)) == nullptr);
}

TEST_CASE("a decimal string is what a person would write") {
  CHECK(dicom::decimal_string(90) == "90");
  CHECK(dicom::decimal_string(-10) == "-10");
  CHECK(dicom::decimal_string(1200.5) == "1200.5");
  CHECK(dicom::decimal_string(0.25) == "0.25");
  CHECK(dicom::decimal_string(0) == "0");
  CHECK(dicom::decimal_string(1e300) == "1e+300");
  CHECK(dicom::decimal_string(1.0 / 3).size() <= 16);
}
