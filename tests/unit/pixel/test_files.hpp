// Real files of the shared test data: read where they exist, reported as skipped where they do not.
#pragma once

#include <doctest/doctest.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "shared/base/frame.hpp"
#include "shared/dicom/reader.hpp"

namespace sansfilm::test {

struct TestFile {
  std::vector<std::uint8_t> bytes;
  dicom::File file;
};

// nullptr, with a message that counts it as skipped, if the file is not on this machine.
inline std::unique_ptr<TestFile> open_test_file(const std::string& name) {
  const char* folder = std::getenv("SANSFILM_TEST_DATA");
  const auto path = std::filesystem::path(folder != nullptr ? folder : "../shared/data/public") / name;
  std::ifstream in(path, std::ios::binary);
  if (!in) {
    MESSAGE("SKIPPED: no such test file: " << name);
    return nullptr;
  }
  auto out = std::make_unique<TestFile>();
  out->bytes.assign(std::istreambuf_iterator<char>(in), {});
  base::Budget budget;
  auto file = dicom::read_file(out->bytes, {}, budget);
  REQUIRE(file.ok());
  out->file = std::move(file).value();
  return out;
}

// One frame of native little endian pixel data of 8 or 16 bits: enough for these tests, which may not link the codecs.
inline base::Frame native_frame(const dicom::Dataset& dataset, std::uint32_t frame) {
  base::Frame out;
  out.rows = static_cast<std::uint32_t>(dataset.integer({0x0028, 0x0010}).value());
  out.columns = static_cast<std::uint32_t>(dataset.integer({0x0028, 0x0011}).value());
  out.bits_stored = static_cast<std::uint16_t>(dataset.integer({0x0028, 0x0101}).value());
  out.bytes_per_sample = static_cast<std::uint8_t>(dataset.integer({0x0028, 0x0100}).value() / 8);
  out.is_signed = dataset.integer({0x0028, 0x0103}).value() == 1;
  const std::size_t size = std::size_t{out.rows} * out.columns * out.bytes_per_sample;
  const auto* pixels = dataset.find({0x7FE0, 0x0010});
  REQUIRE(pixels != nullptr);
  REQUIRE(pixels->value.size() >= size * (frame + 1));
  const auto bytes = pixels->value.subspan(size * frame, size);
  out.samples.assign(bytes.begin(), bytes.end());
  if (out.bytes_per_sample == 2 && out.bits_stored < 16) {  // clear or extend the bits above the stored ones
    const unsigned shift = 16U - out.bits_stored;
    for (std::size_t i = 0; i + 1 < out.samples.size(); i += 2) {
      const auto raw = static_cast<std::uint16_t>((out.samples[i] | (out.samples[i + 1] << 8)) << shift);
      const auto value = out.is_signed ? static_cast<std::uint16_t>(static_cast<std::int16_t>(raw) >> shift) : static_cast<std::uint16_t>(raw >> shift);
      out.samples[i] = static_cast<std::uint8_t>(value & 0xFF);
      out.samples[i + 1] = static_cast<std::uint8_t>(value >> 8);
    }
  }
  return out;
}

}  // namespace sansfilm::test
