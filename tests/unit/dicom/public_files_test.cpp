// Every public test file through the reader. What the malformed ones must do is in their manifest.
#include <doctest/doctest.h>

#include <algorithm>

#include "shared/dicom/check.hpp"
#include "shared/dicom/dicom_json.hpp"
#include "shared/dicom/frames.hpp"
#include "shared/dicom/tags.hpp"
#include "tests/unit/dicom/public_data.hpp"

using namespace sansfilm;
using namespace sansfilm::dicom;

namespace {

std::vector<std::filesystem::path> dicom_files() {
  std::vector<std::filesystem::path> out;
  std::error_code error;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(sansfilm::test::data_folder(), error)) {
    if (entry.path().extension() == ".dcm") out.push_back(entry.path());
  }
  return out;
}

struct Known {
  const char* name;
  bool complete;
  std::uint32_t frames;  // 0: no frame can be located
};

// The files whose right reading is not "complete, all frames whole".
constexpr Known kUnusual[] = {
    {"trunc_pixeldata.dcm", false, 1},  {"trunc_in_sequence.dcm", false, 0},       {"bulk_3gb_truncated.dcm", false, 1},
    {"j2k_10f_last_frame_short.dcm", false, 10}, {"rows_absent.dcm", true, 0},     {"meta_no_transfersyntax.dcm", true, 0},
    {"no_preamble_dicm_in_data.dcm", true, 0},   {"xss_patient_name.dcm", true, 0},
};

}  // namespace

TEST_CASE("every public file is read, its frames are located, and dumped as JSON") {
  const auto files = dicom_files();
  if (files.empty()) {
    MESSAGE("skipped: the public test files are not on this machine");
    return;
  }
  for (const auto& path : files) {
    INFO(path.filename().string());
    const auto bytes = sansfilm::test::read_bytes(path);
    base::Budget budget({.bytes = 64 << 20});
    const auto file = read_file(bytes, {}, budget);
    REQUIRE(file.ok());
    const auto unusual = std::find_if(std::begin(kUnusual), std::end(kUnusual),
                                      [&](const Known& known) { return path.filename() == known.name; });
    const bool as_usual = unusual == std::end(kUnusual);
    CHECK(file.value().complete == (as_usual || unusual->complete));
    CHECK_FALSE(file.value().transfer_syntax->uid.empty());
    const auto table = find_frames(file.value());
    if (!as_usual) CHECK((table.ok() ? table.value().frames : 0) == unusual->frames);
    if (table.ok()) {
      CHECK(table.value().frames == table.value().declared);
      for (std::uint32_t i = 0; i < table.value().frames; ++i) CHECK(locate_frame(file.value(), table.value(), i, budget).ok());
    }
    CHECK(to_json(file.value().dataset, {}).ok());
    (void)check(file.value());
  }
}

TEST_CASE("the same CT in native encodings has the same pixels and the same attributes") {
  const auto folder = sansfilm::test::data_folder() / "syntaxes";
  if (!std::filesystem::exists(folder)) {
    MESSAGE("skipped: the public test files are not on this machine");
    return;
  }
  const auto reference_bytes = sansfilm::test::read_bytes(folder / "ctimage_ele.dcm");
  base::Budget budget;
  const auto reference = read_file(reference_bytes, {}, budget);
  REQUIRE(reference.ok());
  const std::string expected = to_json(reference.value().dataset, {}).value();
  for (const char* name : {"ctimage_ebe.dcm", "ctimage_deflated.dcm"}) {
    INFO(name);
    const auto bytes = sansfilm::test::read_bytes(folder / name);
    const auto file = read_file(bytes, {}, budget);
    REQUIRE(file.ok());
    const std::string json = to_json(file.value().dataset, {}).value();
    CHECK(json.size() == expected.size());
    const auto frame = locate_frame(file.value(), 0, budget);
    const auto wanted = locate_frame(reference.value(), 0, budget);
    REQUIRE(frame.ok());
    REQUIRE(frame.value().bytes.size() == wanted.value().bytes.size());
    const bool swapped = file.value().transfer_syntax->big_endian;
    for (std::size_t i = 0; i < wanted.value().bytes.size(); ++i) {
      if (frame.value().bytes[swapped ? i ^ 1U : i] != wanted.value().bytes[i]) {
        FAIL("byte ", i, " differs");
      }
    }
  }
}
