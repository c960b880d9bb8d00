// Every picture of the public set against the known answers of TRUTH.tsv.
#include <doctest/doctest.h>

#include <algorithm>
#include <map>

#include "shared/codec/jpeg2000.hpp"
#include "shared/dicom/tags.hpp"
#include "tests/unit/codec/digests.hpp"
#include "tests/unit/codec/samples.hpp"

using namespace sansfilm;
using codec_test::OpenFile;

namespace {

// All frames as DICOM would store them uncompressed: little endian, 1-bit frames packed one after the other.
std::optional<std::vector<std::uint8_t>> stored_form(const OpenFile& opened) {
  const auto layout = codec::read_pixel_layout(opened.file.dataset);
  const auto frames = dicom::count_frames(opened.file);
  if (!layout.ok() || !frames.ok()) return std::nullopt;
  std::vector<std::uint8_t> all, bits;
  for (std::uint32_t i = 0; i < frames.value(); ++i) {
    base::Budget budget;
    const auto frame = codec::decode_frame(opened.file, i, budget);
    if (!frame.ok()) {
      MESSAGE(base::describe(frame.error()));
      return std::nullopt;
    }
    CHECK(frame->complete);
    if (layout->bits_allocated == 1) {
      bits.insert(bits.end(), frame->samples.begin(), frame->samples.end());
    } else {
      all.insert(all.end(), frame->samples.begin(), frame->samples.end());
    }
  }
  for (std::size_t i = 0; i < bits.size(); ++i) {
    if (i % 8 == 0) all.push_back(0);
    all.back() = static_cast<std::uint8_t>(all.back() | (bits[i] << (i % 8)));
  }
  if (all.size() % 2 != 0) all.push_back(0);
  return all;
}

// A hash that leaves out the byte that pads to an even length also counts.
bool has_digest(const std::vector<std::uint8_t>& stored, const std::string& digest) {
  return codec_test::sha256(stored) == digest ||
         codec_test::sha256(std::span(stored).first(stored.size() - 1)) == digest;
}

// Files whose stored words hold more than the pixel (old overlays, 4:2:2), so that their digest is not the decoded one.
bool holds_more_than_pixels(const std::string& path) {
  return path == "real/overlay_12bit.dcm" || path == "real/mlut_modality_lut_12bit_signed.dcm" ||
         path == "syntaxes/ybr_full_422_ele.dcm" || path == "syntaxes/rgb_planar1.dcm";
}

// The answer's decoders wrote the 15 bits of each word without the sign above them.
std::vector<std::uint8_t> without_sign_extension(std::vector<std::uint8_t> stored) {
  for (std::size_t i = 1; i < stored.size(); i += 2) stored[i] &= 0x7F;
  return stored;
}

std::string first_word(const std::string& text) { return text.substr(0, text.find(' ')); }

}  // namespace

TEST_CASE("every picture with a known digest decodes to exactly those stored values") {
  const auto truth = codec_test::read_table("TRUTH.tsv");
  if (truth.empty()) {
    MESSAGE("skipped: the public data set is not here");
    return;
  }
  int compared = 0;
  for (const auto& row : truth) {
    if (row.size() < 3 || !row[0].ends_with(".dcm")) continue;
    const std::string& what = row[1];
    const bool wanted = what == "decoded_sha256" || what == "pixels_sha256" || what == "pixels_sha256_interleaved" ||
                        what == "expected_pixels_sha256";
    if (!wanted) continue;
    if (what == "pixels_sha256" && holds_more_than_pixels(row[0])) continue;
    CAPTURE(row[0]);
    CAPTURE(what);
    const auto opened = codec_test::open_file(row[0]);
    REQUIRE(opened.has_value());
    auto stored = stored_form(*opened);
    CHECK(stored.has_value());
    if (!stored) continue;
    if (row[0] == "syntaxes/jls_15bit_signed.dcm") {
      // Row 60, column 58 by an independent reader that does extend the sign.
      CHECK(base::load_le<std::int16_t>(stored->data() + (60 * 128 + 58) * 2) == -2629);
      stored = without_sign_extension(*stored);
    }
    CHECK(has_digest(*stored, first_word(row[2])));
    ++compared;
  }
  MESSAGE("files compared: ", compared);
  CHECK(compared >= 80);
}

TEST_CASE("an irreversible picture equals at least one independent decoder bit for bit") {
  std::map<std::string, std::vector<std::string>> answers;
  for (const auto& row : codec_test::read_table("TRUTH.tsv")) {
    if (row.size() >= 3 && row[0].ends_with(".dcm") && row[1] == "decoded_sha256_lossy_decoder_dependent") {
      answers[row[0]].push_back(first_word(row[2]));
    }
  }
  for (const auto& answer : answers) {
    const std::string& path = answer.first;   // not a structured binding: clang 14 does not capture those
    const std::vector<std::string>& digests = answer.second;
    CAPTURE(path);
    const auto opened = codec_test::open_file(path);
    REQUIRE(opened.has_value());
    const auto stored = stored_form(*opened);
    REQUIRE(stored.has_value());
    CHECK(std::any_of(digests.begin(), digests.end(), [&](const auto& digest) { return has_digest(*stored, digest); }));
  }
}

TEST_CASE("every picture of the healthy part of the public set decodes whole") {
  int decoded = 0;
  for (const auto& row : codec_test::read_table("MANIFEST.tsv")) {
    if (row[0].starts_with("malformed/") || !row[0].ends_with(".dcm")) continue;
    const auto opened = codec_test::open_file(row[0]);
    CAPTURE(row[0]);
    REQUIRE(opened.has_value());
    if (dicom::pixel_element(opened->file.dataset) == nullptr) continue;
    const auto layout = codec::read_pixel_layout(opened->file.dataset);
    REQUIRE(layout.ok());
    base::Budget budget;
    const auto frame = codec::decode_frame(opened->file, 0, budget);
    if (!frame.ok()) MESSAGE(base::describe(frame.error()));
    REQUIRE(frame.ok());
    CHECK(frame->complete);
    CHECK(frame->columns == layout->columns);
    CHECK(frame->rows == layout->rows);
    CHECK(frame->samples.size() ==
          std::size_t{frame->columns} * frame->rows * frame->samples_per_pixel * frame->bytes_per_sample);
    for (const auto& text : frame->remarks) MESSAGE(row[0], ": ", text);
    ++decoded;
  }
  MESSAGE("pictures decoded: ", decoded);
}

TEST_CASE("bits above High Bit are ignored and the sign is that of Bits Stored") {
  for (const char* path : {"real/overlay_12bit.dcm", "real/mlut_modality_lut_12bit_signed.dcm"}) {
    const auto opened = codec_test::open_file(path);
    if (!opened) continue;
    CAPTURE(path);
    const auto layout = codec::read_pixel_layout(opened->file.dataset);
    REQUIRE(layout.ok());
    base::Budget budget;
    const auto frame = codec::decode_frame(opened->file, 0, budget);
    REQUIRE(frame.ok());
    const base::Bytes raw = dicom::pixel_element(opened->file.dataset)->value;
    std::size_t wrong = 0;
    for (std::size_t i = 0; i + 1 < frame->samples.size(); i += 2) {
      int expected = base::load_le<std::uint16_t>(raw.data() + i) & ((1 << layout->bits_stored) - 1);
      if (layout->is_signed && expected >= 1 << (layout->bits_stored - 1)) expected -= 1 << layout->bits_stored;
      if (base::load_le<std::int16_t>(frame->samples.data() + i) != expected) ++wrong;
    }
    CHECK(wrong == 0);
  }
}

TEST_CASE("native 4:2:2 is spread to both pixels of a pair") {
  const auto opened = codec_test::open_file("syntaxes/ybr_full_422_ele.dcm");
  if (!opened) return;
  base::Budget budget;
  const auto frame = codec::decode_frame(opened->file, 0, budget);
  REQUIRE(frame.ok());
  const auto pixel = [&](std::size_t row, std::size_t column) {
    const std::uint8_t* at = frame->samples.data() + (row * frame->columns + column) * 3;
    return std::array<int, 3>{at[0], at[1], at[2]};
  };
  CHECK(pixel(5, 50) == std::array{76, 85, 255});
  CHECK(pixel(15, 50) == std::array{166, 106, 193});
  CHECK(pixel(45, 50) == std::array{29, 255, 107});
  CHECK(frame->colour == base::ColourModel::kYbrFull);
}

TEST_CASE("float pixel data keep their values") {
  const auto opened = codec_test::open_file("syntaxes/paramap_float32.dcm");
  if (!opened) return;
  base::Budget budget;
  const auto frame = codec::decode_frame(opened->file, 0, budget);
  REQUIRE(frame.ok());
  CHECK(frame->kind == base::SampleKind::kFloat32);
  const auto value = [&](std::size_t row) {
    return base::load_le<float>(frame->samples.data() + row * frame->columns * 4);
  };
  CHECK(value(0) == doctest::Approx(0.92012787));
  CHECK(value(3) == doctest::Approx(0.92104053));
}

TEST_CASE("JPEG 2000 decodes to the known answer at each reduced size") {
  for (const auto& row : codec_test::read_table("TRUTH.tsv")) {
    if (row.size() < 3 || !row[1].starts_with("reduce_") || !row[1].ends_with("_sha256")) continue;
    CAPTURE(row[0]);
    CAPTURE(row[1]);
    const auto opened = codec_test::open_file(row[0]);
    REQUIRE(opened.has_value());
    base::Budget budget;
    const auto located = dicom::locate_frame(opened->file, 0, budget);
    REQUIRE(located.ok());
    codec::Jpeg2000DecodeOptions options;
    options.reduce = static_cast<std::uint32_t>(std::stoul(row[1].substr(7)));
    const auto frame = codec::decode_jpeg2000(located->bytes, options, budget);
    if (!frame.ok()) MESSAGE(base::describe(frame.error()));
    REQUIRE(frame.ok());
    CHECK(row[2].starts_with(std::to_string(frame->columns) + "x" + std::to_string(frame->rows) + " "));
    // The answers are planar.
    std::vector<std::uint8_t> planar;
    const std::size_t pixels = std::size_t{frame->columns} * frame->rows, width = frame->bytes_per_sample;
    for (std::size_t c = 0; c < frame->samples_per_pixel; ++c) {
      for (std::size_t i = 0; i < pixels; ++i) {
        const auto from = frame->samples.begin() + static_cast<std::ptrdiff_t>((i * frame->samples_per_pixel + c) * width);
        planar.insert(planar.end(), from, from + static_cast<std::ptrdiff_t>(width));
      }
    }
    CHECK(row[2].ends_with(codec_test::sha256(planar)));
  }
}

TEST_CASE("fewer quality layers are farther from the whole picture, and all of them are the picture") {
  const std::string path = "real/dx_2128x2000_mono1_j2k_20layers_rpcl.dcm";
  const auto opened = codec_test::open_file(path);
  if (!opened) return;
  base::Budget budget;
  const auto located = dicom::locate_frame(opened->file, 0, budget);
  REQUIRE(located.ok());
  const auto whole = codec::decode_jpeg2000(located->bytes, {}, budget);
  REQUIRE(whole.ok());
  double before = 1e9;
  for (const std::uint32_t layers : {1U, 10U, 20U}) {
    codec::Jpeg2000DecodeOptions options;
    options.layers = layers;
    const auto frame = codec::decode_jpeg2000(located->bytes, options, budget);
    REQUIRE(frame.ok());
    double sum = 0;
    for (std::size_t i = 0; i < whole->samples.size(); i += 2) {
      const double d = base::load_le<std::uint16_t>(whole->samples.data() + i) -
                       base::load_le<std::uint16_t>(frame->samples.data() + i);
      sum += d * d;
    }
    const double mse = sum / static_cast<double>(whole->samples.size() / 2);
    CHECK(mse < before);
    before = mse;
  }
  CHECK(before == 0.0);
}
