// Does the phantom compress like real images? Lossless JPEG 2000 (reversible, one layer) of both, as the ratio of
// two bytes a sample (one for up to 8 bits) to the codestream. Real files: $SANSFILM_TEST_DATA.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "backend/phantom/phantom.hpp"
#include "shared/codec/decode.hpp"
#include "shared/codec/jpeg2000.hpp"
#include "shared/dicom/reader.hpp"

using namespace sansfilm;

namespace {

struct Sum {
  double raw = 0, coded = 0;
  int frames = 0;
};

bool add(base::Bytes bytes, const std::string& name, Sum& sum) {
  base::Budget budget;
  const auto file = dicom::read_file(bytes, {}, budget);
  if (!file.ok()) return false;
  const auto frame = codec::decode_frame(*file, 0, budget);
  if (!frame.ok() || frame->samples_per_pixel != 1) return false;
  base::Budget encode_budget;
  const auto coded = codec::encode_jpeg2000(*frame, {}, encode_budget);
  if (!coded.ok()) return false;
  const double raw = static_cast<double>(frame->samples.size()), size = static_cast<double>(coded->size());
  std::printf("  %-44s %5u x %-5u %2u bits  %6.2f : 1\n", name.c_str(), frame->columns, frame->rows, frame->bits_stored, raw / size);
  sum.raw += raw;
  sum.coded += size;
  ++sum.frames;
  return true;
}

Sum add_real(const std::filesystem::path& folder, const std::vector<std::string>& prefixes) {
  Sum sum;
  std::vector<std::filesystem::path> paths;
  std::error_code failed;
  for (const auto& entry : std::filesystem::directory_iterator(folder, failed)) paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  for (const auto& path : paths) {
    const std::string name = path.filename().string();
    if (std::none_of(prefixes.begin(), prefixes.end(), [&](const auto& prefix) { return name.starts_with(prefix); })) continue;
    std::ifstream in(path, std::ios::binary);
    const std::vector<char> chars(std::istreambuf_iterator<char>(in), {});
    const std::vector<std::uint8_t> bytes(chars.begin(), chars.end());
    if (!add(bytes, name, sum)) std::printf("  %-44s left out\n", name.c_str());
  }
  return sum;
}

Sum add_phantom(const phantom::PhantomOptions& options, const std::string& only) {
  Sum sum;
  const auto made = phantom::generate(options, [&](const std::string& path, base::Bytes bytes) {
    if (path.find(only) != std::string::npos) add(bytes, path, sum);
    return base::Status{};
  });
  if (!made.ok()) std::printf("  failed: %s\n", made.error().detail);
  return sum;
}

void compare(const char* what, const Sum& real, const Sum& made, std::string& table) {
  const double a = real.coded > 0 ? real.raw / real.coded : 0, b = made.coded > 0 ? made.raw / made.coded : 0;
  char line[128];
  std::snprintf(line, sizeof line, "%-14s %6.2f %8.2f  %+6.1f %%\n", what, a, b, a > 0 ? 100 * (b / a - 1) : 0.0);
  table += line;
}

}  // namespace

int main() {
  const char* set = std::getenv("SANSFILM_TEST_DATA");
  const std::filesystem::path data = set != nullptr ? set : "../shared/data/public";
  using phantom::Kind;
  std::string table;
  compare("CT head", add_real(data / "series-ct", {"ct_"}), add_phantom({.patients = 3, .kinds = {Kind::kCt}, .slices = 8}, "P000003"), table);
  compare("CT trunk", add_real(data / "real", {"seg_ref_ct", "rtstruct_ref_ct"}), add_phantom({.kinds = {Kind::kCt}, .slices = 8}, ""), table);
  compare("MR", add_real(data / "series-mr", {"mr_"}), add_phantom({.kinds = {Kind::kMr}, .slices = 8}, "S01"), table);
  compare("CR, DX", add_real(data / "real", {"cr_", "dx_"}), add_phantom({.kinds = {Kind::kCr}}, ""), table);
  compare("mammography", add_real(data / "real", {"mg_"}), add_phantom({.kinds = {Kind::kMg}}, ""), table);
  std::printf("\nlossless JPEG 2000, ratio\n%-14s %6s %8s\n%s", "", "real", "phantom", table.c_str());
  return 0;
}
