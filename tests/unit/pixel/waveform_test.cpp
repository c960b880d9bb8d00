#include "shared/pixel/waveform.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "tests/unit/pixel/dataset_builder.hpp"
#include "tests/unit/pixel/test_files.hpp"

using namespace sansfilm;
using namespace sansfilm::pixel;
using test::DatasetBuilder;
using dicom::Vr;

namespace {

constexpr dicom::Tag kWaveforms{0x5400, 0x0100};

DatasetBuilder& group(DatasetBuilder& b, std::uint16_t channels, std::uint32_t samples, std::vector<std::uint16_t> data) {
  auto& out = b.item(kWaveforms);
  out.us({0x003A, 0x0005}, {channels}).ul({0x003A, 0x0010}, {samples}).ds({0x003A, 0x001A}, "500").us({0x5400, 0x1004}, {16}).cs({0x5400, 0x1006}, "SS").ow({0x5400, 0x1010}, data);
  for (std::uint16_t i = 0; i < channels; ++i) {
    auto& channel = out.item({0x003A, 0x0200});
    channel.text({0x003A, 0x0203}, Vr::SH, i == 0 ? "I" : "II").ds({0x003A, 0x0210}, "2.5").ds({0x003A, 0x0212}, "1").ds({0x003A, 0x0213}, "-4");
    channel.item({0x003A, 0x0211}).text({0x0008, 0x0100}, Vr::SH, "uV");
  }
  return out;
}

}  // namespace

TEST_CASE("samples are interleaved by channel and become (sample + baseline) * sensitivity") {
  DatasetBuilder b;
  group(b, 2, 2, {10, 20, 0xFFFE, 8}).ow({0x5400, 0x100A}, {8});
  base::Budget budget;
  const auto read = read_waveform(b.dataset(), budget).value();
  REQUIRE(read.groups.size() == 1);
  const auto& g = read.groups[0];
  CHECK(g.duration_ms() == doctest::Approx(4.0));
  REQUIRE(g.channels.size() == 2);
  CHECK(g.channels[0].units == "uV");
  CHECK(g.channels[0].samples[0] == doctest::Approx(15.0));
  CHECK(g.channels[0].samples[1] == doctest::Approx(-15.0));
  CHECK(g.channels[1].samples[0] == doctest::Approx(40.0));
  CHECK(std::isnan(g.channels[1].samples[1]));  // padding
}

TEST_CASE("short data, absurd counts and unknown formats leave the group out and say why") {
  base::Budget budget;
  DatasetBuilder brief;
  group(brief, 2, 100, {1, 2, 3});
  CHECK(read_waveform(brief.dataset(), budget).value().findings.at(0).tag == 0x54001010);
  DatasetBuilder absurd;
  group(absurd, 1, 0xFFFFFFFF, {1});
  CHECK(read_waveform(absurd.dataset(), budget).value().findings.at(0).tag == 0x003A0010);
  DatasetBuilder unknown;
  group(unknown, 1, 1, {1}).cs({0x5400, 0x1006}, "XX");
  CHECK(read_waveform(unknown.dataset(), budget).value().findings.at(0).tag == 0x54001006);
  DatasetBuilder none;
  CHECK(read_waveform(none.dataset(), budget).error().code == base::ErrorCode::kInvalidArgument);
  base::Budget small({.bytes = 4});
  DatasetBuilder large;
  group(large, 1, 3, {1, 2, 3});
  CHECK(read_waveform(large.dataset(), small).value().findings.at(0).code == base::ErrorCode::kOverBudget);
}

TEST_CASE("ecg_12lead: twelve named leads in microvolts") {
  const auto file = test::open_test_file("real/ecg_12lead_waveform.dcm");
  if (!file) return;
  base::Budget budget;
  const auto read = read_waveform(file->file.dataset, budget).value();
  CHECK(read.findings.empty());
  REQUIRE_FALSE(read.groups.empty());
  CHECK(read.groups[0].channels.size() == 12);
  CHECK(read.groups[0].frequency_hz == doctest::Approx(1000));
  CHECK(read.groups[0].duration_ms() == doctest::Approx(10000));
  for (const auto& channel : read.groups[0].channels) {
    CHECK_FALSE(channel.label.empty());
    CHECK(channel.units == "uV");
  }
}
