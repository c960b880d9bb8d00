// Every frame of the public set against the digests of tests/data/frame_digests.tsv: natively and under node the same
// values come out. tests/browser/digests.test.mjs does it in Chromium, tests/peers/run says that the values are right.
#include <doctest/doctest.h>

#include <fstream>
#include <map>

#include "tests/unit/codec/digests.hpp"
#include "tests/unit/codec/samples.hpp"

using namespace sansfilm;

namespace {

// file -> digest of each frame; empty when the tests do not run from the repository's root.
std::map<std::string, std::vector<std::string>> known_digests() {
  std::map<std::string, std::vector<std::string>> known;
  std::ifstream in("tests/data/frame_digests.tsv");
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("#")) continue;
    std::istringstream cells(line);
    std::string file, frame, digest;
    std::getline(cells, file, '\t');
    std::getline(cells, frame, '\t');
    std::getline(cells, digest, '\t');
    known[file].push_back(digest);
  }
  return known;
}

}  // namespace

TEST_CASE("every frame of the public set has the same stored values in every build") {
  const auto known = known_digests();
  const auto manifest = codec_test::read_table("MANIFEST.tsv");
  if (known.empty() || manifest.empty()) {
    MESSAGE("skipped: the public data set, or the list of its digests, is not here");
    return;
  }
  int compared = 0;
  for (const auto& entry : known) {
    const std::string& path = entry.first;  // not a structured binding: clang 14 does not capture those
    CAPTURE(path);
    const auto opened = codec_test::open_file(path);
    CHECK(opened.has_value());
    if (!opened) continue;
    for (std::uint32_t frame = 0; frame < entry.second.size(); ++frame) {
      CAPTURE(frame);
      base::Budget budget;
      const auto decoded = codec::decode_frame(opened->file, frame, budget);
      CHECK(decoded.ok());
      if (!decoded.ok()) continue;
      CHECK(codec_test::sha256(decoded->samples) == entry.second[frame]);
      ++compared;
    }
  }
  MESSAGE("frames compared: ", compared);
  CHECK(compared >= 170);
}

TEST_CASE("the list of digests names every picture of the public set") {
  const auto known = known_digests();
  if (known.empty()) {
    MESSAGE("skipped: the list of digests is not here");
    return;
  }
  for (const auto& row : codec_test::read_table("MANIFEST.tsv")) {
    if (row[0].starts_with("malformed/") || !row[0].ends_with(".dcm")) continue;
    const auto opened = codec_test::open_file(row[0]);
    CAPTURE(row[0]);
    REQUIRE(opened.has_value());
    if (dicom::pixel_element(opened->file.dataset) != nullptr) CHECK(known.contains(row[0]));
  }
}
