#include "shared/dicom/structured_report.hpp"

#include <doctest/doctest.h>

#include "tests/unit/pixel/dataset_builder.hpp"
#include "tests/unit/pixel/test_files.hpp"

using namespace sansfilm;
using test::DatasetBuilder;

namespace {

constexpr dicom::Tag kContent{0x0040, 0xA730};

DatasetBuilder& named(DatasetBuilder& b, const char* type, const char* meaning) {
  b.cs({0x0040, 0xA040}, type);
  b.item({0x0040, 0xA043}).text({0x0008, 0x0104}, dicom::Vr::LO, meaning);
  return b;
}

}  // namespace

TEST_CASE("numbers carry their units, dates are readable, references name their instance") {
  DatasetBuilder b;
  named(b, "CONTAINER", "Report").cs({0x0040, 0xA491}, "COMPLETE");
  auto& number = named(b.item(kContent), "NUM", "Diameter");
  auto& measured = number.item({0x0040, 0xA300});
  measured.ds({0x0040, 0xA30A}, "12.5");
  measured.item({0x0040, 0x08EA}).text({0x0008, 0x0100}, dicom::Vr::SH, "mm");
  named(b.item(kContent), "DATETIME", "Time").text({0x0040, 0xA120}, dicom::Vr::DT, "20200131123456");
  named(b.item(kContent), "IMAGE", "Source").item({0x0008, 0x1199}).ui({0x0008, 0x1155}, "1.2.3").is({0x0008, 0x1160}, "4");
  named(b.item(kContent), "TEXT", "Finding").text({0x0040, 0xA160}, dicom::Vr::UT, "one\r\ntwo");
  const auto report = dicom::read_structured_report(b.dataset()).value();
  CHECK(report.complete);
  CHECK_FALSE(report.verified);
  REQUIRE(report.root.children.size() == 4);
  CHECK(report.root.children[0].value == "12.5 mm");
  CHECK(report.root.children[1].value == "2020-01-31 12:34:56");
  CHECK(report.root.children[2].sop_instance_uid == "1.2.3");
  CHECK(report.root.children[2].frames == std::vector<std::int64_t>{4});
  CHECK(dicom::report_text(report.root) == "Report\n  Diameter: 12.5 mm\n  Time: 2020-01-31 12:34:56\n  Source: 1.2.3\n  Finding: one\n    two\n");
}

TEST_CASE("an item without name or value is kept; what has no content is refused") {
  DatasetBuilder b;
  named(b, "CONTAINER", "Report");
  b.item(kContent).cs({0x0040, 0xA040}, "NEWTYPE");
  const auto report = dicom::read_structured_report(b.dataset()).value();
  CHECK(dicom::report_text(report.root) == "Report\n  NEWTYPE\n");
  DatasetBuilder none;
  CHECK(dicom::read_structured_report(none.dataset()).error().tag == kContent.value);
}

TEST_CASE("sr_tid1500 and the basic text report are read as trees") {
  if (const auto file = test::open_test_file("real/sr_tid1500_measurements.dcm")) {
    const auto text = dicom::report_text(dicom::read_structured_report(file->file.dataset).value().root);
    CHECK(text.starts_with("Imaging Measurement Report"));
    CHECK(text.find("Standardized Added Metabolic Activity: 107.283 g") != text.npos);
  }
  if (const auto file = test::open_test_file("real/sr_basic_text_report.dcm")) {
    CHECK(dicom::report_text(dicom::read_structured_report(file->file.dataset).value().root).size() > 100);
  }
}
