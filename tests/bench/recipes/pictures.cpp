#include "tests/bench/recipes/pictures.hpp"

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "backend/phantom/phantom.hpp"
#include "shared/codec/decode.hpp"
#include "shared/dicom/reader.hpp"

namespace sansfilm::bench {

namespace {

struct Source {
  const char* kind;
  const char* path;
  std::uint32_t frame;
};

constexpr Source kReal[] = {
    {"CT", "series-ct/ct_head_05.dcm", 0},
    {"CT", "series-ct/ct_head_12.dcm", 0},
    {"MR", "series-mr/mr_ax_10.dcm", 0},
    {"MR", "real/mr_1024_12bit_jpll.dcm", 0},
    {"CR", "real/cr_1760_mono1_j2k.dcm", 0},
    {"CR", "real/dx_2128x2000_mono1_j2k_20layers_rpcl.dcm", 0},
    {"MG", "real/mg_4664x3064_j2k_lossy.dcm", 0},
    {"colour", "real/us_echo_8f_jpeg_calibrated.dcm", 0},
    {"multi-frame", "real/xa_cine_12f_jpll.dcm", 6},
};

void add(std::vector<Picture>& all, const char* kind, const std::string& name, base::Bytes bytes, std::uint32_t frame) {
  base::Budget budget;
  const auto file = dicom::read_file(bytes, {}, budget);
  if (!file.ok()) return;
  auto decoded = codec::decode_frame(*file, frame, budget);
  if (decoded.ok()) all.push_back({kind, name, std::move(decoded).value()});
}

void add_phantom(std::vector<Picture>& all, const char* kind, phantom::Kind which, std::uint32_t wanted) {
  std::uint32_t number = 0;
  (void)phantom::generate({.seed = 5, .kinds = {which}, .slices = wanted + 1, .frames = 2}, [&](const std::string&, base::Bytes bytes) -> base::Status {
    if (number++ == wanted) add(all, kind, std::string("phantom ") + kind, bytes, 0);
    return {};
  });
}

}  // namespace

std::vector<Picture> pictures() {
  const char* named = std::getenv("SANSFILM_TEST_DATA");
  const std::string folder = named != nullptr ? named : "../shared/data/public";
  std::vector<Picture> all;
  for (const Source& source : kReal) {
    std::ifstream in(folder + "/" + source.path, std::ios::binary);
    const std::vector<std::uint8_t> bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    add(all, source.kind, source.path, bytes, source.frame);
  }
  add_phantom(all, "CT", phantom::Kind::kCt, 30);
  add_phantom(all, "MR", phantom::Kind::kMr, 30);
  add_phantom(all, "CR", phantom::Kind::kCr, 0);
  add_phantom(all, "MG", phantom::Kind::kMg, 0);
  add_phantom(all, "colour", phantom::Kind::kUs, 0);
  return all;
}

}  // namespace sansfilm::bench
