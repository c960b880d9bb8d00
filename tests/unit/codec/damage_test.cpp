// Damaged streams: an error that says where, or an incomplete frame; never a crash, a hang, or memory beyond the budget.
#include <doctest/doctest.h>

#include <ctime>
#include <random>

#include "shared/codec/coders.hpp"
#include "shared/codec/jpeg2000.hpp"
#include "tests/unit/codec/peak_memory.hpp"
#include "tests/unit/codec/samples.hpp"
#include "tests/unit/codec/writers.hpp"

using namespace sansfilm;
using codec_test::Bytes;
using dicom::PixelCoding;

namespace {

constexpr std::uint64_t kBudgetBytes = std::uint64_t{64} << 20;
constexpr std::uint64_t kAboveBudget_bytes = std::uint64_t{64} << 20;  // what a decode may need that its budget does not count

struct Seed {
  const char* name;
  PixelCoding coding;
  codec::PixelLayout layout;
  Bytes bytes;
};

codec::PixelLayout layout_of(std::uint32_t columns, std::uint32_t rows, std::uint16_t bits, bool is_signed = false) {
  codec::PixelLayout layout;
  layout.columns = columns;
  layout.rows = rows;
  layout.bits_allocated = bits <= 8 ? 8 : 16;
  layout.bits_stored = bits;
  layout.high_bit = static_cast<std::uint16_t>(bits - 1);
  layout.is_signed = is_signed;
  layout.photometric = "MONOCHROME2";
  return layout;
}

Bytes gradient(std::uint32_t columns, std::uint32_t rows) {
  Bytes out;
  for (std::uint32_t i = 0; i < columns * rows; ++i) {
    const std::uint32_t value = (i % columns) * 37 + (i / columns) * 11 + (i * i) % 7;
    out.push_back(static_cast<std::uint8_t>(value));
    out.push_back(static_cast<std::uint8_t>((value >> 8) & 0x0F));
  }
  return out;
}

Bytes first_frame(const char* path, codec::PixelLayout& layout) {
  const auto opened = codec_test::open_file(path);
  if (!opened) return {};
  const auto read = codec::read_pixel_layout(opened->file.dataset);
  base::Budget budget;
  const auto located = dicom::locate_frame(opened->file, 0, budget);
  if (!read.ok() || !located.ok()) return {};
  layout = *read;
  return {located->bytes.begin(), located->bytes.end()};
}

std::vector<Seed> make_seeds() {
  const auto layout = layout_of(40, 30, 12);
  const Bytes samples = gradient(40, 30);
  std::vector<Seed> seeds;
  seeds.push_back({"native", PixelCoding::kNative, layout, samples});
  seeds.push_back({"rle", PixelCoding::kRle, layout, codec_test::write_rle(samples, 2, 1)});
  seeds.push_back({"deflated", PixelCoding::kDeflatedFrame, layout, codec_test::write_stored_deflate(samples)});
  seeds.push_back({"jpeg lossless", PixelCoding::kJpeg, layout,
                   codec_test::write_lossless_jpeg(samples, 40, 30, 1, 12, 4)});
  base::Frame frame;
  frame.columns = 40;
  frame.rows = 30;
  frame.bits_stored = 12;
  frame.samples = samples;
  codec::Jpeg2000EncodeOptions options;
  options.bits_per_sample_layers = {1.0, 0.0};
  options.tile_size_px = 32;
  base::Budget budget;
  seeds.push_back({"jpeg 2000", PixelCoding::kJpeg2000, layout, codec::encode_jpeg2000(frame, options, budget).value()});
  for (const auto& [path, coding] : {std::pair{"syntaxes/jls_15bit_signed.dcm", PixelCoding::kJpegLs},
                                     std::pair{"real/us_echo_8f_jpeg_calibrated.dcm", PixelCoding::kJpeg}}) {
    codec::PixelLayout own;
    Bytes bytes = first_frame(path, own);
    if (!bytes.empty()) seeds.push_back({path, coding, own, std::move(bytes)});
  }
  if (auto bytes = codec_test::read_bytes("j2k-conformance/ds0_ht_09_b11.j2k")) {
    seeds.push_back({"htj2k", PixelCoding::kHtj2k, layout_of(17, 37, 8), std::move(*bytes)});
  }
  return seeds;
}

// One damage: cut, flipped bits, an extreme 16- or 32-bit number, a removed or doubled piece.
void damage(Bytes& bytes, std::mt19937& random) {
  const auto below = [&](std::size_t n) { return n == 0 ? std::size_t{0} : static_cast<std::size_t>(random()) % n; };
  // Headers are small and decide much: half of the damage goes there.
  const auto place = [&] { return below(random() % 2 == 0 ? std::min<std::size_t>(bytes.size(), 160) : bytes.size()); };
  constexpr std::uint32_t kExtremes[] = {0, 1, 0x7F, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF, 65500, 16384};
  switch (random() % 6) {
    case 0: bytes.resize(below(bytes.size() + 1)); break;
    case 1:
    case 2:
      for (std::size_t i = 1 + below(6); i-- > 0 && !bytes.empty();) {
        bytes[place()] ^= static_cast<std::uint8_t>(1U << (random() % 8));
      }
      break;
    case 3: {
      const std::size_t at = place(), width = random() % 2 == 0 ? 2 : 4;
      const std::uint32_t value = kExtremes[random() % std::size(kExtremes)];
      for (std::size_t b = 0; b < width && at + b < bytes.size(); ++b) {
        bytes[at + b] = static_cast<std::uint8_t>(value >> (8 * (width - 1 - b)));
      }
      break;
    }
    case 4: {
      const std::size_t at = place(), end = std::min(bytes.size(), at + 1 + below(16));
      bytes.erase(bytes.begin() + static_cast<std::ptrdiff_t>(at), bytes.begin() + static_cast<std::ptrdiff_t>(end));
      break;
    }
    default: {
      const std::size_t at = place(), end = std::min(bytes.size(), at + 1 + below(16));
      const Bytes piece(bytes.begin() + static_cast<std::ptrdiff_t>(at), bytes.begin() + static_cast<std::ptrdiff_t>(end));
      bytes.insert(bytes.begin() + static_cast<std::ptrdiff_t>(at), piece.begin(), piece.end());
    }
  }
}

// The dataset may lie as well as the stream.
void damage(codec::PixelLayout& layout, std::mt19937& random) {
  switch (random() % 8) {
    case 0: layout.columns = static_cast<std::uint32_t>(1 + random() % 65535); break;
    case 1: layout.rows = static_cast<std::uint32_t>(1 + random() % 65535); break;
    case 2: layout.samples_per_pixel = static_cast<std::uint16_t>(1 + random() % 4); break;
    case 3: layout.bits_allocated = static_cast<std::uint16_t>(1 + random() % 64); break;
    case 4: layout.bits_stored = static_cast<std::uint16_t>(random() % 40); break;
    case 5: layout.high_bit = static_cast<std::uint16_t>(random() % 40); break;
    case 6: layout.photometric = random() % 2 == 0 ? "YBR_FULL_422" : "PALETTE COLOR"; break;
    default: layout.is_signed = !layout.is_signed;
  }
}

}  // namespace

TEST_CASE("eight hundred damaged frames give an error or a frame of the size it claims, each within two seconds and its budget") {
  std::mt19937 random(20240601);
  const auto seeds = make_seeds();
  int errors = 0, whole = 0, incomplete = 0, measured = 0;
  std::size_t most = 0;
  for (int i = 0; i < 800; ++i) {
    const Seed& seed = seeds[static_cast<std::size_t>(i) % seeds.size()];
    CAPTURE(i);
    CAPTURE(seed.name);
    Bytes bytes = seed.bytes;
    auto layout = seed.layout;
    for (auto n = 1 + random() % 3; n-- > 0;) damage(bytes, random);
    if (random() % 3 == 0) damage(layout, random);
    base::Budget budget({.bytes = kBudgetBytes, .pixels = 1 << 22});
    const codec_test::PeakMemory memory;
    const std::clock_t start = std::clock();  // CPU time: the machine may be busy
    const auto frame = codec::decode_bytes(bytes, seed.coding, layout, random() % 4 == 0, budget);
    CHECK(std::clock() - start < 2 * CLOCKS_PER_SEC);
    if (const auto held = memory.bytes()) {
      CHECK(*held <= kBudgetBytes + kAboveBudget_bytes);
      most = std::max(most, *held);
      ++measured;
    }
    if (!frame.ok()) {
      CHECK(frame.error().detail[0] != '\0');
      ++errors;
      continue;
    }
    CHECK(frame->samples.size() ==
          std::size_t{frame->columns} * frame->rows * frame->samples_per_pixel * frame->bytes_per_sample);
    frame->complete ? ++whole : ++incomplete;
  }
  MESSAGE("errors ", errors, ", incomplete ", incomplete, ", whole ", whole, "; memory measured ", measured, " times, at most ", most, " bytes");
  CHECK(errors > 0);
  CHECK(incomplete > 0);
}

TEST_CASE("every malformed file of the public set is an error or a frame, never more") {
  for (const auto& row : codec_test::read_table("MANIFEST.tsv")) {
    if (!row[0].starts_with("malformed/")) continue;
    CAPTURE(row[0]);
    constexpr std::uint64_t kBudget_bytes = std::uint64_t{256} << 20;
    base::Budget budget({.bytes = kBudget_bytes});
    if (!row[0].ends_with(".dcm")) {
      const auto bytes = codec_test::read_bytes(row[0]);
      REQUIRE(bytes.has_value());
      const codec_test::PeakMemory memory;
      const auto frame = codec::decode_jpeg2000(*bytes, {}, budget);
      CHECK(memory.bytes().value_or(0) <= kBudget_bytes + kAboveBudget_bytes);
      // OpenJPEG's own regression: a tile size near 2^32 is harmless.
      if (row[0].ends_with("opj_huge-tile-size.jp2")) CHECK(frame.ok());
      if (row[0].find("opj_issue") != std::string::npos) CHECK_FALSE(frame.ok());
      continue;
    }
    const auto opened = codec_test::open_file(row[0]);
    if (!opened) continue;
    const codec_test::PeakMemory memory;
    const auto frame = codec::decode_frame(opened->file, 0, budget);
    CHECK(memory.bytes().value_or(0) <= kBudget_bytes + kAboveBudget_bytes);
    if (row[0].find("/oob_") != std::string::npos || row[0].ends_with("rows_absent.dcm") ||
        row[0].ends_with("jpeg_lossless_invalid_stream.dcm") || row[0].ends_with("j2k_embedded_seq_delimiter.dcm")) {
      CHECK_FALSE(frame.ok());
    }
    if (row[0].ends_with("rows_absent.dcm")) CHECK(frame.error().tag == 0x00280010);
    if (row[0].ends_with("trunc_pixeldata.dcm")) {
      REQUIRE(frame.ok());
      CHECK_FALSE(frame->complete);
    }
    if (row[0].ends_with("j2k_siz_signed_pixelrep0.dcm")) {
      REQUIRE(frame.ok());
      CHECK(frame->is_signed);
      CHECK(frame->remarks.size() == 1);
    }
    if (row[0].ends_with("jp2_boxes_in_dicom.dcm") || row[0].ends_with("j2k_10f_last_frame_short.dcm")) {
      REQUIRE(frame.ok());
      CHECK(frame->complete);
    }
  }
}

TEST_CASE("video and codings without a decoder name themselves") {
  base::Budget budget;
  dicom::File file;
  file.transfer_syntax = dicom::find_transfer_syntax("1.2.840.10008.1.2.4.102");
  REQUIRE(file.transfer_syntax != nullptr);
  auto frame = codec::decode_frame(file, 0, budget);
  REQUIRE_FALSE(frame.ok());
  CHECK(frame.error().code == base::ErrorCode::kUnsupported);
  CHECK(frame.error().subject == "1.2.840.10008.1.2.4.102");
  CHECK(std::string(frame.error().detail) == "played by the browser");
  file.transfer_syntax = dicom::find_transfer_syntax("1.2.840.10008.1.2.4.110");
  frame = codec::decode_frame(file, 0, budget);
  REQUIRE_FALSE(frame.ok());
  CHECK(frame.error().subject == "1.2.840.10008.1.2.4.110");
}

TEST_CASE("a deadline that has passed stops before any decoding") {
  base::Budget budget({.microseconds = 1}, [] {
    static std::int64_t now = 0;
    return now += 10;
  });
  const Bytes samples = gradient(4, 4);
  const auto frame = codec::decode_bytes(samples, PixelCoding::kNative, layout_of(4, 4, 12), false, budget);
  REQUIRE_FALSE(frame.ok());
  CHECK(frame.error().code == base::ErrorCode::kTimeout);
}
