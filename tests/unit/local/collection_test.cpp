#include <doctest/doctest.h>

#include "shared/json/json.hpp"
#include "shared/wire/manifest_json.hpp"
#include "tests/unit/local/files.hpp"

namespace sansfilm::local::test {

namespace {

wire::Manifest manifest_of(Collection& collection, const std::string& study) {
  const std::string text = collection.manifest(study);
  wire::ManifestReader reader;
  REQUIRE(reader.feed({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}).ok());
  REQUIRE(reader.ended());
  return reader.manifest();
}

json::Document parsed(const std::string& text) {
  base::Budget budget;
  auto document = json::Document::parse(text, budget);
  REQUIRE(document.ok());
  return std::move(document).value();
}

wire::ChunkKey raw_key(const wire::Frame& frame) { return {frame.content, frame.frame, {'R', 1}, 0, 0, 0}; }

}  // namespace

TEST_CASE("the list of a heap of files costs their headers and not their pixel data") {
  device() = {};
  Collection collection(read_at);
  for (int i = 1; i <= 20; ++i) CHECK(add(collection, file_of({.uid = "1.2.3.1." + std::to_string(i), .number = i})) == Outcome::kTaken);
  std::uint64_t total = 0;
  for (const auto& file : device().files) total += file.size();
  // One of them is decoded to know the form of all.
  CHECK(device().bytes_read < 20 * 65536 + 2 * device().files[0].size());
  CHECK(device().bytes_read < total / 2);
}

TEST_CASE("the chunk of a frame is its stored values, read from the file when it is asked for") {
  device() = {};
  Collection collection(read_at);
  const Slice slice{.frames = 3};
  REQUIRE(add(collection, file_of(slice)) == Outcome::kTaken);
  (void)collection.finish();
  const wire::Manifest manifest = manifest_of(collection, slice.study);
  REQUIRE(manifest.series.size() == 1);
  REQUIRE(manifest.series[0].frames.size() == 3);
  const std::vector<std::uint8_t> all = samples_of(slice);
  const std::size_t length = all.size() / 3;
  for (std::uint32_t f = 0; f < 3; ++f) {
    CAPTURE(f);
    device().bytes_read = 0;
    const LocalChunk chunk = collection.chunk(raw_key(manifest.series[0].frames[f]));
    REQUIRE(chunk.error == wire::ChunkError::kNone);
    CHECK(std::equal(chunk.payload.begin(), chunk.payload.end(), all.begin() + static_cast<std::ptrdiff_t>(f * length), all.begin() + static_cast<std::ptrdiff_t>((f + 1) * length)));
    CHECK(device().bytes_read < length + 4096);
    CHECK(manifest.series[0].frames[f].layer_bytes == std::vector<std::uint32_t>{static_cast<std::uint32_t>(length)});
  }
}

TEST_CASE("a chunk that no local file has is not found, whatever its name says") {
  device() = {};
  Collection collection(read_at);
  REQUIRE(add(collection, file_of({})) == Outcome::kTaken);
  (void)collection.finish();
  const wire::Frame frame = manifest_of(collection, "1.2.3").series[0].frames[0];
  wire::ChunkKey other = raw_key(frame);
  other.content.bytes[0] = 1;
  CHECK(collection.chunk(other).error == wire::ChunkError::kNotFound);
  other = raw_key(frame);
  other.recipe = {'L', 1};
  CHECK(collection.chunk(other).error == wire::ChunkError::kNotFound);
  other = raw_key(frame);
  other.tile = 1;
  CHECK(collection.chunk(other).error == wire::ChunkError::kNotFound);
  other = raw_key(frame);
  other.frame = 7;
  CHECK(collection.chunk(other).error == wire::ChunkError::kBroken);
}

TEST_CASE("files are grouped by study and series, and a series is in the order of its numbers") {
  device() = {};
  Collection collection(read_at);
  for (const int number : {3, 1, 2}) REQUIRE(add(collection, file_of({.uid = "1.2.3.1." + std::to_string(number), .number = number})) == Outcome::kTaken);
  REQUIRE(add(collection, file_of({.series = "1.2.3.2", .uid = "1.2.3.2.1"})) == Outcome::kTaken);
  REQUIRE(add(collection, file_of({.study = "1.2.4", .series = "1.2.4.1", .uid = "1.2.4.1.1"})) == Outcome::kTaken);
  const auto found = parsed(collection.finish());
  const auto studies = found.root()["studies"].items();
  REQUIRE(studies.size() == 2);
  CHECK(studies[0]["study_uid"].string() == "1.2.3");
  CHECK(studies[0]["series"].integer() == 2);
  CHECK(studies[0]["instances"].integer() == 4);
  CHECK(studies[0]["patient"]["name"].string() == "Essai^Locale");
  const wire::Manifest manifest = manifest_of(collection, "1.2.3");
  REQUIRE(manifest.series.size() == 2);
  std::vector<std::int32_t> numbers;
  for (const wire::Frame& frame : manifest.series[0].frames) numbers.push_back(manifest.series[0].instances[frame.instance].number);
  CHECK(numbers == std::vector<std::int32_t>{1, 2, 3});
  CHECK(collection.manifest("9.9").empty());
}

TEST_CASE("each file that is not taken says why") {
  device() = {};
  Collection collection(read_at);
  const std::vector<std::uint8_t> good = file_of({});
  CHECK(add(collection, good) == Outcome::kTaken);
  CHECK(add(collection, good) == Outcome::kRepeated);
  CHECK(add(collection, {}) == Outcome::kEmpty);
  CHECK(add(collection, std::vector<std::uint8_t>(5000, 'x')) == Outcome::kNotDicom);
  CHECK(add(collection, std::vector<std::uint8_t>(500'000, 'x')) == Outcome::kNotDicom);
  dicom::DatasetBuilder report;
  report.text(tags::kSopClassUid, "1.2.840.10008.5.1.4.1.1.88.11").text(tags::kSopInstanceUid, "1.2.9").text(tags::kModality, "SR");
  CHECK(add(collection, dicom::write_file(report, "1.2.840.10008.1.2.1").value()) == Outcome::kNoIdentity);
  CHECK(add(collection, {good.begin(), good.begin() + 400}) == Outcome::kDamaged);
  device().broken = true;
  CHECK(add(collection, file_of({.uid = "1.2.10"})) == Outcome::kUnreadable);
  CHECK(collection.add({0, std::uint64_t{1} << 40}, "huge") == Outcome::kUnreadable);
}

TEST_CASE("pictures without a study UID are studies of their own, one for each patient, and marked") {
  device() = {};
  Collection collection(read_at);
  REQUIRE(add(collection, file_of({.study = "", .series = "", .uid = "1.2.9.1"})) == Outcome::kTaken);
  REQUIRE(add(collection, file_of({.study = "", .series = "", .uid = "none"})) == Outcome::kTaken);
  REQUIRE(add(collection, file_of({.study = "not a uid", .uid = "1.2.9.3"})) == Outcome::kTaken);
  dicom::DatasetBuilder other = dataset_of({.study = "", .uid = "none"});
  other.text(tags::kPatientName, "Autre^Personne").bytes(tags::kPixelData, dicom::Vr::OW, samples_of({}));
  REQUIRE(add(collection, dicom::write_file(other, "1.2.840.10008.1.2.1").value()) == Outcome::kTaken);
  REQUIRE(add(collection, file_of({})) == Outcome::kTaken);
  const auto found = parsed(collection.finish());
  const auto studies = found.root()["studies"].items();
  REQUIRE(studies.size() == 3);
  CHECK(studies[1]["study_uid"].string() == "2.25.0.1");
  CHECK(studies[1]["instances"].integer() == 3);
  CHECK(studies[2]["patient"]["name"].string() == "Autre^Personne");
  const wire::Manifest manifest = manifest_of(collection, "2.25.0.1");
  CHECK(manifest.study.description.find("without study UID") != std::string::npos);
  CHECK(collection.chunk(raw_key(manifest.series[0].frames[0])).error == wire::ChunkError::kNone);
  CHECK(manifest_of(collection, "1.2.3").study.description.empty());
}

TEST_CASE("a file of which no more than half is there shows in the list, and its picture is told to be broken") {
  device() = {};
  Collection collection(read_at);
  std::vector<std::uint8_t> file = file_of({.frames = 4});
  file.resize(file.size() / 2 + 1000);
  CHECK(add(collection, file) == Outcome::kTaken);
  (void)collection.finish();
  const wire::Manifest manifest = manifest_of(collection, "1.2.3");
  REQUIRE(manifest.series[0].frames.size() == 3);
  CHECK(collection.chunk(raw_key(manifest.series[0].frames[1])).error == wire::ChunkError::kNone);
  CHECK(collection.chunk(raw_key(manifest.series[0].frames[2])).error == wire::ChunkError::kBroken);
}

TEST_CASE("a file that vanishes after it was listed gives broken chunks and no wrong ones") {
  device() = {};
  Collection collection(read_at);
  REQUIRE(add(collection, file_of({})) == Outcome::kTaken);
  (void)collection.finish();
  const wire::Frame frame = manifest_of(collection, "1.2.3").series[0].frames[0];
  device().broken = true;
  CHECK(collection.chunk(raw_key(frame)).error == wire::ChunkError::kBroken);
  device().broken = false;
  // The same name, other content: another picture size.
  device().files[0] = file_of({.rows = 150, .columns = 512});
  CHECK(collection.chunk(raw_key(frame)).error == wire::ChunkError::kBroken);
}

TEST_CASE("a disc's directory tells how many of its files are missing, by path or by instance") {
  device() = {};
  Collection collection(read_at);
  dicom::DatasetBuilder directory;
  std::vector<dicom::DatasetBuilder> records;
  for (const auto& [path, uid] : {std::pair{"DICOM\\IM1", "1.2.3.1.1"}, std::pair{"DICOM\\IM2", "1.2.3.1.2"}, std::pair{"DICOM\\IM3", "1.2.3.1.3"}}) {
    dicom::DatasetBuilder record;
    record.text(tags::kDirectoryRecordType, "IMAGE").text(tags::kReferencedFileId, path);
    record.text(dicom::Tag{0x0004, 0x1511}, dicom::Vr::UI, uid);
    records.push_back(std::move(record));
  }
  directory.text(tags::kSopClassUid, "1.2.840.10008.1.3.10").text(tags::kSopInstanceUid, "1.2.99");
  directory.sequence(tags::kDirectoryRecordSequence, std::move(records));
  CHECK(add(collection, dicom::write_file(directory, "1.2.840.10008.1.2.1").value(), "CD/DICOMDIR") == Outcome::kDirectory);
  CHECK(add(collection, file_of({.uid = "1.2.3.1.1"}), "elsewhere/x") == Outcome::kTaken);
  CHECK(add(collection, std::vector<std::uint8_t>(600, 'x'), "cd/dicom/im2.;1") == Outcome::kNotDicom);
  const auto found = parsed(collection.finish());
  CHECK(found.root()["listed"].integer() == 3);
  CHECK(found.root()["missing"].integer() == 1);
}

TEST_CASE("an object without picture is listed, and read as the server gives it") {
  device() = {};
  Collection collection(read_at);
  dicom::DatasetBuilder data;
  data.text(tags::kSopClassUid, "1.2.840.10008.5.1.4.1.1.104.1").text(tags::kSopInstanceUid, "1.2.3.9.1");
  data.text(tags::kStudyInstanceUid, "1.2.3").text(tags::kSeriesInstanceUid, "1.2.3.9").text(tags::kModality, "DOC");
  data.text(tags::kMimeTypeOfEncapsulatedDocument, "application/pdf").text(tags::kDocumentTitle, "Compte rendu");
  const std::string pdf = "%PDF-1.4 essai ";
  data.bytes(dicom::Tag{0x0042, 0x0011}, dicom::Vr::OB, {pdf.begin(), pdf.end()});
  REQUIRE(add(collection, dicom::write_file(data, "1.2.840.10008.1.2.1").value()) == Outcome::kTaken);
  (void)collection.finish();
  const wire::Manifest manifest = manifest_of(collection, "1.2.3");
  REQUIRE(manifest.series[0].objects.size() == 1);
  CHECK(manifest.series[0].objects[0].kind == wire::ObjectKind::kPdf);
  const auto document = collection.object(Collection::Part::kDocument, "1.2.3.9.1");
  CHECK(parsed({document.begin(), document.end()}).root()["title"].string() == "Compte rendu");
  const auto attributes = collection.object(Collection::Part::kAttributes, "1.2.3.9.1");
  CHECK(parsed({attributes.begin(), attributes.end()}).root()["attributes"].size() > 5);
  const auto payload = collection.object(Collection::Part::kPayload, "1.2.3.9.1");
  CHECK(std::string(payload.begin(), payload.end()).starts_with("%PDF-1.4"));
  CHECK(collection.object(Collection::Part::kPayload, "1.2.3.9.2").empty());
}

TEST_CASE("marker segments that carry tables, comments or thumbnails do not tell one JPEG from another") {
  const std::vector<std::uint8_t> a{0xFF, 0xD8, 0xFF, 0xFE, 0, 3, 'a', 0xFF, 0xC0, 0, 4, 8, 1, 0xFF, 0xDA, 0, 3, 1, 99};
  const std::vector<std::uint8_t> b{0xFF, 0xD8, 0xFF, 0xFE, 0, 4, 'b', 'c', 0xFF, 0xC0, 0, 4, 8, 1, 0xFF, 0xDA, 0, 3, 1, 77};
  const std::vector<std::uint8_t> twelve{0xFF, 0xD8, 0xFF, 0xC0, 0, 4, 12, 1, 0xFF, 0xDA, 0, 3, 1, 99};
  CHECK(header_signature(a) == header_signature(b));
  CHECK(header_signature(a) != header_signature(twelve));
  CHECK(header_signature({}).empty());
  const std::vector<std::uint8_t> cut{0xFF, 0xD8, 0xFF, 0xC0, 0xFF, 0xFF, 1};
  CHECK(header_signature(cut).empty());
}

}  // namespace sansfilm::local::test
