#include "shared/document/document.hpp"

#include <doctest/doctest.h>

#include "shared/dicom/writer.hpp"
#include "shared/pixel/colour.hpp"
#include "shared/document/payload.hpp"
#include "shared/json/json.hpp"
#include "tests/unit/pixel/test_files.hpp"

using namespace sansfilm;
using dicom::DatasetBuilder;
using dicom::Tag;

namespace {

struct Built {
  std::vector<std::uint8_t> bytes;
  dicom::File file;
};

Built built(DatasetBuilder& dataset, std::string_view sop_class, std::string_view syntax = dicom::kExplicitLittleEndian) {
  dataset.text(Tag{0x0008, 0x0016}, sop_class).text(Tag{0x0008, 0x0018}, "1.2.3.4");
  Built out;
  out.bytes = dicom::write_file(dataset, syntax).value();
  base::Budget budget;
  out.file = dicom::read_file(out.bytes, {}, budget).value();
  return out;
}

json::Document document_of(const dicom::File& file) {
  base::Budget budget, parsing;
  const auto text = document::write_document(file, budget);
  REQUIRE(text.ok());
  auto parsed = json::Document::parse(*text, parsing);
  REQUIRE(parsed.ok());
  return std::move(parsed).value();
}

std::string text_of(const json::Value& value) { return std::string(value.string().value_or("")); }

std::string fact(const json::Value& document, std::string_view key) {
  for (const json::Value& one : document["facts"].items()) {
    if (one["key"].string() == key) return text_of(one["value"]);
  }
  return {};
}

std::string payload_text(const document::Payload& payload, std::uint64_t first, std::uint64_t count) {
  std::string out;
  for (const base::Bytes part : payload.range(first, count)) out.append(part.begin(), part.end());
  return out;
}

constexpr std::string_view kPdfClass = "1.2.840.10008.5.1.4.1.1.104.1", kCdaClass = "1.2.840.10008.5.1.4.1.1.104.2", kUnknownClass = "1.2.3.99",
                           kStlClass = "1.2.840.10008.5.1.4.1.1.104.3", kVideoClass = "1.2.840.10008.5.1.4.1.1.77.1.1.1", kEcgClass = "1.2.840.10008.5.1.4.1.1.9.1.1",
                           kReportClass = "1.2.840.10008.5.1.4.1.1.88.11";

std::vector<std::uint8_t> bytes_of(std::string_view text) { return {text.begin(), text.end()}; }

}  // namespace

TEST_CASE("a PDF is one only if its bytes say so") {
  for (const auto& [content, type] : {std::pair{"%PDF-1.7 x", "application/pdf"}, std::pair{"<html><script>alert(1)</script>", "application/octet-stream"}}) {
    DatasetBuilder dataset;
    dataset.text(Tag{0x0042, 0x0010}, "Compte rendu").text(Tag{0x0042, 0x0012}, "application/pdf").bytes(Tag{0x0042, 0x0011}, dicom::Vr::OB, bytes_of(content));
    const Built one = built(dataset, kPdfClass);
    const auto parsed = document_of(one.file);
    CHECK(text_of(parsed.root()["kind"]) == "pdf");
    CHECK(text_of(parsed.root()["title"]) == "Compte rendu");
    CHECK(text_of(parsed.root()["payload"]["type"]) == type);
    CHECK(parsed.root()["payload"]["inline"].boolean() == (std::string_view(type) == "application/pdf"));
  }
}

TEST_CASE("a document is cut to the length it states, not to the padded one") {
  DatasetBuilder dataset;
  dataset.text(Tag{0x0042, 0x0012}, "text/XML").bytes(Tag{0x0042, 0x0011}, dicom::Vr::OB, bytes_of("<a/>1")).integer(Tag{0x0042, 0x0015}, 5);
  const Built one = built(dataset, kCdaClass);
  const auto payload = document::find_payload(one.file).value();
  CHECK(payload.bytes == 5);
  CHECK(payload.media_type == "text/plain");
  CHECK(payload_text(payload, 0, 99) == "<a/>1");
  CHECK(document::kind_of(one.file) == document::Kind::kCda);
}

TEST_CASE("an STL is for downloading; an object without its document shows its attributes") {
  DatasetBuilder dataset;
  dataset.text(Tag{0x0042, 0x0012}, "model/stl").bytes(Tag{0x0042, 0x0011}, dicom::Vr::OB, bytes_of("solid x"));
  const Built one = built(dataset, kStlClass);
  const auto parsed = document_of(one.file);
  CHECK(text_of(parsed.root()["payload"]["extension"]) == "stl");
  CHECK(parsed.root()["payload"]["inline"].boolean() == false);

  DatasetBuilder hollow;
  const Built empty = built(hollow, kStlClass);
  CHECK(document::find_payload(empty.file).error().code == base::ErrorCode::kMissing);
  CHECK(document_of(empty.file).root()["attributes"].size() >= 2);
}

TEST_CASE("a video is the bytes of all its fragments, read by ranges over their seams") {
  DatasetBuilder dataset;
  std::vector<std::uint8_t> first = bytes_of(std::string_view("\0\0\0\x18" "ftypmp42xx", 14)), second = bytes_of("0123456789");
  dataset.encapsulated({first, second});
  const Built one = built(dataset, kVideoClass, "1.2.840.10008.1.2.4.102");
  const auto payload = document::find_payload(one.file).value();
  CHECK(payload.media_type == "video/mp4");
  CHECK(payload.bytes == 24);
  CHECK(payload_text(payload, 12, 5) == "xx012");
  CHECK(payload_text(payload, 23, 100) == "9");
  CHECK(payload_text(payload, 24, 1).empty());
  CHECK(document::kind_of(one.file) == document::Kind::kVideo);
}

TEST_CASE("a waveform keeps its calibration: a value times its step is the physical value") {
  DatasetBuilder channel, group, source, dataset;
  channel.text(Tag{0x003A, 0x0203}, "I").text(Tag{0x003A, 0x0210}, "2.5").text(Tag{0x003A, 0x0212}, "1").text(Tag{0x003A, 0x0213}, "0")
      .sequence(Tag{0x003A, 0x0211}, {DatasetBuilder().text(Tag{0x0008, 0x0100}, "uV")});
  group.integer(Tag{0x003A, 0x0005}, 1).integer(Tag{0x003A, 0x0010}, 3).text(Tag{0x003A, 0x001A}, "500").sequence(Tag{0x003A, 0x0200}, {channel})
      .integer(Tag{0x5400, 0x1004}, 16).text(Tag{0x5400, 0x1006}, "SS").bytes(Tag{0x5400, 0x1010}, dicom::Vr::OW, {0, 0, 100, 0, 0x38, 0xFF});
  dataset.sequence(Tag{0x5400, 0x0100}, {group});
  const Built one = built(dataset, kEcgClass);
  const auto parsed = document_of(one.file);
  const json::Value read = parsed.root()["waveform"]["groups"].items()[0];
  CHECK(read["frequency"].number() == 500);
  const json::Value lead = read["channels"].items()[0];
  CHECK(text_of(lead["units"]) == "uV");
  const double step = lead["step"].number().value();
  const auto values = lead["values"].items();
  REQUIRE(values.size() == 3);
  CHECK(values[1].number().value() * step == doctest::Approx(250).epsilon(1e-4));
  CHECK(values[2].number().value() * step == doctest::Approx(-500).epsilon(1e-4));
}

TEST_CASE("an object of an unknown class is read by its attributes, binary values by their size, text never as markup") {
  DatasetBuilder dataset;
  dataset.text(Tag{0x0008, 0x103E}, "<b>série</b>").bytes(Tag{0x0042, 0x0011}, dicom::Vr::OB, {1, 2, 3, 4})
      .sequence(Tag{0x0040, 0xA043}, {DatasetBuilder().text(Tag{0x0008, 0x0104}, "un nom")});
  const Built one = built(dataset, kUnknownClass);
  const auto parsed = document_of(one.file);
  CHECK(text_of(parsed.root()["kind"]) == "other");
  bool saw_bytes = false, saw_item = false, saw_text = false;
  for (const json::Value& attribute : parsed.root()["attributes"].items()) {
    if (attribute["tag"].string() == "(0042,0011)") saw_bytes = attribute["bytes"].integer() == 4;
    if (attribute["tag"].string() == "(0008,103E)") saw_text = text_of(attribute["value"]) == "<b>série</b>" && text_of(attribute["name"]) == "Series Description";
    if (attribute["tag"].string() == "(0040,A043)") saw_item = text_of(attribute["items"].items()[0].items()[0]["value"]) == "un nom";
  }
  CHECK(saw_bytes);
  CHECK(saw_item);
  CHECK(saw_text);
}

TEST_CASE("a report that is broken down to nothing still shows its attributes") {
  DatasetBuilder dataset;
  dataset.text(Tag{0x0010, 0x0010}, "Durand^Anne");
  const Built one = built(dataset, kReportClass);
  const auto parsed = document_of(one.file);
  CHECK(fact(parsed.root(), "patient") == "DURAND Anne");
  CHECK(parsed.root()["report"].is_null());
  CHECK(parsed.root()["attributes"].size() >= 3);
}

TEST_CASE("colours: white, black and a red of CIELab; those without one differ from their neighbours") {
  CHECK(pixel::rgb_of_cie_lab({65535, 32896, 32896}) == std::array<std::uint8_t, 3>{255, 255, 255});
  CHECK(pixel::rgb_of_cie_lab({0, 32896, 32896}) == std::array<std::uint8_t, 3>{0, 0, 0});
  // sRGB red is L 54.29, a 80.8, b 69.9 under D50.
  const auto red = pixel::rgb_of_cie_lab({35579, 53661, 50860});
  CHECK(red[0] >= 253);
  CHECK(red[1] <= 12);
  CHECK(red[2] <= 12);
  CHECK(pixel::palette_colour(0) != pixel::palette_colour(1));
  CHECK(pixel::palette_colour(7) == pixel::palette_colour(0));
}

TEST_CASE("real objects become documents of their kind") {
  struct Wanted {
    const char *name, *kind, *title;
  };
  for (const Wanted& wanted : {Wanted{"real/sr_tid1500_measurements.dcm", "report", "Imaging Measurement Report"}, Wanted{"real/sr_basic_text_report.dcm", "report", ""},
                               Wanted{"real/mr_1024_manifest_ko.dcm", "key-objects", ""}, Wanted{"real/pdf_encapsulated.dcm", "pdf", ""},
                               Wanted{"real/ecg_12lead_waveform.dcm", "waveform", ""}, Wanted{"real/pr_gsps_text_polyline.dcm", "presentation", ""},
                               Wanted{"real/seg_liver_1bit_3f.dcm", "segmentation", ""}, Wanted{"real/rtstruct_breast.dcm", "structure-set", ""}}) {
    CAPTURE(wanted.name);
    const auto file = test::open_test_file(wanted.name);
    if (!file) continue;
    const auto parsed = document_of(file->file);
    CHECK(text_of(parsed.root()["kind"]) == wanted.kind);
    if (*wanted.title != '\0') CHECK(text_of(parsed.root()["title"]) == wanted.title);
    CHECK_FALSE(text_of(parsed.root()["title"]).empty());
    // None of them had to fall back to its attributes.
    CHECK(parsed.root()["attributes"].is_null());
    base::Budget parsing;
    const auto attributes = document::write_attributes(file->file);
    REQUIRE(attributes.ok());
    CHECK(json::Document::parse(*attributes, parsing).ok());
  }
  if (const auto file = test::open_test_file("real/mr_1024_manifest_ko.dcm")) CHECK(document_of(file->file).root()["references"].size() == 1);
  if (const auto file = test::open_test_file("real/ecg_12lead_waveform.dcm")) {
    const auto parsed = document_of(file->file);
    REQUIRE(parsed.root()["waveform"]["groups"].size() >= 1);
    CHECK(parsed.root()["waveform"]["groups"].items()[0]["channels"].size() == 12);
  }
  if (const auto file = test::open_test_file("real/rtstruct_breast.dcm")) CHECK(document_of(file->file).root()["regions"].size() == 10);
}
