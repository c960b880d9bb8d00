// ISO/IEC 15444-4 conformance codestreams, Part 1 and HTJ2K, by the digests of independent decoders' PGX files.
#include <doctest/doctest.h>

#include <cstdio>

#include "shared/codec/jpeg2000.hpp"
#include "tests/unit/codec/digests.hpp"
#include "tests/unit/codec/samples.hpp"

using namespace sansfilm;

namespace {

// One component as a PGX file: a text line, then big endian samples of 1 or 2 bytes.
// `every`: columns from one sample of a subsampled component to the next, `first` the column of its first.
std::vector<std::uint8_t> as_pgx(const base::Frame& frame, std::size_t component, std::size_t every = 1,
                                 std::size_t first = 0) {
  char head[64];
  const auto columns = static_cast<unsigned>((frame.columns - first + every - 1) / every);
  const int length = std::snprintf(head, sizeof head, "PG ML %c %u %u %u\n", frame.is_signed ? '-' : '+',
                                   static_cast<unsigned>(frame.bits_stored), columns, frame.rows);
  std::vector<std::uint8_t> out(head, head + length);
  const std::size_t pixels = std::size_t{frame.columns} * frame.rows, width = frame.bytes_per_sample;
  for (std::size_t i = 0; i < pixels; ++i) {
    if (i % frame.columns < first || (i % frame.columns - first) % every != 0) continue;
    const std::uint8_t* at = frame.samples.data() + (i * frame.samples_per_pixel + component) * width;
    for (std::size_t b = width; b-- > 0;) out.push_back(at[b]);
  }
  return out;
}

}  // namespace

TEST_CASE("conformance codestreams decode to the samples that independent decoders give") {
  int compared = 0;
  for (const auto& row : codec_test::read_table("TRUTH.tsv")) {
    if (row.size() < 3 || row[1] != "opj_2.5.0_pgx_md5" || row[0].starts_with("malformed/")) continue;
    CAPTURE(row[0]);
    CAPTURE(row[2]);
    const auto bytes = codec_test::read_bytes(row[0]);
    REQUIRE(bytes.has_value());
    base::Budget budget;
    const auto frame = codec::decode_jpeg2000(*bytes, {}, budget);
    if (!frame.ok()) MESSAGE(base::describe(frame.error()));
    REQUIRE(frame.ok());
    const std::size_t component = row[2].starts_with("t_1") ? 1 : row[2].starts_with("t_2") ? 2 : 0;
    // p1_01 has one component with a sample at every other column; its image begins at the odd column 5.
    const bool subsampled = row[0].ends_with("/p1_01.j2k");
    const auto pgx = subsampled ? as_pgx(*frame, component, 2, 1) : as_pgx(*frame, component);
    CHECK(row[2].ends_with(codec_test::md5(pgx)));
    ++compared;
  }
  MESSAGE("components compared: ", compared);
}

TEST_CASE("every conformance codestream decodes, also those without a digest") {
  for (const auto& row : codec_test::read_table("MANIFEST.tsv")) {
    if (!row[0].starts_with("j2k-conformance/")) continue;
    CAPTURE(row[0]);
    const auto bytes = codec_test::read_bytes(row[0]);
    REQUIRE(bytes.has_value());
    base::Budget budget;
    const auto frame = codec::decode_jpeg2000(*bytes, {}, budget);
    if (row[0].ends_with("/ds0_ht_03_b14.j2k")) {
      // OpenJPEG does not decode a region of interest in HT code-blocks: said so, by the marker.
      REQUIRE_FALSE(frame.ok());
      CHECK(frame.error().code == base::ErrorCode::kUnsupported);
      CHECK(frame.error().marker == 0xFF5E);
      continue;
    }
    if (!frame.ok()) MESSAGE(base::describe(frame.error()));
    CHECK(frame.ok());
  }
}

TEST_CASE("the digests of the tests are those of their standards") {
  const std::string_view text = "abc";
  const std::span bytes(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
  CHECK(codec_test::sha256(bytes) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(codec_test::md5(bytes) == "900150983cd24fb0d6963f7d28e17f72");
}
