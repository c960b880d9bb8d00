#include <doctest/doctest.h>
#include <zlib.h>

#include <cmath>
#include <string>
#include <vector>

#include "shared/wire/json_value.hpp"
#include "shared/wire/manifest_json.hpp"

namespace sansfilm::wire {

namespace {

base::Bytes bytes_of(const std::string& text) { return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}; }

ContentId content_of(std::uint32_t seed) {
  ContentId id;
  for (std::uint8_t& byte : id.bytes) {
    seed = seed * 1664525U + 1013904223U;
    byte = static_cast<std::uint8_t>(seed >> 24);
  }
  return id;
}

Study sample_study() {
  return {"1.2.840.113619.2.1", "DUPONT^Jeanne=\xE6\x9D\x91\xE4\xB8\x8A", "12\"3\\4", "HOSP", "19500102", "F", "074Y", "20240102", "101112.5",
          "Scanner \xC3\xA9pure", "ACC1", "H\xC3\xB4pital", "MARTIN^Paul", 2};
}

// A CT as a scanner sends it: UIDs with random tails, positions that count, two windows, sizes that vary.
Series sample_ct(std::uint32_t count) {
  Series series;
  series.series_instance_uid = "1.2.3";
  series.modality = "CT";
  series.number = 4;
  series.description = "ABDOMEN 1.25";
  series.frame_of_reference_uid = "1.2.3.4";
  series.pixel_formats = {{.rows = 512, .columns = 512, .bits_stored = 12, .is_signed = true, .photometric = "MONOCHROME2", .padding_first = -2000}};
  Display display;
  display.rescale = Rescale{1.0, -1024.0, "HU"};
  display.windows = {{40, 400, "ABDOMEN"}, {-600, 1600, "POUMON", WindowFunction::kLinearExact}};
  series.displays = {display};
  Geometry geometry;
  geometry.spacing_kind = SpacingKind::kPixelSpacing;
  geometry.row_spacing_mm = geometry.column_spacing_mm = 0.703125;
  geometry.orientation = std::array<double, 6>{1, 0, 0, 0, 1, 0};
  geometry.slice_thickness_mm = 1.25;
  series.geometries = {geometry};
  Codestream stream;
  stream.tile_width = stream.tile_height = 512;
  stream.layers = 6;
  stream.header.assign(120, 0x5A);
  stream.last_header.assign(90, 0xA5);
  series.codestreams = {stream};
  std::uint32_t random = 1;
  for (std::uint32_t i = 0; i < count; ++i) {
    random = random * 1664525U + 1013904223U;
    series.instances.push_back({"1.2.840.113619.2.55.3.604688119.971." + std::to_string(random) + "." + std::to_string(i + 1),
                                static_cast<std::int32_t>(i + 1), 1});
    Frame frame;
    frame.content = content_of(i + 7);
    frame.instance = i;
    frame.position_mm = {-180.0, -166.40625, -1250.75 + i * 1.25};
    for (const double bits : {0.1, 0.25, 0.5, 1.0, 2.0}) {
      frame.layer_bytes.push_back(static_cast<std::uint32_t>(bits * 16384.0) + (random >> 20) % 40);
    }
    frame.layer_bytes.push_back(100'000 + (random >> 12) % 30'000);
    series.frames.push_back(frame);
  }
  return series;
}

// One of everything that a manifest can hold.
Series sample_everything() {
  Series series = sample_ct(3);
  series.series_instance_uid = "1.2.9";
  series.protocol = "P", series.body_part = "BREAST", series.laterality = "L", series.patient_position = "FFS";
  series.date = "20240102", series.time = "1212", series.manufacturer = "M", series.station = "S", series.frame_time_ms = 33.3;
  series.pixel_formats.push_back({.rows = 10, .columns = 20, .samples = 3, .bits_stored = 8, .bytes_per_sample = 1, .photometric = "RGB",
                                  .padding_first = 1, .padding_last = 3, .source_lossy = true, .lossy_method = "ISO_10918_1", .lossy_ratio = 12.5,
                                  .laterality = "R", .view = "MLO"});
  series.pixel_formats.push_back({.rows = 1, .columns = 1, .bytes_per_sample = 8, .sample_format = SampleFormat::kFloat64});
  Display luts;
  luts.modality_lut = Lut{-5, 12, {1, 2, 65535}, "OD"};
  luts.voi_luts = {{0, 8, {9, 8}, "dur"}};
  luts.palette = {{0, 16, {1}, ""}, {0, 16, {2}, ""}, {0, 16, {3}, ""}};
  luts.supplemental_palette = luts.presentation_inverse = true;
  luts.suv = Suv{0.00028, 0.0002, 0.000075, "", "no-height"};
  series.displays.push_back(luts);
  Geometry odd;
  odd.spacing_kind = SpacingKind::kUltrasound;
  odd.calibration = "FIDUCIAL", odd.magnification = 1.5;
  odd.patient_orientation = {"L", "F"};
  odd.pixel_aspect_vertical = 1.2, odd.pixel_aspect_horizontal = 0.9;
  odd.regions = {{1, 2, 3, 4, 1, 2, 3, 3, 4, 0.01, 0.02, 5, std::nullopt}};
  series.geometries.push_back(odd);
  Codestream raw;
  raw.recipe = {'R', 1}, raw.coding = StreamCoding::kRaw, raw.decompositions = 0;
  series.codestreams.push_back(raw);
  series.graphics = {{{{0x6002, 3, 5, -1, 2, true, "CADRE", {0x55, 0x2A}}}, std::nullopt},
                     {{}, Shutter{std::array<std::int32_t, 4>{1, 2, 3, 4}, std::array<std::int32_t, 3>{5, 6, 7}, {1, 1, 9, 1, 9, 9}, std::uint16_t{0x6004}, 257}}};
  series.frames[1].graphics = 1, series.frames[2].graphics = 0;
  series.frames[1].pixels = 1, series.frames[1].display = 1, series.frames[1].geometry = 1, series.frames[1].codestream = 1;
  series.frames[1].layer_bytes = {600};
  series.frames[1].position_mm.reset();
  series.frames[1].time_ms = 12.25;
  series.frames[2].codestream = kNoIndex;
  series.frames[2].layer_bytes.clear();
  series.frames.push_back(series.frames[0]);
  series.frames.back().frame = 1;
  series.objects = {{content_of(99), ObjectKind::kSegmentation, "1.2", "1.3", "Foie", 12345, {"1.4", "1.5"}}};
  return series;
}

base::Result<Manifest> read(const std::string& text, std::size_t piece = 1 << 20) {
  ManifestReader reader;
  for (std::size_t at = 0; at < text.size(); at += piece) {
    SF_CHECK(reader.feed(bytes_of(text).subspan(at, std::min(piece, text.size() - at))));
  }
  if (!reader.ended()) return base::Error{base::ErrorCode::kTruncated};
  return reader.manifest();
}

std::string changed(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  REQUIRE_MESSAGE(at != std::string::npos, from);
  return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("a manifest with one of everything is written and read back") {
  const Manifest manifest{sample_study(), {sample_ct(40), sample_everything()}};
  const std::string text = write_manifest(manifest);
  for (const std::size_t piece : {std::size_t{1}, std::size_t{7}, text.size()}) {
    const auto back = read(text, piece);
    REQUIRE(back.ok());
    CHECK(back->study == manifest.study);
    REQUIRE(back->series.size() == 2);
    CHECK(back->series[0] == manifest.series[0]);
    CHECK(back->series[1] == manifest.series[1]);
  }
}

TEST_CASE("the first series is there before the rest has come") {
  const Manifest manifest{sample_study(), {sample_ct(5), sample_everything()}};
  ManifestReader reader;
  REQUIRE(reader.feed(bytes_of(write_study_line(manifest.study))).ok());
  CHECK(reader.has_study());
  REQUIRE(reader.feed(bytes_of(write_series_line(manifest.series[0]))).ok());
  CHECK(reader.manifest().series.size() == 1);
  CHECK(!reader.ended());
}

TEST_CASE("the manifest of 2,000 instances stays below 120 kB compressed") {
  const std::string text = write_manifest({sample_study(), {sample_ct(2000)}});
  uLongf size = compressBound(text.size());
  std::vector<std::uint8_t> packed(size);
  REQUIRE(compress2(packed.data(), &size, bytes_of(text).data(), text.size(), 6) == Z_OK);
  MESSAGE("2,000 instances: " << text.size() << " bytes, deflated " << size);
  CHECK(size < 120'000);
}

TEST_CASE("a manifest of another version, out of order, cut or false is refused") {
  const std::string good = write_manifest({sample_study(), {sample_ct(3)}});
  REQUIRE(read(good).ok());
  const auto code = [](const std::string& text) {
    const auto result = read(text);
    return result.ok() ? base::ErrorCode::kInternal : result.error().code;
  };
  CHECK(code(changed(good, "\"sansfilm\":1", "\"sansfilm\":2")) == base::ErrorCode::kUnsupported);
  CHECK(code(good.substr(good.find('\n') + 1)) == base::ErrorCode::kInconsistent);
  CHECK(code(changed(good, "\"end\":1", "\"end\":2")) == base::ErrorCode::kInconsistent);
  CHECK(code(good + "{}\n") == base::ErrorCode::kInconsistent);
  CHECK(code(changed(good, "{\"end\"", "{\"odd\"")) == base::ErrorCode::kInconsistent);
  CHECK(code(changed(good, "\"step\"", "\"step")) == base::ErrorCode::kMalformed);
  // Indices out of their tables, columns of unequal length, tables that are empty.
  CHECK(code(changed(good, "\"frames\":{\"count\":3,\"instance\":{\"from\":0", "\"frames\":{\"count\":3,\"instance\":{\"from\":1")) ==
        base::ErrorCode::kInconsistent);
  CHECK(code(changed(good, "\"frames\":{\"count\":3", "\"frames\":{\"count\":4")) == base::ErrorCode::kInconsistent);
  CHECK(code(changed(good, "\"instances\":{\"count\":3", "\"instances\":{\"count\":2")) == base::ErrorCode::kInconsistent);
  CHECK(code(changed(good, "\"displays\":[", "\"displaying\":[")) == base::ErrorCode::kInconsistent);
  CHECK(code(changed(good, "\"stream\":0", "\"stream\":1")) == base::ErrorCode::kInconsistent);
  CHECK(code(changed(good, "\"stream\":0", "\"stream\":-1")) == base::ErrorCode::kInconsistent);
  CHECK(code(changed(good, "\"stream\":0", "\"stream\":0.5")) == base::ErrorCode::kInconsistent);
  CHECK(code(changed(good, "\"rows\":512", "\"rows\":0")) == base::ErrorCode::kInconsistent);
  CHECK(code(changed(good, "\"layers\":6", "\"layers\":0")) == base::ErrorCode::kInconsistent);
  CHECK(code(changed(good, "\"spacing_kind\":1", "\"spacing_kind\":99")) == base::ErrorCode::kInconsistent);
  CHECK(code(changed(good, "\"frames\":{\"count\":3", "\"frames\":{\"count\":99999999")) == base::ErrorCode::kOverBudget);
  for (std::size_t cut = 0; cut < good.size(); cut += 3) CHECK(code(good.substr(0, cut)) == base::ErrorCode::kTruncated);
}

TEST_CASE("any character changed gives an error or a manifest whose indices are in their tables") {
  const std::string good = write_manifest({sample_study(), {sample_everything()}});
  std::uint32_t random = 5;
  int readable = 0;
  for (int round = 0; round < 4000; ++round) {
    std::string text = good;
    random = random * 1664525U + 1013904223U;
    text[(random >> 8) % text.size()] = "0123456789\"{}[]:,nx-"[random % 20];
    const auto result = read(text);
    if (!result.ok()) continue;
    ++readable;
    for (const Series& series : result->series) {
      for (const Frame& frame : series.frames) {
        REQUIRE(frame.instance < series.instances.size());
        REQUIRE(frame.pixels < series.pixel_formats.size());
        REQUIRE((frame.codestream == kNoIndex || frame.codestream < series.codestreams.size()));
      }
    }
  }
  CHECK(readable > 0);
}

TEST_CASE("JSON texts are read as RFC 8259 says") {
  const auto text = [](const std::string& in) {
    const auto value = json::parse(in);
    return value.ok() ? value->text : std::string("refused");
  };
  CHECK(text(R"("a\u00e9\n\"\\\/\ud834\udd1e")") == "a\xC3\xA9\n\"\\/\xF0\x9D\x84\x9E");
  for (const char* wrong : {"", "\"", "\"\\x\"", "\"\\ud834\"", "\"\\udd1e\"", "\"\n\"", "01", "1.", "-", "+1", ".5", "1e", "nul", "[1,]", "[1", "{\"a\"}",
                            "{\"a\":1,}", "{a:1}", "{1:1}", "1 2", "1e999", "tru", "[1 2]"}) {
    CAPTURE(wrong);
    CHECK(!json::parse(wrong).ok());
  }
  CHECK(!json::parse(std::string(100, '[')).ok());
  CHECK(json::parse(" { \"a\" : [ 1 , -2.5e3 , true , null ] } ").ok());
  CHECK(json::parse("{\"a\":9007199254740993}")->integer_of<std::int64_t>("a", 7) == 9007199254740992);
  CHECK(json::parse("{\"a\":1e300}")->integer_of<std::int64_t>("a", 7) == 7);
  CHECK(json::parse("{\"a\":300}")->integer_of<std::uint8_t>("a", 7) == 7);
}

TEST_CASE("text that is not UTF-8 is written as replacement characters, control characters as escapes") {
  std::string out;
  json::append_text(out, "a\xFF\xC3(\x01\xED\xA0\x80z");
  CHECK(out == "\"a\xEF\xBF\xBD\xEF\xBF\xBD(\\u0001\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBDz\"");
}

TEST_CASE("numbers come back exactly") {
  for (const double number : {0.0, 1.0, -1024.0, 0.703125, 0.1, 1.0 / 3.0, 1e-300, 123456789012345.0, -1250.7500000001}) {
    std::string out;
    json::append_number(out, number);
    CHECK(json::parse(out)->number == number);
  }
  std::string nan;
  json::append_number(nan, std::nan(""));
  CHECK(nan == "0");
}

TEST_CASE("base64 is read strictly") {
  for (std::size_t size = 0; size < 9; ++size) {
    const std::vector<std::uint8_t> bytes(size, 0xE7);
    CHECK(*json::from_base64(json::to_base64(bytes)) == bytes);
  }
  for (const char* wrong : {"A", "AA", "AAA", "A===", "AA=A", "AA==AAAA", "A A=", "AAA\n"}) {
    CAPTURE(wrong);
    CHECK(!json::from_base64(wrong).ok());
  }
}

}  // namespace sansfilm::wire
